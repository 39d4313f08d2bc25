"""The queue that is kept in memory is, after whatever happens, what everything that happened comes to."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from sqlite_utils import Database

from bot.domain import triage
from bot.domain.carrying import STATEMENTS
from bot.domain.classifying import AFTER, MATTER, SAID, Matter
from bot.domain.difficulties import DONE_AT, UNDOES, DifficultyAct, DifficultyEvent
from bot.domain.directing import DIRECTION, Direction
from bot.domain.handling import AGENCY, UNTIL, Note
from bot.domain.people import Actor, Caller, Duty, Role
from bot.domain.periods import Period
from bot.domain.reports import Report, Urgency
from bot.domain.triage import QueueFilter, QueueGroup, QueueItem, QueueView, mark
from bot.services.desk import queue
from bot.services.desk.queue import items
from storage import claims, difficulties, notes, people, queued, reports
from storage.database import savepoint
from storage.rows import iso, rows, value
from storage.unit import Unit
from tests.filed import file_adhoc, file_report
from tests.queue_order import filtered, values
from tests.world import World

_FIELDS = ("dat_dai", "dau_tu", "xay_dung")
_AGENCIES = ("", "Bộ Tài chính", "Bộ Xây dựng", "UBND tỉnh")
_PLAIN = [act for act in DifficultyAct if act not in (*STATEMENTS, DifficultyAct.UNDONE, DifficultyAct.WITHDRAWN)]
_SECONDS = 40_000
"""About half a day: what waits becomes late while things happen."""


class Office:
    """Whatever can happen to difficulties of two members: to what they say, to their reports, at the desk."""

    def __init__(self, unit: Unit, seed: int) -> None:
        self.unit, self.chance = unit, random.Random(seed)
        seats = people.seats_ever(unit.db)[:2]
        self.person = people.all_persons(unit.db, unit.today)[0].id
        filed = [
            file_report(unit, seat, self.person, Period(2026, 9), [self.item() for _ in range(8)]) for seat in seats
        ]
        filed += [file_adhoc(unit, seats[0], self.person, urgency, self.item(), ()) for urgency in Urgency]
        later = [file_report(unit, seat, self.person, Period(2026, 10), [self.item()]) for seat in seats]
        self.live: dict[str, Report] = {report.code: report for report in [*filed, *later]}
        self.later = [report.code for report in later]
        self.codes = [each.code for report in self.live.values() for each in report.difficulties]
        self.done = list[tuple[str, int, DifficultyEvent]]()

    def item(self) -> dict[str, str]:
        return {
            "field": self.chance.choice(_FIELDS),
            "content": "Nộp lại giấy tờ.",
            "proposal": "Bãi bỏ.",
            "agency": self.chance.choice(_AGENCIES),
        }

    def happens(self) -> None:
        """Let one thing happen, later than the last."""
        self.unit = Unit(
            self.unit.db, self.unit.now + timedelta(seconds=self.chance.random() * _SECONDS), self.unit.shipped
        )
        kinds: dict[Callable[[], None], int] = {
            self.act: 50, self.say: 15, self.claim: 10, self.take_back: 6, self.amend: 6, self.note: 3,
            self.leave: 2, self.end_duty: 1, self.replaced: 2, self.change: 2,
        }  # fmt: skip
        self.chance.choices(list(kinds), list(kinds.values()))[0]()

    def act(self) -> None:
        """The desk, its leader or the sender does something."""
        act = self.chance.choice(_PLAIN)
        self._add(
            self.chance.choice(self.codes), act, self._detail(act), self.chance.choice(list(self.live.values())).id
        )

    def say(self) -> None:
        """A report says something of a difficulty of an earlier one."""
        report = self.live[self.chance.choice(self.later)]
        self._add(self.chance.choice(self.codes), self.chance.choice(STATEMENTS), {}, report.id)

    def claim(self) -> None:
        """Somebody takes a difficulty on, or no longer."""
        code, db = self.chance.choice(self.codes), self.unit.db
        duty = rows(db, "SELECT id, person FROM duties WHERE role = 'secretariat' AND valid_to IS NULL")
        if duty and self.chance.random() < 0.8:
            claims.add_claim(db, code, duty[0]["person"], duty[0]["id"], self.unit.now)
        else:
            claims.end_claim(db, code, self.person, self.unit.now)

    def take_back(self) -> None:
        """The desk takes back what it did last."""
        if self.done:
            code, report, event = self.done.pop()
            self._add(code, DifficultyAct.UNDONE, {UNDOES: event.act.value, DONE_AT: iso(event.at)}, report)

    def amend(self) -> None:
        """A report is sent again with fewer difficulties, in another order and otherwise put."""
        report = self.chance.choice(list(self.live.values()))
        said = [replace(each, answers={**each.answers, **self.item()}) for each in report.difficulties]
        kept = tuple(self.chance.sample(said, max(1, len(said) - self.chance.randrange(2))))
        self.live[report.code] = reports.add_version(
            self.unit.db, replace(report, difficulties=kept, sent_at=self.unit.now)
        )

    def note(self) -> None:
        """An officer notes something."""
        report = self.chance.choice(list(self.live.values()))
        notes.add_note(self.unit.db, self.chance.choice(self.codes), report.id, Note(self.unit.now, "CHI", "x"))

    def leave(self) -> None:
        """A later report is withdrawn, or was not."""
        now = self.chance.choice(["NULL", "'2026-12-01'"])
        report = self.live[self.chance.choice(self.later)]
        self.unit.db.conn.execute(f"UPDATE reports SET withdrawn_at = {now} WHERE id = ?", [report.id])

    def end_duty(self) -> None:
        """An officer is none any more, or is one again."""
        self.unit.db.conn.execute(
            "UPDATE duties SET valid_to = CASE WHEN valid_to IS NULL THEN ? END WHERE role = 'secretariat'",
            [self.unit.today.isoformat()],
        )

    def replaced(self) -> None:
        """A member's name changes, and what one said."""
        self.unit.db.conn.execute("UPDATE seats SET organisation = organisation || ' mới'")
        values = [self.chance.choice(_AGENCIES), self.chance.choice(self.codes)]
        self.unit.db.conn.execute("UPDATE difficulties SET agency = ?, agency_code = '' WHERE code = ?", values)

    def change(self) -> None:
        """A row becomes another one behind the program, or is gone."""
        found = rows(self.unit.db, "SELECT id FROM difficulty_events WHERE kind <> 'sent' AND detail = '{}'")
        if found and self.chance.random() < 0.5:
            self.unit.db.conn.execute("DELETE FROM difficulty_events WHERE id = ?", [self.chance.choice(found)["id"]])
        elif found:
            kind = self.chance.choice(["accepted", "closed", "supplemented", "returned"])
            values = [kind, self.chance.choice(found)["id"]]
            self.unit.db.conn.execute("UPDATE difficulty_events SET kind = ? WHERE id = ?", values)

    def view(self) -> QueueView:
        """Return a part of the queue, by any filters."""
        chance = self.chance
        view = QueueView(chance.choice(list(QueueGroup)), chance.choice([0, 0, 1, 9]))
        if chance.random() < 0.4:
            return view
        return replace(
            view,
            field=chance.choice([0, mark(chance.choice(_FIELDS))]),
            seat=chance.choice([0, 0, 1, 2, 99]),
            agency=chance.choice([0, 0, mark(chance.choice(_AGENCIES))]),
            urgency=chance.choice([0, 0, 0, 1, 2, 3]),
            mine=chance.choice([0, 0, 1]),
            conflicting=chance.choice([None, None, 1]),
        )

    def _detail(self, act: DifficultyAct) -> dict[str, Any]:
        until = self.unit.now + timedelta(days=self.chance.randrange(1, 9))
        match act:
            case DifficultyAct.ASKED:
                return {UNTIL: iso(until)} if self.chance.random() < 0.8 else {}
            case DifficultyAct.FORWARDED:
                day = self.chance.choice([iso(until), until.date().isoformat(), None])
                return {AGENCY: self.chance.choice(_AGENCIES)} | ({UNTIL: day} if day else {})
            case DifficultyAct.DIRECTED:
                return {DIRECTION: self.chance.choice(list(Direction)).value}
            case DifficultyAct.CORRECTED:
                return self._correction()
        return {}

    def _correction(self) -> dict[str, str]:
        matter = self.chance.choice([Matter.FIELD, Matter.AGENCY, Matter.CRITERIA])
        said = {Matter.FIELD: _FIELDS, Matter.AGENCY: _AGENCIES, Matter.CRITERIA: ("",)}[matter]
        after = self.chance.choice(["conflict", ""]) if matter is Matter.CRITERIA else self.chance.choice(said)
        return {MATTER: matter.value, SAID: self.chance.choice(said), AFTER: after}

    def _add(self, code: str, act: DifficultyAct, detail: dict[str, Any], report: int) -> None:
        event = DifficultyEvent(act, self.unit.now, "person:CHI", detail)
        difficulties.add_event(self.unit.db, code, report, event)
        if act is not DifficultyAct.UNDONE:
            self.done.append((code, report, event))


