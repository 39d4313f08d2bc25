"""The main screen of a leader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain import questions
from bot.domain.leading import most_repeated
from bot.domain.people import Actor, Role
from bot.domain.reports import Report, Urgency
from bot.domain.task_figures import figures_of
from bot.domain.texts import Row, Screen, Text
from bot.domain.triage import QueueItem
from bot.exports.snapshot import Snapshot
from bot.screens import overview as wording
from bot.screens.leading.tasks import task_line, waiting_line
from bot.screens.reporting.acceptance import Acceptance
from bot.services.beside import OverPapers
from bot.services.desk import queue
from bot.services.difficulties.directing import leader_only
from bot.services.leading.showing import made
from bot.services.leading.situation import Situation, replies_missed, situations
from bot.services.leading.task_lists import undecided
from bot.services.reply import Reply
from bot.services.tasks.figures import course_lines
from storage import people, receptions, reports
from storage.unit import Unit

LATELY = timedelta(days=7)
"""So long an urgent report stands on the main screen after it was accepted."""
_REPEATED = 3


def is_leader(actor: Actor) -> bool:
    """Return whether somebody leads the standing body and does nothing else: has no report to send, no desk to keep."""
    return Role.LEADER in actor.roles and Role.SECRETARIAT not in actor.roles and not actor.seats


def situation(unit: Unit, actor: Actor) -> Reply:
    """The same for a leader who has another main screen. Raises BotError("leaders_only")."""
    leader_only(unit, actor)
    return overview(unit, actor)


def beside(unit: Unit, actor: Actor) -> tuple[Sequence[Text], Sequence[Row]]:
    """Return what another main screen says to whoever leads as well, and the ways from there."""
    if Role.LEADER not in actor.roles:
        return (), ()
    asked = len(queue.for_leaders(unit))
    return ([wording.opinions_line(asked)] if asked else []), [wording.to_situation(asked)]


def overview(unit: Unit, actor: Actor) -> Reply:
    """How the periods that run stand, the tasks, what waits for an opinion, and which urgent reports wait."""
    return made(unit, actor, OverviewOf())


@dataclass(frozen=True)
class OverviewOf(OverPapers):
    """The work of making the main screen of leaders, which is the same for each of them."""

    def __call__(self, unit: Unit) -> Screen:
        """Make it."""
        return _screen(unit)


def _screen(unit: Unit) -> Screen:
    found, items = situations(unit), queue.items(unit)
    waiting = [report.code for report in reports.unaccepted(unit.db, Urgency.URGENT)]
    asked = sum(item.asks_leader for item in items)
    accepted, courses = _accepted(unit), course_lines(unit)
    lines = [line for each in found for line in _period(unit, each, items)]
    lines += [
        task_line(figures_of(courses)),
        *([waiting_line(late)] if (late := len(undecided(unit, courses))) else []),
        wording.opinions_line(asked),
        *wording.repeated_lines(repeated(found)),
        wording.waiting_line(waiting),
        *wording.accepted_lines(accepted, LATELY.days),
    ]
    urgent = [*waiting, *(each.code for each in accepted)]
    return wording.overview(unit.rules.profile, lines, [each.period for each in found], asked, urgent)


def repeated(found: Sequence[Situation]) -> list[wording.Repeated]:
    """The difficulties behind which most members stand, whatever period they are followed in."""
    lines = [(line, each.snapshot) for each in found for line in most_repeated(each.figures, _REPEATED)]
    return [
        wording.Repeated(line.code, field_of(snapshot, line.code), line.weight)
        for line, snapshot in sorted(lines, key=lambda pair: -pair[0].weight)[:_REPEATED]
    ]


def field_of(snapshot: Snapshot, code: str) -> str:
    """Return the name of the field of a difficulty that a snapshot lists."""
    listed = (*snapshot["difficulties"], *snapshot["carried"])
    return str(next(each[questions.FIELD] for each in listed if each["code"] == code))


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


def _period(unit: Unit, each: Situation, items: list[QueueItem]) -> Sequence[Text]:
    codes = [report["code"] for report in each.snapshot["adhoc"]]
    return wording.period_lines(each.period, unit.now, each.figures, replies_missed(each, items), codes)
