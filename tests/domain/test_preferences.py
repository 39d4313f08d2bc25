"""When somebody is written to."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.preferences import HOURS, PauseFor, Preferences, QuietHours, paused_until

DAY = date(2026, 11, 18)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 18, hour, minute)  # noqa: DTZ001  the time of day in Viet Nam


@pytest.mark.parametrize(
    ("quiet", "now", "ends"),
    [
        (QuietHours.NONE, at(23), None),
        (QuietHours.NIGHT, at(21, 59), None),
        (QuietHours.NIGHT, at(22), at(6) + timedelta(days=1)),
        (QuietHours.NIGHT, at(5, 59), at(6)),
        (QuietHours.NIGHT, at(6), None),
        (QuietHours.AFTER_WORK, at(17, 30), at(7, 30) + timedelta(days=1)),
        (QuietHours.AFTER_WORK, at(12), None),
    ],
)
def test_a_message_waits_until_the_quiet_hours_are_over(
    quiet: QuietHours, now: datetime, ends: datetime | None
) -> None:
    assert Preferences(quiet=quiet).quiet_until(now) == ends


@given(st.sampled_from(QuietHours), st.times())
def test_what_waits_leaves_within_a_day_and_not_in_quiet_hours_again(quiet: QuietHours, clock: time) -> None:
    now, chosen = datetime.combine(DAY, clock), Preferences(quiet=quiet)

    ends = chosen.quiet_until(now)

    if ends is not None:
        assert now < ends <= now + timedelta(hours=24)
        assert chosen.quiet_until(ends) is None
    assert HOURS[quiet] is not None or ends is None


@given(st.sampled_from(PauseFor), st.integers(0, 40))
def test_a_pause_lasts_as_many_days_as_it_says(length: PauseFor, later: int) -> None:
    days = {PauseFor.NOT: 0, PauseFor.TODAY: 1, PauseFor.WEEK: 7, PauseFor.FORTNIGHT: 14}[length]

    chosen = Preferences(paused_until=paused_until(length, DAY))

    assert chosen.is_paused(DAY + timedelta(days=later)) == (later < days)
