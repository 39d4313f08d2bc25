"""Ad hoc reports that wait: accepted for handling by an officer; if nobody does, the desk is called again and the
leaders are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.difficulties import DifficultyAct, DifficultyEvent, DifficultyState, current_state
from bot.domain.operations import Guard, Operation, Piece, Replace, Send, Strip, Topic, TopicKind
from bot.domain.people import MEMBER_ROLES, Actor, Person, Role, To
from bot.domain.reminder_rules import Kind
from bot.domain.reports import Report, Urgency, Via, due_for_escalation, due_for_second_call
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens.reporting import acceptance as wording
from bot.screens.reporting.signing import is_plain, signature
from bot.services.desk import opened
from bot.services.reply import Reply
from storage import addressees, difficulties, ledgers, people, receptions, reports
from storage.unit import Unit

DESK = frozenset({Role.SECRETARIAT})
_LEADERS = frozenset({Role.LEADER})


def accept(unit: Unit, actor: Actor, code: str, version: int | None = None, meant: str = "") -> Reply:
    """Accept a report for handling; the first officer to do so is the one, later ones are told who it was.

    `meant` is the difficulty of it that the officer chose, which is accepted also where it had been returned.

    Where it has been amended since the `version` on the card, the card is shown anew and nothing is accepted unread.
    """
    report = reports.report_by_code(unit.db, code)
    if report is None or report.urgency is None:
        raise BotError("stale")
    opened.note(unit, actor, report)
    there = acceptance_of(unit, report)
    if version is not None and version != report.version and there is None:
        return Reply(toast=wording.amended_since(report), notices=(_own_card(unit, actor, report, there),))
    first = receptions.accept(unit.db, report.code, actor.person.id, unit.now)
    reception = receptions.reception(unit.db, report.code)
    assert reception.accepted_at is not None
    assert reception.accepted_by is not None
    officer = people.person_by_id(unit.db, reception.accepted_by).full_name
    acceptance = wording.Acceptance(officer, reception.accepted_at)
    card = desk_card(unit, report, acceptance)
    if not first:
        own = _own_card(unit, actor, report, acceptance)
        return Reply(toast=wording.accepted_before(report.code, acceptance), notices=(own,))
    ledgers.append_audit(
        unit.db, unit.now, f"person:{actor.person.code}", "adhoc.accepted", f"report:{report.reference}"
    )
    _accept_difficulties(unit, actor, report, meant)
    topic = topic_of(TopicKind.DESK_COPY, report)
    desk = addressees.recipients(unit.db, DESK, unit.today)
    # On every officer's copy, so that nobody else sets out to do the same.
    cards = [Replace(to, card, anchor_of(to.account, report), topic) for to in desk]
    told = _to_sender(unit, report, wording.accepted(unit.rules.profile, report, acceptance), "accepted")
    called = [Strip(to, _second_anchor(to, report)) for to in desk] if reception.called_again_at else []
    led = _to_leaders(unit, report, acceptance) if reception.escalated_at else []
    return Reply(toast=wording.accepted_now(report.code), notices=(*cards, *called, *told, *led))


def _accept_difficulties(unit: Unit, actor: Actor, report: Report, meant: str) -> None:
    """What is in a report is accepted with it, as far as nothing else has been done with it meanwhile."""
    events = difficulties.events_of(unit.db, [difficulty.code for difficulty in report.difficulties])
    for code, happened in events.items():
        if current_state(happened) is DifficultyState.SENT or code == meant:
            accepted = DifficultyEvent(DifficultyAct.ACCEPTED, unit.now, f"person:{actor.person.code}")
            difficulties.add_event(unit.db, code, report.id, accepted)


def _own_card(unit: Unit, actor: Actor, report: Report, acceptance: wording.Acceptance | None) -> Replace:
    card = desk_card(unit, report, acceptance)
    return Replace(actor.to, card, anchor_of(actor.account, report), topic_of(TopicKind.DESK_COPY, report))


def acceptance_of(unit: Unit, report: Report) -> wording.Acceptance | None:
    """Return who accepted an ad hoc report and when, None where nobody has or it is none."""
    taken = receptions.reception(unit.db, report.code) if report.urgency else None
    if taken is None or taken.accepted_at is None or taken.accepted_by is None:
        return None
    return wording.Acceptance(people.person_by_id(unit.db, taken.accepted_by).full_name, taken.accepted_at)


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
    rules = unit.rules.reminders
    for report in reports.untold(unit.db, Urgency.URGENT):
        reception = receptions.reception(unit.db, report.code)
        if due_for_escalation(report.filed_at, unit.now, reception, rules.waits(Kind.URGENT_LEADER)):
            yield Piece(report.code, partial(_escalate, unit, report, called=bool(reception.called_again_at)))
        elif due_for_second_call(report.filed_at + rules.waits(Kind.URGENT), unit.now, reception):
            yield Piece(report.code, partial(_call_again, unit, report))


def call_again(unit: Unit) -> Iterable[Piece]:
    """Tell the desk anew, once, of every report to be handled early that nobody has accepted within its days."""
    for report in reports.untold(unit.db, Urgency.SOON):
        if due_for_second_call(_soon_until(unit, report), unit.now, receptions.reception(unit.db, report.code)):
            yield Piece(report.code, partial(_call_again, unit, report))


def _soon_until(unit: Unit, report: Report) -> datetime:
    """The hour of deadlines on the last working day in which it should be accepted."""
    (mark,) = unit.rules.reminders.of(Kind.SOON).marks
    day = unit.rules.calendar.working_day_after(report.filed_at.astimezone(VN).date(), mark.number)
    return datetime.combine(day, unit.rules.profile.periods.hour, VN)


def _call_again(unit: Unit, report: Report) -> Sequence[Operation]:
    receptions.mark_called_again(unit.db, report.code, unit.now)
    waited = wording.waited(unit.rules.reminders, report)
    return _second_call(unit, report, wording.called_again(report, _organisation(unit, report), waited))


def _second_call(unit: Unit, report: Report, screen: Screen) -> list[Send]:
    topic = topic_of(TopicKind.DESK_COPY, report)
    return [
        Send(
            to,
            screen,
            _second_anchor(to, report),
            topic,
            key=f"called-again:{report.code}:{to.account}",
            guard=_unaccepted(report),
        )
        for to in addressees.recipients(unit.db, DESK, unit.today)
    ]


def _unaccepted(report: Report) -> Guard:
    return Guard("still_unaccepted", {"code": report.code})


def _escalate(unit: Unit, report: Report, *, called: bool) -> Sequence[Operation]:
    leaders = addressees.recipients(unit.db, _LEADERS, unit.today)
    # Also where no leader can be reached: the sender is told so, and it is not tried again every few minutes.
    receptions.mark_escalated(unit.db, report.code, unit.now)
    ledgers.append_audit(
        unit.db, unit.now, "system", "adhoc.escalated", f"report:{report.reference}", {"leaders": len(leaders)}
    )
    organisation, limit = _organisation(unit, report), unit.rules.reminders.waits(Kind.URGENT_LEADER)
    screen = wording.to_leader(unit.rules.fields, report, organisation, _sender(unit, report), limit)
    topic, guard = topic_of(TopicKind.ESCALATION, report), _unaccepted(report)
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
    topic = topic_of(TopicKind.ESCALATION, report)
    return [
        Send(to, screen, topic=topic, key=f"leader:accepted:{report.code}:{to.account}")
        for to in addressees.recipients(unit.db, _LEADERS, unit.today)
    ]


def _to_sender(unit: Unit, report: Report, screen: Screen, what: str) -> Sequence[Operation]:
    # What the desk entered is the member's all the same.
    by_desk = report.endorsed.via is Via.PROXY
    persons = people.persons_of_seat(unit.db, report.seat, MEMBER_ROLES, unit.today) if by_desk else [report.person]
    found = [
        addressees.recipient(unit.db, account, unit.today)
        for person in persons
        for account in addressees.reachable_accounts(unit.db, person)
    ]
    topic = topic_of(TopicKind.HANDLING, report)
    return [Send(to, screen, topic=topic, key=f"sender:{what}:{report.code}:{to.account}") for to in found if to]


def topic_of(kind: TopicKind, report: Report) -> Topic:
    """What a message about a report is about."""
    return Topic(kind, {"code": report.code})


def anchor_of(account: int | None, report: Report) -> str:
    """The name of an officer's card of a report."""
    return f"desk:{account}:{report.code}"


def _second_anchor(to: To, report: Report) -> str:
    return f"called-again:{to.account}:{report.code}"


def _sender(unit: Unit, report: Report) -> Person:
    return people.person_by_id(unit.db, report.person)


def _organisation(unit: Unit, report: Report) -> str:
    seat = people.seat_by_id(unit.db, report.seat)
    assert seat is not None
    return seat.organisation


def desk_card(unit: Unit, report: Report, acceptance: wording.Acceptance | None = None) -> Screen:
    """The report as the desk sees it."""
    signed = None if is_plain(report) else signature(report, people.persons_by_id(unit.db, report.signers))
    sender = _sender(unit, report)
    return wording.card(unit.rules.fields, report, _organisation(unit, report), sender, acceptance, signed)
