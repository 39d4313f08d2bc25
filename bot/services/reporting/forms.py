"""Taking up and answering a draft of any kind."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.forms import Event
from bot.domain.people import Actor
from bot.domain.reports import ADHOC, REPORT, TASK_RESULT
from bot.services.reply import Reply
from bot.services.reporting import adhoc, periodic
from bot.services.reporting.drafting import DraftForm, answer_draft, open_draft, own_draft
from bot.services.tasks import stating
from storage.unit import Unit

_FORMS: Mapping[str, DraftForm] = {REPORT: periodic.FORM, ADHOC: adhoc.FORM, TASK_RESULT: stating.FORM}


def resume(unit: Unit, actor: Actor, draft_id: int) -> Reply:
    """Take up a draft where it was left."""
    draft = own_draft(unit, actor, draft_id)
    return open_draft(unit, actor, _FORMS[draft.kind], draft)


def answer(unit: Unit, actor: Actor, draft_id: int, event: Event) -> Reply:
    """Take a button or a text into a draft, or leave or send it."""
    draft = own_draft(unit, actor, draft_id)
    return answer_draft(unit, actor, _FORMS[draft.kind], draft, event)
