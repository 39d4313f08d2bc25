"""The form in which the desk assigns a task from the chat, empty or begun from something."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.assigning_forms import ASSIGNING, BASIS, CONTENT, RESOLVES, Prefill, assigning_form, codes_in
from bot.domain.courses import WORDS, TaskAct
from bot.domain.difficulties import DifficultyAct
from bot.domain.directing import directed
from bot.domain.form_questions import missing
from bot.domain.forms import At, Done, Draft, Form, Position
from bot.domain.people import Actor
from bot.domain.tasks import Part, Task
from bot.domain.tasks import is_code as is_task
from bot.domain.texts import Screen, Text
from bot.errors import BotError
from bot.exports.wording import vietnamese
from bot.screens.tasks import assigning as wording
from bot.screens.tasks import forming
from bot.services.difficulties.cases import case_of, names_of
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, at_review_again, open_draft
from bot.services.tasks import assigning, described, linking
from bot.services.tasks.listing import show_list, status_of
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, people, task_events, tasks
from storage.unit import Unit


def start(unit: Unit, actor: Actor, prefill: Prefill | None = None) -> Reply:
    """Open the form, or the draft of it that there is of the same subject. Raises BotError: rights."""
    officer_only(unit, actor)
    prefill = prefill or Prefill()
    key = (actor.person.id, 0, ASSIGNING, prefill.subject)
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    if not draft.rev:
        answers = {name: text for name, text in prefill.answers.items() if text}
        draft = replace(draft, rev=1, items=(answers,) if answers else ())
        draft = replace(draft, position=missing(_form(unit, draft), draft) or Position(At.REVIEW))
    drafts.save_draft(unit.db, draft, unit.now)
    return open_draft(unit, actor, FORM, draft)


def start_from(unit: Unit, actor: Actor, code: str | None, number: int | None) -> Reply:
    """Open the form empty, or from a difficulty or a task, with what a leader said in event `number` of it.

    Raises BotError: rights, and stale for what is not there any more.
    """
    officer_only(unit, actor)
    if code is None:
        return start(unit, actor)
    if is_task(code):
        return start(unit, actor, _of_task(unit, code, number))
    case = case_of(unit, code)
    event = case.events[number - 1] if case and number and number <= len(case.events) else None
    if case is None or (number and (event is None or event.act is not DifficultyAct.DIRECTED)):
        raise BotError("stale")
    if event is None or not number:
        return start(unit, actor, Prefill(code, {RESOLVES: code}))
    who = names_of(unit, [event]).get(event.actor, "")
    answers = {
        BASIS: vietnamese(wording.basis_of_opinion(who, event.at)),
        CONTENT: directed(case.events, number - 1).words[:_LONGEST],
        RESOLVES: code,
    }
    return start(unit, actor, Prefill(f"{code}:{number}", answers))


def _of_task(unit: Unit, code: str, number: int | None) -> Prefill:
    """What a leader said of a task, as the beginning of another one."""
    task = tasks.task_by_code(unit.db, code)
    events = task_events.events_of_task(unit.db, task.id) if task else []
    said = next((each for each in events if each.id == number and each.act is TaskAct.DIRECTED), None)
    if said is None or not said.detail.get(WORDS):
        raise BotError("stale")
    who = people.names_by_code(unit.db, {said.actor.removeprefix("person:")})
    basis = vietnamese(wording.basis_of_opinion(next(iter(who.values()), ""), said.at))
    return Prefill(f"{code}:{number}", {BASIS: basis, CONTENT: str(said.detail[WORDS])[:_LONGEST]})


_LONGEST = 1000


def _form(unit: Unit, draft: Draft) -> Form:
    return assigning_form(described.known(unit), draft)


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    form = _form(unit, draft)
    view = forming.View(form, wording.HEADING, wording.SEND)
    if draft.position.at is At.REVIEW and draft.items and missing(form, draft) is None:
        task = described.new_task(unit, draft.items[0])
        view = replace(view, checked=_checked(unit, task, codes_in(draft.items[0].get(RESOLVES, ""))))
    return forming.draft_screen(view, draft)


def _checked(unit: Unit, task: Task, codes: list[str]) -> list[Text]:
    seats = people.seats_by_id(unit.db, {seat for of_part in task.seats.values() for seat in of_part})
    names = {part: [seats[each].organisation for each in task.seats.get(part, ())] for part in Part}
    others = [(wording.COORDINATING, names[Part.COORDINATING]), (wording.WATCHING, names[Part.WATCHING])]
    told = wording.Told(*described.reached(unit, task))
    return wording.checked(task, status_of(unit, task), names[Part.LEAD], others, codes, told)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)
    item = draft.items[0]
    last = described.deadline_of(unit, item).last(unit.today)
    if last and last < unit.today:
        return at_review_again(unit, actor, FORM, draft, wording.past(last))
    task, reply = assigning.assign(unit, actor, described.new_task(unit, item))
    linked = linking.link(unit, actor, task, codes_in(item.get(RESOLVES, "")))
    drafts.close_draft(unit.db, draft.id, task.code, unit.now)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.sent(task, unit.now, len(reply.notices)), notices=(*reply.notices, *linked))


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    reply = show_list(unit, actor)
    return with_remark(reply, wording.left()) if draft.holds_answers else reply


FORM = DraftForm(_form, _screen, _send, last_day_untouched, done_before=wording.done_before, left=_left)
"""The form in which a task is assigned."""
