"""When leaders have to be told of an urgent report that nobody accepted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reports import Reception, due_for_escalation, due_for_second_call

SENT = datetime(2026, 11, 21, 19, 40, tzinfo=UTC)
LIMIT = timedelta(hours=2)


def test_leaders_are_told_when_the_limit_is_reached_and_not_before() -> None:
    assert not due_for_escalation(SENT, SENT + LIMIT - timedelta(microseconds=1), Reception(), LIMIT)
    assert due_for_escalation(SENT, SENT + LIMIT, Reception(), LIMIT)


@given(st.integers(0, 366 * 24), st.timedeltas(LIMIT, timedelta(days=30)))
def test_any_hour_of_any_day_will_do(hours: int, waited: timedelta) -> None:
    sent_at = SENT + timedelta(hours=hours)

    assert due_for_escalation(sent_at, sent_at + waited, Reception(), LIMIT)


@given(st.timedeltas(timedelta(0), timedelta(days=365)))
def test_what_was_accepted_or_escalated_once_is_never_escalated(waited: timedelta) -> None:
    accepted, told = Reception(accepted_at=SENT, accepted_by=1), Reception(escalated_at=SENT)

    assert not due_for_escalation(SENT, SENT + waited, accepted, LIMIT)
    assert not due_for_escalation(SENT, SENT + waited, told, LIMIT)


@given(st.timedeltas(timedelta(days=-1), timedelta(days=365)))
def test_the_desk_is_called_again_from_its_instant_on_unless_that_is_settled(waited: timedelta) -> None:
    now = SENT + waited
    settled = (
        Reception(accepted_at=SENT, accepted_by=1),
        Reception(called_again_at=SENT),
        Reception(escalated_at=SENT),
    )

    assert due_for_second_call(SENT, now, Reception()) == (waited >= timedelta(0))
    assert not any(due_for_second_call(SENT, now, each) for each in settled)
