"""The state of a difficulty, and what a new version of a report does to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.difficulties import DifficultyAct, DifficultyEvent, DifficultyState, current_state, on_new_version

AT = datetime(2026, 11, 16, tzinfo=UTC)
SENT, WITHDRAWN, CLOSED = DifficultyState.SENT, DifficultyState.WITHDRAWN, DifficultyState.CLOSED
CODES = st.sampled_from(["VM-2611-001", "VM-2611-002", "VM-2611-003", "VM-2611-004"])


def state_after(*acts: str) -> str:
    return current_state([DifficultyEvent(DifficultyAct(act), AT, "person:AN") for act in acts]).value


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        (("sent",), "sent"),
        (("sent", "accepted", "forwarded"), "forwarded"),
        (("sent", "accepted", "forwarded", "raised_again"), "forwarded"),
        (("sent", "answered", "partly_solved"), "answered"),
        (("sent", "answered", "not_solved"), "accepted"),
        (("sent", "answered", "solved"), "closed"),
        (("sent", "accepted", "asked", "supplemented"), "accepted"),
        (("sent", "asked", "asked", "supplemented"), "sent"),
        (("sent", "forwarded", "asked", "answered", "supplemented"), "answered"),
        (("sent", "forwarded", "supplemented"), "forwarded"),
        (("sent", "forwarded", "merged", "answered", "closed", "solved", "supplemented"), "merged"),
        (("sent", "forwarded", "merged", "answered", "unmerged"), "forwarded"),
        (("sent", "accepted", "asked", "merged", "unmerged", "lapsed"), "accepted"),
        (("sent", "accepted", "merged", "answered", "not_solved"), "accepted"),
        (("sent", "merged", "withdrawn", "unmerged"), "withdrawn"),
        (("sent", "merged", "withdrawn", "sent", "unmerged"), "sent"),
    ],
)
def test_the_state_follows_from_what_was_done(acts: tuple[str, ...], state: str) -> None:
    assert state_after(*acts) == state


@given(st.lists(st.sampled_from(DifficultyAct)))
def test_what_is_said_in_a_later_report_leaves_the_state_as_it_is(acts: list[DifficultyAct]) -> None:
    assert state_after("sent", *acts, "raised_again") == state_after("sent", *acts)


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
    before: dict[str, DifficultyState], codes: set[str], happens: dict[str, DifficultyAct]
) -> None:
    assert on_new_version(before, codes) == happens


@given(st.dictionaries(CODES, st.sampled_from(DifficultyState)), st.sets(CODES))
def test_after_a_version_exactly_its_difficulties_are_not_withdrawn(
    before: dict[str, DifficultyState], codes: set[str]
) -> None:
    did = on_new_version(before, codes)
    after = before | {code: current_state([DifficultyEvent(act, AT, "person:AN")]) for code, act in did.items()}

    assert {code for code, state in after.items() if state is not WITHDRAWN} == codes
    assert on_new_version(after, codes) == {}
