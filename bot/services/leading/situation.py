"""The figures of the periods that run, as their papers would have them at this moment: read, and never counted anew."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.leading import open_codes
from bot.domain.periods import Period, Schedule
from bot.domain.reconciling import Figures
from bot.domain.triage import QueueItem
from bot.exports.snapshot import Snapshot
from bot.services.desk.aggregate import present
from bot.services.desk.reconciling import figures_of
from bot.services.standing import accepting_now
from storage.unit import Unit


@dataclass(frozen=True)
class Situation:
    """A period that runs: what its papers would hold now, and the figures that these state."""

    schedule: Schedule
    snapshot: Snapshot
    figures: Figures

    @property
    def period(self) -> Period:
        """Which one it is."""
        return self.schedule.period


def situations(unit: Unit) -> list[Situation]:
    """Return the periods that run in which anybody has to report, what is due first standing first."""
    cadences = dict.fromkeys(body.cadence for body in unit.rules.profile.bodies.values())
    running = [schedule for cadence in cadences for schedule in accepting_now(unit, cadence)[:1]]
    found = [_situation(unit, schedule) for schedule in sorted(running, key=lambda each: each.due_at)]
    return [each for each in found if each.figures.seats]


def _situation(unit: Unit, schedule: Schedule) -> Situation:
    snapshot = present(unit, schedule)
    return Situation(schedule, snapshot, figures_of(snapshot))


def situation(unit: Unit, period: Period) -> tuple[Situation, list[Period]] | None:
    """Return a period that runs, and the others; None for one that does not."""
    found = situations(unit)
    chosen = next((each for each in found if each.period == period), None)
    return (chosen, [each.period for each in found if each.period != period]) if chosen else None


def replies_missed(each: Situation, items: list[QueueItem]) -> int:
    """Return how many of the lines being followed wait for an authority past the day by which it was asked to reply."""
    late = {item.code for item in items if item.reply_missed}
    return sum(code in late for code in open_codes(each.figures))
