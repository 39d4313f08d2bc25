"""What would change if days off that are computed are decided otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar
from bot.domain.periods import Period, PeriodRules, schedule

# Not the one of `bot.clock`: the domain imports nothing from above it.
_VN = ZoneInfo("Asia/Ho_Chi_Minh")


class Step(StrEnum):
    """A day of a period that follows from the calendar."""

    OPENING = "opening"
    DUE = "due"
    DIGEST = "digest"
    STOP = "stop"


@dataclass(frozen=True)
class Unsure:
    """A day of a period as it is computed, and the days that a decision may make of it, in order."""

    period: Period
    step: Step
    day: date
    others: Sequence[date]


def unsure_days(
    periods: Iterable[Period], rules: PeriodRules, calendar: Calendar, first: date, last: date
) -> Iterator[Unsure]:
    """Return the days of periods that would be others under a guess about the days from `first` to `last`."""
    guesses = list(calendar.guesses(first, last))
    for period in periods:
        guessed = [period_days(period, rules, guess) for guess in guesses]
        for step, day in period_days(period, rules, calendar).items():
            others = sorted({days[step] for days in guessed} - {day})
            if others:
                yield Unsure(period, step, day, others)


def period_days(period: Period, rules: PeriodRules, calendar: Calendar) -> Mapping[Step, date]:
    """Return the days of a period that follow from a calendar."""
    found = schedule(period, rules, calendar)
    return {
        Step.OPENING: found.opening_push_on,
        Step.DUE: found.due_on,
        Step.DIGEST: found.digest_at.astimezone(_VN).date(),
        Step.STOP: found.stop_at.astimezone(_VN).date(),
    }
