"""What would become of the days of periods if days off are decided otherwise."""

from __future__ import annotations

from datetime import date

from bot.calendar_source import load_calendar
from bot.domain.calendars import Calendar
from bot.domain.periods import Cadence, Period, PeriodRules
from bot.domain.provisional import Step, unsure_days

RULES = PeriodRules()


def days(*numbers: int) -> list[date]:
    return [date(2026, 2, number) for number in numbers]


def test_of_2027_only_the_opening_of_february_depends_on_what_is_decided() -> None:
    calendar = load_calendar(2026, 2028)
    periods = [
        *(Period(2027, month) for month in range(1, 13)),
        *(Period(2027, number, Cadence.QUARTER) for number in range(1, 5)),
    ]

    (found,) = unsure_days(periods, RULES, calendar, date(2026, 11, 16), date(2027, 11, 16))

    assert (found.period, found.step, found.day) == (Period(2027, 2), Step.OPENING, date(2027, 2, 11))
    assert found.others == [date(2027, 2, day) for day in (10, 12, 15)]


def test_a_new_year_in_the_days_of_the_deadline_moves_deadline_aggregate_and_close() -> None:
    undecided = Calendar(load_calendar(2025, 2027).days, 2025)  # Tết 2026 was the 16th to the 20th of February

    found = unsure_days([Period(2026, 2)], RULES, undecided, date(2026, 1, 1), date(2026, 12, 31))

    assert {each.step: (each.day, each.others) for each in found} == {
        Step.DUE: (date(2026, 2, 23), days(16, 20, 24, 25)),
        Step.DIGEST: (date(2026, 2, 24), days(23, 25, 26)),
        Step.STOP: (date(2026, 2, 25), days(26)),
    }


def test_a_year_that_is_decided_depends_on_nothing() -> None:
    calendar = load_calendar(2025, 2027)

    assert not list(unsure_days([Period(2026, 2)], RULES, calendar, date(2026, 1, 1), date(2026, 12, 31)))
