"""A base in which keys, subjects and guards still carried meanings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bot.domain.operations import Guard, Topic, TopicKind
from storage import anchors, inbox, outbox
from storage.database import migrate, open_for_writing
from storage.inbox import Arrival
from storage.migrations import MIGRATIONS
from storage.outbox import OutboxState
from tests.world import START

NOW = "2026-11-16T01:00:00.000000Z"


def old_base(path: Path, *statements: str) -> None:
    """Make a base as it was before, with An's account and her report."""
    db = open_for_writing(path)
    MIGRATIONS.apply(db, stop_before="m007_ids_topics_guards")
    for statement in (
        "INSERT INTO persons (id, code, full_name, title, honorific, language, phone)"
        " VALUES (1, 'AN', 'Nguyễn Văn An', '', '', 'vi', '')",
        "INSERT INTO seats VALUES (1, 'HIEPHOIA', 'hoi_dong_tu_van', 'Hiệp hội A', 1, '2026-01-01', NULL)",
        f"""INSERT INTO accounts (id, channel, user_key, address, person, linked_at)
            VALUES (1, 'telegram', '101', '101', 1, '{NOW}')""",
        f"""INSERT INTO reports (code, version, seat, kind, period, nil, by_person, via, sent_at)
            VALUES ('BC-2611-001', 1, 1, 'periodic', '2026-11', 1, 1, 'self', '{NOW}')""",
        *statements,
    ):
        db.conn.execute(statement)
    db.close()


def message(key: str, kind: str = "send", subject: str = "", guard: str = "", at: str = "2026-11-16T02:00") -> str:
    return f"""INSERT INTO outbox (dedupe_key, channel, address, account, lane, kind, subject, guard, body, next_at,
                                   created_at, message_id)
               VALUES ('{key}', 'telegram', '101', 1, 'bulk', '{kind}', nullif('{subject}', ''), nullif('{guard}', ''),
                       '{{}}', '{NOW}', '{at}', 12)"""


def opened(path: Path) -> Database:
    migrate(path)
    return open_for_writing(path)


@pytest.mark.parametrize(
    ("row", "kind", "arguments"),
    [
        (message("card:1:2026-11-16"), "reminder", {"day": "2026-11-16"}),
        (message("desk:BC-2611-001:1:1"), "desk_copy", {"code": "BC-2611-001"}),
        (message("desk:BC-2611-001:1:file:3:1", "file"), "attachment", {"code": "BC-2611-001"}),
        (message("digest:2026-11:0:1"), "aggregate", {"period": "2026-11", "number": 0}),
        (message("digest:2026-Q4:2:1:xlsx", "file"), "aggregate", {"period": "2026-Q4", "number": 2}),
        (message("escalated:DX-2611-001:1"), "escalation", {"code": "DX-2611-001"}),
        (message("sender:accepted:DX-2611-001:1"), "handling", {"code": "DX-2611-001"}),
        (message("incident:SC-261116-01:1"), "incident", {"code": "SC-261116-01"}),
        (message("backup_failed:2026-11-16:1"), "backup", {}),
        (message("unreachable:1:202611160100"), "undelivered", {}),
        (message("telegram:7:1", subject="draft:5"), "draft", {"draft": 5}),
        (message("telegram:7:1", "replace", subject="task:NV-26-045"), "task", {"code": "NV-26-045"}),
        (message("telegram:7:0", at=NOW), "receipt", {"code": "BC-2611-001"}),
        (message("telegram:7:0", "strip", at=NOW), None, None),
        (message("telegram:8:0"), None, None),
        (message("no meaning"), None, None),
        (message("digest"), None, None),
    ],
)
def test_what_a_key_or_a_subject_meant_stands_in_columns(
    tmp_path: Path, row: str, kind: str | None, arguments: dict[str, Any] | None
) -> None:
    old_base(tmp_path / "bot.db", row)

    db = opened(tmp_path / "bot.db")

    found = db.conn.execute("SELECT topic, topic_arguments FROM outbox").fetchone()
    assert found["topic"] == kind
    assert (json.loads(found["topic_arguments"]) if kind else None) == arguments
    assert kind is None or TopicKind(kind)
    db.close()


def test_a_guard_becomes_its_name_and_its_arguments_and_the_message_is_still_sent(tmp_path: Path) -> None:
    old_base(tmp_path / "bot.db", message("card:1:2026-11-16", guard="still_owed:2026-11.3,NV-26-045,2026-Q4.2"))

    db = opened(tmp_path / "bot.db")
    (found,) = outbox.sendable(db, "telegram", START, (), 9)

    owed = {"reports": [["2026-11", 3], ["2026-Q4", 2]], "tasks": ["NV-26-045"]}
    assert found.guard == Guard("still_owed", owed)
    assert found.topic == Topic(TopicKind.REMINDER, {"day": "2026-11-16"})
    assert found.state is OutboxState.QUEUED
    db.close()


def test_ids_are_text_and_anchors_still_name_their_messages(tmp_path: Path) -> None:
    anchor = "INSERT INTO anchors VALUES ('screen:1', 'telegram', '101', 12, 'draft:5', '{\"rows\": []}')"
    old_base(tmp_path / "bot.db", anchor, message("a"))

    db = opened(tmp_path / "bot.db")

    found = anchors.anchor(db, "screen:1")
    assert found is not None
    assert (found.address, found.message_id, found.body) == ("101", "12", {"rows": []})
    assert db.conn.execute("SELECT message_id FROM outbox").fetchone()[0] == "12"
    db.close()


@pytest.mark.parametrize("kept", [True, False], ids=["row kept", "row purged"])
def test_updates_of_before_are_still_known_and_their_numbers_never_come_again(tmp_path: Path, kept: bool) -> None:
    update = f"""INSERT INTO inbox (seq, channel, update_id, user_key, raw, received_at, next_at)
                 VALUES (41, 'telegram', 7, '101', '{{}}', '{NOW}', '{NOW}')"""
    old_base(tmp_path / "bot.db", update, *(() if kept else ("DELETE FROM inbox",)))

    db = opened(tmp_path / "bot.db")
    arrivals = [Arrival(update_id, "hash", "101", "{}") for update_id in ("7", "8")]
    new = len(inbox.take_in(db, "telegram", arrivals, START))

    assert new == (1 if kept else 2)
    assert [row["seq"] for row in db.conn.execute("SELECT seq FROM inbox ORDER BY seq")] == [
        *([41] if kept else []),
        *range(42, 42 + new),
    ]
    db.close()
