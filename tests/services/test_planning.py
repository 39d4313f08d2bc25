"""The plan of the reminders reads in sets, in slices of a bounded size, and writes what has changed alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlite_utils import Database

from bot.domain.calendars import Calendar
from bot.domain.courses import Course, TaskAct
from bot.domain.operations import Pause, Piece
from bot.domain.people import Role
from bot.domain.reminders import plan
from bot.domain.tasks import Task, due_at
from bot.services.answering import with_steps
from bot.services.reminding import planning
from bot.services.tasks import planned_dues
from scripts.bench.office import fill
from storage import due_rows, people, task_events, tasks, to_plan
from storage.database import Writer
from storage.unit import Unit
from tests.services import counted_tasks
from tests.services.due_oracle import agreed, reports_due, tasks_due
from tests.world import World

_NO_BOUND = 100_000


def slices(unit: Unit, most: int = _NO_BOUND) -> Iterator[int]:
    """Plan slice by slice, at most so many of them; yield how many rows each wrote."""
    pieces, number = iter(planning.plan_ahead(unit)), 0
    while number < most and (piece := next(pieces, None)) is not None:
        if isinstance(piece, Piece):
            before, number = unit.db.conn.total_changes, number + 1
            piece.work()
            yield unit.db.conn.total_changes - before
        else:
            assert piece is Pause.HERE


def planned(world: World, most: int = _NO_BOUND) -> list[int]:
    """Plan, or begin to; return how many rows each slice wrote."""
    found: list[int] = world.write_now(lambda db: list(slices(world.unit(db), most)))
    return found


@contextmanager
def traced(db: Database) -> Iterator[list[str]]:
    ran: list[str] = []
    db.conn.set_trace_callback(ran.append)
    try:
        yield ran
    finally:
        db.conn.set_trace_callback(None)


def statements(world: World) -> tuple[list[str], int]:
    """Plan; return what was asked and told the base, and how many rows were written."""
    changes = world.db.conn.total_changes
    with traced(world.db) as ran:
        Writer(world.db).write_now(lambda db: list(slices(world.unit(db))))
    return [sql for sql in ran if not re.match("BEGIN|COMMIT|SAVEPOINT|RELEASE", sql)], (
        world.db.conn.total_changes - changes
    )


def states(world: World, where: str = "1") -> dict[str, str]:
    return dict(map(tuple, world.read.conn.execute(f"SELECT key, state FROM reminders WHERE {where}")))


@pytest.fixture
def unbounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is one slice of tasks and one of seats."""
    for bound in ("TASKS", "PARTS", "SEATS", "ROWS"):
        monkeypatch.setattr(planning, bound, _NO_BOUND)


def follows(world: World) -> set[str]:
    """Return the keys of what has to be there, by what is read one row after another, without what is too far away."""
    unit = world.unit()
    found = plan(with_steps(unit, [*reports_due(unit), *tasks_due(unit)]), unit.rules.reminders, unit.rules.calendar)
    return {each.key for each in found if not planning.is_beyond(each.due.kind, each.send_on, unit.today)}


# --- the same as one by one


def test_what_is_planned_is_what_follows_from_every_row_by_itself(still_world: World) -> None:
    desk = counted_tasks.told(still_world)
    for day in (2, 3, 20):
        desk.turn(day, 12)
        planned(still_world)
        wanted = follows(still_world)

        assert agreed(still_world.unit())
        assert set(states(still_world, "state = 'planned'")) <= wanted <= set(states(still_world))


def test_an_office_made_up_is_planned_as_every_row_by_itself(empty_world: World) -> None:
    empty_world.write_now(lambda db: fill(empty_world.unit(db), 30, 4))

    planned(empty_world)

    assert len(agreed(empty_world.unit())) == 180
    assert set(states(empty_world)) == follows(empty_world)


def test_a_rule_for_other_roles_is_followed_in_sets_too(still_world: World) -> None:
    desk = counted_tasks.told(still_world)
    unit = desk.world.unit()
    audience = frozenset({Role.PRINCIPAL})
    rules = {kind: replace(rule, audience=audience) for kind, rule in unit.rules.reminders.rules.items()}
    supposed = unit.supposing(replace(unit.rules, reminders=replace(unit.rules.reminders, rules=rules)))
    found = agreed(supposed)

    assert 0 < len(found) < len(agreed(unit))


# --- statements


