"""Amending a report that was sent: the same form, with what was sent in it."""

from __future__ import annotations

from bot.domain.people import Actor
from bot.domain.periods import Schedule
from bot.domain.reports import REPORT, Report
from bot.screens.reporting import amending as wording
from bot.services.reply import Reply
from bot.services.reporting import adhoc, periodic
from bot.services.reporting.drafting import open_draft
from bot.services.reporting.versions import own_report, take_up, window_of
from bot.services.standing import accepting_now
from storage import drafts, people
from storage.unit import Unit


def start(unit: Unit, actor: Actor, code: str) -> Reply:
    """Open the form of a report that was sent with everything it says, or the draft of that which there is.

    Where its period has closed, say so and what can be sent instead.
    """
    report = own_report(unit, actor, code)
    if report is None:
        people.set_open_draft(unit.db, actor.account, None)
        return Reply(wording.withdrawn_before(code))
    if report.urgency:
        return open_draft(unit, actor, adhoc.FORM, take_up(unit, actor, report))
    schedule = window_of(unit, report)
    if unit.now < schedule.stop_at:
        return open_draft(unit, actor, periodic.FORM, take_up(unit, actor, report))
    return _closed(unit, actor, report, schedule)


def _closed(unit: Unit, actor: Actor, report: Report, schedule: Schedule) -> Reply:
    begun = drafts.live_draft(unit.db, actor.person.id, report.seat, REPORT, report.period)
    if begun and begun.report == report.code:
        return periodic.closed(unit, actor, begun)
    people.set_open_draft(unit.db, actor.account, None)
    following = [each.period for each in accepting_now(unit, schedule.period.cadence)]
    return Reply(wording.closed(report, schedule, following[-1] if following else None))
