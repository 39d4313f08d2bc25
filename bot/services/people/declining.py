"""The form in which the desk says why a request for a seat is not granted."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import seat_requests as asked
from bot.domain.form_questions import missing
from bot.domain.forms import Done, Draft, Form
from bot.domain.people import Actor
from bot.domain.texts import Screen
from bot.screens.people import forming
from bot.screens.people import seat_requests as wording
from bot.services.people import seat_requests
from bot.services.people.duties import officer_only
from bot.services.reply import Reply
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts
from storage.unit import Unit


def start(unit: Unit, actor: Actor, request_id: int) -> Reply:
    """Open the form; what became of the request where it has ended. Raises BotError("stale") where there is none."""
    if over := seat_requests.over(unit, actor, request_id):
        return over
    subject = str(request_id)
    draft = drafts.live_draft(unit.db, actor.person.id, 0, asked.DECLINE, subject) or drafts.add_draft(
        unit.db, actor.person.id, 0, asked.DECLINE, subject, "", unit.now
    )
    return open_draft(unit, actor, FORM, draft if draft.rev else _begun(unit, draft))


def _begun(unit: Unit, draft: Draft) -> Draft:
    begun = replace(draft, position=asked.decline_form().start())
    drafts.save_draft(unit.db, begun, unit.now)
    return begun


def _form(_unit: Unit, _draft: Draft) -> Form:
    return asked.decline_form()


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    form, found = _form(unit, draft), seat_requests.asked_for(unit, int(draft.subject))
    answered = bool(draft.items) and missing(form, draft) is None
    view = forming.View(
        form=form,
        heading=wording.decline_heading(found),
        seats={},
        people={},
        suggested=(),
        missing_second=False,
        result=wording.words_line(draft.items[0][asked.WORDS]) if answered else (),
        confirm=wording.DECLINE,
    )
    return forming.draft_screen(view, draft)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)  # the form is the roster's, and that is an administrator's too
    words = draft.items[0][asked.WORDS]
    drafts.drop_draft(unit.db, draft.id)
    return seat_requests.decline(unit, actor, int(draft.subject), words)


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    return seat_requests.over(unit, actor, int(draft.subject))


def _left(unit: Unit, actor: Actor, _draft: Draft) -> Reply:
    return seat_requests.show_list(unit, actor)


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, forming.done_before, _left)
"""The form in which the desk declines."""
