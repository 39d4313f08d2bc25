"""How fast a channel is called."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.client import CAPABILITIES
from bot.runtime.pace import Pace
from tests.runtime.stepping import Monotonic

ACTS = st.lists(st.tuples(st.floats(0, 5, allow_nan=False), st.sampled_from("abc")), max_size=200)
"""How long to wait, and whom to write to then."""


def most_in_any_window(times: list[float], size: float, rate: float) -> bool:
    """Return whether every stretch of time has at most size + rate * t in it."""
    return all(
        (last - first + 1) <= size + rate * (times[last] - times[first]) + 1e-6
        for first in range(len(times))
        for last in range(first, len(times))
    )


@given(ACTS)
def test_no_stretch_of_time_has_more_in_it_than_burst_and_rate_allow(acts: list[tuple[float, str]]) -> None:
    clock = Monotonic(1000.0)
    limits = replace(CAPABILITIES, bulk_per_second=3.0, chat_burst=2, chat_per_second=0.5)
    pace = Pace(limits, clock)
    taken: list[tuple[float, str]] = []

    for wait, address in acts:
        clock.seconds += wait
        if pace.take(address):
            taken.append((clock.seconds, address))

    assert most_in_any_window([at for at, _ in taken], limits.bulk_per_second, limits.bulk_per_second)
    for chat in "abc":
        times = [at for at, address in taken if address == chat]
        assert most_in_any_window(times, limits.chat_burst, limits.chat_per_second)


@given(ACTS, st.booleans())
def test_no_minute_of_a_group_has_more_than_twenty_in_it_answers_too(
    acts: list[tuple[float, str]], answer: bool
) -> None:
    clock = Monotonic(1000.0)
    pace = Pace(CAPABILITIES, clock)
    taken: list[float] = []

    for wait, _ in acts:
        clock.seconds += wait
        if pace.take("-100200:7", answer=answer):
            taken.append(clock.seconds)

    assert all(sum(first <= at < first + 60 for at in taken) <= 20 for first in taken)
    assert pace.take("100200", answer=True), "an answer to a person waits for nothing"


@given(st.floats(0, 1000, allow_nan=False))
def test_a_quiet_chat_may_always_be_written_to(quiet: float) -> None:
    clock = Monotonic(1000.0)
    pace = Pace(CAPABILITIES, clock)
    while pace.take("a"):
        pass

    clock.seconds += 1 + quiet

    assert pace.take("a")


@given(st.lists(st.tuples(st.sampled_from([None, "a", "b"]), st.floats(0, 100, allow_nan=False)), min_size=1))
def test_whatever_was_asked_to_be_left_alone_is_left_alone_until_the_latest_time(
    holds: list[tuple[str | None, float]],
) -> None:
    clock = Monotonic(0.0)
    pace = Pace(CAPABILITIES, clock)
    for address, seconds in holds:
        pace.hold(address, seconds)
    longest = {address: max(s for a, s in holds if a == address) for address, _ in holds}

    for moment in (0.0, 1.0, 10.0, 99.0, 101.0):
        clock.seconds = moment
        held = pace.held()
        assert held.everything == (longest.get(None, 0) > moment)
        assert held.addresses == {a for a, until in longest.items() if a is not None and until > moment}


def test_the_paces_are_below_what_telegram_bears() -> None:
    assert CAPABILITIES.bulk_per_second <= 30
    assert CAPABILITIES.chat_per_second <= 1
