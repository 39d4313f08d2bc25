"""The periods of a recurring task: each has one occurrence, whichever days the program was awake on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_source import load_calendar
from bot.domain.courses import Course, Lead, Stage
from bot.domain.deadlines import DeadlineKind, Recurrence, counted_on
from bot.domain.periods import Cadence, Period
from bot.domain.series import begins_on, due_in, ends_on, missing, next_after, occurrence, to_begin_with, with_receipt
from bot.domain.tasks import Part, Task

CALENDAR = load_calendar(2025, 2028)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
AWAKE = st.lists(st.integers(1, 120), max_size=12)
RECURRENCES = st.sampled_from([Recurrence.MONTHLY, Recurrence.QUARTERLY])
DEADLINES = st.one_of(st.just(""), st.integers(1, 31).map(str))


def a_series(recurrence: Recurrence = Recurrence.MONTHLY, deadline: str = "20") -> Task:
    kind, parts = DeadlineKind.RECURRING, {Part.LEAD: (1, 2)}
    return Task(7, "NV-26-045", "Văn bản", "Tổng hợp", kind, deadline, recurrence, "", None, None, "", parts)


def lived(series: Task, assigned: date, awake: list[int]) -> tuple[list[Period], date]:
    """What a series makes that is assigned on a day, and then after so many days each; and the last of them."""
    first = to_begin_with(series, None, assigned, CALENDAR)
    made, today = [first] if first else [], assigned
    for slept in awake:
        today += timedelta(days=slept)
        for _twice in range(2):  # however often it is asked
            made += list(missing(series, made[-1] if made else None, today, CALENDAR))
    return made, today


@given(RECURRENCES, DEADLINES, DAYS, AWAKE)
def test_every_period_has_exactly_one_occurrence_whatever_was_slept_through(
    recurrence: Recurrence, deadline: str, assigned: date, awake: list[int]
) -> None:
    series = a_series(recurrence, deadline)

    made, today = lived(series, assigned, awake)

    assert all(after == before.next() for before, after in pairwise(made))
    assert ends_on(made[-1]) >= today  # nothing that has begun is missing
    assert len(made) == 1 or begins_on(made[-1]) <= today


@given(RECURRENCES, DEADLINES, DAYS)
def test_nobody_is_late_with_what_was_assigned_today_and_the_past_makes_nothing(
    recurrence: Recurrence, deadline: str, assigned: date
) -> None:
    series = a_series(recurrence, deadline)

    first = to_begin_with(series, None, assigned, CALENDAR)

    assert first is not None
    assert counted_on(DeadlineKind.RECURRING, due_in(series, first), CALENDAR) >= assigned
    before = due_in(series, first.previous())
    assert begins_on(first) <= assigned or counted_on(DeadlineKind.RECURRING, before, CALENDAR) < assigned


@given(RECURRENCES, DEADLINES, DAYS, AWAKE, st.integers(1, 200))
def test_a_series_that_is_taken_up_again_makes_nothing_for_the_time_between(
    recurrence: Recurrence, deadline: str, assigned: date, awake: list[int], suspended: int
) -> None:
    series = a_series(recurrence, deadline)
    made, today = lived(series, assigned, awake)
    resumed = today + timedelta(days=suspended)

    again = to_begin_with(series, made[-1], resumed, CALENDAR)

    assert (again is None) == (ends_on(made[-1]) >= resumed)
    assert again is None or ends_on(again) >= resumed
    assert again is None or begins_on(again) > ends_on(made[-1])


@given(DAYS, AWAKE)
def test_periods_never_overlap_where_a_month_becomes_a_quarter_or_the_other_way(
    assigned: date, awake: list[int]
) -> None:
    monthly, quarterly = a_series(), a_series(Recurrence.QUARTERLY)
    for before, after in ((monthly, quarterly), (quarterly, monthly)):
        made, today = lived(before, assigned, awake)
        later = list(missing(after, made[-1], today + timedelta(days=300), CALENDAR))

        assert all(begins_on(second) > ends_on(first) for first, second in pairwise([made[-1], *later]))


@given(RECURRENCES, DAYS)
def test_a_period_is_due_on_a_day_of_its_own(recurrence: Recurrence, day: date) -> None:
    series = a_series(recurrence, "")
    period = next_after(series, Period(day.year, day.month))

    assert begins_on(period) <= due_in(series, period) == ends_on(period)
    assert begins_on(period) > date(day.year, day.month, 1)


@pytest.mark.parametrize(
    ("period", "days"),
    [
        (Period(2026, 11), (date(2026, 11, 1), date(2026, 11, 30))),
        (Period(2026, 4, Cadence.QUARTER), (date(2026, 10, 1), date(2026, 12, 31))),
    ],
)
def test_a_period_of_the_calendar_begins_with_its_first_month(period: Period, days: tuple[date, date]) -> None:
    assert (begins_on(period), ends_on(period)) == days


def test_an_occurrence_is_an_ordinary_task_with_the_parts_of_its_series() -> None:
    made = occurrence(a_series(), Period(2026, 11), "NV-26-050", "Tổng hợp (tháng 11/2026)", date(2026, 11, 1))

    assert (made.deadline_kind, made.deadline, made.recurrence) == (DeadlineKind.DAY, "20/11/2026", Recurrence.NONE)
    assert (made.series, made.period, made.seats) == (7, "2026-11", {Part.LEAD: (1, 2)})
    assert (made.id, made.recurs, made.assigned_on) == (0, False, date(2026, 11, 1))


def test_who_has_received_the_series_has_received_what_it_makes() -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    received = Course(Lead(1), Stage.RECEIVED, received_at=at)

    assert with_receipt(Course(Lead(1)), received) == Course(Lead(1), Stage.RECEIVED, received_at=at)
    assert with_receipt(Course(Lead(1)), Course(Lead(1))) == Course(Lead(1))
    assert with_receipt(Course(Lead(1), Stage.WAITING), received).stage is Stage.WAITING
