"""The state of a difficulty, and what a new version of a report does to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.difficulties import DifficultyEvent, DifficultyState, current_state, on_new_version

AT = datetime(2026, 11, 16, tzinfo=UTC)
SENT, WITHDRAWN, CLOSED = DifficultyState.SENT, DifficultyState.WITHDRAWN, DifficultyState.CLOSED
CODES = st.sampled_from(["VM-2611-001", "VM-2611-002", "VM-2611-003", "VM-2611-004"])


@given(st.lists(st.sampled_from(DifficultyState), min_size=1))
def test_the_state_is_that_of_the_last_event(kinds: list[DifficultyState]) -> None:
    events = [DifficultyEvent(kind, AT, "person:AN") for kind in kinds]

    assert current_state(events) is kinds[-1]


@pytest.mark.parametrize(
    ("before", "codes", "happens"),
    [
        ({}, {"A", "B"}, {"A": SENT, "B": SENT}),
        ({"A": SENT}, {"A"}, {}),
        ({"A": CLOSED}, {"A"}, {}),
        ({"A": SENT, "B": SENT}, {"B", "C"}, {"A": WITHDRAWN, "C": SENT}),
        ({"A": CLOSED}, set(), {"A": WITHDRAWN}),
        ({"A": WITHDRAWN}, {"A"}, {"A": SENT}),
        ({"A": WITHDRAWN}, set(), {}),
    ],
)
def test_a_version_sends_what_is_new_or_back_and_withdraws_what_was_taken_out(
    before: dict[str, DifficultyState], codes: set[str], happens: dict[str, DifficultyState]
) -> None:
    assert on_new_version(before, codes) == happens


@given(st.dictionaries(CODES, st.sampled_from(DifficultyState)), st.sets(CODES))
def test_after_a_version_exactly_its_difficulties_are_not_withdrawn(
    before: dict[str, DifficultyState], codes: set[str]
) -> None:
    after = before | dict(on_new_version(before, codes))

    assert {code for code, state in after.items() if state is not WITHDRAWN} == codes
    assert on_new_version(after, codes) == {}
