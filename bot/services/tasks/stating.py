"""What a seat says of a task it leads or takes part in: asked in a form, kept as an event of the task.

An event never changes and none goes: the last one of a seat is what it says, and a report that was sent goes on
naming the one it was sent with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.courses import Lead, TaskAct
from bot.domain.forms import At, Done, Draft, Form, Position
from bot.domain.people import Actor, Seat
from bot.domain.questions import CAUSE
from bot.domain.reports import TASK_RESULT, statement_form
from bot.domain.tasks import Task
from bot.domain.texts import Choice, Screen
from bot.errors import BotError
from bot.screens.reporting import stating as wording
from bot.services.reply import Reply
from bot.services.reporting import periodic
from bot.services.reporting.drafting import DraftForm, open_draft, seat_of
from bot.services.reporting.quarterly import state_of
from bot.services.standing import seat_periods
from bot.services.tasks.listing import may_state
from bot.services.tasks.page import detail
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, ledgers, task_events, tasks
from storage.unit import Unit


def start(unit: Unit, actor: Actor, seat_id: int, task_id: int) -> Reply:
    """Open what a seat of the actor says of a task, or the draft of it that there is.

    Raises BotError("stale") for a seat that is not theirs, and for a task of which it may say nothing.
    """
    seat = next((seat for seat in actor.seats if seat.id == seat_id), None)
    task = tasks.task_by_id(unit.db, task_id)
    if seat is None or task is None or not may_state(unit, seat, task):
        raise BotError("stale")
    draft = drafts.live_draft(unit.db, actor.person.id, seat.id, TASK_RESULT, task.code) or drafts.add_draft(
        unit.db, actor.person.id, seat.id, TASK_RESULT, task.code, "", unit.now
    )
    # One that nobody has touched knows nothing of what a colleague has said since.
    return open_draft(unit, actor, FORM, draft if draft.rev else _from_what_was_said(unit, draft, task))


def _from_what_was_said(unit: Unit, draft: Draft, task: Task) -> Draft:
    given = state_of(unit, draft.seat, task).statement
    begun = (
        replace(draft, items=(given.answers,), position=Position(At.OPENING))
        if given
        else replace(draft, items=(), position=_form(unit, draft).start())
    )
    drafts.save_draft(unit.db, begun, unit.now)
    return begun


def say_of_task(unit: Unit, actor: Actor, seat: Seat, task: Task, answers: Mapping[str, str]) -> None:
    """Keep what a seat says of a task, by the names of `questions.STATEMENT`; nothing at all takes back what it said.

    The same as before is no event.
    """
    said = task_events.statements(unit.db, seat.id).get(task.code)
    if dict(answers) == (said.answers if said else {}):
        return
    by = f"person:{actor.person.code}"
    task_events.add_event(unit.db, task.id, TaskAct.STATED, unit.now, by, answers, Lead(seat.id))
    ledgers.append_audit(
        unit.db,
        unit.now,
        by,
        f"task.{TaskAct.STATED.value}",
        f"task:{task.code}",
        {"seat": seat.code, **answers},
    )


def _form(unit: Unit, draft: Draft) -> Form:
    # An answer keeps its question, also where the deadline was put off meanwhile.
    asked = draft.position.step == CAUSE or any(item.get(CAUSE) for item in draft.items)
    return statement_form(late=asked or state_of(unit, draft.seat, _task(unit, draft)).late)


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    view = wording.View(
        form=_form(unit, draft),
        fields=unit.rules.fields,
        organisation=seat_of(actor, draft).organisation,
        sender=actor.person.full_name,
        task=state_of(unit, draft.seat, _task(unit, draft)),
        leave=_leave(unit, actor, draft),
        email=unit.rules.profile.office.email,
    )
    return wording.draft_screen(view, draft)


def _send(unit: Unit, actor: Actor, draft: Draft, done: Done) -> Reply:
    taken_back = done is Done.SEND_NIL
    answers = {} if taken_back else {name: answer for name, answer in draft.items[0].items() if answer}
    if not answers and not taken_back:
        raise BotError("stale")  # the review offers it only where something was entered
    task = _task(unit, draft)
    # Asked again in the transaction that saves: a text is kept in the draft even where the part has been lost.
    if lost := _overtaken(unit, actor, draft):
        return lost
    say_of_task(unit, actor, seat_of(actor, draft), task, answers)
    drafts.close_draft(unit.db, draft.id, task.code, unit.now)
    following = _following(unit, actor, draft, task)
    assert following.screen is not None
    remark = wording.saved(task.code, taken_back=taken_back)
    return replace(following, screen=following.screen.with_line_first(remark))


def _following(unit: Unit, actor: Actor, draft: Draft, task: Task) -> Reply:
    """The list in the draft of the report, on the page of the task; the task alone where no report is being drafted."""
    report = _report_draft(unit, actor, draft)
    return periodic.show_tasks(unit, actor, report.id, at=task.code) if report else detail(unit, actor, task)


def _leave(unit: Unit, actor: Actor, draft: Draft) -> Choice:
    report = _report_draft(unit, actor, draft)
    return wording.to_results(report) if report else wording.to_task(_task(unit, draft))


def _report_draft(unit: Unit, actor: Actor, draft: Draft) -> Draft | None:
    """The draft of a report of this seat that can still be sent, the oldest period first."""
    return next(
        (s.draft for s in seat_periods(unit, actor) if s.seat.id == draft.seat and s.draft and not s.report), None
    )


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say that the seat has no part in the task any more, or return None."""
    seat = seat_of(actor, draft)
    if may_state(unit, seat, _task(unit, draft)):
        return None
    return Reply(wording.no_part(draft.subject, seat.organisation))


def _task(unit: Unit, draft: Draft) -> Task:
    task = tasks.task_by_code(unit.db, draft.subject)
    assert task is not None  # tasks are never deleted
    return task


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, wording.done_before)
"""The form in which a seat says what became of a task."""
