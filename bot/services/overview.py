"""The main screen of a leader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.domain.people import Actor, Role
from bot.domain.periods import Schedule
from bot.domain.reports import Urgency
from bot.domain.texts import Text
from bot.screens import overview as wording
from bot.services.reply import Reply
from bot.services.standing import accepting_now, ledger
from bot.services.tasks.listing import status_of
from storage import people, reports, tasks
from storage.unit import Unit


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
    lines += [wording.task_line(buckets), wording.waiting_line(waiting)]
    return Reply(wording.overview(unit.rules.profile, lines, waiting))


def _period(unit: Unit, schedule: Schedule) -> Sequence[Text]:
    """Nothing of a period in which nobody has to report."""
    rows = ledger(unit, schedule)
    if not rows:
        return ()
    difficulties = sum(len(row.report.difficulties) for row in rows if row.report)
    return wording.period_lines(schedule.period, unit.now, Counter(row.state for row in rows), difficulties)
