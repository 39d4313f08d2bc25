"""The main screen of a leader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from bot.domain.people import Actor, Role
from bot.domain.periods import Schedule
from bot.domain.reports import Report, Urgency
from bot.domain.texts import Text
from bot.screens import overview as wording
from bot.screens.reporting.acceptance import Acceptance
from bot.services.reply import Reply
from bot.services.standing import accepting_now, window
from bot.services.tasks.listing import status_of
from storage import people, receptions, reports, tasks
from storage.unit import Unit

LATELY = timedelta(days=7)
"""So long an urgent report stands on the main screen after it was accepted."""


def is_leader(actor: Actor) -> bool:
    """Return whether somebody leads the standing body and does nothing else: has no report to send, no desk to keep."""
    return Role.LEADER in actor.roles and Role.SECRETARIAT not in actor.roles and not actor.seats


def overview(unit: Unit, actor: Actor) -> Reply:
    """How the periods that run stand, the tasks, and which urgent reports wait."""
    people.set_open_draft(unit.db, actor.account, None)
    cadences = dict.fromkeys(body.cadence for body in unit.rules.profile.bodies.values())
    running = [schedule for cadence in cadences for schedule in accepting_now(unit, cadence)[:1]]
    waiting = [report.code for report in reports.unaccepted(unit.db, Urgency.URGENT)]
    buckets = [status_of(unit, task).bucket for done in (True, False) for task in tasks.all_tasks(unit.db, done=done)]
    lines = [line for schedule in sorted(running, key=lambda s: s.due_at) for line in _period(unit, schedule)]
    accepted = _accepted(unit)
    lines += [wording.task_line(buckets), wording.waiting_line(waiting), *wording.accepted_lines(accepted, LATELY.days)]
    return Reply(wording.overview(unit.rules.profile, lines, [*waiting, *(each.code for each in accepted)]))


def _accepted(unit: Unit) -> list[wording.Accepted]:
    found = reports.accepted_since(unit.db, Urgency.URGENT, unit.now - LATELY)
    taken = receptions.receptions(unit.db, [report.code for report in found])
    officers = people.persons_by_id(unit.db, {each.accepted_by for each in taken.values() if each.accepted_by})
    seats = people.seats_by_id(unit.db, {report.seat for report in found})

    def entry(report: Report) -> wording.Accepted:
        by, at = taken[report.code].accepted_by, taken[report.code].accepted_at
        assert by is not None
        assert at is not None
        return wording.Accepted(report.code, seats[report.seat].organisation, Acceptance(officers[by].full_name, at))

    return [entry(report) for report in found]


def _period(unit: Unit, schedule: Schedule) -> Sequence[Text]:
    """Nothing of a period in which nobody has to report."""
    found = window(unit, schedule)
    if not found.rows:
        return ()
    return wording.period_lines(
        schedule.period,
        unit.now,
        Counter(row.state for row in found.rows),
        sum(len(row.report.difficulties) for row in found.rows if row.report),
        [row.report.code for row in found.adhoc],
    )
