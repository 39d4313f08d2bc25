"""Working days of Viet Nam: the package, the file that beats it, and the arithmetic on them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_source import calendar_around, load_calendar
from bot.domain.calendars import Calendar, Day, DayKind

ODD_DAYS = st.dictionaries(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.sampled_from([Day(DayKind.HOLIDAY), Day(DayKind.MAKE_UP)]),
    max_size=40,
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
PLAIN_WEEK = Calendar({}, 2026)


def test_the_swap_of_january_2026_that_the_package_misses_comes_from_our_own_file() -> None:
    calendar = calendar_around(date(2026, 1, 5))

    off, worked = calendar.day(date(2026, 1, 2)), calendar.day(date(2026, 1, 10))

    assert off.kind is DayKind.HOLIDAY
    assert worked.kind is DayKind.MAKE_UP
    assert "12729/VPCP-KGVX" in off.source
    assert "12729/VPCP-KGVX" in worked.source


@pytest.mark.parametrize(
    "day",
    ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"],
)
def test_a_make_up_saturday_is_a_working_day(day: str) -> None:
    assert date.fromisoformat(day).weekday() == 5
    assert load_calendar(2024, 2026).is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    ["2024-04-29", "2025-01-27", "2026-01-02", "2026-02-16", "2026-02-20", "2026-04-27", "2026-08-31", "2026-11-24"],
)
def test_a_weekday_that_is_off_is_not_a_working_day(day: str) -> None:
    assert date.fromisoformat(day).weekday() < 5
    assert not load_calendar(2024, 2026).is_working(date.fromisoformat(day))


def test_a_make_up_day_in_december_is_known_although_its_day_off_lies_in_the_next_year() -> None:
    calendar = load_calendar(2014, 2014)

    assert calendar.day(date(2014, 12, 27)).kind is DayKind.MAKE_UP


def test_days_of_a_year_that_nobody_has_decided_yet_are_provisional() -> None:
    calendar = calendar_around(date(2026, 11, 16))

    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.is_provisional(date(2027, 1, 1))


def test_each_day_off_has_a_name_and_each_day_that_differs_a_source() -> None:
    days = calendar_around(date(2026, 6, 1)).days.values()

    assert all(day.name for day in days if day.kind is DayKind.HOLIDAY)
    assert all(day.source for day in days)


def test_without_odd_days_offices_work_from_monday_to_friday() -> None:
    week = [PLAIN_WEEK.is_working(date(2026, 11, 16) + timedelta(days=n)) for n in range(7)]

    assert week == [True] * 5 + [False] * 2


def test_working_days_are_counted_after_the_first_day_and_with_the_last() -> None:
    calendar = calendar_around(date(2026, 11, 20))

    # Saturday, Sunday and Tuesday the 24th are off.
    assert calendar.working_days_between(date(2026, 11, 20), date(2026, 11, 25)) == 2
    assert calendar.working_days_between(date(2026, 11, 20), date(2026, 11, 20)) == 0
    assert calendar.working_days_between(date(2026, 11, 25), date(2026, 11, 20)) == 0


@given(ODD_DAYS, DAYS)
def test_the_previous_working_day_is_the_nearest_one_not_later(odd: dict[date, Day], day: date) -> None:
    calendar = Calendar(odd, 2026)

    found = calendar.previous_working(day)

    assert found <= day
    assert calendar.is_working(found)
    assert not any(calendar.is_working(found + timedelta(days=n)) for n in range(1, (day - found).days + 1))


@given(ODD_DAYS, DAYS)
def test_the_next_working_day_is_the_nearest_one_later(odd: dict[date, Day], day: date) -> None:
    calendar = Calendar(odd, 2026)

    found = calendar.next_working_after(day)

    assert found > day
    assert calendar.working_days_between(day, found) == 1
    assert calendar.is_working(found)


@given(ODD_DAYS, DAYS, DAYS)
def test_working_days_reckoned_by_weeks_are_those_counted_day_by_day(odd: dict[date, Day], a: date, b: date) -> None:
    calendar = Calendar(odd, 2026)

    counted = sum(calendar.is_working(a + timedelta(days=n)) for n in range(1, (b - a).days + 1))

    assert calendar.working_days_between(a, b) == counted
