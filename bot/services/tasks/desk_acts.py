"""What the desk does with tasks by one press, and the lists from which it does: what waits, who has its task."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.course_acts import is_open_to
from bot.domain.courses import Course, Stage, TaskAct
from bot.domain.people import Actor
from bot.domain.task_desk import CourseRef, TaskWaiting, WaitingKind
from bot.domain.tasks import Task
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens.tasks import desk as wording
from bot.screens.tasks import linking as linking_wording
from bot.screens.tasks import told
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.tasks import deciding, described, linking
from bot.services.tasks.courses import lead_name, status_of_course
from bot.services.tasks.desk_page import waiting
from bot.services.tasks.page import detail
from storage import people, tasks
from storage.unit import Unit


def task_of(unit: Unit, actor: Actor, task_id: int) -> Task:
    """Return a task for an officer. Raises BotError: rights, stale."""
    officer_only(unit, actor)
    task = tasks.task_by_id(unit.db, task_id)
    if task is None:
        raise BotError("stale")
    return task


def confirm(unit: Unit, actor: Actor, ref: CourseRef) -> Reply:
    """Confirm a result; raises BotError as `deciding.confirm` does."""
    task = task_of(unit, actor, ref.task)
    if not _is_as_shown(task, ref, TaskAct.CONFIRMED):
        return meanwhile(unit, actor, task)
    return after(unit, actor, task, ref.newest, deciding.confirm(unit, actor, task.id, ref.lead(task), ref.newest))


def grant(unit: Unit, actor: Actor, ref: CourseRef) -> Reply:
    """Grant the later deadline that is asked for; raises BotError as `deciding.grant` does."""
    task = task_of(unit, actor, ref.task)
    if not _is_as_shown(task, ref, TaskAct.EXTENSION_GRANTED):
        return meanwhile(unit, actor, task)
    return after(unit, actor, task, ref.newest, deciding.grant(unit, actor, task.id, ref.lead(task), ref.newest))


def _is_as_shown(task: Task, ref: CourseRef, act: TaskAct) -> bool:
    course = task.course_of(ref.lead(task))
    return course is not None and course.newest == ref.newest and is_open_to(act, course)


def meanwhile(unit: Unit, actor: Actor, task: Task) -> Reply:
    """Show a task to which more was done than the screen with a button shows; nothing was changed."""
    return with_remark(detail(unit, actor, task), wording.done_meanwhile(task))


def after(unit: Unit, actor: Actor, task: Task, event: int, done: Reply) -> Reply:
    """Return the page of a task after something was `done` to it, with the choice that opens what waits next."""
    stored = tasks.task_by_id(unit.db, task.id)
    assert stored is not None
    shown = detail(unit, actor, stored)
    assert shown.screen is not None
    screen = wording.with_next(shown.screen, _following(waiting(unit), event))
    reply = Reply(screen, topic=shown.topic, notices=done.notices)
    return with_remark(reply, done.toast) if done.toast else reply


def _following(found: Sequence[TaskWaiting], event: int) -> TaskWaiting | None:
    """What comes after an event; behind the last comes the first."""
    return next((each for each in found if each.event > event), next(iter(found), None))


def open_next(unit: Unit, actor: Actor, event: int) -> Reply:
    """Show what waits after an event; where nothing else does, the list that says so. Raises BotError: rights."""
    officer_only(unit, actor)
    found = [each for each in waiting(unit) if each.event != event]
    following = _following(found, event)
    return _shown(unit, actor, following) if following else show_waiting(unit, actor, 0)


def show_one(unit: Unit, actor: Actor, task_id: int, event: int) -> Reply:
    """Show something that waits; what does not any more shows the task. Raises BotError: rights, stale."""
    task = task_of(unit, actor, task_id)
    found = next((each for each in waiting(unit) if (each.task.id, each.event) == (task_id, event)), None)
    if found is None:
        return meanwhile(unit, actor, task)
    return _shown(unit, actor, found)


def _shown(unit: Unit, actor: Actor, each: TaskWaiting) -> Reply:
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(_screen(unit, each))


def _screen(unit: Unit, each: TaskWaiting) -> Screen:
    task, name = each.task, lead_name(unit, each.lead)
    if each.kind is WaitingKind.QUESTION:
        return told.question_to_desk(task, each.event, name, each.words)
    course = task.course_of(each.lead)
    assert course is not None  # it waits
    at = status_of_course(unit, task, course)
    if each.kind is WaitingKind.EXTENSION:
        return told.extension_to_desk(task, course, at, name)
    return told.result_to_desk(task, course, at, name, in_name=each.lead.seat is None)


def show_waiting(unit: Unit, actor: Actor, page: int) -> Reply:
    """Show a page of what waits for the desk; one that is not there shows the last. Raises BotError: rights."""
    officer_only(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    found = waiting(unit)
    at = _page(len(found), wording.PER_PAGE, page)
    here = found[at.number * wording.PER_PAGE :][: wording.PER_PAGE]
    return Reply(wording.waiting([(each, lead_name(unit, each.lead)) for each in here], at))


def _page(total: int, of: int, number: int) -> wording.Page:
    pages = max(1, -(-total // of))
    return wording.Page(min(number, pages - 1), pages, total)


def show_receipts(unit: Unit, actor: Actor, task_id: int, page: int) -> Reply:
    """Show who has confirmed to have a task, a page of its leads. Raises BotError: rights, stale."""
    task = task_of(unit, actor, task_id)
    people.set_open_draft(unit.db, actor.account, None)
    names = [lead_name(unit, course.lead) for course in task.courses]
    return Reply(wording.receipts(task, names, _page(len(names), wording.LEADS_SHOWN, page)))


def list_receipts(unit: Unit, actor: Actor, page: int) -> Reply:
    """Show a page of the tasks that not all who lead them have confirmed to have. Raises BotError: rights."""
    officer_only(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    found = [(task, late) for task in tasks.all_tasks(unit.db, done=False) for late in [_unconfirmed(task)] if late]
    at = _page(len(found), wording.PER_PAGE, page)
    here = found[at.number * wording.PER_PAGE :][: wording.PER_PAGE]
    named = [(task, [lead_name(unit, course.lead) for course in late]) for task, late in here]
    return Reply(wording.receipts_of_all(named, at))


def _unconfirmed(task: Task) -> list[Course]:
    return [course for course in task.courses if course.stage is Stage.NEW]


def show_menu(unit: Unit, actor: Actor, task_id: int) -> Reply:
    """Show what of a task can be changed, and how it is suspended or ended. Raises BotError: rights, stale."""
    task = task_of(unit, actor, task_id)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.menu(task, reports=described.reports_may_count_for(unit, task)))


def unlink(unit: Unit, actor: Actor, task_id: int, code: str) -> Reply:
    """Take back that a task resolves a difficulty. Raises BotError: rights, stale."""
    task = linking.unlink(unit, actor, task_id, code)
    return with_remark(Reply(linking.show_links(unit, actor, task.id)), linking_wording.unlinked(task, code))
