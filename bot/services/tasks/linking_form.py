"""The form in which the desk links a difficulty with tasks that are assigned already."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.assigning_forms import codes_in
from bot.domain.characters import cut
from bot.domain.forms import Done, Draft, Form, Step
from bot.domain.people import Actor
from bot.domain.task_desk import LINKING
from bot.domain.texts import Screen, Text
from bot.errors import BotError
from bot.screens.tasks import acting as wording
from bot.screens.tasks import forming
from bot.screens.tasks import linking as linking_wording
from bot.services.difficulties.cases import case_of
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.tasks import linking
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, people, tasks
from storage.unit import Unit

_SHOWN = 60


def start(unit: Unit, actor: Actor, code: str) -> Reply:
    """Open the form, or the draft of it that there is. Raises BotError: rights, stale."""
    officer_only(unit, actor)
    if case_of(unit, code) is None:
        raise BotError("stale")
    key = (actor.person.id, 0, LINKING, code)
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = draft if draft.rev else replace(draft, rev=1, position=_form(unit, draft).start())
    drafts.save_draft(unit.db, begun, draft.updated_at)
    return open_draft(unit, actor, FORM, begun)


def _form(unit: Unit, _draft: Draft) -> Form:
    step = Step(
        forming.TASKS,
        (wording.LINKING_ASKED,),
        least=3,
        most=1000,
        refuse=lambda text: _why_not(unit, text),
        kept_as=lambda text: "; ".join(codes_in(text)),
    )
    return Form((step,), items_max=1, keeps=False)


def _why_not(unit: Unit, text: str) -> Text | None:
    codes = codes_in(text)
    there = tasks.ids_by_code(unit.db, codes)
    unknown = next((code for code in codes if code not in there), None)
    return None if unknown is None else wording.no_task(cut(unknown, _SHOWN))


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    view = forming.View(_form(unit, draft), wording.linking_heading(draft.subject), wording.LINK)
    return forming.draft_screen(view, draft)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)
    codes = codes_in(draft.items[0][forming.TASKS])
    found = tasks.tasks_by_id(unit.db, list(tasks.ids_by_code(unit.db, codes).values()))
    told = [each for task in found.values() for each in linking.link(unit, actor, task, [draft.subject])]
    drafts.close_draft(unit.db, draft.id, draft.subject, unit.now)
    people.set_open_draft(unit.db, actor.account, None)
    reply = Reply(linking.show_tasks(unit, actor, draft.subject), notices=tuple(told))
    last = next(iter(found.values()), None)
    return with_remark(reply, linking_wording.linked_now(last, [draft.subject])) if last else reply


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    reply = Reply(linking.show_tasks(unit, actor, draft.subject))
    return with_remark(reply, wording.difficulty_left(draft.subject)) if draft.holds_answers else reply


FORM = DraftForm(_form, _screen, _send, last_day_untouched, done_before=wording.done_before, left=_left)
"""The form in which a difficulty is linked with tasks."""
