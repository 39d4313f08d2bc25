"""Withdrawing a report that nobody has opened yet."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.operations import Operation, Replace, TopicKind
from bot.domain.people import Actor
from bot.domain.reports import Report, Urgency
from bot.screens.reporting import amending as wording
from bot.services import reminding
from bot.services.difficulties import clusters
from bot.services.reply import Reply
from bot.services.reporting.acceptance import DESK, anchor_of, topic_of
from bot.services.reporting.versions import own_report, take_up, window_of, withdrawable
from bot.services.tasks import series
from storage import addressees, anchors, ledgers, people, reports
from storage.unit import Unit


def ask(unit: Unit, actor: Actor, code: str) -> Reply:
    """Ask whether a report is to be withdrawn; where it cannot be, say so and offer to amend it."""
    people.set_open_draft(unit.db, actor.account, None)
    report = own_report(unit, actor, code)
    if report is None:
        return Reply(wording.withdrawn_before(code))
    if withdrawable(unit, report) is None:
        return Reply(wording.too_late(report))
    return Reply(wording.ask(report, window_of(unit, report) if report.period else None))


def withdraw(unit: Unit, actor: Actor, code: str) -> Reply:
    """Withdraw a report: its content becomes a draft of whoever does so, and its period counts as not reported."""
    people.set_open_draft(unit.db, actor.account, None)
    report = own_report(unit, actor, code)
    if report is None:
        return Reply(wording.withdrawn_before(code))
    # Asked again: the desk may have opened it since the question was shown.
    if withdrawable(unit, report) is None:
        return Reply(wording.too_late(report))
    reports.withdraw(unit.db, code, unit.now, actor.person.id)
    ledgers.append_audit(
        unit.db, unit.now, f"person:{actor.person.code}", "report.withdrawn", f"report:{report.reference}"
    )
    series.report_moved(unit, report.seat, report.period, f"person:{actor.person.code}")
    draft = take_up(unit, actor, report)
    if report.period:
        reminding.plan_seat(unit, report.seat, report.period)
    screen = wording.done(report, draft, unit.now, window_of(unit, report) if report.period else None)
    return Reply(screen, notices=(*_told(unit, report), *clusters.released(unit)))


def _told(unit: Unit, report: Report) -> Sequence[Operation]:
    """One line in place of what the desk has: only the card of what is urgent, or was, has left by now."""
    if not report.urgency:
        return []
    is_urgent = report.urgency is Urgency.URGENT
    seat = people.seat_by_id(unit.db, report.seat)
    assert seat is not None
    line = wording.withdrawn_line(report, seat.organisation, unit.now)
    topic = topic_of(TopicKind.DESK_COPY, report)
    return [
        Replace(to, line, anchor_of(to.account, report), topic)
        for to in addressees.recipients(unit.db, DESK, unit.today)
        if is_urgent or anchors.anchor(unit.db, anchor_of(to.account, report))
    ]
