"""Audit chain, counters, drafts, reports, and what goes when it has had its time."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlite_utils import Database

from bot.domain.attachments import Attachment, FileKind, Refusal
from bot.domain.forms import At, Burst, Position, Refused
from bot.domain.operations import Guard, Lane, Topic, TopicKind
from bot.domain.people import Caller
from bot.domain.periods import Period
from bot.domain.reports import REPORT, Report
from bot.domain.writing import Source, Written
from storage import difficulties, drafts, idle_drafts, inbox, invitations, ledgers, outbox, people, reports, snapshots
from storage.inbox import Arrival
from storage.outbox import Envelope, KeyTakenError, OutboxState
from tests import housekeeping
from tests.filed import file_report
from tests.world import START, World

AUDITED = 5
A_FILE = Attachment("telegram", "REF", FileKind.DOCUMENT, "a.pdf", 1000, "application/pdf", "Trang 2")


@pytest.fixture
def db(still_world: World) -> Database:
    return still_world.db


@pytest.fixture
def chain(empty_world: World) -> Database:
    """A base with an audit of five entries."""
    db = empty_world.db
    for number in range(AUDITED):
        ledgers.append_audit(db, START, "operator", "verb", f"object:{number}", {"n": number})
    return db


def seat(db: Database) -> int:
    return people.seats_of_body(db, "hoi_dong_tu_van")[0].id


def person(db: Database) -> int:
    found = people.person_by_code(db, "AN")
    assert found is not None
    return found.id


def test_an_untouched_chain_has_no_fault_and_a_head(chain: Database) -> None:
    assert list(ledgers.audit_faults(chain)) == []
    assert ledgers.audit_head(chain)[0] == AUDITED


@pytest.mark.parametrize("column", ["at", "actor", "verb", "object", "salt", "detail_hash", "prev", "hash"])
@pytest.mark.parametrize("seq", range(1, AUDITED + 1))
def test_a_changed_value_in_the_chain_is_found(chain: Database, seq: int, column: str) -> None:
    chain.conn.execute(f"UPDATE audit SET {column} = {column} || '0' WHERE seq = {seq}")

    assert next(ledgers.audit_faults(chain)) == seq


@pytest.mark.parametrize("seq", range(1, AUDITED))
def test_an_entry_taken_out_is_found(chain: Database, seq: int) -> None:
    chain.conn.execute(f"DELETE FROM audit WHERE seq = {seq}")

    assert next(ledgers.audit_faults(chain)) == seq + 1


def test_entries_moved_up_over_one_taken_out_are_found(chain: Database) -> None:
    chain.conn.execute("DELETE FROM audit WHERE seq = 2")
    chain.conn.execute("UPDATE audit SET seq = seq - 1 WHERE seq > 2")

    assert next(ledgers.audit_faults(chain)) == 2


def test_entries_that_changed_places_are_found(chain: Database) -> None:
    chain.conn.execute("UPDATE audit SET seq = 99 WHERE seq = 2")
    chain.conn.execute("UPDATE audit SET seq = 2 WHERE seq = 3")
    chain.conn.execute("UPDATE audit SET seq = 3 WHERE seq = 99")

    assert next(ledgers.audit_faults(chain)) == 2


def test_an_entry_put_in_between_is_found(chain: Database) -> None:
    chain.conn.execute("UPDATE audit SET seq = seq + 100 WHERE seq >= 3")
    chain.conn.execute("UPDATE audit SET seq = seq - 99 WHERE seq >= 100")
    chain.conn.execute("INSERT INTO audit SELECT 3, at, actor, verb, object, salt, detail_hash, prev, hash FROM audit"
                       " WHERE seq = 2")  # fmt: skip

    assert next(ledgers.audit_faults(chain)) == 3


def test_a_cut_tail_leaves_another_head_than_was_written_down(chain: Database) -> None:
    written_down = ledgers.audit_head(chain)
    chain.conn.execute(f"DELETE FROM audit WHERE seq = {AUDITED}")

    assert list(ledgers.audit_faults(chain)) == []
    assert ledgers.audit_head(chain) != written_down


def test_the_detail_enters_the_chain_as_a_salted_hash_only(empty_world: World) -> None:
    db = empty_world.db
    for _ in range(2):
        ledgers.append_audit(db, START, "operator", "verb", "object", {"text": "bí mật"})

    rows = db.conn.execute("SELECT * FROM audit").fetchall()
    assert "bí mật" not in str([tuple(row) for row in rows])
    assert rows[0]["detail_hash"] != rows[1]["detail_hash"]


def test_a_counter_starts_with_one_and_leaves_no_gap_after_work_that_was_undone(empty_world: World) -> None:
    def count_and_fail(db: Database) -> None:
        ledgers.next_number(db, "a")
        raise ValueError

    first = empty_world.write_now(lambda db: ledgers.next_number(db, "a"))
    with pytest.raises(ValueError):  # noqa: PT011
        empty_world.write_now(count_and_fail)
    second = empty_world.write_now(lambda db: ledgers.next_number(db, "a"))
    other = empty_world.write_now(lambda db: ledgers.next_number(db, "b"))

    assert (first, second, other) == (1, 2, 1)


TYPED: dict[str, Any] = {
    "burst": Burst((Written("1:7", "Nội dung"),), Position(At.STEP, 0, "content"), None, ()),
    "kept": (Written("1:8", "Để sau."),),
    "long": (Written("1:9", "Phần đầu \n"), Written("1:9", "phần cuối")),
    "sources": ({"content": (Source("1:7", 8),)},),
    "closing_sources": (Source("", 3),),
}


def test_a_draft_comes_back_as_it_was_saved(db: Database) -> None:
    draft = drafts.add_draft(db, person(db), seat(db), REPORT, "2026-11", "gợi ý", START)
    changed = replace(draft, rev=3, items=({"field": "dat_dai", "content": "Nội dung"},), turn=4, **TYPED)

    drafts.save_draft(db, changed, START + timedelta(minutes=1))

    expected = replace(changed, updated_at=START + timedelta(minutes=1))
    assert drafts.draft_by_id(db, draft.id) == expected
    assert drafts.live_draft(db, person(db), seat(db), REPORT, "2026-11") == expected
    assert drafts.seats_drafting(db, REPORT, "2026-11") == {seat(db)}


def test_a_draft_keeps_its_files_and_what_was_not_taken(db: Database) -> None:
    draft = drafts.add_draft(db, person(db), seat(db), REPORT, "2026-11", "", START)
    refused = (Refused("b.exe", 7, Refusal.KIND), Refused("c.pdf", 2**40, Refusal.SIZE))
    changed = replace(draft, items=({}, {}), files=((), (A_FILE, A_FILE)), refused=refused, surplus=3)

    drafts.save_draft(db, changed, START)

    assert drafts.draft_by_id(db, draft.id) == changed


def test_a_draft_saved_before_there_were_files_can_be_read(db: Database) -> None:
    draft = drafts.add_draft(db, person(db), seat(db), REPORT, "2026-11", "", START)
    before = json.dumps({"items": [{"field": "dat_dai"}], "hint": "dau_tu"})
    db.conn.execute("UPDATE drafts SET answers = ?", [before])

    found = drafts.draft_by_id(db, draft.id)

    assert found == replace(draft, items=({"field": "dat_dai"},), hint="dau_tu")


def test_the_files_of_a_difficulty_are_stored_in_order(still_world: World) -> None:
    unit = still_world.unit(still_world.db)
    item = {"field": "dat_dai", "content": "Nội dung", "proposal": "Kiến nghị"}
    files = (A_FILE, replace(A_FILE, name="b.pdf", ref="B"))

    report = file_report(
        unit,
        people.seats_of_body(unit.db, "hoi_dong_tu_van")[0],
        person(unit.db),
        Period(2026, 11),
        [item] * 2,
        [files],
    )

    first, second = report.difficulties
    assert [replace(each, id=0) for each in first.attachments] == list(files)
    assert second.attachments == ()
    assert len(report.attachments) == 2
    stored = first.attachments[1]
    assert difficulties.attachment_by_id(unit.db, stored.id) == stored
    assert reports.report_of_attachment(unit.db, stored.id) == report
    assert difficulties.attachment_by_id(unit.db, 999) is None


def test_a_person_has_one_live_draft_per_seat_and_subject(db: Database) -> None:
    drafts.add_draft(db, person(db), seat(db), REPORT, "2026-11", "", START)

    with pytest.raises(sqlite3.IntegrityError):
        drafts.add_draft(db, person(db), seat(db), REPORT, "2026-11", "", START)


def test_a_sent_draft_keeps_its_code_and_loses_its_text(db: Database) -> None:
    draft = drafts.add_draft(db, person(db), seat(db), REPORT, "2026-11", "", START)
    drafts.save_draft(db, replace(draft, items=({"content": "Nội dung"},), files=((A_FILE,),)), START)
    account = people.link_account(db, Caller("telegram", "101", "101"), person(db), START)
    people.set_open_draft(db, account, draft.id)

    drafts.close_draft(db, draft.id, "BC-2611-001", START)

    closed = drafts.draft_by_id(db, draft.id)
    assert closed is not None
    assert (closed.result_code, closed.items, closed.files, closed.closed_at) == ("BC-2611-001", (), (), START)
    assert drafts.live_drafts(db, person(db)) == []
    assert db.conn.execute("SELECT open_draft FROM accounts").fetchone()[0] is None
    drafts.add_draft(db, person(db), seat(db), REPORT, "2026-11", "", START)  # a new one may begin


def report(db: Database, code: str, period: str) -> Report:
    return Report(0, code, seat(db), period, True, person(db), START, ())


def test_a_seat_has_one_live_report_per_period(db: Database) -> None:
    reports.add_version(db, report(db, "BC-2611-001", "2026-11"))

    with pytest.raises(sqlite3.IntegrityError):
        reports.add_version(db, report(db, "BC-2611-002", "2026-11"))

    reports.add_version(db, report(db, "BC-2612-001", "2026-12"))
    db.conn.execute("UPDATE reports SET withdrawn_at = 'x' WHERE code = 'BC-2611-001'")
    reports.add_version(db, report(db, "BC-2611-003", "2026-11"))
    live = reports.live_report(db, seat(db), "2026-11")
    assert live is not None
    assert live.code == "BC-2611-003"


def test_a_filed_report_comes_back_with_its_difficulties_in_order(still_world: World, db: Database) -> None:
    items = [{"field": "dat_dai", "content": f"Nội dung {n}", "proposal": "Kiến nghị"} for n in range(3)]
    where = people.seats_of_body(db, "hoi_dong_tu_van")[0]
    stored = file_report(still_world.unit(db), where, person(db), Period.parse("2026-11"), items)

    assert reports.live_report(db, where.id, "2026-11") == stored
    assert reports.reports_of_period(db, "2026-11") == [stored]
    assert [d.answers["content"] for d in stored.difficulties] == [item["content"] for item in items]
    assert [d.code for d in stored.difficulties] == ["VM-2611-001", "VM-2611-002", "VM-2611-003"]
    assert difficulties.last_field(db, where.id) == "dat_dai"


def put(db: Database, key: str, **fields: Any) -> int:
    outbox.put(db, Envelope(key, "telegram", "101", None, Lane.INTERACTIVE, "send", {"runs": []}, **fields), START)
    return int(db.conn.execute("SELECT id FROM outbox WHERE dedupe_key = ?", [key]).fetchone()[0])


def test_a_message_to_be_sent_once_is_queued_once_and_takes_nothing_from_the_queue(db: Database) -> None:
    put(db, "a", once=True, anchor="screen:1")
    put(db, "a", once=True, anchor="screen:1")

    assert outbox.open_count(db) == 1


@pytest.mark.parametrize("first", [{}, {"once": True}, {"anchor": "screen:1"}], ids=str)
def test_a_message_that_must_be_new_is_not_swallowed_by_a_key_that_was_used(
    db: Database, first: dict[str, Any]
) -> None:
    put(db, "a", **first)

    with pytest.raises(KeyTakenError):
        put(db, "a")


def test_what_a_message_is_about_and_its_guard_come_back_as_they_were(db: Database) -> None:
    topic = Topic(TopicKind.REMINDER, {"day": "2026-11-17", "occurrences": ["a:b", "c"]})
    guard = Guard("still_owed", {"reports": [["2026-11", 3]], "tasks": []})
    put(db, "a", topic=topic, guard=guard)

    (found,) = outbox.sendable(db, "telegram", START, (), 9)

    assert (found.topic, found.guard, found.lane) == (topic, guard, Lane.INTERACTIVE)


def test_an_id_that_comes_with_another_content_is_another_update(db: Database) -> None:
    first, again, other = (Arrival("1", raw_hash, "101", "{}") for raw_hash in ("x", "x", "y"))

    stored = [len(inbox.take_in(db, "telegram", [arrival], START)) for arrival in (first, again, other)]

    assert stored == [1, 0, 1]
    assert len(inbox.take_in(db, "another channel", [first], START)) == 1


def test_a_row_from_before_there_were_hashes_still_tells_a_repetition(db: Database) -> None:
    inbox.take_in(db, "telegram", [Arrival("1", "", "101", "{}")], START)

    assert inbox.take_in(db, "telegram", [Arrival("1", "x", "101", "{}")], START) == []
    assert len(inbox.take_in(db, "telegram", [Arrival("2", "x", "101", "{}")], START)) == 1


def test_the_address_of_somebody_without_an_account_goes_when_the_message_ends(db: Database) -> None:
    outbox.end(db, put(db, "a"), OutboxState.SENT, START, "7")

    row = db.conn.execute("SELECT address, body, message_id FROM outbox").fetchone()
    assert tuple(row) == (None, None, "7")


@pytest.mark.parametrize(("hours", "left"), [(47.9, 1), (48.1, 0)])
def test_the_key_of_a_handled_update_stays_two_days(still_world: World, db: Database, hours: float, left: int) -> None:
    inbox.take_in(db, "telegram", [Arrival("1", "hash", "101", "{}")], START)
    inbox.end(db, 1, START)

    housekeeping.clean_up(replace(still_world.unit(db), now=START + timedelta(hours=hours)))

    assert db["inbox"].count == left


def test_an_update_that_waits_is_never_cleaned_up(still_world: World, db: Database) -> None:
    inbox.take_in(db, "telegram", [Arrival("1", "hash", "101", "{}")], START)

    housekeeping.clean_up(replace(still_world.unit(db), now=START + timedelta(days=400)))

    assert inbox.waiting(db) == 1


@pytest.mark.parametrize(("days", "released"), [(6.9, 1), (7.1, 0)])
def test_an_update_set_aside_can_be_released_for_seven_days(
    still_world: World, db: Database, days: float, released: int
) -> None:
    inbox.take_in(db, "telegram", [Arrival("1", "hash", "101", "{}")], START)
    inbox.quarantine(db, 1, "SC-261116-01", START)

    housekeeping.clean_up(replace(still_world.unit(db), now=START + timedelta(days=days)))

    assert inbox.release(db, None, START) == released


@pytest.mark.parametrize(
    ("closed", "told", "days", "left"),
    [
        (True, False, 34, 1),
        (True, False, 36, 0),
        (False, True, 74, 1),
        (False, True, 76, 0),
        (False, False, 76, 1),
    ],
)
def test_drafts_stay_as_long_as_was_promised_and_until_that_was_said(
    still_world: World, db: Database, closed: bool, told: bool, days: int, left: int
) -> None:
    draft = drafts.add_draft(db, person(db), seat(db), REPORT, "2026-11", "", START)
    if closed:
        drafts.close_draft(db, draft.id, "BC-2611-001", START)
    if told:
        idle_drafts.note_told(db, draft.id, START, START + timedelta(days=60), going=True)

    housekeeping.clean_up(replace(still_world.unit(db), now=START + timedelta(days=days)))

    assert db["drafts"].count == left


def test_the_rest_goes_after_its_time_and_open_messages_stay(still_world: World, db: Database) -> None:
    put(db, "open")
    outbox.end(db, put(db, "sent"), OutboxState.SENT, START)
    snapshots.add_snapshot(db, "2026-11", START, b"{}", "0")
    invitations.add_attempt(db, "hash", START)

    housekeeping.clean_up(replace(still_world.unit(db), now=START + timedelta(days=31)))

    assert [row["dedupe_key"] for row in db["outbox"].rows] == ["open"]
    assert db["snapshots"].count == 0
    assert db["code_attempts"].count == 0


def test_whom_an_invitation_was_shown_to_is_forgotten(still_world: World, db: Database) -> None:
    invitations.add_invitation(db, person(db), "t", "c", START, START + timedelta(hours=72))
    invitations.offer(db, 1, Caller("telegram", "666", "666"), START)

    housekeeping.clean_up(replace(still_world.unit(db), now=START + timedelta(days=7)))

    assert db.conn.execute("SELECT offered_user FROM invitations").fetchone()[0] is None


def test_a_duty_that_ends_today_is_not_held_today(db: Database) -> None:
    today = date(2026, 11, 16)
    duty = people.held_duties(db, today)["AN", "focal", "HIEPHOIA"]

    people.end_duty(db, duty, today)

    assert people.duties_of(db, person(db), today) == ()
    assert people.duties_of(db, person(db), today - timedelta(days=1)) == ()  # and was not held before it began
