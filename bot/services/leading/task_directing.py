"""A leader says what is to be done about a task, or that it be urged: kept, shown on its page, told to the desk.

Members are told nothing of it. A new task from these words begins in the form of the desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain import task_directing as rules
from bot.domain.courses import URGE, WORDS, TaskAct
from bot.domain.directing import TASK_DIRECTING, Direction, opinion_form
from bot.domain.forms import Done, Draft, Form
from bot.domain.people import Actor
from bot.domain.tasks import Task
from bot.domain.texts import N_, Screen, Text
from bot.errors import BotError
from bot.screens.difficulties import acting as form_wording
from bot.screens.tasks import directing as wording
from bot.services.desk.notices import to_desk
from bot.services.difficulties.directing import leader_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.tasks.courses import record, topic_of
from bot.services.tasks.directing import is_late
from bot.services.tasks.page import detail
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, people, task_events, tasks
from storage.unit import Unit


def ask_urged(unit: Unit, actor: Actor, task_id: int) -> Reply:
    """Have the desk urge what is overdue; once, as long as it has not urged since. Raises BotError: leaders_only,
    stale."""
    task = _current(unit, actor, task_id)
    asked = rules.urging_asked(task_events.events_of_task(unit.db, task.id))
    if asked:
        return with_remark(detail(unit, actor, task), wording.asked_before(task, asked.at))
    if not is_late(unit, task):
        return with_remark(detail(unit, actor, task), wording.not_late(task))
    return _say(unit, actor, task, {URGE: True})


def start(unit: Unit, actor: Actor, task_id: int) -> Reply:
    """Open the form of an opinion, or the draft of it that there is. Raises BotError: leaders_only, stale."""
    task = _current(unit, actor, task_id)
    if task.ended:
        return with_remark(detail(unit, actor, task), wording.ended(task))
    key = (actor.person.id, 0, TASK_DIRECTING, task.code)
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = draft if draft.rev else replace(draft, rev=1, position=opinion_form().start())
    drafts.save_draft(unit.db, begun, draft.updated_at)
    return open_draft(unit, actor, FORM, begun)


def _current(unit: Unit, actor: Actor, task_id: int) -> Task:
    leader_only(unit, actor)
    task = tasks.task_by_id(unit.db, task_id)
    if task is None:
        raise BotError("stale")
    return task


def _say(unit: Unit, actor: Actor, task: Task, said: Mapping[str, object]) -> Reply:
    after, number = record(unit, actor, task, TaskAct.DIRECTED, said)
    event = next(event for event in task_events.events_of_task(unit.db, after.id) if event.id == number)
    copy = wording.to_desk(after, event, actor.person.full_name, late=is_late(unit, after))
    told = to_desk(unit, copy, f"task:{after.code}:{number}", topic_of(after))
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.noted(after, unit.now, told=bool(told)), topic=topic_of(after), notices=told)


def _form(_unit: Unit, _draft: Draft) -> Form:
    return opinion_form()


def _task(unit: Unit, draft: Draft) -> Task:
    task = tasks.task_by_code(unit.db, draft.subject)
    assert task is not None  # tasks are never deleted
    return task


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    about = wording.heading(_task(unit, draft))
    return form_wording.draft_screen(form_wording.View(opinion_form(), Direction.OWN, None, None, heading=about), draft)


def _lost(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say that the task has ended, or return None; words stay."""
    task = _task(unit, draft)
    if not task.ended:
        return None
    reply = with_remark(detail(unit, actor, task), wording.ended(task))
    assert reply.screen is not None
    said, *rest = reply.screen.lines
    return replace(reply, screen=replace(reply.screen, lines=(said, *form_wording.entered(draft), *rest)))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    leader_only(unit, actor)
    if lost := _lost(unit, actor, draft):
        return lost
    reply = _say(unit, actor, _task(unit, draft), {WORDS: draft.items[0][WORDS]})
    drafts.close_draft(unit.db, draft.id, draft.subject, unit.now)
    return reply


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    reply = detail(unit, actor, _task(unit, draft))
    return with_remark(reply, form_wording.left(draft.subject)) if draft.holds_answers else reply


def _done_before(code: str, _at: object) -> Text:
    return Text(N_("{code}: this was recorded already. It need not be chosen again."), code=code)


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _lost, _done_before, _left)
"""The form in which a leader says what is to be done about a task."""
