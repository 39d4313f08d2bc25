"""Periods, their days, and where a seat stands in them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_source import load_calendar
from bot.clock import VN
from bot.domain.calendars import Calendar, Day, DayKind
from bot.domain.periods import Cadence, Period, PeriodRules, SeatState, accepting, data_window, schedule, seat_state
from bot.errors import BotError

RULES = PeriodRules()
CALENDAR = load_calendar(2023, 2031)
MONTHS = [Period(year, month) for year in range(2024, 2031) for month in range(1, 13)]
QUARTERS = [Period(year, quarter, Cadence.QUARTER) for year in range(2024, 2031) for quarter in range(1, 5)]
NOVEMBER = schedule(Period(2026, 11), RULES, CALENDAR)

DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))
CADENCES = st.sampled_from(Cadence)
PERIODS = st.builds(Period.containing, DAYS, CADENCES)
INSTANTS = st.integers(0, 7 * 365 * 86_400).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
CALENDARS = st.dictionaries(
    st.dates(date(2025, 12, 1), date(2027, 1, 31)), st.just(Day(DayKind.HOLIDAY)), max_size=25
).map(lambda days: Calendar(days, 2026))


def vn(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VN)


# --- a period and its window


def test_november_collects_data_from_15_october_to_14_november() -> None:
    period = Period(2026, 11)

    assert (period.first_day, period.last_day) == (date(2026, 10, 15), date(2026, 11, 14))


def test_the_fourth_quarter_collects_data_from_15_september_to_14_december() -> None:
    period = Period(2026, 4, Cadence.QUARTER)

    assert (period.first_day, period.last_day) == (date(2026, 9, 15), date(2026, 12, 14))


def test_january_and_the_first_quarter_begin_in_december_of_the_year_before() -> None:
    assert Period(2026, 1).first_day == date(2025, 12, 15)
    assert Period(2026, 1, Cadence.QUARTER).first_day == date(2025, 12, 15)
    assert Period(2026, 1, Cadence.QUARTER).last_day == date(2026, 3, 14)


@given(INSTANTS, CADENCES)
def test_every_instant_lies_in_the_data_window_of_exactly_one_period(at: datetime, cadence: Cadence) -> None:
    period = Period.containing(at.astimezone(VN).date(), cadence)

    windows = [data_window(each) for each in (period.previous(), period, period.next())]

    assert [since <= at < until for since, until in windows] == [False, True, False]
    assert windows[0][1] == windows[1][0]
    assert windows[1][1] == windows[2][0]


@given(DAYS, CADENCES)
def test_every_day_lies_in_the_window_of_exactly_one_period(day: date, cadence: Cadence) -> None:
    period = Period.containing(day, cadence)

    assert period.first_day <= day <= period.last_day
    assert not period.next().first_day <= day <= period.next().last_day
    assert not period.previous().first_day <= day <= period.previous().last_day


@given(PERIODS)
def test_the_next_period_begins_the_day_after_this_one_ends(period: Period) -> None:
    assert period.next().first_day == period.last_day + timedelta(days=1)
    assert period.next().previous() == period
    assert period < period.next()


@given(PERIODS)
def test_a_period_is_read_back_from_both_its_written_forms(period: Period) -> None:
    assert Period.parse(period.iso) == period
    assert Period.parse(period.code) == period


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2026-11", Period(2026, 11)),
        ("2611", Period(2026, 11)),
        ("2601", Period(2026, 1)),
        ("2026-Q4", Period(2026, 4, Cadence.QUARTER)),
        ("26Q4", Period(2026, 4, Cadence.QUARTER)),
        (" 26q4 ", Period(2026, 4, Cadence.QUARTER)),
    ],
)
def test_a_period_can_be_typed_long_or_short(written: str, period: Period) -> None:
    assert Period.parse(written) == period


@pytest.mark.parametrize(
    "written", ["", "2026", "2613", "2600", "26Q5", "26Q0", "2026-1", "2026-13", "1926-11", "11/2026", "٢٦١١"]
)
def test_anything_else_is_not_a_period(written: str) -> None:
    with pytest.raises(BotError) as error:
        Period.parse(written)

    assert error.value.code == "bad_period"
    assert error.value.params == {"value": written}


@pytest.mark.parametrize(
    ("period", "iso", "code", "first", "last"),
    [
        (Period(2026, 1, Cadence.HALF), "2026-H1", "26H1", date(2025, 12, 15), date(2026, 6, 14)),
        (Period(2026, 2, Cadence.HALF), "2026-H2", "26H2", date(2026, 6, 15), date(2026, 12, 14)),
        (Period(2026, 1, Cadence.YEAR), "2026-Y", "26Y", date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_half_years_and_years_have_the_windows_of_the_decree_and_are_made_of_months_and_quarters(
    period: Period, iso: str, code: str, first: date, last: date
) -> None:
    assert (period.iso, period.code, period.first_day, period.last_day) == (iso, code, first, last)
    for cadence in (Cadence.MONTH, Cadence.QUARTER):
        parts = period.parts(cadence)
        assert (parts[0].first_day, parts[-1].last_day) == (first, last)
        assert all(part.next() == after for part, after in pairwise(parts))


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("6 tháng đầu năm 2026", "2026-H1"),
        ("6 thang dau nam 2026", "2026-H1"),
        ("06 tháng cuối năm 2026", "2026-H2"),
        ("Sáu tháng đầu năm 2026", "2026-H1"),
        ("6T đầu năm 2026", "2026-H1"),
        ("6 tháng cuối 2026", "2026-H2"),
        ("nửa đầu năm 2026", "2026-H1"),
        ("nua cuoi nam 2026", "2026-H2"),
        ("first half of 2026", "2026-H1"),
        ("H2/2026", "2026-H2"),
        ("năm 2026", "2026-Y"),
        ("cả năm 2026", "2026-Y"),
        ("nam 2026", "2026-Y"),
        ("year 2026", "2026-Y"),
        ("2026-H1", "2026-H1"),
        ("26y", "2026-Y"),
    ],
)
def test_half_years_and_years_are_read_as_people_write_them(typed: str, iso: str) -> None:
    assert Period.read(typed).iso == iso


# --- the days of a period


def test_the_days_of_november_2026() -> None:
    assert NOVEMBER.opens_at == datetime(2026, 10, 14, 17, 0, tzinfo=UTC)
    assert NOVEMBER.opening_push_on == date(2026, 11, 10)
    assert NOVEMBER.due_at == datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    assert NOVEMBER.digest_at == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert NOVEMBER.stop_at == datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


# Worked out by hand on a wall calendar with the days off of 2026.
@pytest.mark.parametrize(
    ("period", "due", "digest", "stop", "push"),
    [
        ("2026-01", "2026-01-20", "2026-01-22", "2026-01-23", "2026-01-10"),  # 25th a Sunday; 10th worked
        ("2026-02", "2026-02-23", "2026-02-24", "2026-02-25", "2026-02-10"),  # off from 14 to 22: Tết
        ("2026-03", "2026-03-20", "2026-03-23", "2026-03-25", "2026-03-10"),  # 22nd a Sunday, 20th is due
        ("2026-04", "2026-04-20", "2026-04-22", "2026-04-24", "2026-04-10"),  # 25th a Saturday
        ("2026-06", "2026-06-19", "2026-06-22", "2026-06-25", "2026-06-10"),  # 20th a Saturday
        ("2026-08", "2026-08-20", "2026-08-22", "2026-08-25", "2026-08-10"),  # 22nd a Saturday that is worked
        ("2026-10", "2026-10-20", "2026-10-22", "2026-10-23", "2026-10-12"),  # 10th a Saturday, 25th a Sunday
        ("2026-11", "2026-11-20", "2026-11-23", "2026-11-25", "2026-11-10"),  # 22nd a Sunday, 24th off
        ("2027-02", "2027-02-19", "2027-02-22", "2027-02-25", "2027-02-11"),  # Tết until the 10th
        ("2026-Q1", "2026-03-20", "2026-03-23", "2026-03-25", "2026-03-10"),
        ("2026-Q4", "2026-12-18", "2026-12-22", "2026-12-25", "2026-12-10"),  # 20th a Sunday
    ],
)
def test_the_days_of_a_period_agree_with_those_worked_out_by_hand(
    period: str, due: str, digest: str, stop: str, push: str
) -> None:
    days = schedule(Period.parse(period), RULES, CALENDAR)

    assert [days.due_at, days.digest_at, days.stop_at] == [vn(f"{day}T17:00") for day in (due, digest, stop)]
    assert days.opening_push_on == date.fromisoformat(push)


@pytest.mark.parametrize(
    ("period", "earliest"),
    [
        ("2026-01", "2026-01-15"),
        ("2026-02", "2026-02-23"),
        ("2026-04", "2026-04-15"),
        ("2026-11", "2026-11-16"),
        ("2027-02", "2027-02-15"),
    ],
)
def test_a_deadline_on_the_last_day_of_the_data_moves_to_the_earliest_lawful_day(period: str, earliest: str) -> None:
    hasty = PeriodRules(due_day=14)

    assert schedule(Period.parse(period), hasty, CALENDAR).due_at == vn(f"{earliest}T17:00")


@pytest.mark.parametrize("period", MONTHS + QUARTERS, ids=lambda period: period.iso)
def test_from_2024_to_2030_every_period_keeps_the_limits_of_decree_09(period: Period) -> None:
    days = schedule(period, RULES, CALENDAR)
    due, digest, stop = (at.astimezone(VN).date() for at in (days.due_at, days.digest_at, days.stop_at))

    assert CALENDAR.working_days_between(period.last_day, due) >= 1
    assert due <= period.day_of_last_month(25)
    assert stop <= period.day_of_last_month(25)
    assert due < digest <= stop
    assert all(CALENDAR.is_working(day) for day in (due, digest, stop, days.opening_push_on))
    assert days.opening_push_on >= period.day_of_last_month(10)
    assert days.opens_at < days.due_at


@given(CALENDARS, st.integers(1, 12), st.integers(10, 28), st.integers(10, 28), st.integers(10, 28))
def test_whatever_days_are_off_a_report_is_due_before_its_digest_and_the_digest_not_after_the_stop(
    calendar: Calendar, month: int, due_day: int, digest_day: int, stop_day: int
) -> None:
    rules = PeriodRules(due_day=due_day, digest_day=digest_day, stop_day=stop_day)

    days = schedule(Period(2026, month), rules, calendar)

    assert calendar.working_days_between(days.period.last_day, days.due_at.astimezone(VN).date()) >= 1
    assert days.opens_at < days.due_at < days.digest_at <= days.stop_at


def test_the_hour_of_the_profile_is_viet_nam_time() -> None:
    days = schedule(Period(2026, 11), PeriodRules(hour=time(11, 30)), CALENDAR)

    assert days.due_at == datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
    assert days.opens_at == NOVEMBER.opens_at


# --- which periods take reports


def accepted(now: datetime, cadence: Cadence = Cadence.MONTH) -> list[str]:
    return [open_.period.iso for open_ in accepting(now, cadence, RULES, CALENDAR)]


def test_on_16_november_reports_for_november_and_december_are_taken_november_first() -> None:
    assert accepted(vn("2026-11-16T08:15")) == ["2026-11", "2026-12"]
    assert accepted(vn("2026-11-16T08:15"), Cadence.QUARTER) == ["2026-Q4"]


def test_a_period_takes_reports_from_midnight_of_its_first_day_until_its_stop() -> None:
    assert accepted(vn("2026-11-14T23:59:59")) == ["2026-11"]
    assert accepted(vn("2026-11-15T00:00")) == ["2026-11", "2026-12"]
    assert accepted(vn("2026-11-25T16:59:59")) == ["2026-11", "2026-12"]
    assert accepted(vn("2026-11-25T17:00")) == ["2026-12"]


@given(INSTANTS, CADENCES)
def test_at_every_instant_a_report_can_be_sent_and_never_for_more_than_two_periods(
    now: datetime, cadence: Cadence
) -> None:
    found = accepting(now, cadence, RULES, CALENDAR)
    current = Period.containing(now.astimezone(VN).date(), cadence)
    around = [current.previous().previous(), current.previous(), current, current.next()]

    assert 1 <= len(found) <= 2
    assert [s.period for s in found] == [
        period for period in around if (s := schedule(period, RULES, CALENDAR)).opens_at <= now < s.stop_at
    ]


# --- where a seat stands


def standing(
    now: str,
    sent: str | None = None,
    *,
    nil: bool = False,
    drafting: bool = False,
    excused: bool = False,
    seat_valid: bool = True,
) -> SeatState:
    return seat_state(
        NOVEMBER,
        vn(now),
        sent_at=vn(sent) if sent else None,
        nil=nil,
        drafting=drafting,
        excused=excused,
        seat_valid=seat_valid,
    )


def test_a_seat_owes_nothing_before_its_period_opens_or_outside_its_term() -> None:
    assert standing("2026-10-14T23:59") is SeatState.NOT_DUE
    assert standing("2026-11-16T08:00", seat_valid=False) is SeatState.NOT_DUE
    assert standing("2026-11-16T08:00", seat_valid=False, excused=True) is SeatState.NOT_DUE


def test_a_seat_without_a_report_is_open_or_drafting_until_the_deadline_and_then_missing() -> None:
    assert standing("2026-11-20T17:00") is SeatState.OPEN
    assert standing("2026-11-20T17:00", drafting=True) is SeatState.DRAFTING
    assert standing("2026-11-20T17:00:01") is SeatState.MISSING
    assert standing("2026-11-20T17:00:01", drafting=True) is SeatState.MISSING


def test_a_report_at_the_second_of_the_deadline_is_on_time_and_one_later_is_late() -> None:
    assert standing("2026-11-23T17:00", "2026-11-20T17:00") is SeatState.REPORTED
    assert standing("2026-11-23T17:00", "2026-11-20T17:00:01") is SeatState.REPORTED_LATE
    assert standing("2026-11-23T17:00", "2026-11-20T17:00", nil=True) is SeatState.NIL
    assert standing("2026-11-23T17:00", "2026-11-20T17:00:01", nil=True) is SeatState.NIL_LATE


def test_an_excused_seat_is_never_missing_yet_a_report_it_sends_counts() -> None:
    assert standing("2026-11-16T08:00", excused=True, drafting=True) is SeatState.EXCUSED
    assert standing("2026-11-23T17:00", excused=True) is SeatState.EXCUSED
    assert standing("2026-11-23T17:00", "2026-11-19T09:00", excused=True) is SeatState.REPORTED


@given(st.none() | INSTANTS, INSTANTS, st.booleans(), st.booleans(), st.booleans())
def test_a_valid_seat_in_an_open_period_falls_under_exactly_one_heading_of_the_ledger(
    sent_at: datetime | None, now: datetime, nil: bool, drafting: bool, excused: bool
) -> None:
    state = seat_state(
        NOVEMBER, now, sent_at=sent_at, nil=nil, drafting=drafting, excused=excused, seat_valid=now >= NOVEMBER.opens_at
    )
    sent = state in (SeatState.REPORTED, SeatState.REPORTED_LATE, SeatState.NIL, SeatState.NIL_LATE)

    assert sent == (sent_at is not None)
    assert (state is SeatState.NOT_DUE) == (sent_at is None and now < NOVEMBER.opens_at)


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("2026-10", Period(2026, 10)),
        ("10/2026", Period(2026, 10)),
        ("1/2027", Period(2027, 1)),
        ("tháng 10/2026", Period(2026, 10)),
        ("Thang 09 năm 2026", Period(2026, 9)),
        ("T10/2026", Period(2026, 10)),
        ("10-2026", Period(2026, 10)),
        ("quý IV/2026", Period(2026, 4, Cadence.QUARTER)),
        ("IV/2026", Period(2026, 4, Cadence.QUARTER)),
        ("Quý 4/2026", Period(2026, 4, Cadence.QUARTER)),
        ("q3/2026", Period(2026, 3, Cadence.QUARTER)),
        ("quý iii năm 2026", Period(2026, 3, Cadence.QUARTER)),
        ("4/2026", Period(2026, 4)),
    ],
)
def test_a_period_is_read_as_people_write_it(typed: str, period: Period) -> None:
    assert Period.read(typed) == period


@pytest.mark.parametrize(
    "typed", ["13/2026", "0/2026", "quý V/2026", "quý 5/2026", "tháng IV/2026", "10/1999", "10", ""]
)
def test_what_names_no_period_is_refused(typed: str) -> None:
    with pytest.raises(BotError):
        Period.read(typed)
