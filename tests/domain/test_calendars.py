"""Working days of Viet Nam: the package, the file that beats it, and the arithmetic on them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_source import calendar_around, load_calendar
from bot.domain.calendars import Calendar, Day, DayKind, WorkingDays

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


def test_days_of_the_plain_week_are_not_made_anew() -> None:
    assert PLAIN_WEEK.day(date(2026, 11, 16)) is PLAIN_WEEK.day(date(2026, 11, 20))
    assert PLAIN_WEEK.day(date(2026, 11, 21)) is PLAIN_WEEK.day(date(2026, 11, 22))


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


# --- days that a decision may change

UNSURE = {
    2026: [],
    2027: ["02-02", "02-03", "02-04", "02-10", "02-11", "02-12", "09-01", "09-02", "09-03", "09-06"],
    2028: ["01-20", "01-21", "01-24", "01-31", "02-01", "04-03", "08-31", "09-01", "09-04", "09-05"],
}
"""Worked out by hand: Tết 4 to 10/2/2027 and 24 to 28/1/2028 with two working days on either side, National Day with
one, and Monday 3/4/2028 before a Tuesday off. Of a feast itself its first and its last weekday off."""


@pytest.mark.parametrize("year", UNSURE)
def test_around_feasts_that_move_and_between_days_off_a_computed_year_is_unsure_and_a_decided_one_is_not(
    year: int,
) -> None:
    calendar = load_calendar(2025, 2029)

    found = [day for day in days_of(year) if calendar.may_change(day)]

    assert [day.strftime("%m-%d") for day in found] == UNSURE[year]


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range(365 + (year % 4 == 0))]


def test_the_new_year_of_2027_is_computed_from_4_to_10_february_with_its_first_day_on_the_6th() -> None:
    calendar = load_calendar(2026, 2027)

    names = {day: calendar.day(day).name for day in days_of(2027) if calendar.day(day).feast == "tet"}

    assert list(names) == [date(2027, 2, day) for day in range(4, 11)]
    assert names[date(2027, 2, 6)] == "Tết Nguyên Đán"


def test_the_new_year_of_1_january_never_moves() -> None:
    assert load_calendar(2026, 2027).day(date(2027, 1, 1)).feast is None


@pytest.mark.parametrize("swapped", ["2024-04-29", "2025-05-02", "2026-01-02", "2026-08-31"])
def test_every_exchange_of_the_last_years_was_of_a_day_that_would_have_counted_as_unsure(swapped: str) -> None:
    day = date.fromisoformat(swapped)
    decided = load_calendar(2023, 2027)
    as_computed = {at: found for at, found in decided.days.items() if "thay cho" not in found.name}
    as_computed = {at: found for at, found in as_computed.items() if found.kind is not DayKind.MAKE_UP}

    assert Calendar(as_computed, day.year - 1).may_change(day)


def test_of_days_that_are_not_sure_the_last_sure_working_day_before_is_the_nearest() -> None:
    calendar = load_calendar(2026, 2027)

    assert calendar.last_sure(date(2027, 2, 12)) == date(2027, 2, 1)
    assert calendar.last_sure(date(2027, 2, 15)) == date(2027, 2, 15)


def test_a_guess_turns_one_or_two_near_days_and_leaves_every_other_as_it_is() -> None:
    calendar = load_calendar(2026, 2027)

    guesses = list(calendar.guesses(date(2027, 1, 1), date(2027, 12, 31)))

    turned = [
        tuple(day for day in days_of(2027) if calendar.is_working(day) != guess.is_working(day)) for guess in guesses
    ]
    assert (date(2027, 2, 11),) in turned
    assert (date(2027, 2, 4), date(2027, 2, 11)) in turned  # all of it a day later
    assert all(1 <= len(days) <= 2 for days in turned)
    assert all(calendar.may_change(day) for days in turned for day in days)
    assert not list(calendar.guesses(date(2026, 1, 1), date(2026, 12, 31)))


def test_a_distance_is_the_same_ahead_and_behind_and_says_whether_a_computed_year_was_counted() -> None:
    calendar = load_calendar(2026, 2027)

    assert calendar.distance(date(2026, 11, 16), date(2026, 11, 20)) == WorkingDays(4, provisional=False)
    assert calendar.distance(date(2026, 11, 20), date(2026, 11, 16)) == WorkingDays(4, provisional=False)
    assert calendar.distance(date(2026, 12, 31), date(2027, 1, 4)) == WorkingDays(1, provisional=True)
