"""The difficulties that a task resolves: linked by the desk; who reported them is told when, and when it is done.

A difficulty changes its state by none of this: the desk records its result itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.domain.courses import TaskAct
from bot.domain.handling import Case
from bot.domain.operations import Lane, Operation, Send
from bot.domain.people import Actor, Role
from bot.domain.task_desk import DIFFICULTY
from bot.domain.tasks import Part, Task
from bot.domain.texts import Screen, Text
from bot.errors import BotError
from bot.screens.tasks import linking as wording
from bot.services.desk.notices import to_desk
from bot.services.difficulties import clusters
from bot.services.difficulties.cases import case_of, people_of, topic_of
from bot.services.people.duties import officer_only
from bot.services.people.quiet import held
from bot.services.tasks.courses import lead_name, record
from bot.services.tasks.courses import topic_of as topic_of_task
from bot.services.tasks.listing import status_of
from storage import people, task_difficulties, tasks
from storage.unit import Unit


def link(unit: Unit, actor: Actor, task: Task, codes: Iterable[str]) -> tuple[Operation, ...]:
    """Keep that a task resolves difficulties; return what tells those who reported them, each once.

    What is linked already stays so. Raises BotError: rights, not_found for what no live report carries.
    """
    officer_only(unit, actor)
    there = task_difficulties.difficulties_of(unit.db, task.id)
    new = [code for code in dict.fromkeys(codes) if code not in there]
    for code in new:
        if case_of(unit, code) is None:
            raise BotError("not_found", typed=code)
        task_difficulties.link(unit.db, task.id, code)
        record(unit, actor, task, TaskAct.LINKED, {DIFFICULTY: code})
    leads, at = [lead_name(unit, lead) for lead in task.leads], status_of(unit, task)
    return _to_senders(unit, task, new, "linked", lambda codes: wording.linked(task, codes, leads, at))


def unlink(unit: Unit, actor: Actor, task_id: int, code: str) -> Task:
    """Keep that a task does not resolve a difficulty; nobody is told. Raises BotError: rights, stale."""
    officer_only(unit, actor)
    task = tasks.task_by_id(unit.db, task_id)
    if task is None or code not in task_difficulties.difficulties_of(unit.db, task.id):
        raise BotError("stale")
    task_difficulties.unlink(unit.db, task.id, code)
    after, _ = record(unit, actor, task, TaskAct.UNLINKED, {DIFFICULTY: code})
    return after


def completed(unit: Unit, task: Task) -> tuple[Operation, ...]:
    """Return what tells that a task is completed: those who reported the difficulties it resolves, and the desk.

    Nothing as long as one of its courses goes on, or where it resolves none.
    """
    codes = [code for code in task_difficulties.difficulties_of(unit.db, task.id) if case_of(unit, code)]
    if task.done_on is None or not codes:
        return ()
    told = _to_senders(unit, task, codes, "completed", lambda own: wording.completed(task, own))
    cases = [case for code in codes for case in [case_of(unit, code)] if case]
    desk = to_desk(unit, wording.to_record(task, cases), f"task:{task.code}:completed", topic_of_task(task))
    return (*told, *desk)


def _to_senders(
    unit: Unit, task: Task, codes: Sequence[str], what: str, screen: Callable[[Sequence[str]], Screen]
) -> tuple[Operation, ...]:
    """What tells the members who reported difficulties, or what is followed with them: one message for each seat."""
    by_seat: dict[int, list[Case]] = {}
    for each in dict.fromkeys(own for code in codes for own in _together(unit, code)):
        if case := case_of(unit, each):
            by_seat.setdefault(case.seat.id, []).append(case)
    copies: dict[str, Send] = {}
    for cases in by_seat.values():
        own = [case.code for case in cases]
        for to in people_of(unit, cases[0].seat):
            key = f"task:{task.code}:{what}:{own[0]}:{to.account}"
            copies[key] = Send(to, screen(own), key, topic_of(cases[0]), Lane.BULK, key=key)
    return tuple(held(unit, copies.values()))


def _together(unit: Unit, code: str) -> list[str]:
    """A difficulty and what is followed together with it."""
    cluster = clusters.cluster_of(unit, code)
    return [code, cluster.head, *(member.code for member in cluster.members)]


def tasks_for(unit: Unit, code: str) -> list[Task]:
    """Return the tasks that resolve a difficulty, or what it is followed with."""
    ids = task_difficulties.tasks_of(unit.db, _together(unit, code))
    found = tasks.tasks_by_id(unit.db, ids)
    return [found[each] for each in ids]


def lines(unit: Unit, code: str) -> list[Text]:
    """Return how the tasks stand that resolve a difficulty, a line each; nothing where there is none."""
    return [wording.line(task, status_of(unit, task)) for task in tasks_for(unit, code)]


def beside(unit: Unit, actor: Actor, case: Case, screen: Screen) -> Screen:
    """Return the page of a difficulty with the tasks that resolve it: for the desk, its leader and its own member."""
    own = case.seat.id in (seat.id for seat in actor.seats)
    desk = Role.SECRETARIAT in actor.roles
    if not (own or desk or Role.LEADER in actor.roles):
        return screen
    found = lines(unit, case.code)
    screen = replace(screen, lines=(*screen.lines, *found))
    return wording.to_tasks(screen, case.code, len(found)) if desk else screen


def beside_way(unit: Unit, code: str, screen: Screen) -> Screen:
    """Return a page of what happened to a difficulty with the tasks that resolve it; who reads it may see it."""
    return replace(screen, lines=(*screen.lines, *lines(unit, code)))


def show_links(unit: Unit, actor: Actor, task_id: int) -> Screen:
    """Return the difficulties that a task resolves, and how they are changed. Raises BotError: rights, stale."""
    officer_only(unit, actor)
    task = tasks.task_by_id(unit.db, task_id)
    if task is None:
        raise BotError("stale")
    people.set_open_draft(unit.db, actor.account, None)
    codes = task_difficulties.difficulties_of(unit.db, task.id)
    return wording.links(task, [(code, case_of(unit, code)) for code in codes])


def show_tasks(unit: Unit, actor: Actor, code: str) -> Screen:
    """Return the tasks that resolve a difficulty, and how another is. Raises BotError: rights, stale."""
    officer_only(unit, actor)
    case = case_of(unit, code)
    if case is None:
        raise BotError("stale")
    people.set_open_draft(unit.db, actor.account, None)
    found = tasks_for(unit, code)
    seats = people.seats_by_id(unit.db, {seat for task in found for seat in task.seats.get(Part.LEAD, ())})
    leads = [[*(seats[each].organisation for each in t.seats.get(Part.LEAD, ())), *t.outside] for t in found]
    return wording.tasks_of(case, [(t, status_of(unit, t), by) for t, by in zip(found, leads, strict=True)])
