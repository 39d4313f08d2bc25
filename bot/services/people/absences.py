"""The form in which a member says that they are away, and who is to stand in: the desk decides."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import seat_requests as asked
from bot.domain.form_questions import missing
from bot.domain.forms import Done, Draft, Form
from bot.domain.people import MEMBER_ROLES, Actor
from bot.domain.seat_requests import SeatRequestKind
from bot.domain.texts import Screen
from bot.domain.verbs.seats import AskAbsence
from bot.errors import BotError
from bot.screens.people import forming
from bot.screens.people import seat_requests as wording
from bot.services.people import seat_requests
from bot.services.people.handing_over import check_unplanned
from bot.services.reply import Reply
from bot.services.reporting.drafting import DraftForm, open_draft, seat_of
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, people
from storage import seat_requests as stored
from storage.unit import Unit


def start(unit: Unit, actor: Actor, seat_id: int | None) -> Reply:
    """Open the form, or the draft of it that there is; who has several seats names one first.

    Raises BotError("stale") for a seat that is not theirs and where they have asked already, BotError("turn_planned").
    """
    if seat_id is None and len(actor.seats) > 1:
        people.set_open_draft(unit.db, actor.account, None)
        return Reply(wording.choose_seat([(seat.organisation, AskAbsence(seat.id)) for seat in actor.seats]))
    seat = next((seat for seat in actor.seats if seat_id in (None, seat.id)), None)
    if seat is None:
        raise BotError("stale")
    subject = _free_duty(unit, actor, seat.id)
    draft = drafts.live_draft(unit.db, actor.person.id, seat.id, asked.ABSENCE, subject) or drafts.add_draft(
        unit.db, actor.person.id, seat.id, asked.ABSENCE, subject, "", unit.now
    )
    return open_draft(unit, actor, FORM, draft if draft.rev else _begun(unit, draft))


def _free_duty(unit: Unit, actor: Actor, seat: int) -> str:
    """The duty that somebody would stand in for."""
    duty = next(d for d in actor.duties if d.seat and d.seat.id == seat and d.role in MEMBER_ROLES)
    check_unplanned(unit, duty.id)
    if stored.open_request(unit.db, SeatRequestKind.SUBSTITUTE, seat, str(duty.id)):
        raise BotError("stale")
    return str(duty.id)


def _begun(unit: Unit, draft: Draft) -> Draft:
    begun = replace(draft, position=_form(unit, draft).start())
    drafts.save_draft(unit.db, begun, unit.now)
    return begun


def _form(unit: Unit, draft: Draft) -> Form:
    return asked.absence_form(draft, unit.today_for_words)


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    form = _form(unit, draft)
    answered = bool(draft.items) and missing(form, draft) is None
    view = forming.View(
        form=form,
        heading=wording.absence_heading(seat_of(actor, draft).organisation),
        seats={},
        people={},
        suggested=(),
        missing_second=False,
        result=wording.absence_lines(draft.items[0]) if answered else (),
        confirm=wording.SEND,
    )
    return forming.draft_screen(view, draft)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    subject = _free_duty(unit, actor, draft.seat)
    body = {name: draft.items[0][name] for name in (asked.WHO, asked.FROM, asked.UNTIL)}
    drafts.drop_draft(unit.db, draft.id)
    people.set_open_draft(unit.db, actor.account, None)
    return seat_requests.make(unit, actor, SeatRequestKind.SUBSTITUTE, draft.seat, subject, body)


FORM = DraftForm(_form, _screen, _send, last_day_untouched)
"""The form in which a member asks for a substitute."""
