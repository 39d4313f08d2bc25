"""Who is told of the tasks that an import assigns: everybody with a part in one that is new and not done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.operations import Lane, Operation, Send
from bot.domain.people import MEMBER_ROLES
from bot.domain.tasks import Part, Task
from bot.screens.tasks import assigning as wording
from bot.screens.tasks import told
from bot.services.people.quiet import held
from bot.services.tasks.courses import lead_name, topic_of
from bot.services.tasks.listing import status_of
from storage import addressees, tasks
from storage.unit import Unit


def assigned_by(unit: Unit, found: Iterable[Task]) -> list[Task]:
    """Return the tasks that an import would assign: those that are new, and not done."""
    every = list(found)
    known = tasks.ids_by_code(unit.db, [task.code for task in every])
    return [task for task in every if task.code not in known and task.done_on is None]


def persons_told(unit: Unit, found: Iterable[Task]) -> int:
    """Return how many persons would be told of tasks, each once."""
    seats = {seat for task in found for of_part in task.seats.values() for seat in of_part}
    return len(addressees.holders_of_seats(unit.db, seats, MEMBER_ROLES, unit.today))


def notices(unit: Unit, codes: Sequence[str]) -> tuple[Operation, ...]:
    """Return what tells everybody of the tasks with these codes in which they have a part, in one message each."""
    found = [task for code in codes for task in [tasks.task_by_code(unit.db, code)] if task]
    seats = {seat for task in found for of_part in task.seats.values() for seat in of_part}
    copies = []
    for pairs in addressees.holders_of_seats(unit.db, seats, MEMBER_ROLES, unit.today).values():
        own = [(task, part) for task in found for part in [task.part_of([seat for seat, _ in pairs])] if part]
        copies += [_told(unit, account, own) for account in dict.fromkeys(account for _, account in pairs)]
    return tuple(held(unit, [copy for copy in copies if copy]))


def _told(unit: Unit, account: int, own: Sequence[tuple[Task, Part]]) -> Send | None:
    to = addressees.recipient(unit.db, account, unit.today)
    if to is None:
        return None
    (task, part), *more = own
    standings = [(each, status_of(unit, each), its) for each, its in own]
    if more:
        screen = wording.several(standings)
    else:
        names = [lead_name(unit, lead) for lead in task.leads]
        screen = told.assigned(task, standings[0][1], part, names)
    key = f"task:{task.code}:imported:{account}"
    return Send(to, screen, key, topic_of(task), Lane.BULK, key=key)
