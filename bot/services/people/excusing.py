"""The form in which a member asks that a seat be excused from the report for a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain import seat_requests as asked
from bot.domain.calendars import Provisional
from bot.domain.form_questions import missing
from bot.domain.forms import Done, Draft, Form
from bot.domain.people import Actor
from bot.domain.periods import Period, SeatState
from bot.domain.seat_requests import SeatRequestKind
from bot.domain.texts import Screen
from bot.domain.verbs.seats import AskExcuse
from bot.errors import BotError
from bot.screens.people import forming
from bot.screens.people import seat_requests as wording
from bot.services.people import seat_requests
from bot.services.reply import Reply
from bot.services.reporting.drafting import DraftForm, open_draft, seat_of
from bot.services.standing import SeatPeriod, kept_until, seat_periods
from storage import drafts, people
from storage import seat_requests as stored
from storage.unit import Unit


def choose(unit: Unit, actor: Actor) -> Reply:
    """From which report; at once where one can be meant."""
    open_ = _open(unit, actor)
    if len(open_) == 1:
        return start(unit, actor, open_[0].seat.id, open_[0].schedule.period)
    people.set_open_draft(unit.db, actor.account, None)
    several = len(actor.seats) > 1
    return Reply(
        wording.choose(
            [(s.seat.code if several else None, AskExcuse(s.seat.id, s.schedule.period), s.schedule) for s in open_]
        )
    )


def start(unit: Unit, actor: Actor, seat_id: int, period: Period) -> Reply:
    """Open the form, or the draft of it that there is. Raises BotError("stale") for what need not be reported."""
    if not any(s.seat.id == seat_id and s.schedule.period == period for s in _open(unit, actor)):
        raise BotError("stale")
    draft = drafts.live_draft(unit.db, actor.person.id, seat_id, asked.EXCUSE, period.iso) or drafts.add_draft(
        unit.db, actor.person.id, seat_id, asked.EXCUSE, period.iso, "", unit.now
    )
    return open_draft(unit, actor, FORM, draft if draft.rev else _begun(unit, draft))


def _open(unit: Unit, actor: Actor) -> list[SeatPeriod]:
    """What is still to be reported, for which nothing has been asked."""
    return [
        s
        for s in seat_periods(unit, actor)
        if s.report is None
        and s.state is not SeatState.EXCUSED
        and stored.open_request(unit.db, SeatRequestKind.EXCUSE, s.seat.id, s.schedule.period.iso) is None
    ]


def _begun(unit: Unit, draft: Draft) -> Draft:
    begun = replace(draft, position=asked.excuse_form().start())
    drafts.save_draft(unit.db, begun, unit.now)
    return begun


def _form(_unit: Unit, _draft: Draft) -> Form:
    return asked.excuse_form()


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    form, period = _form(unit, draft), Period.parse(draft.subject)
    answered = bool(draft.items) and missing(form, draft) is None
    view = forming.View(
        form=form,
        heading=wording.excuse_heading(period, seat_of(actor, draft).organisation),
        seats={},
        people={},
        suggested=(),
        missing_second=False,
        result=wording.reason_line(draft.items[0]) if answered else (),
        confirm=wording.SEND,
        beside=(wording.nil_row(draft.seat, period),),
    )
    return forming.draft_screen(view, draft)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    # Asked again: what was to be reported may have been sent, excused or asked for by a colleague meanwhile.
    if not any(s.seat.id == draft.seat and s.schedule.period.iso == draft.subject for s in _open(unit, actor)):
        drafts.drop_draft(unit.db, draft.id)
        raise BotError("stale")
    body = {asked.REASON: draft.items[0][asked.REASON]}
    drafts.drop_draft(unit.db, draft.id)
    people.set_open_draft(unit.db, actor.account, None)
    return seat_requests.make(unit, actor, SeatRequestKind.EXCUSE, draft.seat, draft.subject, body)


def _kept_until(unit: Unit, draft: Draft) -> date | Provisional:
    return kept_until(unit, draft)


FORM = DraftForm(_form, _screen, _send, _kept_until)
"""The form in which a seat asks to be excused."""
