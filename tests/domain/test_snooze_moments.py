"""When it can be reminded once more: only what lies in working hours, in the future and before the deadline."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_source import load_calendar
from bot.clock import VN
from bot.domain.snoozing import WORK_FROM, WORK_UNTIL, Moment, moments

CALENDAR = load_calendar(2026, 2031)
NOW = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 1), timezones=st.just(VN))  # noqa: DTZ001


def test_before_tet_the_next_morning_is_the_first_one_after_it() -> None:
    now = datetime(2027, 2, 4, 16, tzinfo=VN)

    at = moments(now, datetime(2027, 3, 1, 17, tzinfo=VN), CALENDAR)[Moment.MORNING]

    assert at.date() == CALENDAR.next_working_after(now.date())
    assert (at.date() - now.date()).days > 5


@given(NOW, st.integers(-5, 400))
def test_every_moment_is_in_working_hours_ahead_and_before_the_deadline(now: datetime, hours: int) -> None:
    deadline = now + timedelta(hours=hours)

    for at in moments(now, deadline, CALENDAR).values():
        assert now < at < deadline
        assert CALENDAR.is_working(at.date())
        assert WORK_FROM <= at.time() < WORK_UNTIL


@given(NOW)
def test_the_next_working_morning_can_always_be_chosen_where_there_is_time(now: datetime) -> None:
    assert Moment.MORNING in moments(now, now + timedelta(days=60), CALENDAR)
