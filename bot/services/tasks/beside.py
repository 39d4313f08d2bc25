"""What the page of a task shows beside the task itself: its series or occurrences, its sub-tasks, its contact."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import series as rules
from bot.domain.courses import Lead, Stage
from bot.domain.people import Actor
from bot.domain.tasks import Task
from bot.domain.texts import Row, Screen, Text
from bot.errors import BotError
from bot.screens.tasks import contacts as contact_wording
from bot.screens.tasks import series as series_wording
from bot.screens.tasks import subtasks as wording
from bot.services.reply import Reply
from bot.services.tasks import contacts, series, subtasks
from storage import people, tasks
from storage.unit import Unit


def with_beside(unit: Unit, actor: Actor, task: Task, screen: Screen) -> Screen:
    """Return the page of a task with what belongs to it: lines below, choices above the two that lead away."""
    found = _of_subtask if task.parent else _of_series if task.recurs else _of_task
    lines, rows = found(unit, actor, task)
    *own, back, home = screen.rows
    return replace(screen, lines=(*screen.lines, *lines), rows=(*own, *rows, back, home))


def _of_series(unit: Unit, _actor: Actor, task: Task) -> tuple[list[Text], list[Row]]:
    found = []
    for each in series.occurrences(unit, task):
        at = series.standing(unit, each)
        found.append((each, series_wording.stands(each, at)))
    upcoming = series.next_period(unit, task)
    begins = rules.begins_on(upcoming) if upcoming else None
    return list(series_wording.lines(task, found, upcoming, begins)), list(series_wording.rows(found))


def _of_task(unit: Unit, actor: Actor, task: Task) -> tuple[list[Text], list[Row]]:
    lines: list[Text] = []
    rows: list[Row] = []
    if task.series and (of := tasks.task_by_id(unit.db, task.series)):
        said, row = series_wording.of_series(of)
        lines.append(said)
        rows.append(row)
    leading = [seat for seat in actor.seats if task.course_of(Lead(seat.id))]
    # Of several leads each has sub-tasks of its own; whoever leads none sees how many there are.
    parts = [each for each in subtasks.parts(unit, task) if not leading or subtasks.may_see(actor, each)]
    if parts:
        lines.append(wording.count_line(sum(each.stage is Stage.DONE for each in parts), len(parts)))
    may = [
        seat
        for seat in leading
        if subtasks.may_assign(task, seat) and subtasks.assignees(unit, actor.person.id, task, seat)
    ]
    if leading:
        rows += wording.rows_of_parent(task, may, len(parts), several=len(may) > 1)
    return [*lines, *_contact_lines(unit, actor, task)], [*rows, *_contact_rows(unit, actor, task)]


def _contact_lines(unit: Unit, actor: Actor, task: Task) -> list[Text]:
    lines = []
    for seat in actor.seats:
        course = task.course_of(Lead(seat.id))
        if course and course.contact and contacts.persons_told(unit, task, seat.id) == [course.contact]:
            lines.append(contact_wording.contact_line(seat, people.person_by_id(unit.db, course.contact)))
    return lines


def _contact_rows(unit: Unit, actor: Actor, task: Task) -> list[Row]:
    may = [seat for seat in actor.seats if contacts.may_pass(actor, task, seat.id)]
    held = [seat for seat in may if contacts.is_shared(unit, seat.id)]
    return [contact_wording.row(task, seat, several=len(held) > 1) for seat in held]


def _of_subtask(unit: Unit, actor: Actor, task: Task) -> tuple[list[Text], list[Row]]:
    assert task.parent is not None
    assert task.assigned_by is not None
    parent = tasks.task_by_id(unit.db, task.parent)
    seats = people.seats_by_id(unit.db, [task.assigned_by])
    assert parent is not None
    lines = wording.own_lines(parent, seats[task.assigned_by].organisation, _whose(unit, task), task)
    rows: list[Row] = []
    if subtasks.may_decide(actor, task):
        rows += wording.deciding_rows(task, lambda act: subtasks.is_open(act, task.courses[0]))
    if parent.part_of([seat.id for seat in actor.seats]):
        rows.append(wording.parent_row(parent))
    return list(lines), rows


def _whose(unit: Unit, task: Task) -> str:
    if task.person:
        return people.person_by_id(unit.db, task.person).full_name
    (seat,) = (lead.seat for lead in task.leads)
    found = people.seat_by_id(unit.db, seat) if seat else None
    assert found is not None
    return found.organisation


def show_parts(unit: Unit, actor: Actor, task_id: int) -> Reply:
    """Show the sub-tasks of a task that a seat of the actor leads. Raises BotError("stale")."""
    task = tasks.task_by_id(unit.db, task_id)
    if task is None or not any(task.course_of(Lead(seat.id)) for seat in actor.seats):
        raise BotError("stale")
    people.set_open_draft(unit.db, actor.account, None)
    found = []
    for each in subtasks.parts(unit, task):
        if subtasks.may_see(actor, each):
            at = series.standing(unit, each)
            found.append((each, _whose(unit, each), series_wording.stands(each, at)))
    return Reply(wording.listed(task, found))
