"""The forms in which the desk acts on a task with words: opened from a button, checked again where the act is done."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.assigning_forms import RESOLVES, codes_in
from bot.domain.course_acts import is_open_to, is_open_to_desk
from bot.domain.courses import DOCUMENT, TO, WORDS, TaskEvent
from bot.domain.days import kept as kept_day
from bot.domain.forms import Done, Draft, Form
from bot.domain.people import Actor
from bot.domain.task_desk import (
    CHANGES,
    OF_COURSE,
    OF_WHOLE,
    TASK_DESK,
    CourseRef,
    TaskDeskAct,
    desk_form,
    newest_of,
    open_questions,
)
from bot.domain.tasks import Task
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens.tasks import acting as wording
from bot.screens.tasks import desk as desk_wording
from bot.screens.tasks import forming
from bot.screens.tasks import linking as linking_wording
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, at_review_again, open_draft
from bot.services.tasks import deciding, described, linking
from bot.services.tasks.courses import lead_name, status_of_course
from bot.services.tasks.desk_acts import after, meanwhile, task_of
from bot.services.tasks.listing import status_of
from bot.services.tasks.page import detail
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, task_events, tasks
from storage.unit import Unit


def start(unit: Unit, actor: Actor, act: TaskDeskAct, ref: CourseRef) -> Reply:
    """Open the form of an act, or the draft of it that there is.

    Where the act cannot be done any more, or more was done than the screen with the button shows, that is said.
    Raises BotError: rights, stale.
    """
    task = task_of(unit, actor, ref.task)
    if not _is_open(unit, task, act, ref) or _newest(task, act, ref) != ref.newest:
        return meanwhile(unit, actor, task)
    question = ref.newest if act is TaskDeskAct.ANSWER else 0
    key = (actor.person.id, 0, TASK_DESK, f"{task.id}:{act.value}:{ref.seat}:{ref.agency}:{question}")
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = draft if draft.rev else replace(draft, rev=1, position=_form(unit, draft).start())
    begun = replace(begun, base=ref.newest)
    drafts.save_draft(unit.db, begun, draft.updated_at)
    return open_draft(unit, actor, FORM, begun)


def _newest(task: Task, act: TaskDeskAct, ref: CourseRef) -> int:
    """The newest event of what an act is about; a question stays the same whatever else is done."""
    if act is TaskDeskAct.ANSWER:
        return ref.newest
    course = task.course_of(ref.lead(task)) if act in OF_COURSE else None
    return course.newest if course else newest_of(task)


def _is_open(unit: Unit, task: Task, act: TaskDeskAct, ref: CourseRef) -> bool:
    if act is TaskDeskAct.ANSWER:
        return _question(unit, task, ref.newest) is not None
    if act is TaskDeskAct.LINK:
        return True
    if act is TaskDeskAct.REPORTS and not described.reports_may_count_for(unit, task):
        return False
    if act in OF_WHOLE:
        return is_open_to_desk(OF_WHOLE[act], task.stage)
    course = task.course_of(ref.lead(task))
    return course is not None and is_open_to(OF_COURSE[act], course)


def _question(unit: Unit, task: Task, event: int) -> TaskEvent | None:
    asked = open_questions(task_events.events_of_task(unit.db, task.id))
    return next((each for each in asked if each.id == event), None)


def _subject(draft: Draft) -> tuple[TaskDeskAct, CourseRef]:
    task, act, seat, agency, question = draft.subject.split(":")
    return TaskDeskAct(act), CourseRef(int(task), int(seat), int(agency), int(question) or draft.base)


def _task(unit: Unit, draft: Draft) -> Task:
    task = tasks.task_by_id(unit.db, _subject(draft)[1].task)
    assert task is not None  # tasks are never deleted
    return task


def _form(unit: Unit, draft: Draft) -> Form:
    return desk_form(_subject(draft)[0], described.known(unit), draft)


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    act, ref = _subject(draft)
    task, form = _task(unit, draft), _form(unit, draft)
    lead = ref.lead(task)
    course = task.course_of(lead) if act in OF_COURSE else None
    at = status_of_course(unit, task, course) if course else status_of(unit, task)
    question = _question(unit, task, ref.newest) if act is TaskDeskAct.ANSWER else None
    asked = str(question.detail[WORDS]) if question else ""
    about = wording.about(task, at, lead_name(unit, lead) if course else "", asked)
    before = described.says(unit, task, CHANGES[act]) if act in CHANGES else ""
    view = forming.View(form, wording.heading(task, act), wording.send_label(act), about, before)
    return forming.draft_screen(view, draft)


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say how the task stands where the act cannot be done any more, with what was entered; or return None."""
    act, ref = _subject(draft)
    task = _task(unit, draft)
    if _is_open(unit, task, act, ref):
        return None
    reply = detail(unit, actor, task)
    assert reply.screen is not None
    entered = forming.entered(_form(unit, draft), draft) if draft.items else []
    screen = replace(reply.screen, lines=(desk_wording.done_meanwhile(task), *entered, *reply.screen.lines))
    return replace(reply, screen=screen)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)
    # Asked again in the transaction that does it: another officer may have been first.
    if lost := _overtaken(unit, actor, draft):
        return lost
    act, ref = _subject(draft)
    task = _task(unit, draft)
    newest = _newest(task, act, ref)
    if act is not TaskDeskAct.LINK and newest != ref.newest:
        return at_review_again(unit, actor, FORM, replace(draft, base=newest), wording.meanwhile(task))
    done = _do(unit, actor, task, draft)
    drafts.close_draft(unit.db, draft.id, task.code, unit.now)
    return after(unit, actor, task, ref.newest, done)


def _do(unit: Unit, actor: Actor, task: Task, draft: Draft) -> Reply:
    act, ref = _subject(draft)
    item = draft.items[0]
    words, lead = item.get(WORDS, ""), ref.lead(task)
    match act:
        case TaskDeskAct.RETURN:
            return deciding.give_back(unit, actor, task.id, lead, ref.newest, words)
        case TaskDeskAct.OTHER_DAY:
            return deciding.grant(unit, actor, task.id, lead, ref.newest, kept_day(item[TO]), words)
        case TaskDeskAct.REFUSE:
            return deciding.refuse(unit, actor, task.id, lead, ref.newest, words)
        case TaskDeskAct.ANSWER:
            return deciding.answer(unit, actor, task.id, ref.newest, words)
        case TaskDeskAct.SUSPEND:
            return deciding.suspend(unit, actor, task.id, words)
        case TaskDeskAct.RESUME:
            return deciding.resume(unit, actor, task.id, words)
        case TaskDeskAct.CANCEL:
            return deciding.cancel(unit, actor, task.id, words, item.get(DOCUMENT, ""))
        case TaskDeskAct.LINK:
            codes = codes_in(item[RESOLVES])
            told = linking.link(unit, actor, task, codes)
            return Reply(toast=linking_wording.linked_now(task, codes), notices=told)
        case _:
            changed = described.changed_task(unit, task, CHANGES[act], item)
            if not changed.leads:
                raise BotError("stale")
            return deciding.change(unit, actor, task.id, changed, words)


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    task = _task(unit, draft)
    reply = detail(unit, actor, task)
    return with_remark(reply, wording.left(task)) if draft.holds_answers else reply


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, wording.done_before, _left)
"""The form of every act on a task that needs words."""
