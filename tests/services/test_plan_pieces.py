"""What is planned or sent to many is done in pieces of a bounded size, of which each may be the last for a while."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.clock import VN
from bot.domain.calendar_days import DaysSet
from bot.domain.calendars import Day, DayKind
from bot.domain.operations import Operation, Pause, Piece, Send
from bot.domain.reminder_rules import Kind, Mark, Side
from bot.domain.reports import REPORT
from bot.runtime import timetable
from bot.services import reminder_rules, reminding
from bot.services.desk import calendar_moves
from bot.services.reminding import planning, sending
from bot.services.reminding.outlook import next_of
from scripts.bench.office import fill
from storage import drafts, people, reminder_outlook, to_plan
from storage.unit import Unit
from tests.services.plan_of_all import found, plan_marked, undone
from tests.world import World

SEATS = 60
MORNING = datetime(2026, 11, 17, 8, 30, tzinfo=VN)
HOLIDAY = date(2026, 11, 25)
Change = Callable[[Unit], object]


def works(unit: Unit, pieces: Iterable[Piece | Pause], sent: list[Operation] | None = None) -> Iterator[int]:
    """Do pieces; yield at each pause how many rows have been written since the last one."""
    before = unit.db.conn.total_changes
    for piece in pieces:
        if isinstance(piece, Piece):
            done = piece.work()
            if sent is not None:
                sent += done
        else:
            yield unit.db.conn.total_changes - before
            before = unit.db.conn.total_changes
    yield unit.db.conn.total_changes - before


@pytest.fixture
def office(empty_world: World) -> World:
    """More than is planned as it is changed, planned; the day after everybody with a deadline in a week is told."""
    empty_world.write_now(lambda db: fill(empty_world.unit(db), SEATS, 4))
    empty_world.write_now(lambda db: reminding.plan_now(empty_world.unit(db)))
    return empty_world


def other_rules(unit: Unit) -> None:
    """Of tasks people are told on the day, and two days before it."""
    before = unit.rules.reminders
    rule = replace(before.of(Kind.TASK), marks=(Mark(Side.BEFORE, 2), Mark(Side.BEFORE, 0)))
    reminder_rules.put(unit, before.with_rule(Kind.TASK, rule).rules, before.version, "test")


def other_days(unit: Unit) -> None:
    """A Wednesday becomes a day off."""
    calendar_moves.change(unit, DaysSet({HOLIDAY: Day(DayKind.HOLIDAY, "Nghỉ", "số 1")}), "test")


CHANGES = {"rules": other_rules, "days": other_days}


def written(world: World, change: Change) -> int:
    """Make a change; return how many rows were written with it."""
    before = world.db.conn.total_changes
    world.write_now(lambda db: change(world.unit(db)))
    return world.db.conn.total_changes - before


def whole_plan(world: World) -> dict[str, tuple[object, ...]]:
    """Return what a plan of everything at once comes to."""
    with undone(world.db):
        reminding.plan_now(world.unit(world.db))
        return found(world.db)
    raise AssertionError


# --- a change of what everything follows from


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_changed_for_everybody_is_planned_piece_by_piece_and_comes_to_the_same(
    office: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for bound, most in (("TASKS", 10), ("PARTS", 12), ("SEATS", 7), ("MARKED", 40)):
        monkeypatch.setattr(planning, bound, most)
    before = found(office.db)

    assert written(office, CHANGES[name]) < 10
    assert found(office.db) == before

    whole = whole_plan(office)
    unit = office.unit(office.db)
    pieces = list(works(unit, reminding.plan_ahead(unit)))

    assert found(office.db) == whole != before
    # A task has nine reminders at most, in which two seats have parts; each that goes marks its task.
    assert max(pieces) <= max(40, 12 * 2 * 9)
    assert len(pieces) > 120 // 10


def test_a_small_office_is_planned_as_it_is_changed(empty_world: World) -> None:
    empty_world.write_now(lambda db: fill(empty_world.unit(db), 5, 4))
    empty_world.write_now(lambda db: reminding.plan_now(empty_world.unit(db)))

    empty_world.write_now(lambda db: other_rules(empty_world.unit(db)))

    assert found(empty_world.db) == whole_plan(empty_world)
    assert not reminding.is_asked_anew(empty_world.db)


def test_the_next_tick_plans_what_was_changed_and_no_other_does(office: World) -> None:
    replan = next(tick for tick in timetable.of_the_base() if tick.name == "replan")
    assert replan.wanted is not None
    wanted = [replan.wanted(office.db)]
    # What is marked for another reason waits for the next plan.
    office.write_now(to_plan.forget_basis)
    wanted.append(replan.wanted(office.db))

    written(office, other_rules)
    wanted.append(replan.wanted(office.db))
    unit = office.unit(office.db)
    for _ in works(unit, replan.service(unit)):
        pass
    wanted.append(replan.wanted(office.db))

    assert wanted == [False, False, True, False]
    assert found(office.db) == whole_plan(office)


@pytest.mark.parametrize("pieces", [1, 3, 7, 15])
def test_a_change_whose_plan_is_cut_off_goes_on_with_the_next(
    office: World, monkeypatch: pytest.MonkeyPatch, pieces: int
) -> None:
    for bound, most in (("TASKS", 10), ("SEATS", 7), ("MARKED", 40)):
        monkeypatch.setattr(planning, bound, most)
    written(office, other_rules)
    whole = whole_plan(office)
    unit = office.unit(office.db)
    begun = works(unit, reminding.plan_ahead(unit))
    for _ in range(pieces):
        next(begun)
    assert found(office.db) != whole

    plan_marked(office.unit(office.db))

    assert found(office.db) == whole


# --- what is sent meanwhile


def marks_of(sent: Iterable[Operation]) -> list[str]:
    keys = [
        key
        for each in sent
        if isinstance(each, Send) and each.topic
        for key in each.topic.arguments.get("occurrences", ())
    ]
    return [key.split(":")[0] for key in keys if key.startswith("task-")]


def test_nothing_is_sent_by_rules_that_are_no_more_in_force(office: World) -> None:
    office.clock.set(MORNING)
    with undone(office.db):
        unit, usual = office.unit(office.db), list[Operation]()
        for _ in works(unit, reminding.send_morning(unit), usual):
            pass
    assert {"task-d7", "task-d3"} <= set(marks_of(usual))

    written(office, other_rules)
    unit, sent = office.unit(office.db), list[Operation]()
    for _ in works(unit, reminding.send_morning(unit), sent):
        pass

    assert {"task-d2"} <= set(marks_of(sent)) <= {"task-d2", "task-d0"}


def test_rules_that_change_while_cards_are_made_count_for_whoever_has_none(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_PERSONS", 3)
    office.clock.set(MORNING)
    unit, sent = office.unit(office.db), list[Operation]()
    morning = works(unit, reminding.send_morning(unit), sent)
    while not marks_of(sent):
        next(morning)
    accounts = {each.to.account for each in sent if isinstance(each, Send)}

    written(office, other_rules)
    sent.clear()
    for _ in morning:
        pass

    later = [each for each in sent if isinstance(each, Send) and each.to.account not in accounts]
    by_old = [each for each in sent if {"task-d7", "task-d3", "task-d1", "task-o1"} & set(marks_of([each]))]
    assert len(later) > 3 > len(by_old)
    assert "task-d2" in marks_of(later)


# --- pieces


def test_no_piece_of_a_plan_or_a_morning_goes_over_its_bound(
    empty_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "MARKED", 100)
    world = empty_world
    world.write_now(lambda db: fill(world.unit(db), 300, 6))
    world.write_now(lambda db: begin_drafts(world.unit(db), 300))
    most = {}
    for name, days in (("first", 0), ("again", 0), ("next", 1)):
        world.clock.set(world.clock.now() + timedelta(days=days))
        unit = world.unit(world.db)
        most[name] = max(works(unit, reminding.plan_ahead(unit)))
    world.clock.set(MORNING)
    unit = world.unit(world.db)
    cards = list(works(unit, reminding.send_morning(unit)))

    # Of a seat: the mark that is taken off, and eight reminders of each of two reports; of a part: nine reminders.
    assert most["first"] <= max(planning.SEATS * 17, planning.PARTS * 10)
    assert most["again"] <= 2
    assert most["next"] <= max(planning.SEATS * 17, planning.PARTS * 10)
    # A card holds what has come of ten tasks at most; those who come after it are looked at with it.
    assert max(cards) <= (sending.AT_A_TIME + sending._PERSONS) * 10
    assert len(cards) > 300 // sending.AT_A_TIME


def begin_drafts(unit: Unit, most: int) -> None:
    """Drafts that say something, touched some days ago."""
    seats = [row["id"] for row in unit.db.conn.execute("SELECT id FROM seats ORDER BY id LIMIT ?", [most])]
    answers = json.dumps({"items": [{"content": "Khó"}], "closing": ""})
    for seat in seats:
        [person] = people.persons_of_seat(unit.db, seat, unit.rules.reminders.of(Kind.DRAFT).audience, unit.today)
        begun = drafts.add_draft(unit.db, person, seat, REPORT, "2026-12", "", unit.now)
        unit.db.conn.execute("UPDATE drafts SET answers = ? WHERE id = ?", [answers, begun.id])


# --- what is waited for


@pytest.fixture
def waiting(empty_world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Thirty drafts, of which a slice holds four; planned, and then every third goes and one in three is touched."""
    monkeypatch.setattr(planning, "WAITED", 4)
    world = empty_world
    world.write_now(lambda db: fill(world.unit(db), 30, 0))
    world.write_now(lambda db: begin_drafts(world.unit(db), 30))
    world.write_now(lambda db: plan_marked(world.unit(db)))
    assert world.count("reminders", "kind = 'draft'") == 60
    later = (world.clock.now() + timedelta(hours=30)).isoformat()
    world.db.conn.execute("UPDATE drafts SET closed_at = ? WHERE id % 3 = 0", [later])
    world.db.conn.execute("UPDATE drafts SET updated_at = '2026-11-17T03:00:00.000000Z' WHERE id % 3 = 1")
    return world


