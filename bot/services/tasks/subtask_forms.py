"""The forms about sub-tasks: assigning one, and returning or cancelling one with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.courses import TaskAct
from bot.domain.days import kept
from bot.domain.form_questions import missing
from bot.domain.forms import Done, Draft, Form, Item
from bot.domain.people import Actor
from bot.domain.seat_requests import WORDS
from bot.domain.subtask_forms import ASSIGNEE, DUE, SUBTASK, SUBTASK_ACT, reason_form, subtask_form
from bot.domain.tasks import Task
from bot.domain.texts import Screen, Text
from bot.domain.verbs.subtasks import SubtaskAct
from bot.errors import BotError
from bot.screens.people import forming
from bot.screens.tasks import subtasks as wording
from bot.services.reply import Reply
from bot.services.reporting.drafting import DraftForm, open_draft, seat_of
from bot.services.tasks import listing, page, passing, subtasks
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, people, tasks
from storage.unit import Unit


def start(unit: Unit, actor: Actor, task_id: int, seat_id: int) -> Reply:
    """Open the form of a new sub-task, or the draft of it that there is. Raises what `subtasks.parent_of` raises."""
    parent = subtasks.parent_of(unit, actor, task_id, seat_id)
    return _open(unit, actor, NEW, seat_id, SUBTASK, parent.code, 0)


def start_act(unit: Unit, actor: Actor, task_id: int, act: SubtaskAct, newest: int) -> Reply:
    """Open the form of an act on a sub-task. Raises BotError("stale")."""
    subtask = tasks.task_by_id(unit.db, task_id)
    if subtask is None or subtask.assigned_by is None or not subtasks.may_decide(actor, subtask):
        raise BotError("stale")
    return _open(unit, actor, ACT, subtask.assigned_by, SUBTASK_ACT, f"{subtask.code}:{act.value}", newest)


def confirm(unit: Unit, actor: Actor, task_id: int, newest: int) -> Reply:
    """Confirm the result of a sub-task, and show it. Raises what `subtasks.confirm` raises."""
    return _with_page(unit, actor, task_id, subtasks.confirm(unit, actor, task_id, newest))


def pass_contact(unit: Unit, actor: Actor, task_id: int, seat_id: int, person: int) -> Reply:
    """Pass the contact for a task on, and show it. Raises what `passing.pass_to` raises."""
    return _with_page(unit, actor, task_id, passing.pass_to(unit, actor, task_id, seat_id, person))


def _with_page(unit: Unit, actor: Actor, task_id: int, reply: Reply) -> Reply:
    task = tasks.task_by_id(unit.db, task_id)
    assert task is not None  # it was acted on just now
    shown = page.detail(unit, actor, task)
    return replace(reply, screen=shown.screen, topic=shown.topic)


def _open(unit: Unit, actor: Actor, kind: DraftForm, seat: int, name: str, subject: str, base: int) -> Reply:
    key = (actor.person.id, seat, name, subject)
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = draft if draft.rev else replace(draft, rev=1, position=kind.form(unit, draft).start())
    begun = replace(begun, base=base)
    drafts.save_draft(unit.db, begun, draft.updated_at)
    return open_draft(unit, actor, kind, begun)


def _new_form(unit: Unit, draft: Draft) -> Form:
    parent, seat = _task(unit, draft.subject), people.seat_by_id(unit.db, draft.seat)
    assert seat is not None
    known = subtasks.assignees(unit, draft.person, parent, seat)
    names = {label: each.name for label, each in known.items()}
    return subtask_form(names, subtasks.until(unit, parent, draft.seat), unit.today_for_words)


def _new_screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    form, parent = _new_form(unit, draft), _task(unit, draft.subject)
    view = _view(form, wording.new_heading(parent), wording.SEND)
    if not _is_complete(form, draft):
        return forming.draft_screen(view, draft)
    new = _new(unit, draft, parent)
    due = new.due or subtasks.until(unit, parent, draft.seat)
    result = wording.new_lines(new.words, new.assignee.name, due)
    return forming.draft_screen(replace(view, result=result), draft)


def _new(unit: Unit, draft: Draft, parent: Task) -> subtasks.New:
    """Raises BotError("stale") where who was chosen cannot be named any more."""
    item, seat = draft.items[0], people.seat_by_id(unit.db, draft.seat)
    assert seat is not None
    assignee = subtasks.assignees(unit, draft.person, parent, seat).get(item[ASSIGNEE])
    if assignee is None:
        raise BotError("stale")
    return subtasks.New(item[WORDS], assignee, _day(item))


def _day(item: Item) -> date | None:
    return kept(item.get(DUE, ""))


def _send_new(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    parent = _task(unit, draft.subject)
    new = _new(unit, draft, parent)
    subtask, notices = subtasks.assign(unit, actor, parent.id, seat_of(actor, draft).id, new)
    drafts.drop_draft(unit.db, draft.id)
    reply = Reply(toast=wording.done(subtask, new.assignee.name), notices=notices)
    return _with_page(unit, actor, parent.id, reply)


def _new_overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Show the parent where nothing can be assigned in it any more."""
    parent = _task(unit, draft.subject)
    if subtasks.may_assign(parent, seat_of(actor, draft)):
        return None
    return _gone(unit, actor, parent)


