"""Thirteen months and four quarters, worked out a second time from the Decree's text and a list of days off.

Nothing of the program is used for what is expected: days off are written out, and every working day is counted.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.calendar_source import calendar_around
from bot.clock import VN
from bot.domain.periods import Period, PeriodRules, schedule

DAYS_OFF = {
    date(2026, month, day)
    for month, days in {
        1: [1, 2],  # New Year; the 2nd in exchange for Saturday the 10th
        2: [16, 17, 18, 19, 20],  # Tết, which with its weekends is the 14th to the 22nd
        4: [27, 30],  # the day of the Hùng kings on Sunday the 26th, made up on Monday; Reunification
        5: [1],  # Labour Day
        8: [31],  # in exchange for Saturday the 22nd
        9: [1, 2],  # Independence
        11: [24],  # the day of Vietnamese culture
    }.items()
    for day in days
}
"""Days off of 2026 that are no Saturday or Sunday; December 2025 has none."""
WORKED_SATURDAYS = {date(2026, 1, 10), date(2026, 8, 22)}
MONTHS = [(2025, 12), *((2026, month) for month in range(1, 13))]
QUARTERS = {"2026-Q1": (2026, 3), "2026-Q2": (2026, 6), "2026-Q3": (2026, 9), "2026-Q4": (2026, 12)}


def works(day: date) -> bool:
    """Whether offices work: Monday to Friday without the days off, and the Saturdays exchanged for one."""
    return day in WORKED_SATURDAYS or (day.isoweekday() <= 5 and day not in DAYS_OFF)


def working_days(first: date, last: date) -> list[date]:
    """The working days from `first` to `last`, both included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if works(day)]


def expected(year: int, month: int) -> tuple[date, date, date]:
    """Due, digest and close of a period whose last month this is.

    Data end on the 14th (Decree 09/2019/NĐ-CP, Article 12); between that day and the deadline there is at least one
    working day (Article 8, clause 5, point b); the Government has its report by the 25th (Article 13). Within this the
    profile asks for the 20th, the 22nd and the 25th: each on the last working day up to it, or the first one that is
    still free after the step before.
    """
    ordered: list[date] = []
    free = date(year, month, 15)
    for wanted in (20, 22):
        by_then = working_days(free, date(year, month, wanted))
        ordered.append(by_then[-1] if by_then else working_days(free, free + timedelta(days=15))[0])
        free = ordered[-1] + timedelta(days=1)
    due, digest = ordered
    return due, digest, [day for day in working_days(digest, date(year, month, 25)) if day >= digest][-1]


def of_the_program(period: str, year: int, month: int) -> tuple[date, ...]:
    """The same three days as the program has them; all of them end at 17:00."""
    days = schedule(Period.parse(period), PeriodRules(), calendar_around(date(year, month, 15)))
    instants = [at.astimezone(VN) for at in (days.due_at, days.digest_at, days.stop_at)]
    assert {(at.hour, at.minute) for at in instants} == {(17, 0)}
    return tuple(at.date() for at in instants)


@pytest.mark.parametrize(("year", "month"), MONTHS)
def test_the_days_of_a_month_are_those_worked_out_from_the_decree(year: int, month: int) -> None:
    assert of_the_program(f"{year}-{month:02}", year, month) == expected(year, month)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_days_of_a_quarter_are_those_of_its_last_month(quarter: str) -> None:
    assert of_the_program(quarter, *QUARTERS[quarter]) == expected(*QUARTERS[quarter])


def test_the_second_calculation_itself_agrees_with_a_wall_calendar() -> None:
    assert expected(2025, 12) == (date(2025, 12, 19), date(2025, 12, 22), date(2025, 12, 25))  # 20th a Saturday
    assert expected(2026, 1) == (date(2026, 1, 20), date(2026, 1, 22), date(2026, 1, 23))  # 25th a Sunday
    assert expected(2026, 2) == (date(2026, 2, 23), date(2026, 2, 24), date(2026, 2, 25))  # no working day before
    assert expected(2026, 8) == (date(2026, 8, 20), date(2026, 8, 22), date(2026, 8, 25))  # 22nd a worked Saturday
    assert expected(2026, 11) == (date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 25))  # 22nd a Sunday


@pytest.mark.parametrize(("year", "month"), MONTHS)
def test_every_day_of_the_program_s_calendar_is_worked_or_off_as_written_down(year: int, month: int) -> None:
    calendar = calendar_around(date(year, month, 1))
    first = date(year, month, 1)
    days = [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == month]

    assert [day for day in days if calendar.is_working(day) != works(day)] == []
