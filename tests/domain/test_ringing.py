"""When a browser is rung, and never into quiet hours by being late."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.preferences import Preferences, QuietHours
from bot.domain.ringing import AGAIN_AFTER, KEPT_FOR, RUNG_WITHIN, SHOWN_WITHIN, due_at, kept_for

VN = ZoneInfo("Asia/Ho_Chi_Minh")
instants = st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 1)).map(lambda at: at.replace(tzinfo=VN))  # noqa: DTZ001


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, 16, hour, minute, second, tzinfo=VN)


def test_a_page_that_is_looked_at_has_ten_seconds_to_show_what_came() -> None:
    assert due_at(at(9), None, is_unanswered=False) == at(9) + SHOWN_WITHIN


def test_one_nudge_stands_for_an_hour_unless_what_it_was_for_is_opened() -> None:
    assert due_at(at(9, 5), at(9), is_unanswered=True) == at(9) + AGAIN_AFTER
    assert due_at(at(9, 5), at(9), is_unanswered=False) == at(9, 5) + SHOWN_WITHIN
    assert due_at(at(11), at(9), is_unanswered=True) == at(11) + SHOWN_WITHIN


@pytest.mark.parametrize(
    ("came", "now", "kept"),
    [
        (at(9), at(9), KEPT_FOR),
        (at(20), at(20), timedelta(hours=2)),
        (at(21, 59, 50), at(21, 59, 59), timedelta(seconds=1)),
        # Late for want of a push service: the night is not woken by it.
        (at(21, 55), at(22), None),
        (at(21, 55), at(22, 1), None),
        # What came in the night could not wait.
        (at(22), at(22), RUNG_WITHIN),
        (at(23, 30), at(23, 31), RUNG_WITHIN),
        (at(5, 59), at(6, 1), KEPT_FOR),
    ],
)
def test_how_long_a_nudge_may_be_on_its_way(came: datetime, now: datetime, kept: timedelta | None) -> None:
    assert kept_for(came, now, Preferences(quiet=QuietHours.NIGHT)) == kept


def test_without_quiet_hours_a_nudge_is_kept_for_four_hours_at_any_time() -> None:
    assert kept_for(at(23), at(23), Preferences(quiet=QuietHours.NONE)) == KEPT_FOR


@given(came=instants, late=st.timedeltas(timedelta(0), RUNG_WITHIN), quiet=st.sampled_from(QuietHours))
def test_a_nudge_for_what_could_wait_never_comes_in_quiet_hours(
    came: datetime, late: timedelta, quiet: QuietHours
) -> None:
    chosen, now = Preferences(quiet=quiet), came + late
    kept = kept_for(came, now, chosen)

    if kept is not None and chosen.quiet_until(came) is None:
        assert kept > timedelta(0)
        assert chosen.quiet_until(now + kept - timedelta(microseconds=1)) is None
