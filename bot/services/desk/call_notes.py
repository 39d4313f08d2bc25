"""The form in which whoever made a call notes what was said."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.calls import CALL_NOTE, NOTE, CallMade, note_form
from bot.domain.characters import clean
from bot.domain.form_questions import missing
from bot.domain.forms import Done, Draft, Form
from bot.domain.people import Actor
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens.people import calling as wording
from bot.screens.people import forming
from bot.services.desk import calling
from bot.services.people import duties
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import calls, drafts, ledgers
from storage.unit import Unit


def start(unit: Unit, actor: Actor, call_id: int) -> Reply:
    """Open the form. Raises BotError: rights, or stale where the call is another's, or is noted already."""
    officer_only(unit, actor)
    call = _own(unit, actor, call_id)
    subject = str(call.id)
    draft = drafts.live_draft(unit.db, actor.person.id, 0, CALL_NOTE, subject) or drafts.add_draft(
        unit.db, actor.person.id, 0, CALL_NOTE, subject, "", unit.now
    )
    return open_draft(unit, actor, FORM, draft if draft.rev else _begun(unit, draft))


def _own(unit: Unit, actor: Actor, call_id: int) -> CallMade:
    call = calls.by_id(unit.db, call_id)
    if call is None or call.by_person != actor.person.id or call.note:
        raise BotError("stale")
    return call


def _begun(unit: Unit, draft: Draft) -> Draft:
    begun = replace(draft, position=note_form().start())
    drafts.save_draft(unit.db, begun, unit.now)
    return begun


def _form(_unit: Unit, _draft: Draft) -> Form:
    return note_form()


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    form, call = note_form(), _own(unit, actor, int(draft.subject))
    answered = bool(draft.items) and missing(form, draft) is None
    view = forming.View(
        form=form,
        heading=wording.note_heading(call),
        seats={},
        people={},
        suggested=(),
        missing_second=False,
        result=wording.note_line(draft.items[0][NOTE]) if answered else (),
        confirm=wording.KEEP_NOTE,
    )
    return forming.draft_screen(view, draft)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)
    call = _own(unit, actor, int(draft.subject))
    calls.note(unit.db, call.id, clean(draft.items[0][NOTE]))
    drafts.drop_draft(unit.db, draft.id)
    # That there is a note, and not what it says.
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), "call.noted", f"call:{call.id}")
    return with_remark(calling.show_list(unit, actor, 0), wording.noted())


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    call = calls.by_id(unit.db, int(draft.subject))
    if call is not None and call.by_person == actor.person.id and not call.note:
        return None
    drafts.drop_draft(unit.db, draft.id)
    return calling.show_list(unit, actor, 0)


def _left(unit: Unit, actor: Actor, _draft: Draft) -> Reply:
    return calling.show_list(unit, actor, 0)


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, forming.done_before, _left)
"""The form in which a call is noted."""
