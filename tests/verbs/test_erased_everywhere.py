"""What must go goes from everywhere: asked of the schema, so that a column that is added has to be thought of.

One story leaves a word, and the name of a person, in every place that holds what people write. The person goes first,
whose data are erased; then the reports, whose content is removed.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.exports import NAMES
from bot.services.desk import files
from bot.services.upkeep import purging
from storage import kept_files, ledgers
from storage.file_store import place_of
from storage.own_data import stored_about
from tests.contents import PDF
from tests.handlers.acts import CONTENT
from tests.handlers.grouped import bound, roomy
from tests.handlers.working_group import MEMBERS, import_tasks, link
from tests.verbs.told_everywhere import (
    MARK,
    NAME,
    NEWCOMER,
    NUMBER,
    USER,
    done,
    follow,
    live,
    repeat,
    tell,
)
from tests.world import ROSTER, World, running, say

Column = tuple[str, str]

_CODES = re.compile(
    r"(^|_)(at|on|from|to|since|until|sha256|hash|code|codes|refs|ref|kind|state|period|channel|key|id|actor"
    r"|address|reach|mime|outcome|part|mark|role|version|incident|lane|topic|guard|urgency|via|approval|bucket"
    r"|difficulty|report|stage|subject|arguments|anchor|honorific|language|quiet|purpose|slot|recurrence|deadline)$"
)
"""Names of columns that hold instants, codes, identifiers and choices among a few, in whatever table."""
_NO_WORDS_OF_REPORTS: Mapping[str, tuple[str, ...]] = {
    "codes and hashes, and what the program calls things": (
        "anchors.anchor", "audit.verb", "audit.object", "audit.salt", "audit.prev", "choices.chat", "counters.name",
        "difficulties.field", "done_together.act", "drafts.step", "files.path", "invitations.offered_user",
        "kept_files.why", "meta.name", "meta.value", "papers.name", "saved_replies.act", "submissions.content",
        "notice_imports.sign", "notice_imports.stated", "notice_lines.decision", "notice_lines.task",
        "notice_lines.fault",
        "tick_failures.name", "ticks.name", "places.left_how", "urgings.shown", "urgings.left_out",
        "urged_seats.day", "tasks.fulfilled_by", "broadcasts.files", "broadcast_recipients.basis",
        "broadcast_recipients.left_out_reason", "reminder_rules.body", "reminders.reason",
        "calls.matters", "calls.phone", "snoozes.occurrence", "forecasts.body", "plan_basis.basis",
        "web_sessions.device", "web_sessions.push_endpoint", "web_sessions.push_p256dh", "web_sessions.push_auth",
        "nudges.day",
    ),
    "what the desk keeps of organisations, people and tasks": (
        "persons.full_name", "persons.title", "persons.phone", "report_tasks.title", "requests.body",
        "requests.file", "seats.body", "seats.organisation", "tasks.basis", "tasks.title", "tasks.note",
        "tasks.outside", "tasks.unit", "task_events.agency", "report_tasks.unit", "broadcasts.audience",
        "calendar_days.body",
    ),
    "kept only until the message has been sent, or where it failed: errors of the channel": ("outbox.error",),
    "of chats without buttons, which have none of the cast": ("choices.offered",),
}  # fmt: skip


def columns(world: World) -> Iterator[Column]:
    """Every column that can hold a text, of every table; the index is read from the disk."""
    found = world.read.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in found:
        if re.search(r"^_?sqlite_|_words(_\w+)?$", table):
            continue
        for row in world.read.conn.execute(f'PRAGMA table_info("{table}")').fetchall():
            if row["type"] not in ("INTEGER", "REAL"):
                yield table, row["name"]


def holding(world: World, *wanted: str) -> set[Column]:
    """The columns in which one of these stands, in whatever case, spelt as JSON or not."""
    patterns = [re.compile(rf"(?<!\w){re.escape(each)}(?!\w)", re.IGNORECASE) for each in wanted]

    def holds(value: object) -> bool:
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        return any(pattern.search(text) or pattern.search(_plain(text)) for pattern in patterns)

    return {
        (table, column)
        for table, column in columns(world)
        for [value] in world.read.conn.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
        if holds(value)
    }


def _plain(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text


def on_disk(world: World, text: str) -> set[str]:
    """The files of the data that hold a text; what is in backups is said by the verb."""
    paths = [path for path in world.path.rglob("*") if path.is_file() and "backups" not in path.parts]
    held = {str(path.relative_to(world.path)): path.read_bytes().decode("utf-8", "replace") for path in paths}
    return {name for name, content in held.items() if text.lower() in content.lower()}


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A running world of both bodies, in which papers are built here and hold all that they are built of."""
    monkeypatch.setattr(files, "build_in_child", lambda name, snapshot, _seconds: name.encode() + snapshot)
    # One file of each: with two, month and quarter would be more at once than a chat takes in an instant.
    monkeypatch.setattr("bot.services.desk.papers.NAMES", {"docx": NAMES["docx"]})
    roomy(monkeypatch)
    world = World(tmp_path)
    world.quota.most = 1000
    world.import_roster(ROSTER + MEMBERS + NEWCOMER)
    import_tasks(world)
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        world.link(code)
    link(world, "GIAP", 201)
    link(world, "ZW", USER)
    async with running(world):
        await bound(world)
        yield world
    world.close()


def codes_of(world: World, *seats: str) -> list[str]:
    """The periodic reports of these seats."""
    found = world.read.conn.execute(
        """SELECT DISTINCT r.code FROM reports r JOIN seats s ON s.id = r.seat
           WHERE s.code IN (SELECT value FROM json_each(?)) AND r.kind = 'periodic' ORDER BY r.code""",
        [json.dumps(seats)],
    )
    return [row[0] for row in found]