def whole_of(world: World, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[object, ...]]:
    with monkeypatch.context() as patched:
        patched.setattr(planning, "WAITED", 1000)
        return whole_plan(world)


def test_drafts_are_planned_some_at_a_time_and_it_comes_to_the_same(
    waiting: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, unit = whole_of(waiting, monkeypatch), waiting.unit(waiting.db)
    basis = to_plan.basis(waiting.db)

    rows = list(works(unit, reminding.plan_ahead(unit)))

    assert found(waiting.db) == whole
    assert "superseded" in {row[9] for row in whole.values()}
    assert max(rows[-12:]) <= 4 * 4
    assert to_plan.basis(waiting.db) == basis


def test_drafts_of_which_a_piece_was_cut_off_or_failed_are_planned_with_the_next(
    waiting: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, unit = whole_of(waiting, monkeypatch), waiting.unit(waiting.db)
    with undone(waiting.db):
        begun = reminding.plan_ahead(unit)
        cut_off(begun)
        assert found(waiting.db) != whole
        plan_marked(unit)
        assert found(waiting.db) == whole
    with undone(waiting.db):
        skip_one(reminding.plan_ahead(unit))
        assert found(waiting.db) != whole
        assert to_plan.waited(waiting.db)
        plan_marked(unit)
        assert found(waiting.db) == whole


def cut_off(pieces: Iterable[Piece | Pause]) -> None:
    """Do what comes before what is waited for, and two slices of it."""
    of_waited = 0
    for piece in pieces:
        if isinstance(piece, Piece):
            piece.work()
            of_waited += "waited" in str(piece.work)
            if of_waited == 3:
                return
    raise AssertionError


def skip_one(pieces: Iterable[Piece | Pause]) -> None:
    """Let one of the slices fail, as one that raises is undone."""
    of_waited = 0
    for piece in pieces:
        if isinstance(piece, Piece):
            of_waited += "waited" in str(piece.work)
            if of_waited != 3:
                piece.work()


# --- what is too far away to be planned


def test_what_somebody_is_reminded_of_next_is_told_however_far_away_it_is(office: World) -> None:
    unit = office.unit(office.db)
    everything = [each for each in reminding.planned(unit, reminding.due_now(unit)) if each.send_on >= unit.today]
    persons = {each.due.person for each in everything}
    beyond = 0
    for person in persons:
        own = [each for each in everything if each.due.person == person]
        ahead = sorted(own, key=lambda each: (each.send_on, each.due.due_on, each.key))
        for most in (1, 5, 30):
            assert next_of(unit, person, most) == ahead[:most]
        beyond += len(next_of(unit, person, 30)) - len(reminder_outlook.upcoming(unit.db, person, unit.today, 30))

    assert len(persons) >= SEATS
    assert beyond > SEATS


def test_as_days_go_by_more_is_planned_until_all_is_there(office: World) -> None:
    unit = office.unit(office.db)
    wanted = {each.key for each in reminding.planned(unit, reminding.due_now(unit)) if each.send_on >= unit.today}
    there = set(found(office.db))
    assert not wanted <= there

    for _ in range(12):
        office.clock.set(office.clock.now() + timedelta(days=5))
        plan_marked(office.unit(office.db))
        today, there = office.unit().today, set(found(office.db))
        days = [
            date.fromisoformat(day)
            for [day] in office.db.conn.execute("SELECT send_on FROM reminders WHERE kind = 'task'")
        ]
        assert max(days) <= today + planning.AHEAD

    assert wanted <= there
    late = office.db.conn.execute("SELECT key FROM reminders WHERE reason = 'planned_late'").fetchall()
    assert not {key for [key] in late} & wanted
