"""What is done to a task with one press: receipt, and taking back; the page of the task says what was done."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.courses import Lead
from bot.domain.people import Actor
from bot.domain.tasks import Task
from bot.errors import BotError
from bot.services.reply import Reply, with_remark
from bot.services.tasks import page, working
from bot.services.tasks.courses import courses_to_move
from bot.services.tasks.leads import named_lead, own_lead, seen_task
from storage.unit import Unit

Press = Callable[[Unit, Actor, int, Lead], Reply]


def receive(unit: Unit, actor: Actor, task_id: int, seat: int, agency: int) -> Reply:
    """Confirm that a lead has its task. Raises BotError as `working.receive` does."""
    return _press(unit, actor, task_id, (seat, agency), working.receive)


def take_back(unit: Unit, actor: Actor, task_id: int, seat: int, agency: int) -> Reply:
    """Take back one's own newest act. Raises BotError as `working.take_back` does."""
    return _press(unit, actor, task_id, (seat, agency), working.take_back)


def _press(unit: Unit, actor: Actor, task_id: int, named: tuple[int, int], act: Press) -> Reply:
    task = seen_task(unit, actor, task_id)
    lead = meant(actor, task, *named)
    if lead is None:
        return page.choose_course(unit, actor, task_id, 0)
    done = act(unit, actor, task_id, lead)
    assert done.toast is not None
    return with_remark(after(unit, actor, task_id, lead), done.toast)


def meant(actor: Actor, task: Task, seat: int, agency: int) -> Lead | None:
    """Return the lead that a button names, else the only one whose course is theirs; None where they choose.

    Raises BotError: stale, and task_not_lead where their seat takes part otherwise.
    """
    lead = named_lead(task, seat, agency) or own_lead(actor, task)
    if lead is None and not courses_to_move(actor, task):
        takes_part = task.part_of([each.id for each in actor.seats])
        raise BotError("task_not_lead", code=task.code) if takes_part else BotError("stale")
    return lead


def after(unit: Unit, actor: Actor, task_id: int, lead: Lead) -> Reply:
    """Show the page of a task after something was done, with the course in which it was."""
    return page.detail(unit, actor, seen_task(unit, actor, task_id), lead=lead)