@pytest.mark.usefixtures("unbounded")
def test_a_plan_takes_as_many_statements_however_many_seats_and_tasks_there_are(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    counted = []
    for seats in (20, 200, 2000):
        world = World(tmp_path_factory.mktemp("office"))
        world.write_now(lambda db: fill(world.unit(db), seats, 2))  # noqa: B023 - done before the next
        counted.append((len(statements(world)[0]), world.count("reminders") > seats))
        world.close()

    assert counted == [(counted[0][0], True)] * 3


def test_a_plan_of_what_is_planned_writes_nothing(empty_world: World) -> None:
    empty_world.write_now(lambda db: fill(empty_world.unit(db), 30, 4))
    first, written = statements(empty_world)

    again, unwritten = statements(empty_world)

    # Beside them each task and seat is taken off what is to be planned, and it is kept what all is planned by.
    assert written - (60 + 30 + 2) == empty_world.count("reminders") > 600
    assert unwritten == 0
    assert len(again) < len(first)
    assert not [sql for sql in again if not sql.lstrip().startswith(("SELECT", "WITH"))]


def test_the_list_of_what_is_written_is_taken_apart_once(empty_world: World) -> None:
    """Each mention of a value of `json_each` has SQLite write it as text once more, for every row."""
    empty_world.write_now(lambda db: fill(empty_world.unit(db), 3, 2))
    ran, _ = statements(empty_world)

    [sql] = {each for each in ran if "INSERT INTO reminders" in each and "task-" in each}
    explained = empty_world.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}")
    assert "MATERIALIZE found" in [row["detail"] for row in explained]


@pytest.mark.usefixtures("unbounded")
def test_what_happened_to_tasks_is_read_once_and_of_no_others(empty_world: World) -> None:
    empty_world.write_now(lambda db: fill(empty_world.unit(db), 30, 4))
    ran, _ = statements(empty_world)

    assert len([sql for sql in ran if sql.startswith("SELECT id, code, ")]) == 1
    assert len([sql for sql in ran if sql.startswith("SELECT * FROM task_events ")]) == 1
    assert not [sql for sql in ran if "s.fulfilled_by = 'report'" in sql]


