"""On which days reminders go out: the marks before and after a deadline, sure days, and the desk's days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_source import load_calendar
from bot.data_source import load_reminder_rules
from bot.domain.calendars import Calendar, Day, DayKind, Feast
from bot.domain.reminder_rules import ON_THE_DAY, OPENING, Kind, Mark, after, before
from bot.domain.reminders import (
    Due,
    Occurrence,
    day_off,
    desk_told_on,
    plan,
    this_morning,
)

RULES = load_reminder_rules()
YEARS = load_calendar(2025, 2028)
"""2027 and 2028 are computed: nobody has decided their days off."""
ODD_DAYS = st.dictionaries(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.sampled_from([Day(DayKind.HOLIDAY), Day(DayKind.MAKE_UP), Day(DayKind.HOLIDAY, feast=Feast.TET)]),
    max_size=60,
)
DAYS = st.dates(date(2026, 3, 1), date(2027, 12, 1))


def due(day: date, kind: Kind = Kind.TASK, opening_on: date | None = None) -> Due:
    return Due(kind, "NV-26-001" if kind is Kind.TASK else "2027-02", 1, 1, day, opening_on)


def days(item: Due, calendar: Calendar = YEARS) -> dict[Mark, date]:
    """Return the day of each mark that is planned."""
    return {occurrence.mark: occurrence.send_on for occurrence in plan([item], RULES, calendar)}


def test_a_task_is_reminded_of_one_three_and_seven_working_days_after_its_deadline() -> None:
    found = days(due(date(2026, 11, 10)))

    assert {mark: day.day for mark, day in found.items() if day > date(2026, 11, 10)} == {
        after(1): 11,
        after(3): 13,
        after(7): 19,
    }


@pytest.mark.parametrize(
    ("deadline", "past"),
    [
        (date(2026, 11, 20), [23, 26, 2]),  # a weekend, and Tuesday the 24th is a day off
        (date(2026, 11, 21), [23, 26, 2]),  # a Saturday
    ],
)
def test_days_off_are_not_counted_after_the_deadline(deadline: date, past: list[int]) -> None:
    found = days(due(deadline))

    assert [found[mark].day for mark in (after(1), after(3), after(7))] == past


def test_that_today_is_the_deadline_is_said_on_the_deadline_even_on_a_saturday_or_in_the_new_year_holidays() -> None:
    saturday, tet = date(2026, 10, 31), date(2027, 2, 8)

    assert days(due(saturday))[ON_THE_DAY] == saturday
    assert days(due(saturday))[before(1)] == date(2026, 10, 30)
    assert days(due(tet))[ON_THE_DAY] == tet


@pytest.mark.parametrize(
    ("deadline", "mark", "moved"),
    [
        (
            date(2027, 2, 19),
            before(7),
            date(2027, 2, 1),
        ),  # 11, 12, 2 and 3 February may become days off
        (date(2027, 2, 5), before(1), date(2027, 2, 1)),
        (date(2027, 9, 9), before(3), date(2027, 8, 31)),  # the 1st of September may be off instead of the 3rd
        (date(2028, 4, 6), before(3), date(2028, 3, 31)),  # a Monday before a holiday may be exchanged for a Saturday
    ],
)
def test_a_reminder_on_a_day_that_may_be_off_goes_on_the_last_sure_working_day(
    deadline: date, mark: Mark, moved: date
) -> None:
    assert days(due(deadline))[mark] == moved


def test_the_opening_of_a_period_is_told_on_a_sure_day_too() -> None:
    item = due(date(2027, 2, 26), Kind.REPORT, opening_on=date(2027, 2, 11))

    assert days(item)[OPENING] == date(2027, 2, 1)


def test_a_mark_after_the_deadline_keeps_its_day_where_no_sure_day_lies_between() -> None:
    found = days(due(date(2027, 2, 10)))

    assert found[after(1)] == date(2027, 2, 11)  # may be off, as may the 12th


def test_once_the_year_is_decided_every_working_day_is_sure() -> None:
    decided = Calendar(YEARS.days, 2028)

    assert days(due(date(2027, 2, 19)), decided)[before(7)] == date(2027, 2, 12)


@given(ODD_DAYS, DAYS)
def test_no_reminder_comes_on_an_unsure_day_before_the_deadline_or_says_after_it_what_belongs_before(
    odd: dict[date, Day], deadline: date
) -> None:
    calendar = Calendar(odd, 2026)

    found = days(due(deadline), calendar)

    ahead = {mark: found[mark] for mark in (before(7), before(3), before(1)) if mark in found}
    assert all(calendar.is_sure(day) and day < deadline for day in ahead.values())
    assert found[ON_THE_DAY] == deadline
    past = [found[mark] for mark in (after(1), after(3), after(7)) if mark in found]
    assert past == sorted(past)
    assert all(calendar.is_working(day) and day > deadline for day in past)
    assert after(7) in found


def test_of_marks_missed_in_an_outage_only_the_nearest_is_sent() -> None:
    planned = plan([due(date(2026, 11, 10))], RULES, YEARS)

    morning = this_morning(planned, date(2026, 11, 16), RULES, YEARS)

    assert [occurrence.mark for occurrence in morning.send] == [after(3)]
    assert {occurrence.mark for occurrence in morning.folded} == {before(7), before(3), before(1), ON_THE_DAY, after(1)}


def test_on_a_day_off_only_the_deadlines_of_that_day_are_told_and_nothing_is_given_up() -> None:
    saturday = date(2026, 10, 31)
    planned = plan([due(saturday), due(saturday - timedelta(days=1))], RULES, YEARS)

    morning = day_off(planned, saturday)

    assert morning.send == (Occurrence(ON_THE_DAY, due(saturday), saturday),)
    assert (morning.folded, morning.late) == ((), ())


# --- the desk


def told(deadline: date, first: date, last: date, calendar: Calendar = YEARS) -> list[date]:
    """Return the days on which the desk is told, where it is looked at every day."""
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sorted({day for today in span if (day := desk_told_on(deadline, today, calendar))})


def test_the_desk_is_told_after_one_three_and_seven_working_days_and_then_on_the_first_working_day_of_a_week() -> None:
    found = told(date(2026, 11, 10), date(2026, 11, 10), date(2026, 12, 8))

    assert [(day.day, day.month) for day in found] == [(11, 11), (13, 11), (19, 11), (23, 11), (30, 11), (7, 12)]


def test_in_a_week_that_begins_with_a_day_off_the_desk_is_told_on_the_first_day_worked() -> None:
    found = told(date(2026, 3, 10), date(2026, 4, 20), date(2026, 5, 1))

    assert found == [date(2026, 4, 20), date(2026, 4, 28)]  # Monday the 27th is off


@given(ODD_DAYS, DAYS, st.integers(1, 120))
def test_the_desk_is_never_told_before_a_deadline_or_ahead_of_its_day(
    odd: dict[date, Day], deadline: date, later: int
) -> None:
    calendar, today = Calendar(odd, 2026), deadline + timedelta(days=later)

    found = desk_told_on(deadline, today, calendar)

    if calendar.working_days_between(deadline, today):
        assert found is not None
    assert found is None or (deadline < found <= today and calendar.is_working(found))
