"""How difficulties go on over periods: ages, and the line that has to add up whatever happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.difficulties import DifficultyAct, DifficultyEvent, DifficultyState
from bot.domain.following import Course, Followed, Made, Reckoning, course, first_period, is_open, reckon, times_raised
from bot.domain.periods import Cadence, Period
from bot.domain.questions import kept
from bot.domain.reports import Difficulty

OCTOBER, NOVEMBER, DECEMBER = Period(2026, 10), Period(2026, 11), Period(2026, 12)
START = datetime(2026, 10, 1, tzinfo=UTC)
PAPERS = {OCTOBER: Made.at(START + timedelta(days=22)), NOVEMBER: Made.at(START + timedelta(days=53))}
"""When the papers of a period were made."""


def courses(earlier: list[list[DifficultyEvent]], new: list[list[DifficultyEvent]], period: Period) -> list[Course]:
    """How these go from the papers of the period before to those of `period`."""
    before = PAPERS[period.previous()]
    old = [course(events, period, before) for events in earlier]
    return old + [course(events, period, before, is_new=True) for events in new]


def event(act: str, day: float, report: str = "BC-2610-001") -> DifficultyEvent:
    return DifficultyEvent(DifficultyAct(act), START + timedelta(days=day), "person:AN", {}, report)


def test_what_is_said_twice_in_one_report_counts_once_and_what_the_desk_does_not_at_all() -> None:
    events = [
        event("sent", 1),
        event("accepted", 2),
        event("supplemented", 3),
        event("raised_again", 40, "BC-2611-004"),
        event("supplemented", 40, "BC-2611-004"),
        event("partly_solved", 70, "BC-2612-002"),
        event("solved", 100, "BC-2701-001"),
    ]

    assert times_raised(events) == 3


@pytest.mark.parametrize(
    ("code", "period"),
    [
        ("VM-2609-031", Period(2026, 9)),
        ("VM-26Q3-002", Period(2026, 3, Cadence.QUARTER)),
        ("BC-2701-1000", Period(2027, 1)),
    ],
)
def test_a_code_names_the_period_it_began_in(code: str, period: Period) -> None:
    assert first_period(code) == period


def test_since_when_it_stands_where_it_stands_is_when_it_came_there_last() -> None:
    events = [event("sent", 1), event("accepted", 2), event("forwarded", 3), event("raised_again", 40, "BC-2611-004")]
    of = Followed(Difficulty(0, "VM-2610-001", kept({}, {})), 1, "BC-2610-001", events)

    assert (of.state, of.state_since) == (DifficultyState.FORWARDED, START + timedelta(days=3))
    assert (of.times, of.since) == (2, OCTOBER)


def test_a_period_leaves_what_it_was_left_with_what_is_new_and_what_it_closed() -> None:
    solved = [event("sent", 1), event("solved", 45, "BC-2611-001")]
    still = [event("sent", 1), event("raised_again", 45, "BC-2611-001")]
    back = [event("sent", 1), event("closed", 10), event("not_solved", 45)]
    gone_before = [event("sent", 1), event("closed", 10)]
    again = [event("sent", 1), event("merged", 10), event("unmerged", 45)]
    into = [event("sent", 1), event("merged", 45)]
    new = [event("sent", 46, "BC-2611-001")]
    withdrawn = [event("sent", 46, "BC-2611-001"), event("not_accepted", 47, "BC-2611-001")]

    found = reckon(courses([solved, still, back, gone_before, again, into], [new, withdrawn], NOVEMBER))

    assert found == Reckoning(carried=3, new=2, reopened=1, unmerged=1, closed=2, merged=1, open=4)


def test_what_a_report_of_a_later_period_says_does_not_belong_to_the_papers_of_this_one() -> None:
    """From the 15th on two periods are open, and the later one may be reported first."""
    events = [event("sent", 1), event("solved", 50, "BC-2612-001")]

    assert is_open(events, NOVEMBER)
    assert not is_open(events, DECEMBER)


def test_what_came_in_late_for_an_earlier_period_is_carried_over() -> None:
    late = [event("sent", 24)]

    assert course(late, NOVEMBER, PAPERS[OCTOBER]).terms == {"carried", "open"}


reports = st.sampled_from(["BC-2610-001", "BC-2611-001", "BC-2612-001", "BC-2701-001"])
histories = st.lists(
    st.builds(event, st.sampled_from(list(DifficultyAct)), st.integers(1, 120), reports), min_size=1, max_size=6
).map(lambda events: sorted(events, key=lambda each: each.at))


@settings(max_examples=500)
@given(st.lists(histories, max_size=4), st.lists(histories, max_size=4))
def test_the_line_adds_up_for_any_history(
    earlier: list[list[DifficultyEvent]], new: list[list[DifficultyEvent]]
) -> None:
    found = reckon(courses(earlier, new, NOVEMBER))

    assert found.adds_up
    assert found.new == len(new)
    assert found.open <= len(earlier) + len(new)
    assert min(found.carried, found.reopened, found.closed) >= 0


@settings(max_examples=500)
@given(st.lists(histories, max_size=4), st.lists(histories, max_size=4))
def test_what_one_period_leaves_open_is_what_the_next_begins_with(
    earlier: list[list[DifficultyEvent]], new: list[list[DifficultyEvent]]
) -> None:
    """Whatever came after the papers of November: they, made when they were, left what December is left with."""
    known = [events for events in (*earlier, *new) if by_then(events)]

    left = sum(is_open(by_then(events), NOVEMBER) for events in known)

    assert reckon(courses(known, [], DECEMBER)).carried == left


def by_then(events: list[DifficultyEvent]) -> list[DifficultyEvent]:
    """What the papers of November could know when they were made."""
    made = PAPERS[NOVEMBER]
    return [each for each in events if made.knows(each) and first_period(each.report) <= NOVEMBER]
