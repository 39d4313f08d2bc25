"""The form in which the desk excuses a seat from a report that it did not ask to be excused from itself."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import seat_requests as asked
from bot.domain.form_questions import missing
from bot.domain.forms import Done, Draft, Form
from bot.domain.operations import Operation, Send, Topic, TopicKind
from bot.domain.people import MEMBER_ROLES, Actor, Seat
from bot.domain.periods import Period
from bot.domain.texts import Screen
from bot.screens.people import forming
from bot.screens.people import seat_requests as wording
from bot.services.desk import ledger
from bot.services.desk.morning import OWED
from bot.services.people import duties
from bot.services.people.duties import officer_only
from bot.services.people.quiet import held
from bot.services.reply import Reply
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.standing import ledger as rows_of
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, ledgers, people, seat_requests
from storage.unit import Unit


def start(unit: Unit, actor: Actor, seat: int, period: Period) -> Reply:
    """Open the form; where nothing is owed, the seat is shown. Raises what `ledger.show_seat` raises."""
    if not _owes(unit, seat, period):
        return ledger.show_seat(unit, actor, period, seat)
    subject = f"{seat}:{period.iso}"
    draft = drafts.live_draft(unit.db, actor.person.id, 0, asked.DESK_EXCUSE, subject) or drafts.add_draft(
        unit.db, actor.person.id, 0, asked.DESK_EXCUSE, subject, "", unit.now
    )
    return open_draft(unit, actor, FORM, draft if draft.rev else _begun(unit, draft))


def _owes(unit: Unit, seat: int, period: Period) -> bool:
    schedule = ledger.schedule_of(unit, period)
    owing = (row.seat.id for row in rows_of(unit, schedule) if row.state in OWED)
    return ledger.is_accepting(unit, schedule) and seat in owing


def _begun(unit: Unit, draft: Draft) -> Draft:
    begun = replace(draft, position=asked.desk_excuse_form().start())
    drafts.save_draft(unit.db, begun, unit.now)
    return begun


def _about(unit: Unit, draft: Draft) -> tuple[Seat, Period]:
    number, _, period = draft.subject.partition(":")
    seat = people.seat_by_id(unit.db, int(number))
    assert seat is not None
    return seat, Period.parse(period)


def _form(_unit: Unit, _draft: Draft) -> Form:
    return asked.desk_excuse_form()


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    form, (seat, period) = _form(unit, draft), _about(unit, draft)
    answered = bool(draft.items) and missing(form, draft) is None
    view = forming.View(
        form=form,
        heading=wording.desk_excuse_heading(seat.organisation, period),
        seats={},
        people={},
        suggested=(),
        missing_second=False,
        result=wording.reason_line(draft.items[0]) if answered else (),
        confirm=wording.DESK_EXCUSE,
    )
    return forming.draft_screen(view, draft)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)  # the form is the roster's, and that is an administrator's too
    seat, period = _about(unit, draft)
    reason = draft.items[0][asked.REASON]
    drafts.drop_draft(unit.db, draft.id)
    seat_requests.excuse(unit.db, seat.id, period.iso, reason, actor.person.id, unit.now)
    about = f"seat:{seat.code}"
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), "seat.excused", about, {"period": period.iso})
    shown = ledger.show_seat(unit, actor, period, seat.id)
    return Reply(shown.screen, notices=_tell(unit, seat, period, wording.excused(seat.organisation, period, reason)))


def _tell(unit: Unit, seat: Seat, period: Period, screen: Screen) -> tuple[Operation, ...]:
    """Tell everybody who holds the seat."""
    holders = people.persons_of_seat(unit.db, seat.id, MEMBER_ROLES, unit.today)
    found = [to for person in holders for to in duties.addressees_of(unit, person)]
    key, topic = f"excused:{seat.id}:{period.iso}", Topic(TopicKind.SEAT)
    return tuple(held(unit, (Send(to, screen, topic=topic, key=f"{key}:{to.account}") for to in found)))


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    seat, period = _about(unit, draft)
    return None if _owes(unit, seat.id, period) else ledger.show_seat(unit, actor, period, seat.id)


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    seat, period = _about(unit, draft)
    return ledger.show_seat(unit, actor, period, seat.id)


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, forming.done_before, _left)
"""The form in which the desk excuses a seat."""