def test_a_deadline_is_worked_out_once_however_many_tasks_are_due_by_it(
    empty_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[tuple[str, str]] = []

    def counted(task: Task, course: Course, hour: time, calendar: Calendar) -> datetime | None:
        worked_out.append((task.deadline, course.stage.value))
        return due_at(task, course, hour, calendar)

    monkeypatch.setattr(planned_dues, "due_at", counted)
    empty_world.write_now(lambda db: fill(empty_world.unit(db), 100, 4))
    planned(empty_world)

    assert empty_world.count("tasks") == 200
    assert len(worked_out) == len(set(worked_out)) == 70


_GIVEN = ("period", "json_each", "CONSTANT ROW", "SUBQUERY", "found")
_FEW = (
    "reminder_rules",
    "calendar_days",
    "reminder_overrides",
    "submissions_waiting",
    "difficulty_events_asking",
    "drafts_untouched",
)
"""What a statement may go through from one end to the other: what it was given, the latest of few, and what waits."""


def test_no_statement_of_a_plan_goes_through_a_table_from_one_end_to_the_other(empty_world: World) -> None:
    empty_world.write_now(lambda db: fill(empty_world.unit(db), 30, 4))
    empty_world.db.conn.execute("UPDATE task_events SET kind = 'cancelled' WHERE task % 3 = 0")
    first, _ = statements(empty_world)
    empty_world.clock.set(empty_world.clock.now() + timedelta(days=40))
    later, _ = statements(empty_world)

    explained = [(sql, empty_world.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}")) for sql in {*first, *later}]
    steps = [(row["detail"], sql) for sql, of_one in explained for row in of_one]

    assert len(steps) > 30
    assert [
        step for step in steps if step[0].startswith("SCAN") and not any(few in step[0] for few in (*_GIVEN, *_FEW))
    ] == []


# --- slices


def test_no_slice_looks_at_more_than_its_bound_and_all_are_looked_at(
    empty_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for bound, most in (("TASKS", 10), ("PARTS", 12), ("SEATS", 7)):
        monkeypatch.setattr(planning, bound, most)
    seen: dict[str, list[int]] = {"tasks": [], "seats": []}
    for name in seen:
        after = getattr(to_plan, f"{name}_after")
        monkeypatch.setattr(to_plan, f"{name}_after", lambda *a, f=after, n=name: noted(seen[n], f(*a)))
    empty_world.write_now(lambda db: fill(empty_world.unit(db), 30, 4))

    written = planned(empty_world)

    assert (sum(seen["tasks"]), max(seen["tasks"])) == (60, 6)
    assert (sum(seen["seats"]), max(seen["seats"])) == (30, 7)
    # Seven marks of what is led and two of what is helped with; seven of a report, of two periods that are open.
    # Each is taken off what is to be planned as well.
    assert max(written) <= max(6 * (7 + 2 + 2 + 1), 7 * (2 * 7 + 1))
    assert set(states(empty_world)) == follows(empty_world)


def noted(counts: list[int], found: list[int]) -> list[int]:
    counts.append(len(found))
    return found


def test_a_task_of_more_seats_than_a_slice_may_have_is_a_slice_of_its_own(
    empty_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "PARTS", 1)
    empty_world.write_now(lambda db: fill(empty_world.unit(db), 6, 2))

    one_each = len(planned(empty_world))
    monkeypatch.setattr(planning, "PARTS", _NO_BOUND)
    empty_world.write_now(to_plan.forget_basis)

    assert one_each - len(planned(empty_world)) == 6 - 1
    assert set(states(empty_world)) == follows(empty_world)


def test_a_plan_that_ends_early_has_dropped_nothing_that_it_did_not_look_at(
    empty_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "TASKS", 10)
    world = empty_world
    world.write_now(lambda db: fill(world.unit(db), 30, 4))
    planned(world)
    before = states(world)
    # Everybody leaves: nothing is owed by anybody any more.
    world.write_now(lambda db: db.conn.execute("UPDATE duties SET valid_to = valid_from"))

    planned(world, 2)

    early = {key for key, state in states(world).items() if state == "superseded"}
    looked_at = {f"NV-27-{number:06}" for number in range(1, 21)}
    assert early == {key for key, state in before.items() if state == "planned" and key.split(":")[1] in looked_at}

    planned(world)

    assert set(states(world).values()) == {"superseded", "skipped"}


def test_what_is_left_of_a_period_that_closed_is_dropped_a_few_rows_at_a_time(
    empty_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "ROWS", 50)
    world = empty_world
    world.write_now(lambda db: fill(world.unit(db), 40, 0))
    planned(world)
    assert set(states(world).values()) >= {"planned"}
    world.clock.set(world.clock.now() + timedelta(days=40))

    written = planned(world)

    assert max(written[:-1]) <= 50 * 7
    assert set(states(world, "subject = '2026-11'").values()) == {"skipped"}
    reasons = world.read.conn.execute("SELECT DISTINCT reason FROM reminders WHERE subject = '2026-11'").fetchall()
    assert {row[0] for row in reasons} == {"closed", "planned_late"}


# --- what has ended is not read


ENDED = {"cancelled": [TaskAct.CANCELLED], "done": [TaskAct.DONE], "again": [TaskAct.DONE, TaskAct.PROGRESSED]}


@pytest.mark.parametrize(("acts", "is_read"), [("cancelled", False), ("done", False), ("again", True)])
def test_a_task_that_has_surely_ended_is_not_even_read(empty_world: World, acts: str, is_read: bool) -> None:
    world = empty_world

    def end(db: Database) -> None:
        fill(world.unit(db), 2, 2)
        for act in ENDED[acts]:
            task_events.add_event(db, 1, act, world.clock.now(), "person:CHI", {"done_on": "2026-11-01"})

    world.write_now(end)

    assert due_rows.open_tasks(world.read, [1, 2]) == ([1, 2] if is_read else [2])


def test_whatever_has_ended_the_tasks_that_are_read_are_all_that_have_not(still_world: World) -> None:
    counted_tasks.told(still_world)
    all_ = tasks.every_task(still_world.read)

    found = due_rows.open_tasks(still_world.read, [task.id for task in all_])

    assert {task.id for task in all_ if not task.ended} <= set(found)
    assert len(found) < len(all_)


# --- whom it is said to


def test_holders_of_seats_are_those_of_today_by_their_roles(still_world: World) -> None:
    today = date(2026, 11, 16)
    seats = {row["code"]: row["id"] for row in still_world.read.conn.execute("SELECT id, code FROM seats")}

    found = due_rows.holders(still_world.read, seats.values(), today)

    for seat in seats.values():
        for roles in ({Role.FOCAL}, {Role.PRINCIPAL}, {Role.FOCAL, Role.PRINCIPAL}):
            one = people.persons_of_seat(still_world.read, seat, frozenset(roles), today)
            assert due_rows.holding(found[seat], frozenset(roles)) == one
