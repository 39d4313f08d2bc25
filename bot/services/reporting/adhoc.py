"""Ad hoc reports: written at any time, accepted for handling by an officer, brought to the leaders if nobody does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.forms import Done, Draft
from bot.domain.operations import Guard, Lane, Operation, Piece, Replace, Send, Strip, Topic, TopicKind
from bot.domain.people import Actor, Person, Role, Seat, To
from bot.domain.periods import Period
from bot.domain.reports import ADHOC, Report, Urgency, due_for_escalation, due_for_second_call
from bot.domain.texts import Screen, Text
from bot.domain.verbs import OpenAdhoc
from bot.errors import BotError
from bot.screens.reporting import adhoc as wording
from bot.screens.reporting.form import View
from bot.services.desk.notices import files_to_desk, naming_absent
from bot.services.reply import Reply
from bot.services.reporting.destination import paper_of
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.reporting.filing import file_adhoc
from bot.services.upkeep.housekeeping import OPEN_DRAFTS_FOR
from storage import difficulties, drafts, ledgers, people, receptions, reports
from storage.unit import Unit

_DESK = frozenset({Role.SECRETARIAT})
_LEADERS = frozenset({Role.LEADER})


def start(unit: Unit, actor: Actor, seat_id: int | None) -> Reply:
    """Open an ad hoc report, or the draft of one that there is; who has several seats names one first.

    Raises BotError("stale") for a seat that is not theirs.
    """
    if seat_id is None and len(actor.seats) > 1:
        people.set_open_draft(unit.db, actor.account, None)
        return Reply(wording.choose_seat([(seat.organisation, OpenAdhoc(seat.id)) for seat in actor.seats]))
    seat = next((seat for seat in actor.seats if seat_id in (None, seat.id)), None)
    if seat is None:
        raise BotError("stale")
    draft = drafts.live_draft(unit.db, actor.person.id, seat.id, ADHOC, "") or drafts.add_draft(
        unit.db, actor.person.id, seat.id, ADHOC, "", difficulties.last_field(unit.db, seat.id), unit.now
    )
    return open_draft(unit, actor, FORM, draft)


def accept(unit: Unit, actor: Actor, code: str) -> Reply:
    """Accept a report for handling; the first officer to do so is the one, later ones are told who it was."""
    report = reports.report_by_code(unit.db, code)
    if report is None or report.urgency is None:
        raise BotError("stale")
    first = receptions.accept(unit.db, report.code, actor.person.id, unit.now)
    reception = receptions.reception(unit.db, report.code)
    assert reception.accepted_at is not None
    assert reception.accepted_by is not None
    officer = people.person_by_id(unit.db, reception.accepted_by).full_name
    acceptance = wording.Acceptance(officer, reception.accepted_at)
    card = _card(unit, report, acceptance)
    if not first:
        own = Replace(actor.to, card, _anchor(actor.account, report), _topic(TopicKind.DESK_COPY, report))
        return Reply(toast=wording.accepted_before(report.code, acceptance), notices=(own,))
    ledgers.append_audit(
        unit.db, unit.now, f"person:{actor.person.code}", "adhoc.accepted", f"report:{report.reference}"
    )
    topic = _topic(TopicKind.DESK_COPY, report)
    desk = people.recipients(unit.db, _DESK, unit.today)
    # On every officer's copy, so that nobody else sets out to do the same.
    cards = [Replace(to, card, _anchor(to.account, report), topic) for to in desk]
    told = _to_sender(unit, report, wording.accepted(unit.rules.profile, report, acceptance), "accepted")
    called = [Strip(to, _second_anchor(to, report)) for to in desk] if reception.called_again_at else []
    led = _to_leaders(unit, report, acceptance) if reception.escalated_at else []
    return Reply(toast=wording.accepted_now(report.code), notices=(*cards, *called, *told, *led))


def awaits_acceptance(db: Database) -> bool:
    """Whether there is an urgent report that nobody has accepted and no leader was told of."""
    return bool(reports.untold(db, Urgency.URGENT))


def still_unaccepted(db: Database, report: Mapping[str, Any], _now: datetime) -> bool:
    """The guard of what says that nobody has accepted a report, by its `code`."""
    return receptions.reception(db, report["code"]).accepted_at is None


def escalate(unit: Unit) -> Iterable[Piece]:
    """Tell of every urgent report that nobody has accepted in time, once each: the desk anew, then the leaders and its
    sender.

    Where the program did not run and both are due, the desk is told that leaders are: one message, and a true one.
    """
    profile = unit.rules.profile
    for report in reports.untold(unit.db, Urgency.URGENT):
        reception = receptions.reception(unit.db, report.code)
        if due_for_escalation(report.sent_at, unit.now, reception, profile.accept_within):
            yield Piece(report.code, partial(_escalate, unit, report, called=bool(reception.called_again_at)))
        elif due_for_second_call(report.sent_at + profile.call_again_after, unit.now, reception):
            yield Piece(report.code, partial(_call_again, unit, report))


def call_again(unit: Unit) -> Iterable[Piece]:
    """Tell the desk anew, once, of every report to be handled early that nobody has accepted within its days."""
    for report in reports.untold(unit.db, Urgency.SOON):
        if due_for_second_call(_soon_until(unit, report), unit.now, receptions.reception(unit.db, report.code)):
            yield Piece(report.code, partial(_call_again, unit, report))


def _soon_until(unit: Unit, report: Report) -> datetime:
    """The hour of deadlines on the last working day in which it should be accepted."""
    profile = unit.rules.profile
    day = unit.rules.calendar.working_day_after(report.sent_at.astimezone(VN).date(), profile.soon_within)
    return datetime.combine(day, profile.periods.hour, VN)


def _call_again(unit: Unit, report: Report) -> Sequence[Operation]:
    receptions.mark_called_again(unit.db, report.code, unit.now)
    waited = wording.waited(unit.rules.profile, report)
    return _second_call(unit, report, wording.called_again(report, _organisation(unit, report), waited))


def _second_call(unit: Unit, report: Report, screen: Screen) -> list[Send]:
    topic = _topic(TopicKind.DESK_COPY, report)
    return [
        Send(
            to,
            screen,
            _second_anchor(to, report),
            topic,
            key=f"called-again:{report.code}:{to.account}",
            guard=_unaccepted(report),
        )
        for to in people.recipients(unit.db, _DESK, unit.today)
    ]


def _unaccepted(report: Report) -> Guard:
    return Guard("still_unaccepted", {"code": report.code})


def _escalate(unit: Unit, report: Report, *, called: bool) -> Sequence[Operation]:
    leaders = people.recipients(unit.db, _LEADERS, unit.today)
    # Also where no leader can be reached: the sender is told so, and it is not tried again every few minutes.
    receptions.mark_escalated(unit.db, report.code, unit.now)
    ledgers.append_audit(
        unit.db, unit.now, "system", "adhoc.escalated", f"report:{report.reference}", {"leaders": len(leaders)}
    )
    organisation, limit = _organisation(unit, report), unit.rules.profile.accept_within
    screen = wording.to_leader(unit.rules.fields, report, organisation, _sender(unit, report), limit)
    topic, guard = _topic(TopicKind.ESCALATION, report), _unaccepted(report)
    notices = [
        Send(to, screen, topic=topic, key=f"escalated:{report.code}:{to.account}", guard=guard) for to in leaders
    ]
    told = wording.escalated(unit.rules.profile, report, unit.now, leaders=bool(leaders))
    if not called:
        receptions.mark_called_again(unit.db, report.code, unit.now)
        at_once = wording.called_again(
            report, organisation, wording.span(limit), wording.notified(leaders=bool(leaders))
        )
        notices += _second_call(unit, report, at_once)
    return [*notices, *_to_sender(unit, report, told, "escalated")]


def _to_leaders(unit: Unit, report: Report, acceptance: wording.Acceptance) -> Sequence[Operation]:
    """Who was asked for directions learns that somebody has taken it on."""
    screen = wording.accepted_after_all(report, _organisation(unit, report), acceptance)
    topic = _topic(TopicKind.ESCALATION, report)
    return [
        Send(to, screen, topic=topic, key=f"leader:accepted:{report.code}:{to.account}")
        for to in people.recipients(unit.db, _LEADERS, unit.today)
    ]


def _to_sender(unit: Unit, report: Report, screen: Screen, what: str) -> Sequence[Operation]:
    found = [people.recipient(unit.db, a, unit.today) for a in people.reachable_accounts(unit.db, report.person)]
    topic = _topic(TopicKind.HANDLING, report)
    return [Send(to, screen, topic=topic, key=f"sender:{what}:{report.code}:{to.account}") for to in found if to]


def _topic(kind: TopicKind, report: Report) -> Topic:
    return Topic(kind, {"code": report.code})


def _anchor(account: int | None, report: Report) -> str:
    return f"desk:{account}:{report.code}"


def _second_anchor(to: To, report: Report) -> str:
    return f"called-again:{to.account}:{report.code}"


def _sender(unit: Unit, report: Report) -> Person:
    return people.person_by_id(unit.db, report.person)


def _organisation(unit: Unit, report: Report) -> str:
    seat = people.seat_by_id(unit.db, report.seat)
    assert seat is not None
    return seat.organisation


def _card(unit: Unit, report: Report, acceptance: wording.Acceptance | None = None) -> Screen:
    return wording.card(unit.rules.fields, report, _organisation(unit, report), _sender(unit, report), acceptance)


def _seat(actor: Actor, draft: Draft) -> Seat:
    return next(seat for seat in actor.seats if seat.id == draft.seat)


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    view = View(
        unit.rules.adhoc_form,
        unit.rules.fields,
        _seat(actor, draft).organisation,
        actor.person.full_name,
        email=unit.rules.profile.office.email,
    )
    return wording.draft_screen(unit.rules.profile, view, draft)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    # The form has one item and is not sent without it.
    urgency, (item,) = Urgency(draft.opening), draft.items
    report = file_adhoc(unit, _seat(actor, draft), actor.person.id, urgency, item, draft.attached(0))
    drafts.close_draft(unit.db, draft.id, report.code, unit.now)
    desk, card = people.recipients(unit.db, _DESK, unit.today), naming_absent(unit, _card(unit, report))
    topic = _topic(TopicKind.DESK_COPY, report)
    notices = [
        Send(to, card, _anchor(to.account, report), topic, key=f"desk:{report.reference}:{to.account}") for to in desk
    ]
    receipt = wording.receipt(unit.rules.profile, report, _paper(unit, actor, draft), on_duty=bool(desk))
    return Reply(
        kept=receipt,
        kept_topic=_topic(TopicKind.RECEIPT, report),
        notices=(*notices, *files_to_desk(unit, report, Lane.INTERACTIVE)),
    )


def _paper(unit: Unit, actor: Actor, draft: Draft) -> Text:
    """Of the window in which the report is sent."""
    cadence = unit.rules.profile.bodies[_seat(actor, draft).body].cadence
    return paper_of(unit, Period.containing(unit.today, cadence))


def _kept_until(_unit: Unit, draft: Draft) -> date:
    """The last whole day before housekeeping deletes a draft that nobody touched."""
    return (draft.updated_at + OPEN_DRAFTS_FOR - timedelta(days=1)).astimezone(VN).date()


FORM = DraftForm(lambda unit, _draft: unit.rules.adhoc_form, _screen, _send, _kept_until)
"""The form of an ad hoc report."""
