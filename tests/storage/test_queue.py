"""What the queue of the desk leaves out has surely ended, and what has ended costs it nothing."""

from __future__ import annotations

import random
from datetime import timedelta
from unittest.mock import patch

import pytest
from sqlite_utils import Database

from bot.domain.carrying import STATEMENTS
from bot.domain.difficulties import DONE_AT, UNDOES, UNRESOLVED, DifficultyAct, DifficultyEvent, current_state
from bot.domain.handling import Note
from bot.domain.people import MEMBER_ROLES, Seat
from bot.domain.periods import Period
from bot.domain.reports import Report
from bot.services.desk.queue import items
from storage import difficulties, notes, people, queue, reports
from storage.queue_steps import EVERY_UNENDED, INERT
from storage.rows import iso, rows
from storage.unit import Unit
from tests.filed import file_report
from tests.world import World

_ITEM = {"field": "dat_dai", "content": "Nộp lại giấy tờ.", "proposal": "Bãi bỏ."}
_OF_DESK = [act for act in DifficultyAct if act not in (*STATEMENTS, DifficultyAct.UNDONE)]
_OF_ALL_LIVE = """SELECT d.code, d.field, r.seat, r.urgency, d.agency, d.agency_code
    FROM difficulties d JOIN reports r ON r.id = d.report
    WHERE r.superseded_at IS NULL AND r.withdrawn_at IS NULL ORDER BY d.id"""


def _sender(unit: Unit) -> tuple[Seat, int]:
    seat = people.seats_ever(unit.db)[0]
    return seat, people.persons_of_seat(unit.db, seat.id, MEMBER_ROLES, unit.today)[0]


def _kept(db: Database) -> list[str]:
    return [row["code"] for row in rows(db, "SELECT code FROM difficulties_unended ORDER BY code")]


def _derived(db: Database) -> list[str]:
    return sorted(row["code"] for row in rows(db, EVERY_UNENDED))


class Anything:
    """Whatever can happen to twenty difficulties of one report, and to three later reports that speak of them."""

    def __init__(self, unit: Unit, seed: int) -> None:
        self.unit, self.chance, self.number = unit, random.Random(seed), 0
        self.seat, self.person = _sender(unit)
        self.first = file_report(unit, self.seat, self.person, Period(2026, 9), [_ITEM] * 20)
        self.later = [file_report(unit, self.seat, self.person, Period(2026, month), []) for month in (10, 11, 12)]
        self.codes = [each.code for each in self.first.difficulties]
        self.done = list[tuple[str, DifficultyEvent]]()

    def happens(self) -> None:
        """Let one thing happen, mostly an event."""
        self.number += 1
        kinds = {self.act: 60, self.say: 25, self.take_back: 8, self.note: 4, self.supersede: 2, self.change: 1}
        self.chance.choices(list(kinds), list(kinds.values()))[0]()

    def act(self) -> None:
        """The desk does something, or the sender in the report itself."""
        self._add(self.chance.choice(self.codes), self.first.id, self.chance.choice(_OF_DESK))

    def say(self) -> None:
        """A later report says something, also one that is not live any more."""
        self._add(self.chance.choice(self.codes), self.chance.choice(self.later).id, self.chance.choice(STATEMENTS))

    def take_back(self) -> None:
        """The desk takes back what it did last."""
        if self.done:
            code, event = self.done.pop()
            self._add(code, self.first.id, DifficultyAct.UNDONE, {UNDOES: event.act.value, DONE_AT: iso(event.at)})

    def note(self) -> None:
        """An officer notes something."""
        notes.add_note(self.unit.db, self.chance.choice(self.codes), self.first.id, Note(self.unit.now, "CHI", "x"))

    def supersede(self) -> None:
        """A later report, or the first, is not live any more: replaced, or withdrawn; or is so again."""
        column = self.chance.choice(["superseded_at", "withdrawn_at"])
        report = self.chance.choice(self.later).id
        now = self.chance.choice(["NULL", "'2026-12-01'"])
        self.unit.db.conn.execute(f"UPDATE reports SET {column} = {now} WHERE id = ?", [report])

    def change(self) -> None:
        """A row becomes another one behind the program, or is gone."""
        event = self.chance.choice([row["id"] for row in rows(self.unit.db, "SELECT id FROM difficulty_events")])
        kind = self.chance.choice([*_OF_DESK, None])
        if kind:
            self.unit.db.conn.execute("UPDATE difficulty_events SET kind = ? WHERE id = ?", [kind.value, event])
        else:
            self.unit.db.conn.execute("DELETE FROM difficulty_events WHERE id = ? AND kind <> 'sent'", [event])

    def _add(self, code: str, report: int, act: DifficultyAct, detail: dict[str, str] | None = None) -> None:
        event = DifficultyEvent(act, self.unit.now + timedelta(minutes=self.number), "person:CHI", detail or {})
        difficulties.add_event(self.unit.db, code, report, event)
        if report == self.first.id and act is not DifficultyAct.UNDONE:
            self.done.append((code, event))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_of_the_open_ones_never_differs_from_what_everything_says(still_world: World, seed: int) -> None:
    def work(db: Database) -> None:
        anything = Anything(still_world.unit(db), seed)
        assert _kept(db) == sorted(anything.codes)
        for _ in range(400):
            anything.happens()
            assert _kept(db) == _derived(db)
        assert 0 < len(_kept(db)) < len(anything.codes)

    still_world.write_now(work)