def _officer(unit: Unit) -> Actor:
    person = people.person_by_code(unit.db, "CHI")
    assert person is not None
    return Actor(0, Caller("telegram", "104", "104"), person, (Duty(Role.SECRETARIAT, None),), None)


def _in_part(unit: Unit, everything: list[QueueItem], view: QueueView, person: int) -> list[QueueItem]:
    return [each for each in filtered(everything, view, person) if triage.is_in(each, view.group)]


def _is_the_same(unit: Unit, view: QueueView, which: QueueFilter) -> None:
    """What is shown of a view is what the rules say of everything."""
    actor, everything = _officer(unit), items(unit)
    person = actor.person.id
    found, here = filtered(everything, view, person), _in_part(unit, everything, view, person)
    page = queue.page_of(unit, actor, view)
    first = page.view.page * triage.PAGE

    assert page.pages == triage.pages(len(here))
    assert page.view.page == min(view.page, page.pages - 1)
    assert [item for item, _ in page.aged] == here[first : first + triage.PAGE]
    assert page.counted == triage.counts(found)
    asked = queued.Asked(view, person, queue.hour_of(unit))
    assert queued.codes(unit.db, asked) == [item.code for item in here]
    narrowed = replace(asked, view=view.narrowed(which, 0))
    others = values(_in_part(unit, everything, narrowed.view, person), which)
    assert queued.values(unit.db, narrowed, which) == others
    waiting = [each.code for each in sorted(everything, key=lambda each: each.since) if each.asks_leader]
    assert queue.for_leaders(unit) == waiting


