"""Deadlines as documents state them, and the five official buckets."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_source import calendar_around, load_calendar
from bot.clock import VN
from bot.domain.calendars import Calendar
from bot.domain.deadlines import DeadlineKind, Recurrence, due_on, parse_day
from bot.domain.tasks import Bucket, Part, Task, is_code, task_status

CALENDAR = load_calendar(2026, 2026)
HOUR = time(17)
DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))
DAYS_OF_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))
OFFICIAL = "%d/%m/%Y"
ONE_DAY = timedelta(days=1)


def task(
    kind: DeadlineKind = DeadlineKind.NONE,
    deadline: str = "",
    recurrence: Recurrence = Recurrence.NONE,
    done_on: date | None = None,
) -> Task:
    parts = {Part.LEAD: (1,), Part.COORDINATING: (2, 3), Part.WATCHING: (4,)}
    return Task(1, "NV-26-045", "Văn bản", "Việc", kind, deadline, recurrence, "", None, done_on, "", parts)


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VN).astimezone(UTC)


# --- the day that follows from a deadline


@given(DAYS)
def test_a_day_is_due_on_itself_and_before_a_day_on_the_day_before(day: date) -> None:
    assert due_on(DeadlineKind.DAY, day.strftime(OFFICIAL)) == due_on(DeadlineKind.DAY, day.isoformat()) == day
    assert due_on(DeadlineKind.BEFORE_DAY, day.strftime(OFFICIAL)) == day - ONE_DAY


@given(DAYS)
def test_a_month_a_quarter_and_a_year_end_where_the_next_one_begins(day: date) -> None:
    quarter = (day.month - 1) // 3 + 1
    month_end = due_on(DeadlineKind.MONTH, f"{day.month}/{day.year}")
    quarter_end = due_on(DeadlineKind.QUARTER, f"{quarter}/{day.year}")
    year_end = due_on(DeadlineKind.YEAR, str(day.year))

    assert month_end is not None
    assert quarter_end is not None
    assert year_end is not None
    assert day <= month_end <= quarter_end <= year_end
    assert (month_end + ONE_DAY).day == (quarter_end + ONE_DAY).day == (year_end + ONE_DAY).day == 1
    assert month_end.month == day.month
    assert quarter_end.month == quarter * 3
    assert year_end.year == day.year


@pytest.mark.parametrize(
    "written", ["IV/2026", "quý IV/2026", "Quy IV/2026", "iv/2026", "4/2026", "2026-Q4", "2026-q4"]
)
def test_a_quarter_may_be_written_the_way_documents_and_machines_do(written: str) -> None:
    assert due_on(DeadlineKind.QUARTER, written) == date(2026, 12, 31)


@given(DAYS, st.sampled_from([Recurrence.MONTHLY, Recurrence.QUARTERLY]), st.integers(1, 31))
def test_a_recurring_task_is_due_on_the_first_occurrence_that_has_not_passed(
    today: date, recurrence: Recurrence, day: int
) -> None:
    due = due_on(DeadlineKind.RECURRING, str(day), recurrence, today)

    assert due is not None
    assert today <= due <= today + timedelta(days=31 if recurrence is Recurrence.MONTHLY else 92)
    assert due_on(DeadlineKind.RECURRING, str(day), recurrence, due) == due
    assert due.day == day or (due + ONE_DAY).day == 1
    assert recurrence is Recurrence.MONTHLY or due.month % 3 == 0


def test_a_recurring_task_without_a_day_is_due_on_the_last_day_of_the_month() -> None:
    assert due_on(DeadlineKind.RECURRING, "", Recurrence.MONTHLY, date(2028, 2, 3)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("kind", "deadline"),
    [
        (DeadlineKind.DAY, "30/02/2026"),
        (DeadlineKind.DAY, "2026-02-30"),
        (DeadlineKind.DAY, "11/2026"),
        (DeadlineKind.DAY, ""),
        (DeadlineKind.DAY, "01/01/1999"),
        (DeadlineKind.DAY, "٣٠/١١/٢٠٢٦"),
        (DeadlineKind.BEFORE_DAY, "31/4/2026"),
        (DeadlineKind.MONTH, "13/2026"),
        (DeadlineKind.MONTH, "2026"),
        (DeadlineKind.QUARTER, "V/2026"),
        (DeadlineKind.QUARTER, "IIII/2026"),
        (DeadlineKind.YEAR, "26"),
        (DeadlineKind.NONE, "30/11/2026"),
        (DeadlineKind.RECURRING, "20"),
    ],
)
def test_what_is_no_deadline_of_its_kind_is_refused(kind: DeadlineKind, deadline: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text alone decides
        due_on(kind, deadline)


@pytest.mark.parametrize("day", ["0", "32", "mùng 5", "-1"])
def test_a_recurring_task_needs_a_day_that_some_month_has(day: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text alone decides
        due_on(DeadlineKind.RECURRING, day, Recurrence.MONTHLY, date(2026, 11, 16))


def test_only_a_recurring_task_recurs() -> None:
    with pytest.raises(ValueError, match="monthly"):
        due_on(DeadlineKind.DAY, "30/11/2026", Recurrence.MONTHLY)


@given(st.text(max_size=12))
def test_a_text_is_a_day_or_refused_but_nothing_else(text: str) -> None:
    try:
        day = parse_day(text)
    except ValueError:
        return
    assert 2000 <= day.year < 2100


# --- buckets


def counted(day: date) -> date:
    """The day itself where offices work on it, else the next on which they do."""
    while not CALENDAR.is_working(day):
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize(
    ("kind", "deadline", "stated", "counts"),
    [
        (DeadlineKind.DAY, "21/11/2026", "2026-11-21", "2026-11-23"),
        (DeadlineKind.DAY, "16/02/2026", "2026-02-16", "2026-02-23"),
        (DeadlineKind.DAY, "22/08/2026", "2026-08-22", "2026-08-22"),
        (DeadlineKind.BEFORE_DAY, "23/11/2026", "2026-11-22", "2026-11-20"),
        (DeadlineKind.BEFORE_DAY, "23/02/2026", "2026-02-22", "2026-02-13"),
        (DeadlineKind.MONTH, "10/2026", "2026-10-31", "2026-11-02"),
        (DeadlineKind.QUARTER, "IV/2023", "2023-12-31", "2024-01-02"),
        (DeadlineKind.YEAR, "2027", "2027-12-31", "2027-12-31"),
    ],
)
def test_a_deadline_on_a_day_off_counts_on_the_next_working_day_and_before_a_day_on_the_last_one(
    kind: DeadlineKind, deadline: str, stated: str, counts: str
) -> None:
    found = task_status(task(kind, deadline), at(date(2023, 1, 2)), HOUR, calendar_around(date.fromisoformat(stated)))

    assert (str(found.stated_on), str(found.due_on)) == (stated, counts)


def test_a_deadline_of_years_ago_counts_by_the_days_off_of_its_own_year() -> None:
    long_ago = task(DeadlineKind.YEAR, "2023", done_on=date(2024, 1, 2))

    found = task_status(long_ago, at(date(2026, 11, 16)), HOUR, calendar_around(date(2026, 11, 16)))

    assert (found.due_on, found.bucket) == (date(2024, 1, 2), Bucket.DONE_ON_TIME)


@given(DAYS_OF_2026, DAYS_OF_2026, DAYS_OF_2026)
def test_what_is_done_keeps_its_bucket_for_ever(due: date, done: date, today: date) -> None:
    found = task_status(task(DeadlineKind.DAY, due.isoformat(), done_on=done), at(today), HOUR, CALENDAR)

    assert found.bucket is (Bucket.DONE_ON_TIME if done <= counted(due) else Bucket.DONE_LATE)
    assert not found.soon
    assert not found.overdue


def test_how_soon_a_deadline_is_is_counted_and_not_walked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[date] = []

    def next_working_after(_calendar: Calendar, day: date) -> date:
        walked.append(day)
        return day + ONE_DAY

    monkeypatch.setattr(Calendar, "next_working_after", next_working_after)
    found = task_status(task(DeadlineKind.DAY, "30/11/2026"), at(date(2026, 11, 27)), HOUR, CALENDAR)

    assert found.soon
    assert walked == []


@given(DAYS_OF_2026, DAYS_OF_2026, st.integers(0, 23))
def test_what_is_not_done_is_in_time_until_17_o_clock_of_its_day(due: date, today: date, hour: int) -> None:
    found = task_status(task(DeadlineKind.DAY, due.isoformat()), at(today, hour), HOUR, CALENDAR)

    stated, due = due, counted(due)
    late = today > due or (today == due and hour > 17)
    assert found.bucket is (Bucket.OPEN_OVERDUE if late else Bucket.OPEN_IN_TIME)
    assert found.soon == (not late and CALENDAR.working_days_between(today, due) <= 3)
    assert (found.stated_on, found.due_on) == (stated, due)


@given(DAYS_OF_2026, DAYS_OF_2026)
def test_nothing_without_a_deadline_is_ever_late(done: date, today: date) -> None:
    for done_on in (None, done):
        found = task_status(task(done_on=done_on), at(today), HOUR, CALENDAR)

        assert (found.bucket, found.due_at, found.soon) == (Bucket.NO_DEADLINE, None, False)


@given(DAYS_OF_2026, st.integers(0, 23), st.integers(1, 31))
def test_a_recurring_task_is_in_no_figure_and_names_the_day_that_comes(today: date, hour: int, day: int) -> None:
    now = at(today, hour, 30)

    found = task_status(task(DeadlineKind.RECURRING, str(day), Recurrence.MONTHLY), now, HOUR, CALENDAR)

    assert (found.counted, found.overdue, found.soon) == (None, False, False)
    with pytest.raises(ValueError, match="in no figure"):
        _ = found.bucket
    assert found.due_at is not None
    assert found.due_at >= now


def test_overdue_and_remaining_days_are_working_days() -> None:
    monday = date(2026, 11, 16)

    overdue = task_status(task(DeadlineKind.DAY, "10/11/2026"), at(monday), HOUR, CALENDAR)
    left = task_status(task(DeadlineKind.DAY, "25/11/2026"), at(monday), HOUR, CALENDAR)  # 24/11 is a day off

    assert (overdue.working_days.count, left.working_days.count) == (4, 6)


def test_a_task_due_on_friday_at_17_is_overdue_by_less_than_a_working_day_on_saturday() -> None:
    found = task_status(task(DeadlineKind.DAY, "20/11/2026"), at(date(2026, 11, 21)), HOUR, CALENDAR)

    assert (found.bucket, found.working_days.count) == (Bucket.OPEN_OVERDUE, 0)


# --- parts and codes


@pytest.mark.parametrize(
    ("seats", "part"),
    [((1, 2, 4), Part.LEAD), ((4, 3), Part.COORDINATING), ((4, 9), Part.WATCHING), ((9,), None), ((), None)],
)
def test_the_weightiest_part_of_several_seats_counts(seats: tuple[int, ...], part: Part | None) -> None:
    assert task().part_of(seats) is part


def test_a_code_has_a_year_and_three_digits_or_more() -> None:
    assert is_code("NV-26-045")
    assert is_code("NV-26-1045")
    assert not any(is_code(text) for text in ("NV-26-45", "nv-26-045", "NV-2026-045", "NV-26-045 ", "VM-26-045", ""))
