"""What a failed call means for its message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.operations import Lane
from bot.runtime.ports import LONGEST_RETRY_AFTER, ChannelError, Failure
from bot.runtime.verdict import PATIENCE, PATIENCE_IN_OUTAGE, PATIENCE_WHEN_THROTTLED, REST, again
from storage.outbox import Message, OutboxState

NOW = datetime(2026, 11, 16, 1, 15, tzinfo=UTC)
LANES = st.sampled_from(Lane)


def message(lane: Lane = Lane.INTERACTIVE, attempts: int = 0, failing_since: datetime | None = None) -> Message:
    return Message(
        1, "telegram", "101", None, lane, "send", "", None, {}, None, None, OutboxState.QUEUED, attempts, failing_since
    )


def tries(lane: Lane, failure: Failure, retry_after: float = 0.0, *, outage: bool = False) -> list[timedelta]:
    """When a message whose calls all fail is tried, from the first call to the last; it waits for its chat's time."""
    now, since, made = NOW, None, [timedelta()]
    while (
        verdict := again(
            message(lane, len(made) - 1, since), ChannelError(failure, retry_after=retry_after), now, outage=outage
        )
    ) is not None:
        now, since = max(verdict.at, now + timedelta(seconds=retry_after)), verdict.failing_since
        made.append(now - NOW)
    return made


@pytest.mark.parametrize("lane", Lane)
def test_it_is_tried_after_growing_pauses_and_for_the_last_time_when_its_time_is_over(lane: Lane) -> None:
    made = tries(lane, Failure.RETRY)

    pauses = [late - early for early, late in pairwise(made)]
    assert pauses[:5] == [timedelta(seconds=n) for n in (2, 5, 15, 60, 300)]
    assert pauses[:-1] == sorted(pauses[:-1])
    assert made[-1] == PATIENCE[lane]


def test_while_the_channel_as_a_whole_fails_it_keeps_its_place_for_days() -> None:
    assert tries(Lane.INTERACTIVE, Failure.RETRY, outage=True)[-1] == PATIENCE_IN_OUTAGE


@pytest.mark.parametrize("retry_after", [1800, 3600])
def test_a_channel_that_asks_for_patience_without_end_gets_it_for_a_day(retry_after: float) -> None:
    last = tries(Lane.INTERACTIVE, Failure.THROTTLED, retry_after)[-1]

    assert PATIENCE_WHEN_THROTTLED <= last <= PATIENCE_WHEN_THROTTLED + 2 * timedelta(seconds=retry_after)


def test_a_chat_that_moves_without_end_is_not_followed_without_end() -> None:
    assert tries(Lane.INTERACTIVE, Failure.MOVED)[-1] == PATIENCE[Lane.INTERACTIVE]


@given(st.floats(), LANES)
@example(float("nan"), Lane.BULK)
def test_however_long_a_channel_asks_to_be_left_alone_the_row_itself_only_waits(asked: float, lane: Lane) -> None:
    error = ChannelError(Failure.THROTTLED, retry_after=asked)

    verdict = again(message(lane), error, NOW, outage=False)

    assert 0 <= error.retry_after <= LONGEST_RETRY_AFTER
    assert verdict is not None
    assert verdict.at == verdict.rests_until == NOW


@pytest.mark.parametrize("failure", [Failure.GONE, Failure.REFUSED, Failure.UNCHANGED, Failure.NO_MESSAGE])
@given(LANES, st.booleans())
def test_what_will_never_be_taken_is_not_tried_again(failure: Failure, lane: Lane, outage: bool) -> None:
    assert again(message(lane), ChannelError(failure), NOW, outage=outage) is None


@given(LANES, st.integers(0, 50), st.timedeltas(timedelta(), timedelta(days=9)), st.booleans())
def test_a_try_is_in_the_future_within_its_time_and_rests_in_between(
    lane: Lane, attempts: int, failing_for: timedelta, outage: bool
) -> None:
    since = NOW - failing_for

    verdict = again(message(lane, attempts, since), ChannelError(Failure.RETRY), NOW, outage=outage)

    patience = PATIENCE_IN_OUTAGE if outage else PATIENCE[lane]
    assert (verdict is None) == (failing_for >= patience)
    if verdict:
        assert NOW < verdict.at <= since + patience
        assert verdict.rests_until == NOW + REST
        assert verdict.failing_since == since