_OFFICIAL = {("digests", "body"), ("papers", "bytes")}
"""Frozen papers are official records: their hashes are of what they say, names included."""


async def test_of_a_person_and_then_of_reports_nothing_is_left_in_any_column_or_file(office: World) -> None:
    await tell(office)
    await follow(office)
    await repeat(office)
    await live(office)
    no_words = {tuple(each.split(".")) for group in _NO_WORDS_OF_REPORTS.values() for each in group}
    asked_of = {(table, column) for table, column in columns(office) if not _CODES.search(column)}
    assert asked_of - no_words == holding(office, MARK)

    await erased(office)
    await removed(office)


_NAMING = {
    "accounts", "anchors", "cosigns", "difficulties", "difficulty_events", "digests", "drafts", "excuses", "inbox",
    "invitations", "kept_texts", "mailboxes", "outbox", "papers", "persons", "remarks", "requests", "searches",
    "seat_requests", "snapshots", "web_messages",
}  # fmt: skip


async def erased(office: World) -> None:
    who = (NAME, NUMBER, "0912 345 678", str(USER))
    before = holding(office, *who)
    assert {table for table, _ in before} >= _NAMING
    assert len(on_disk(office, NEWCOMER)) == 1
    drafted = hashlib.sha256(PDF + b"%").hexdigest()
    assert (office.path / "files" / place_of(drafted)).exists()

    await done(office, "erase-person", {"person": "ZW"})

    assert holding(office, *who) == _OFFICIAL
    assert not (office.path / "files" / place_of(drafted)).exists()
    found = office.read.conn.execute("SELECT count(*) FROM difficulty_words WHERE difficulty_words MATCH 'wexiquzo'")
    assert found.fetchone()[0] == 0
    assert on_disk(office, NEWCOMER) == set()
    assert office.count("persons", "code = 'ZW' AND erased_at IS NOT NULL") == 1
    assert office.count("mailboxes") == office.count("mail_codes") == 0
    assert office.count("outbox", "channel = 'mail' AND (ended_at IS NULL OR body IS NOT NULL)") == 0
    assert list(ledgers.audit_faults(office.read)) == []


async def removed(office: World) -> None:
    """Three reports go, the newest first; an ad hoc one of the same seat stays."""
    office.telegram.call_fails = lambda _method: None
    await say(office, office.phone("BICH"), "/caidat", "[Xem dữ liệu]", "[Tải dữ liệu]")
    kept = set(codes_of(office, "HIEPHOIB", "BOA"))
    assert len(kept) == 3
    assert "bot.db" in on_disk(office, MARK[1:])
    assert [path for path in (office.path / "files").rglob("*") if path.is_file()] != []
    told = {name for code in kept for name in purging.plan(office.unit(), code).by_hand}
    assert told >= {"Trần Thị Bích", "Lê Văn Bình", "Phạm Thu Chi", "Đỗ Văn Giáp"}

    said = f"kind = 'supplemented' AND detail LIKE '%{MARK}%'"
    assert office.count("difficulty_events", said) == 1
    # What a report says of a difficulty of an earlier one goes with it, and the difficulty stays.
    await done(office, "purge", {"code": "BC-2612-001"})
    assert office.count("difficulty_events", said) == 0
    assert office.count("difficulties", f"code = 'VM-2611-001' AND procedure = '{MARK}'") == 1
    for code in sorted(kept - {"BC-2612-001"}):
        await done(office, "purge", {"code": code})

    assert holding(office, MARK) == set()
    assert on_disk(office, MARK[1:]) == set()
    # A file of a task that has other content stays, without the words that stood under it.
    assert [each.difficulty for each in kept_files.stored(office.read)] == ["NV-26-101"]
    assert len([path for path in (office.path / "files").rglob("*") if path.is_file()]) == 1
    assert office.count("digests", "body LIKE '%09/2019%'") == 0
    assert office.count("difficulties", f"content = '{CONTENT}'") == 1
    assert office.count("difficulties", "legal_refs <> '' OR procedure_codes <> '' OR agency_code <> ''") == 0
    assert office.count("shared_headlines", "revoked_at IS NULL") == 0
    assert {*codes_of(office, "HIEPHOIB", "BOA")} == kept
    # What was sent today goes from the chats too: what was asked and answered in these words.
    # Of the two files of her data the one that is still known: the other went with the person whom it named.
    assert sum(bool(m.file and m.file[0].startswith("Du-lieu")) for m in office.phone("BICH").messages) == 1
    for phone in (office.phone("BICH"), office.phone("BINH"), office.phone("CHI")):
        assert not any("miễn báo cáo" in message.text and MARK in message.text for message in phone.messages)
    assert list(ledgers.audit_faults(office.read)) == []


def test_the_file_of_a_persons_data_looks_wherever_the_schema_names_a_person(still_world: World) -> None:
    read: set[Column] = set()

    def note(action: int, table: str | None, column: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ:
            read.add((str(table), str(column)))
        return sqlite3.SQLITE_OK

    connection = still_world.read.conn
    naming = {
        (table, row["from"])
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for row in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        if row["table"] in ("persons", "accounts")
    } | {each for each in columns(still_world) if each[1] in ("actor", "by_actor", "user_key", "address")}
    connection.set_authorizer(note)
    stored_about(still_world.read, 1, "person:AN")
    connection.set_authorizer(None)

    # Messages and screens are found by the account, and a group is nobody's address.
    assert naming - read == {("outbox", "address"), ("places", "address")}