def _act_form(_unit: Unit, draft: Draft) -> Form:
    return reason_form(_subject(draft)[1])


def _act_screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    form, (code, act) = _act_form(unit, draft), _subject(draft)
    view = _view(form, wording.act_heading(_task(unit, code), act), wording.CONFIRM[act])
    if _is_complete(form, draft):
        view = replace(view, result=wording.reason_lines(draft.items[0][WORDS]))
    return forming.draft_screen(view, draft)


def _send_act(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    code, act = _subject(draft)
    subtask = _task(unit, code)
    decided = subtasks.decide(unit, actor, subtask.id, act, draft.base, draft.items[0][WORDS])
    drafts.drop_draft(unit.db, draft.id)
    return _with_page(unit, actor, subtask.id, decided)


def _act_overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Show the sub-task where this cannot be done any more, or not by them."""
    code, act = _subject(draft)
    subtask = _task(unit, code)
    kind = TaskAct.RETURNED if act is SubtaskAct.RETURN else TaskAct.CANCELLED
    if subtasks.may_decide(actor, subtask) and subtasks.is_open(kind, subtask.courses[0]):
        return None
    return _gone(unit, actor, subtask)


def _gone(unit: Unit, actor: Actor, task: Task) -> Reply:
    people.set_open_draft(unit.db, actor.account, None)
    if not listing.may_see(actor, task):
        raise BotError("stale")
    return page.detail(unit, actor, task)


def _view(form: Form, heading: Text, confirm: Text) -> forming.View:
    return forming.View(
        form=form,
        heading=heading,
        seats={},
        people={},
        suggested=(),
        missing_second=False,
        result=(),
        confirm=confirm,
    )


def _is_complete(form: Form, draft: Draft) -> bool:
    return bool(draft.items) and missing(form, draft) is None


def _subject(draft: Draft) -> tuple[str, SubtaskAct]:
    code, _, act = draft.subject.partition(":")
    return code, SubtaskAct(act)


def _task(unit: Unit, code: str) -> Task:
    found = tasks.task_by_code(unit.db, code)
    assert found is not None  # tasks are never deleted
    return found


NEW = DraftForm(_new_form, _new_screen, _send_new, last_day_untouched, _new_overtaken)
"""The form of a new sub-task."""
ACT = DraftForm(_act_form, _act_screen, _send_act, last_day_untouched, _act_overtaken)
"""The form of an act on a sub-task that needs a reason."""
FORMS = {SUBTASK: NEW, SUBTASK_ACT: ACT}