def _stands_as_the_rules_say(unit: Unit) -> int:
    """Each item is what the rules over all its events say at this hour; return how many are late."""
    found = items(unit)
    events = difficulties.events_of(unit.db, [each.code for each in found])
    taken = claims.claims(unit.db, [each.code for each in found], unit.today)
    within, calendar = unit.rules.profile.take_up_within, unit.rules.calendar
    for each in found:
        came, claim = events[each.code], taken.get(each.code)
        assert each.group is triage.group_of(came)
        assert each.overdue == triage.is_overdue(came, unit.now, within, calendar)
        assert each.reply_missed == triage.reply_missed(came, unit.now)
        assert each.claim == (claim if claim and claim.holds(came) else None)
    return sum(each.overdue for each in found)


@pytest.mark.parametrize("seed", range(6))
def test_every_part_by_every_filter_is_what_everything_that_happened_comes_to(still_world: World, seed: int) -> None:
    late, shown = set[int](), set[int]()

    def work(db: Database) -> None:
        office = Office(still_world.unit(db), seed)
        for _ in range(150):
            office.happens()
            _is_the_same(office.unit, office.view(), office.chance.choice(list(QueueFilter)))
            late.add(_stands_as_the_rules_say(office.unit))
            shown.add(len(items(office.unit)))

    still_world.write_now(work)
    assert len(late) > 3
    assert len(shown) > 5


def test_what_ended_since_it_was_taken_on_is_nobodys_though_it_is_open_again(still_world: World) -> None:
    def work(db: Database) -> None:
        office, mine = Office(still_world.unit(db), 1), QueueView(mine=1)
        actor, code, report = _officer(office.unit), office.codes[0], next(iter(office.live.values())).id
        duty = int(value(db, "SELECT id FROM duties WHERE role = 'secretariat'") or 0)
        claims.add_claim(db, code, actor.person.id, duty, office.unit.now)
        found = [[item.code for item, _ in queue.page_of(office.unit, actor, mine).aged]]
        for minute, act in enumerate((DifficultyAct.CLOSED, DifficultyAct.REOPENED), 1):
            at = office.unit.now + timedelta(minutes=minute)
            difficulties.add_event(db, code, report, DifficultyEvent(act, at, "person:CHI"))
        found.append([item.code for item, _ in queue.page_of(office.unit, actor, mine).aged])
        assert found == [[code], []]
        _is_the_same(office.unit, mine, QueueFilter.FIELD)

    still_world.write_now(work)


