"""Who owes what of the tasks: deadlines of courses and receipts, as reminders plan, ask again and show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.courses import Course, Lead, Progress, Stage
from bot.domain.people import MEMBER_ROLES, Role
from bot.domain.reminder_rules import Kind, Mark
from bot.domain.reminders import Due, Occurrence
from bot.domain.task_dues import Owed, Unreceived, owed_in, still_owed, terms, unreceived
from bot.domain.tasks import Part, Task
from bot.screens.tasks.reminding import ReceiptDue, TaskDue, Unconfirmed, UnreceivedAtDesk
from bot.services.tasks.courses import lead_name, status_of_course
from storage import people, receipts, task_events, tasks
from storage.unit import Unit

RECEIPTS: Mapping[Kind, frozenset[Role]] = {
    Kind.RECEIPT: frozenset({Role.FOCAL}),
    Kind.RECEIPT_PRINCIPAL: frozenset({Role.PRINCIPAL}),
}
"""Who of a seat is asked to confirm that a task was received."""


KIND: Mapping[Part, Kind] = {Part.LEAD: Kind.TASK, Part.WATCHING: Kind.TASK, Part.COORDINATING: Kind.JOINT}
"""As what a deadline is told to a seat, by its part in the task."""


def _owed(unit: Unit, task: Task) -> Iterator[Owed]:
    return owed_in(task, lambda course: status_of_course(unit, task, course))


def _unreceived(unit: Unit, found: Sequence[Task]) -> Iterator[tuple[Task, list[Unreceived]]]:
    new = [task for task in found if any(course.stage is Stage.NEW for course in task.courses)]
    events = task_events.events_of(unit.db, [task.id for task in new])
    for task in new:
        yield task, unreceived(task, events[task.id], unit.rules.profile.periods.hour, unit.rules.calendar)


# --- asked again when something is sent, and when it has ended


def is_owed(unit: Unit, due: Due) -> bool:
    """Return whether a deadline is still that of somebody who owes it, or a receipt still waited for."""
    task = tasks.task_by_code(unit.db, due.subject)
    if task is None:
        return False
    if due.kind not in KIND.values():
        return _is_new(task, due.seat)
    return bool(_of_due(unit, task, due))


def _of_due(unit: Unit, task: Task, due: Due) -> list[Owed]:
    return [
        owed
        for owed in _owed(unit, task)
        if (KIND[owed.part], owed.seat, owed.standing.due_on) == (due.kind, due.seat, due.due_on)
    ]


def _is_new(task: Task, seat: int) -> bool:
    course = task.course_of(Lead(seat))
    return course is not None and course.stage is Stage.NEW


def as_plain(unit: Unit, found: Sequence[Due]) -> dict[str, list[Any]]:
    """Return what a message keeps of what it reminds of, for `any_owed`."""
    plain: dict[str, list[Any]] = {"courses": [], "receipts": []}
    for due in found:
        task = tasks.task_by_code(unit.db, due.subject)
        assert task is not None  # tasks are never deleted
        if due.kind not in KIND.values():
            plain["receipts"].append([due.subject, due.seat])
            continue
        for owed in _of_due(unit, task, due):
            plain["courses"].append([due.subject, due.seat, owed.part.value, terms(task, owed.course)])
    return plain


def any_owed(db: Database, kept: Mapping[str, Any]) -> bool:
    """Return whether one of the courses is still owed by the deadline it had, or one of the receipts waited for.

    `tasks` are codes alone, as an earlier release kept them.
    """
    return (
        any(_is_still(db, *course) for course in kept.get("courses", ()))
        or any(
            (task := tasks.task_by_code(db, code)) and _is_new(task, seat) for code, seat in kept.get("receipts", ())
        )
        or any((task := tasks.task_by_code(db, code)) and not task.ended for code in kept.get("tasks", ()))
    )


def _is_still(db: Database, code: str, seat: int, part: str, said: str) -> bool:
    task = tasks.task_by_code(db, code)
    return task is not None and still_owed(task, seat, Part(part), said)


# --- as a card shows it


def items(unit: Unit, found: Sequence[Occurrence]) -> list[TaskDue | ReceiptDue | UnreceivedAtDesk]:
    """Return what a card says of occurrences of tasks that are still owed; what is told the desk once for a task."""
    at_desk: dict[str, list[Occurrence]] = defaultdict(list)
    shown: list[TaskDue | ReceiptDue | UnreceivedAtDesk] = []
    for occurrence in found:
        if occurrence.due.kind is Kind.RECEIPT_DESK:
            at_desk[occurrence.due.subject].append(occurrence)
        elif occurrence.due.kind in RECEIPTS:
            shown.append(_receipt(unit, occurrence))
        else:
            shown.append(_task(unit, occurrence))
    return [*shown, *(_at_desk(unit, code, of) for code, of in at_desk.items())]


def _task(unit: Unit, occurrence: Occurrence) -> TaskDue:
    task = tasks.task_by_code(unit.db, occurrence.due.subject)
    assert task is not None
    owed = _of_due(unit, task, occurrence.due)
    missed = occurrence.send_on if occurrence.send_on < unit.today else None
    return task_due(unit, task, owed, occurrence.mark, missed)


def task_due(
    unit: Unit, task: Task, owed: Sequence[Owed], mark: Mark | None = None, missed: date | None = None
) -> TaskDue:
    """Return courses of one seat that are owed by one day as a reminder shows them."""
    first = owed[0]
    leads = [lead_name(unit, lead) for lead in _named(task, owed)]
    return TaskDue(task, first.standing, first.part, missed, mark, _progress(owed), [name for name in leads if name])


def _named(task: Task, owed: Sequence[Owed]) -> Sequence[Lead]:
    """Whom a reminder names beside its reader: the agencies in whose name it is, or who leads."""
    match owed[0].part:
        case Part.WATCHING:
            return [each.course.lead for each in owed]
        case Part.COORDINATING:
            return task.leads
    return ()


def _progress(owed: Sequence[Owed]) -> Progress | None:
    alone = len(owed) == 1 and owed[0].part is not Part.COORDINATING
    return owed[0].course.progress if alone else None


def _receipt(unit: Unit, occurrence: Occurrence) -> ReceiptDue:
    due = occurrence.due
    task, waited = _waited(unit, due)
    name = lead_name(unit, waited.lead)
    standing = status_of_course(unit, task, _course(task, waited.lead))
    return ReceiptDue(task, standing, waited.at, name, of_principal=due.kind is Kind.RECEIPT_PRINCIPAL)


def _waited(unit: Unit, due: Due) -> tuple[Task, Unreceived]:
    task = tasks.task_by_code(unit.db, due.subject)
    assert task is not None
    ((_, found),) = _unreceived(unit, [task])
    return task, next(each for each in found if each.lead.seat == due.seat)


def _course(task: Task, lead: Lead) -> Course:
    course = task.course_of(lead)
    assert course is not None
    return course


def _at_desk(unit: Unit, code: str, found: Sequence[Occurrence]) -> UnreceivedAtDesk:
    waited = [_waited(unit, occurrence.due) for occurrence in found]
    return UnreceivedAtDesk(waited[0][0], [_unconfirmed(unit, code, each) for _, each in waited])


def _unconfirmed(unit: Unit, code: str, each: Unreceived) -> Unconfirmed:
    assert each.lead.seat is not None
    told = receipts.reminded_on(unit.db, code, each.lead.seat, each.at.astimezone(VN).date())
    arrivals = receipts.arrivals(
        unit.db, code, each.event, people.persons_of_seat(unit.db, each.lead.seat, MEMBER_ROLES, unit.today)
    )
    return Unconfirmed(lead_name(unit, each.lead), told.get(Kind.RECEIPT), told.get(Kind.RECEIPT_PRINCIPAL), arrivals)


def overdue_of(unit: Unit, seats: Sequence[int]) -> list[TaskDue]:
    """Return what these seats lead, or follow in an agency's name, that is overdue: the longest first, a task once."""
    found = []
    for task in tasks.tasks_of_seats(unit.db, seats, done=False):
        late = [
            owed
            for owed in _owed(unit, task)
            if owed.seat in seats and owed.part is not Part.COORDINATING and owed.standing.overdue
        ]
        if late:
            first = min(late, key=lambda owed: str(owed.standing.due_on))
            found.append(task_due(unit, task, [first]))
    return sorted(found, key=lambda item: str(item.standing.due_on))
