"""A base full of data, made by an earlier version: it migrates, what is in it is read, and what waited is delivered."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import VN
from bot.domain import questions
from bot.domain.operations import TopicKind
from storage import drafts, ledgers, reports
from storage.backup import make_backup, restore
from storage.database import migrate, open_for_reading, pending
from storage.difficulties import by_rows
from storage.duplicates import nearest
from storage.lock import exclusive
from storage.missed import ended_unseen
from tests.contents import content_of
from tests.golden.recording import PacelessClock
from tests.world import World, running, say

DUMP = Path(__file__).parents[1] / "golden" / "base_v6.sql"
KEY = b"the key of the old base, 32 byte"
CODE = "MOI-B8C5-2HNV-62"
"""Of an invitation that is open in the base."""
STOPPED = datetime(2026, 11, 25, 17, 31, 20, tzinfo=VN)
"""When the program that filled the base was stopped."""
MOVING = ("_sqlite_migrations", "sqlite_sequence", "inbox", "outbox", "anchors", "ticks", "meta", "reminders")
"""Tables in which a migration may add or drop rows: they are of the machinery, not of people."""

PHONES = {
    "TT01": 700002, "TV01": 700001, "TV02": 700021, "TV09": 700022, "TV10": 700025, "TV12": 700027, "TV13": 700028,
    "TC16": 700005, "TC17": 700014, "TC18": 700030,
}  # fmt: skip
DELIVERED = {
    "TV01": {"old:queued", "old:queued bulk"},
    "TV13": {"old:owed"},
    "TV02": {"old:anchored"},
    "TT01": {"old:file"},
    "TC16": {"old:sending"},
    "TC17": {"old:retry"},
    "TV09": {"old:unknown"},
}
NOT_DELIVERED = {"old:past", "old:done", "old:failed", "old:cancelled", "old:expired", "old:superseded", "old:sent"}


def counts(path: Path) -> Counter[str]:
    """Return how many rows each table has."""
    with closing(sqlite3.connect(path)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return Counter({name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names})


def ids(path: Path, table: str, column: str = "id") -> list[str]:
    """Return a column of a table."""
    with closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute(f"SELECT {column} FROM {table} ORDER BY 1")]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The old base as a file, with its key beside it."""
    path = tmp_path / "data" / "bot.db"
    path.parent.mkdir()
    (path.parent / "secret.key").write_bytes(KEY)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(DUMP.read_text(encoding="utf-8"))
    return path


@pytest.fixture
def migrated(old: Path) -> Path:
    """The old base at the present schema."""
    migrate(old)
    return old


@pytest.fixture(params=["migrated", "restored"])
def continued(request: pytest.FixtureRequest, old: Path, tmp_path: Path) -> Iterator[World]:
    """A world on the old base, or on what was restored from a backup of it; the program is not running."""
    if request.param == "restored":
        (tmp_path / "again").mkdir()
        made = make_backup(old, tmp_path / "backups", STOPPED)
        with exclusive(tmp_path / "again"):
            restore(made.path, tmp_path / "again" / "bot.db")
        old = tmp_path / "again" / "bot.db"
    world = World(old.parent, clock=PacelessClock(STOPPED + timedelta(minutes=1)))
    yield world
    world.close()


def test_the_old_base_is_brought_to_the_present_schema_and_keeps_what_people_put_into_it(old: Path) -> None:
    before = counts(old)

    migrate(old)

    after = counts(old)
    kept = {name: after[name] for name in before if name in after and name not in MOVING}
    assert kept == {name: count for name, count in before.items() if name in kept}
    assert {"persons", "seats", "duties", "accounts", "drafts", "reports", "difficulties", "tasks", "audit"} <= set(
        kept
    )
    with closing(open_for_reading(old)) as db:
        assert pending(db) == []


def test_its_foreign_keys_hold_and_its_audit_chain_is_whole(migrated: Path) -> None:
    with closing(open_for_reading(migrated)) as db:
        assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert list(ledgers.audit_faults(db)) == []
        assert ledgers.audit_head(db)[0] > 100


def test_every_draft_and_every_report_in_it_is_read(migrated: Path) -> None:
    with closing(open_for_reading(migrated)) as db:
        opened = [drafts.draft_by_id(db, int(number)) for number in ids(migrated, "drafts")]
        found = [reports.report_by_code(db, code) for code in ids(migrated, "reports", "code")]

    assert None not in opened
    assert {draft.kind for draft in opened if draft} == {"report", "adhoc"}
    assert sum(len(files) for draft in opened if draft for files in draft.files) >= 2
    assert None not in found
    assert sum(len(report.difficulties) for report in found if report) == len(ids(migrated, "difficulties"))
    assert sum(len(report.attachments) for report in found if report) == len(ids(migrated, "attachments"))
    assert sum(report.quarterly is not None for report in found if report) == 2


