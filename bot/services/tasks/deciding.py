"""What the desk decides on a task: results, later deadlines, questions, and the task as a whole; everybody hears it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.clock import VN
from bot.domain.characters import clean
from bot.domain.course_acts import is_open_to_desk
from bot.domain.courses import DOCUMENT, DONE_ON, EVENT, TO, WORDS, Lead, TaskAct
from bot.domain.deadlines import DeadlineKind, counted_on
from bot.domain.people import Actor
from bot.domain.task_desk import open_questions
from bot.domain.tasks import Task
from bot.errors import BotError
from bot.screens.tasks import told
from bot.screens.tasks.courses import stage_name
from bot.services.people.duties import by, officer_only
from bot.services.reply import Reply
from bot.services.tasks import linking, series
from bot.services.tasks.courses import record, status_of_course, to_decide, to_lead, to_parts, to_seats
from bot.services.tasks.importing import changed
from bot.services.tasks.listing import status_of
from storage import task_events, tasks
from storage.unit import Unit


def confirm(unit: Unit, actor: Actor, task_id: int, lead: Lead, newest: int) -> Reply:
    """Confirm a result: the course is done, on the day the result was reported. Raises BotError as `to_decide` does."""
    task, course = to_decide(unit, actor, task_id, lead, TaskAct.CONFIRMED, newest)
    assert course.completion is not None  # nothing else waits to be confirmed
    done_on = course.completion.at.astimezone(VN).date()
    after, event = record(unit, actor, task, TaskAct.CONFIRMED, {DONE_ON: done_on.isoformat()}, lead)
    ended = after.course_of(lead)
    assert ended is not None
    screen = told.confirmed(after, ended, status_of_course(unit, after, ended), unit.today)
    to_those_behind = linking.completed(unit, after)
    return Reply(toast=told.decided(task), notices=(*to_lead(unit, after, lead, event, screen), *to_those_behind))


def give_back(unit: Unit, actor: Actor, task_id: int, lead: Lead, newest: int, words: str) -> Reply:
    """Return a result to be completed; the deadline stays. Raises BotError as `to_decide` does, and words_missing."""
    task, course = to_decide(unit, actor, task_id, lead, TaskAct.RETURNED, newest)
    reason = worded(words)
    after, event = record(unit, actor, task, TaskAct.RETURNED, {WORDS: reason}, lead)
    screen = told.returned(after, reason, status_of_course(unit, after, replace(course, completion=None)))
    return Reply(toast=told.decided(task), notices=tuple(to_lead(unit, after, lead, event, screen)))


def grant(
    unit: Unit, actor: Actor, task_id: int, lead: Lead, newest: int, to: date | None = None, words: str = ""
) -> Reply:
    """Grant a later deadline, the one that is asked for where no other day is named.

    Raises BotError as `to_decide` does, and extension_bad for a day that is not after today.
    """
    task, course = to_decide(unit, actor, task_id, lead, TaskAct.EXTENSION_GRANTED, newest)
    assert course.asked is not None
    until = counted_on(DeadlineKind.DAY, to or course.asked.to, unit.rules.calendar)
    if to and until <= unit.today:
        raise BotError("extension_bad", code=task.code)
    detail = {TO: until.isoformat(), WORDS: clean(words)}
    after, event = record(unit, actor, task, TaskAct.EXTENSION_GRANTED, detail, lead)
    granted = after.course_of(lead)
    assert granted is not None
    screen = told.extension_granted(after, status_of_course(unit, after, granted), clean(words))
    return Reply(toast=told.decided(task), notices=tuple(to_lead(unit, after, lead, event, screen)))


def refuse(unit: Unit, actor: Actor, task_id: int, lead: Lead, newest: int, words: str) -> Reply:
    """Refuse a later deadline. Raises BotError as `to_decide` does, and words_missing."""
    task, course = to_decide(unit, actor, task_id, lead, TaskAct.EXTENSION_REFUSED, newest)
    reason = worded(words)
    after, event = record(unit, actor, task, TaskAct.EXTENSION_REFUSED, {WORDS: reason}, lead)
    screen = told.extension_refused(after, status_of_course(unit, after, course), reason)
    return Reply(toast=told.decided(task), notices=tuple(to_lead(unit, after, lead, event, screen)))


def answer(unit: Unit, actor: Actor, task_id: int, question: int, words: str) -> Reply:
    """Answer a question about a task, by the event that asked it; its seat hears it.

    Raises BotError: rights, stale for what is no question, task_answered where a colleague was first, words_missing.
    """
    officer_only(unit, actor)
    task = tasks.task_by_id(unit.db, task_id)
    events = task_events.events_of_task(unit.db, task_id)
    asked = next((event for event in events if event.id == question and event.act is TaskAct.ASKED), None)
    if task is None or asked is None or asked.lead is None or asked.lead.seat is None:
        raise BotError("stale")
    if asked not in open_questions(events):
        raise BotError("task_answered", code=task.code)
    said = worded(words)
    _, event = record(unit, actor, task, TaskAct.REPLIED, {EVENT: question, WORDS: said}, asked.lead)
    screen = told.answered(task, str(asked.detail[WORDS]), said)
    return Reply(toast=told.decided(task), notices=tuple(to_seats(unit, task, {asked.lead.seat: screen}, event)))


def change(unit: Unit, actor: Actor, task_id: int, after: Task, words: str) -> Reply:
    """Bring what a task says to what `after` says, with a reason; everybody who has a part in it hears what changed.

    Who has a part no longer hears that too. How it goes stays. Raises BotError: rights, stale, task_moved_on,
    words_missing, and task_same where nothing would be changed.
    """
    task = _whole(unit, actor, task_id, TaskAct.CHANGED)
    reason = worded(words)
    what = changed(task, after)
    if not what:
        raise BotError("task_same", code=task.code)
    before = status_of(unit, task)
    tasks.put_task(unit.db, replace(after, id=task.id, code=task.code))
    stored, event = record(unit, actor, task, TaskAct.CHANGED, {**what, WORDS: reason}, None)
    series.start(unit, stored, by(actor))
    screen = told.changed(task, stored, before, status_of(unit, stored), reason, unit.now)
    gone = {seat for seats in task.seats.values() for seat in seats if stored.part_of([seat]) is None}
    left = to_seats(unit, task, dict.fromkeys(gone, told.no_part_any_more(task, reason)), event)
    return Reply(toast=told.decided(task), notices=(*to_parts(unit, stored, event, lambda _part: screen), *left))


def suspend(unit: Unit, actor: Actor, task_id: int, words: str) -> Reply:
    """Suspend a task: nobody is reminded, and its deadline does not pass. Raises BotError: rights, stale,
    task_moved_on, words_missing."""
    return _do(unit, actor, task_id, TaskAct.SUSPENDED, {WORDS: worded(words)})


def resume(unit: Unit, actor: Actor, task_id: int, words: str) -> Reply:
    """Take a suspended task up again, where it stood. Raises BotError as `suspend` does."""
    return _do(unit, actor, task_id, TaskAct.RESUMED, {WORDS: worded(words)})


def cancel(unit: Unit, actor: Actor, task_id: int, words: str, document: str = "") -> Reply:
    """Follow a task no longer: it is in no figure any more. Raises BotError as `suspend` does."""
    return _do(unit, actor, task_id, TaskAct.CANCELLED, {WORDS: worded(words), DOCUMENT: clean(document)})


def _do(unit: Unit, actor: Actor, task_id: int, act: TaskAct, detail: Mapping[str, str]) -> Reply:
    task = _whole(unit, actor, task_id, act)
    stored, event = record(unit, actor, task, act, detail, None)
    series.follow(unit, stored, act, detail, event, by(actor))
    screen = told.OF_WHOLE[act](stored, detail, status_of(unit, stored), unit.today)
    return Reply(toast=told.decided(task), notices=tuple(to_parts(unit, stored, event, lambda _part: screen)))


def _whole(unit: Unit, actor: Actor, task_id: int, act: TaskAct) -> Task:
    officer_only(unit, actor)
    task = tasks.task_by_id(unit.db, task_id)
    if task is None or task.parent:
        raise BotError("stale")  # whoever assigned a sub-task decides on it
    if not is_open_to_desk(act, task.stage):
        raise BotError("task_moved_on", code=task.code, stage=stage_name(task.stage))
    return task


def worded(words: str) -> str:
    """What somebody is told has words. Raises BotError("words_missing")."""
    text = clean(words)
    if not text:
        raise BotError("words_missing")
    return text
