"""A task as the desk describes it in a form, and the form's answers as a task has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.assigning_forms import (
    BASIS,
    CONTENT,
    COORDINATING,
    DEADLINE,
    LAST,
    LEAD,
    NO,
    NOTE,
    PRIORITY,
    TARGET,
    WATCHING,
    YES,
    Known,
    reports_counted,
    target_of,
)
from bot.domain.characters import key
from bot.domain.deadlines import DeadlineKind, counted_on, parse_day
from bot.domain.forms import Item
from bot.domain.people import MEMBER_ROLES
from bot.domain.series import BY_REPORT, may_count_reports
from bot.domain.task_deadlines import Stated, spelt, stated
from bot.domain.task_parts import Directory, Named, outside_of, parts_of
from bot.domain.tasks import Part, Task
from bot.services.difficulties.cases import case_of
from storage import addressees, people, tasks
from storage.unit import Unit

_BASES = 3
NAMES_OF_PARTS: Mapping[Part, str] = {Part.LEAD: LEAD, Part.COORDINATING: COORDINATING, Part.WATCHING: WATCHING}


def directory(unit: Unit) -> Directory:
    """Return who can be named for a task today."""
    bodies = {body.code: body.name.vi for body in unit.rules.profile.bodies.values()}
    return Directory(people.seats_there(unit.db, unit.today), bodies, unit.rules.agencies, unit.today)


def known(unit: Unit) -> Known:
    """Return what the forms of tasks know."""
    bases = tuple(tasks.latest_bases(unit.db, _BASES))
    cadences = {body.code: body.cadence for body in unit.rules.profile.bodies.values()}
    return Known(unit.today_for_words, directory(unit), bases, lambda code: case_of(unit, code) is not None, cadences)


def new_task(unit: Unit, item: Item) -> Task:
    """Return the task that the answers of a complete form describe; its number and day follow."""
    due, (target, counted) = deadline_of(unit, item), target_of(item.get(TARGET, ""))
    named = _named(directory(unit), item)
    return Task(
        id=0,
        code="",
        basis=item[BASIS],
        title=item[CONTENT],
        deadline_kind=due.kind,
        deadline=due.deadline,
        recurrence=due.recurrence,
        note=item.get(NOTE, ""),
        assigned_on=None,
        done_on=None,
        result="",
        seats=parts_of(named),
        outside=outside_of(named[Part.LEAD]),
        priority=item.get(PRIORITY) == YES,
        target=target,
        unit=counted,
        fulfilled_by=BY_REPORT if reports_counted(known(unit), item) else "",
    )


def reports_may_count_for(unit: Unit, task: Task) -> bool:
    """Return whether periodic reports may be the results of a task that was assigned."""
    seats, bodies = people.seats_by_id(unit.db, task.seats.get(Part.LEAD, ())), unit.rules.profile.bodies
    cadences = [bodies[seats[lead.seat].body].cadence if lead.seat else None for lead in task.leads]
    return may_count_reports(task.recurrence, cadences)


def deadline_of(unit: Unit, item: Item) -> Stated:
    """Return the deadline of a form; where another day than the one before it was chosen, that day."""
    found, chosen = stated(item[DEADLINE]), item.get(LAST, "")
    last = found.last(unit.today)
    if not chosen or last is None or found.kind is not DeadlineKind.BEFORE_DAY:
        return found
    meant = (last, counted_on(found.kind, last, unit.rules.calendar))
    return found if parse_day(chosen) in meant else Stated(DeadlineKind.DAY, chosen)


def _named(known: Directory, item: Item) -> dict[Part, list[Named]]:
    return {part: known.named(item.get(name, "")) for part, name in NAMES_OF_PARTS.items()}


def changed_task(unit: Unit, task: Task, name: str, item: Item) -> Task:
    """Return a task with the answer to one of the form's questions in place of what it says."""
    answer = item.get(name, "")
    match name:
        case "basis":
            return replace(task, basis=answer)
        case "content":
            return replace(task, title=answer)
        case "deadline":
            due = deadline_of(unit, item)
            return replace(task, deadline_kind=due.kind, deadline=due.deadline, recurrence=due.recurrence)
        case "priority":
            return replace(task, priority=answer == YES)
        case "target":
            target, counted = target_of(answer)
            return replace(task, target=target, unit=counted)
        case "note":
            return replace(task, note=answer)
        case "reports":
            return replace(task, fulfilled_by=BY_REPORT if answer == YES else "")
        case _:
            part = next(part for part, question in NAMES_OF_PARTS.items() if question == name)
            return _with_part(task, part, directory(unit).named(answer))


def _with_part(task: Task, part: Part, named: list[Named]) -> Task:
    """The task with others in one part; who has it now has no other any more."""
    own = parts_of({part: named}).get(part, ())
    rest = {
        each: tuple(seat for seat in seats if seat not in own) for each, seats in task.seats.items() if each != part
    }
    seats = {each: found for each in Part for found in [own if each is part else rest.get(each, ())] if found}
    return replace(task, seats=seats, outside=outside_of(named) if part is Part.LEAD else task.outside)


def says(unit: Unit, task: Task, name: str) -> str:
    """Return what a task says to one of the form's questions, as its answer would be."""
    match name:
        case "basis":
            return task.basis
        case "content":
            return task.title
        case "deadline":
            return spelt(task.deadline_kind, task.deadline, task.recurrence)
        case "target":
            return f"{task.target} {task.unit}".strip() if task.target is not None else ""
        case "note":
            return task.note
        case "priority":
            return YES if task.priority else ""
        case "reports":
            return YES if task.fulfilled_by == BY_REPORT else NO
        case _:
            part = next(part for part, question in NAMES_OF_PARTS.items() if question == name)
            seats = people.seats_by_id(unit.db, task.seats.get(part, ()))
            names = [seats[each].organisation for each in task.seats.get(part, ())]
            return "; ".join([*names, *(task.outside if part is Part.LEAD else ())])


def reached(unit: Unit, task: Task) -> tuple[int, list[str]]:
    """Return how many persons are told of a task, and the organisations of which nobody can be reached."""
    seats = [seat for of_part in task.seats.values() for seat in of_part]
    pairs = addressees.holders_of_seats(unit.db, seats, MEMBER_ROLES, unit.today)
    there = {seat for found in pairs.values() for seat, _ in found}
    known = people.seats_by_id(unit.db, [seat for seat in seats if seat not in there])
    return len(pairs), sorted({seat.organisation for seat in known.values()}, key=key)