@pytest.mark.parametrize("seed", range(4))
def test_the_queue_shows_what_it_would_if_it_looked_at_every_difficulty(still_world: World, seed: int) -> None:
    """Random events of their own report, some taken back, and statements of later ones that come and go."""

    def work(db: Database) -> None:
        unit = still_world.unit(db)
        anything = Anything(unit, seed)
        for step in range(600):
            # What is changed behind the program need not make sense to the rules.
            with patch.object(anything, "change", anything.act):
                anything.happens()
            if step % 20 == 0:
                shown = items(unit)
                with patch.object(queue, "_CANDIDATES", _OF_ALL_LIVE):
                    assert items(unit) == shown
        assert 0 < len(shown) < len(anything.codes)

    still_world.write_now(work)


def test_every_open_difficulty_is_a_candidate_whatever_happened_to_it(still_world: World) -> None:
    still_world.write_now(lambda db: [each() for each in [Anything(still_world.unit(db), 6).happens] * 500])

    found = difficulties.events_of(still_world.read, [f"VM-2609-{number:03}" for number in range(1, 21)])
    open_ = {code for code, events in found.items() if current_state(events) in UNRESOLVED}
    candidates = {each.code for each in queue.candidates(still_world.read)}
    assert len(found) == 20
    assert open_ <= candidates
    assert 0 < len(open_) < 20
    assert len(candidates) < 20


def test_one_that_has_ended_is_left_out_whatever_is_only_noted_or_said_of_it_then(still_world: World) -> None:
    def work(db: Database) -> None:
        unit = still_world.unit(db)
        code, report = _closed(unit, Period(2026, 9), 1)
        for act in DifficultyAct:
            if f"'{act.value}'" in INERT:
                difficulties.add_event(db, code[0], report.id, DifficultyEvent(act, unit.now, "person:CHI"))
        notes.add_note(db, code[0], report.id, Note(unit.now, "CHI", "x"))
        assert queue.candidates(db) == []
        difficulties.add_event(db, code[0], report.id, DifficultyEvent(DifficultyAct.REOPENED, unit.now, "person:CHI"))
        assert [each.code for each in queue.candidates(db)] == code

    still_world.write_now(work)


def test_one_that_was_taken_out_or_withdrawn_with_its_report_is_kept_no_more(still_world: World) -> None:
    def work(db: Database) -> None:
        unit = still_world.unit(db)
        seat, person = _sender(unit)
        report = file_report(unit, seat, person, Period(2026, 9), [_ITEM] * 2)
        reports.withdraw(db, report.code, unit.now, person)
        assert _kept(db) == []

    still_world.write_now(work)


def test_what_has_ended_costs_the_queue_nothing(still_world: World) -> None:
    """SQLite takes not one step more for each of two hundred closed, in all that the queue asks of the base."""

    def work(db: Database) -> None:
        unit = still_world.unit(db)
        seat, person = _sender(unit)
        file_report(unit, seat, person, Period(2026, 9), [_ITEM] * 10)
        few = _steps(unit)
        _closed(unit, Period(2026, 10), 200)
        assert len(items(unit)) == 10
        assert _steps(unit) < few + 200

    still_world.write_now(work)


def _closed(unit: Unit, period: Period, many: int) -> tuple[list[str], Report]:
    report = file_report(unit, *_sender(unit), period, [_ITEM] * many)
    codes = [each.code for each in report.difficulties]
    for code in codes:
        event = DifficultyEvent(DifficultyAct.CLOSED, unit.now, "person:CHI")
        difficulties.add_event(unit.db, code, report.id, event)
    return codes, report


def _steps(unit: Unit) -> int:
    """Count the instructions of SQLite's machine, of which there are more for every row that is looked at."""
    counted = _Counted()
    unit.db.conn.set_progress_handler(counted, 1)
    items(unit)
    unit.db.conn.set_progress_handler(None, 1)
    return counted.steps


class _Counted:
    steps = 0

    def __call__(self) -> int:
        self.steps += 1
        return 0