async def test_the_program_started_on_it_delivers_what_waited_and_nothing_that_had_ended(continued: World) -> None:
    async with running(continued):
        await continued.settle()
        continued.clock.set(continued.clock.now() + timedelta(minutes=2))
        await continued.settle()
        shown = {
            who: [message.text for message in continued.telegram.phone(user).messages] for who, user in PHONES.items()
        }

    said = {who: {text for text in texts if text.startswith("old:")} for who, texts in shown.items()}
    assert {who: texts for who, texts in said.items() if texts} == DELIVERED
    everything = {getattr(call, "text", None) for call in continued.telegram.calls}
    assert not NOT_DELIVERED & everything
    assert continued.count("outbox", "state IN ('queued', 'sending', 'retry', 'unknown')") == 0
    assert continued.count("outbox", "dedupe_key = 'old:past' AND state = 'expired'") == 1
    assert continued.count("outbox", "dedupe_key = 'old:done' AND state = 'cancelled'") == 1


async def test_messages_that_had_come_before_the_stop_are_answered(continued: World) -> None:
    async with running(continued):
        await continued.settle()
        member, writing = (
            [message.text for message in continued.telegram.phone(PHONES[who]).messages] for who in ("TV01", "TV10")
        )

    steps = len(questions.periodic())
    assert any(text.startswith("Trợ lý Tổ công tác") for text in member)
    assert any(text.startswith(f"December 2026 report – difficulty 1 – step 5 of {steps}") for text in writing)
    assert continued.count("inbox", "state = 'new'") == 0
    assert continued.count("inbox", "state = 'quarantined'") == 1


async def test_open_drafts_are_written_to_their_end_and_an_open_invitation_still_works(continued: World) -> None:
    month, quarter, newcomer = (continued.telegram.phone(user) for user in (PHONES["TV13"], PHONES["TC18"], 700099))
    files = "SELECT j.value FROM drafts d, json_tree(d.answers, '$.files') j WHERE j.key = 'ref'"
    refs = [ref for (ref,) in continued.read.conn.execute(files)]
    continued.telegram.contents.update(dict.fromkeys(refs, content_of("a.pdf")))
    async with running(continued):
        await continued.settle()
        await say(continued, month, "/batdau", "[Viết tiếp tháng 12]", "[Gửi báo cáo]")
        await say(continued, quarter, "/batdau", "[Viết tiếp quý IV]", "[Bỏ qua]", "[Gửi báo cáo]")
        await say(continued, newcomer, CODE, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")

    assert "Đã nhận báo cáo BC-2612-" in month.last.text
    assert continued.count("kept_files", "state = 'stored'") > 0, "files of before are fetched with their draft"
    assert "Đã nhận báo cáo BC-26Q4-003" in quarter.last.text
    assert "Đã liên kết tài khoản của Hồ Thị Mai" in newcomer.last.text


async def test_whoever_was_out_of_reach_in_it_is_in_reach_again_on_their_return(continued: World) -> None:
    absent = continued.telegram.phone(700024)
    assert continued.count("accounts", "reach <> 'ok' AND missed_since IS NOT NULL AND user_key = '700024'") == 1
    assert continued.count("accounts", "reach = 'ok' AND missed_since IS NOT NULL") == 0

    async with running(continued):
        await continued.settle()
        await say(continued, absent, "/start")

    assert "Báo cáo mới nhất" in absent.messages[-1].text
    assert continued.count("accounts", "missed_since IS NOT NULL OR reach <> 'ok'") == 0


async def test_what_was_cancelled_in_it_for_want_of_a_reader_counts_as_missed(old: Path) -> None:
    with closing(sqlite3.connect(old)) as before, before:
        (code,) = before.execute("SELECT code FROM reports WHERE kind = 'adhoc' ORDER BY id LIMIT 1").fetchone()
        before.execute(
            """INSERT INTO outbox
               (dedupe_key, channel, address, account, lane, kind, state, next_at, created_at, ended_at)
               VALUES (?, 'telegram', '700024', 13, 'interactive', 'send', 'cancelled', ?, ?, ?)""",
            (f"sender:accepted:{code}:13", *["2026-11-25T10:30:30.000000Z"] * 3),
        )
    migrate(old)

    with closing(open_for_reading(old)) as db:
        missed = ended_unseen(db, 13, STOPPED - timedelta(hours=1))

    assert [(each.topic.kind, each.topic.arguments) for each in missed] == [(TopicKind.HANDLING, {"code": code})]


def test_what_was_sent_before_is_found_by_what_it_has_in_common_with_others(old: Path) -> None:
    migrate(old)

    with closing(open_for_reading(old)) as db:
        (sent,) = db.conn.execute("SELECT count(*) FROM difficulties").fetchone()
        (indexed,) = db.conn.execute("SELECT count(*) FROM alike_words").fetchone()
        asked, _ = by_rows(db, [1])[1]
        assert sent == indexed > 1
        assert nearest(db, asked, 3)


def test_reports_that_waited_for_acceptance_before_do_not_all_call_the_desk_again_at_once(old: Path) -> None:
    migrate(old)

    with closing(sqlite3.connect(old)) as db:
        assert db.execute("SELECT count(*) FROM receptions WHERE accepted_at IS NULL").fetchone()[0]
        assert not db.execute("SELECT count(*) FROM receptions WHERE called_again_at IS NULL").fetchone()[0]