def test_what_is_undone_is_undone_in_memory_too(still_world: World) -> None:
    def work(db: Database) -> None:
        office = Office(still_world.unit(db), 1)
        for number in range(60):
            with suppress(_UndoneError), savepoint(db):
                office.act()
                _is_the_same(office.unit, QueueView(), QueueFilter.FIELD)
                if number % 2 == 0:
                    raise _UndoneError
            _is_the_same(office.unit, QueueView(), QueueFilter.FIELD)

    still_world.write_now(work)


class _UndoneError(Exception):
    """Raised to undo what was done."""


def test_who_only_reads_sees_what_others_write_and_still_cannot_write(still_world: World) -> None:
    unit, office = still_world.unit(), list[Office]()
    still_world.write_now(lambda db: office.append(Office(still_world.unit(db), 3)))
    _counts_as_before(unit)
    for _ in range(5):
        still_world.write_now(lambda db: difficulties.add_event(db, office[0].codes.pop(), 1, _closed(unit)))
        _counts_as_before(unit)

    assert value(unit.db, "PRAGMA query_only") == 1
    assert value(unit.db, "PRAGMA temp_store") == value(still_world.db, "PRAGMA temp_store") == 2  # in memory
    assert rows(unit.db, "SELECT name FROM main.sqlite_master WHERE name LIKE 'queued%'") == []


def _counts_as_before(unit: Unit) -> None:
    found = queue.counts(unit)
    assert found == triage.counts(items(unit))
    assert found[QueueGroup.ALL] > 0


def _closed(unit: Unit) -> DifficultyEvent:
    return DifficultyEvent(DifficultyAct.CLOSED, unit.now, "person:CHI")


def test_only_what_something_happened_to_is_worked_out_again(still_world: World) -> None:
    def work(db: Database) -> None:
        unit = still_world.unit(db)
        seat, person = people.seats_ever(db)[0], people.all_persons(db, unit.today)[0].id
        item = {"field": "dat_dai", "content": "Nộp lại giấy tờ.", "proposal": "Bãi bỏ."}
        report = file_report(unit, seat, person, Period(2026, 9), [item] * 200)
        codes = [each.code for each in report.difficulties]
        with _worked_out() as worked:
            queue.counts(unit)
            assert sorted(worked) == codes
            worked.clear()
            for view in (QueueView(), QueueView(QueueGroup.NEW, 7, field=mark("dat_dai"), mine=1)):
                queue.page_of(unit, _officer(unit), view)
            queue.following(unit, _officer(unit), None, codes[:1])
            assert worked == []
            accepted = DifficultyEvent(DifficultyAct.ACCEPTED, unit.now, "person:CHI")
            difficulties.add_event(db, codes[5], report.id, accepted)
            notes.add_note(db, codes[6], report.id, Note(unit.now, "CHI", "x"))
            queue.counts(unit)
            assert worked == [codes[5]]

    still_world.write_now(work)


@contextmanager
def _worked_out() -> Iterator[list[str]]:
    """The difficulties whose events were read, in order."""
    worked, events_of = list[str](), difficulties.events_of

    def counted(db: Database, codes: list[str]) -> Any:
        worked.extend(codes)
        return events_of(db, codes)

    with patch.object(difficulties, "events_of", counted):
        yield worked


def test_a_page_makes_items_of_what_is_on_it_alone_in_as_many_statements(still_world: World) -> None:
    def work(db: Database) -> None:
        unit = still_world.unit(db)
        seat, person = people.seats_ever(db)[0], people.all_persons(db, unit.today)[0].id
        item = {"field": "dat_dai", "content": "Nộp lại giấy tờ.", "proposal": "Bãi bỏ."}
        ran = []
        for period, many in ((Period(2026, 9), 6), (Period(2026, 10), 200)):
            file_report(unit, seat, person, period, [item] * many)
            queue.counts(unit)
            with patch.object(queue, "QueueItem", wraps=QueueItem) as made:
                ran.append(_statements(unit))
            assert made.call_count == triage.PAGE
        assert ran[0] == ran[1] <= 10

    still_world.write_now(work)


def _statements(unit: Unit) -> int:
    ran: list[str] = []
    actor = _officer(unit)
    unit.db.conn.set_trace_callback(ran.append)
    queue.page_of(unit, actor, QueueView())
    unit.db.conn.set_trace_callback(None)
    return len(ran)
