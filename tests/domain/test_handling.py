"""Which act is open in which state, what a sender can still say, and when silence counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.classifying import AFTER, MATTER, SAID, Matter
from bot.domain.difficulties import UNRESOLVED, DifficultyAct, DifficultyEvent, DifficultyState, current_state
from bot.domain.handling import (
    ENDING,
    SILENCE,
    UNTIL,
    Verdict,
    asked_about,
    asked_until,
    brought_about,
    confirmation,
    is_solved,
    may_be_added_to,
    may_say,
    open_to_desk,
    opinion,
    silent_until,
)

AT = datetime(2026, 11, 16, tzinfo=UTC)
UNTIL_THEN = AT + timedelta(days=14)
DESK = [act for act in DifficultyAct if any(open_to_desk(act, [DifficultyEvent(a, AT, "x")]) for a in DifficultyAct)]


def event(act: DifficultyAct | str) -> DifficultyEvent:
    known = DifficultyAct(act)
    detail: dict[str, object] = {}
    if known in (DifficultyAct.ASKED, DifficultyAct.ANSWERED):
        detail = {UNTIL: UNTIL_THEN.isoformat()}
    elif known is DifficultyAct.CORRECTED:
        detail = {MATTER: Matter.TITLE.value, SAID: "", AFTER: "Tên ngắn"}
    return DifficultyEvent(known, AT, "person:AN", detail)


def events(*acts: str) -> list[DifficultyEvent]:
    return [event(act) for act in acts]


@st.composite
def ways(draw: st.DrawFn) -> list[DifficultyEvent]:
    """A way that can come about: every act is open when it is done."""
    found = events("sent")
    for _ in range(draw(st.integers(0, 14))):
        desk = [act for act in DESK if open_to_desk(act, found)]
        number = asked_about(found) or max((n for n, e in enumerate(found, 1) if e.act in ("answered",)), default=0)
        said = [verdict.act for verdict in Verdict if number and may_say(found, number, verdict)]
        added = [DifficultyAct.SUPPLEMENTED] if may_be_added_to(found) else []
        raised = [DifficultyAct.RAISED_AGAIN] if current_state(found) in UNRESOLVED else []
        passed = [DifficultyAct.LAPSED] if asked_until(found) else []
        silence = [DifficultyAct.CLOSED] if silent_until(found) else []
        options = [*desk, *said, *added, *raised, *passed, *silence]
        if not options:
            break
        found.append(event(draw(st.sampled_from(options))))
    return found


@pytest.mark.parametrize(
    ("acts", "open_acts"),
    [
        (("sent",), {"corrected", "accepted", "asked", "returned", "not_accepted", "closed", "merged", "proposed"}),
        (
            ("sent", "accepted"),
            {"corrected", "asked", "forwarded", "answered", "returned", "not_accepted", "closed", "merged", "proposed"},
        ),
        (
            ("sent", "asked"),
            {"corrected", "forwarded", "answered", "returned", "not_accepted", "closed", "merged", "proposed"},
        ),
        (
            ("sent", "accepted", "forwarded"),
            {"corrected", "asked", "forwarded", "answered", "closed", "merged", "proposed"},
        ),
        (("sent", "accepted", "answered"), {"corrected", "forwarded", "answered", "closed", "merged", "proposed"}),
        (("sent", "returned"), {"corrected", "accepted", "not_accepted", "closed", "merged", "proposed"}),
        (("sent", "not_accepted"), {"corrected", "reopened"}),
        (("sent", "accepted", "closed"), {"corrected", "reopened"}),
        (("sent", "merged"), {"corrected", "unmerged"}),
        (("sent", "accepted", "merged", "answered"), {"corrected", "unmerged"}),
        (("sent", "accepted", "answered", "solved"), {"corrected"}),
        (("sent", "withdrawn"), set()),
    ],
)
def test_each_state_has_its_acts_of_the_desk(acts: tuple[str, ...], open_acts: set[str]) -> None:
    assert {act.value for act in DifficultyAct if open_to_desk(act, events(*acts))} == open_acts


@given(ways())
@settings(max_examples=500)
def test_what_is_said_of_a_result_is_said_once(way: list[DifficultyEvent]) -> None:
    for number, found in enumerate(way, 1):
        if found.act is DifficultyAct.ANSWERED and confirmation(way, number):
            assert not any(may_say(way, number, verdict) for verdict in Verdict)


@given(ways())
@settings(max_examples=500)
def test_whoever_can_say_that_it_is_not_solved_opens_it_again_by_that(way: list[DifficultyEvent]) -> None:
    number = asked_about(way)
    if not number:
        return

    after = [*way, event("not_solved")]

    assert current_state(after) is DifficultyState.ACCEPTED
    assert not may_say(after, number, Verdict.NOT_SOLVED)
    assert open_to_desk(DifficultyAct.ANSWERED, after)


@given(ways())
@settings(max_examples=500)
def test_silence_closes_only_what_was_answered_and_about_which_its_sender_said_nothing(
    way: list[DifficultyEvent],
) -> None:
    until = silent_until(way)
    if until is None:
        return

    last = max(n for n, found in enumerate(way) if found.act is DifficultyAct.ANSWERED)
    closed = [*way, DifficultyEvent(DifficultyAct.CLOSED, until, "system", {SILENCE: True})]

    assert until == UNTIL_THEN
    assert all(found.act in DESK for found in way[last:])
    assert not is_solved(closed)
    assert may_say(closed, len(closed), Verdict.NOT_SOLVED)
    assert may_say(closed, last + 1, Verdict.NOT_SOLVED)
    assert silent_until(closed) is None


@given(ways())
@settings(max_examples=500)
def test_closed_is_solved_only_where_its_sender_says_so(way: list[DifficultyEvent]) -> None:
    if is_solved(way):
        assert current_state(way) is DifficultyState.CLOSED
        assert DifficultyAct.SOLVED in [found.act for found in way]
    assert not is_solved([*way, event("closed")])


@given(ways())
@settings(max_examples=500)
def test_what_may_still_wait_is_what_no_ending_act_has_followed(way: list[DifficultyEvent]) -> None:
    asking = [n for n, found in enumerate(way) if found.act in (DifficultyAct.ASKED, DifficultyAct.ANSWERED)]
    may_wait = any(all(found.act not in ENDING for found in way[n + 1 :]) for n in asking)

    assert may_wait or (silent_until(way) is None and asked_until(way) is None)


@pytest.mark.parametrize(
    "acts",
    [
        ("sent", "accepted", "asked", "answered", "forwarded", "asked", "merged", "solved", "unmerged"),
        ("sent", "accepted", "asked", "merged", "forwarded", "unmerged"),
        ("sent", "accepted", "answered", "merged", "closed", "unmerged"),
    ],
)
def test_what_ended_while_it_was_merged_is_not_waited_for_once_it_is_parted(acts: tuple[str, ...]) -> None:
    assert asked_until(events(*acts)) is None
    assert silent_until(events(*acts)) is None


@given(ways())
@settings(max_examples=500)
def test_solved_in_part_leaves_something_to_be_done(way: list[DifficultyEvent]) -> None:
    number = asked_about(way)
    if number and may_say(way, number, Verdict.PARTLY_SOLVED):
        left = current_state([*way, event("partly_solved")])
        assert left in (DifficultyState.ANSWERED, DifficultyState.MERGED)


def test_what_lapsed_leaves_a_difficulty_where_it_stood_before_it_was_asked_about() -> None:
    assert current_state(events("sent", "accepted", "asked", "lapsed")) is DifficultyState.ACCEPTED
    assert asked_until(events("sent", "accepted", "asked", "lapsed")) is None
    assert asked_until(events("sent", "accepted", "asked", "raised_again")) == UNTIL_THEN


def test_a_later_report_that_says_it_is_still_there_breaks_the_silence_but_not_the_question() -> None:
    way = events("sent", "accepted", "answered", "raised_again")

    assert silent_until(way) is None
    assert asked_about(way) == 3


def test_a_result_without_a_day_never_closes_by_silence() -> None:
    way = [*events("sent", "accepted"), DifficultyEvent(DifficultyAct.ANSWERED, AT, "person:CHI")]

    assert silent_until(way) is None
    assert asked_about(way) == 3


@pytest.mark.parametrize("number", [-1, 0, 1, 2, 4, 99])
def test_a_number_that_names_no_result_and_no_close_says_nothing(number: int) -> None:
    assert not may_say(events("sent", "accepted", "answered"), number, Verdict.NOT_SOLVED)


def test_an_opinion_is_the_last_that_was_said_of_the_newest_result_or_without_any_of_the_difficulty() -> None:
    for way, said in (
        (["sent", "accepted", "answered"], None),
        (["sent", "accepted", "answered", "not_solved", "raised_again"], "not_solved"),
        (["sent", "accepted", "answered", "not_solved", "answered"], None),
        (["sent", "accepted", "answered", "closed", "not_solved", "solved"], "solved"),
        (["sent", "partly_solved", "supplemented"], "partly_solved"),
    ):
        found = opinion(events(*way))
        assert (found.act.value if found else None) == said, way


@pytest.mark.parametrize(
    ("way", "number"),
    [
        (("sent",), 1),
        (("sent", "accepted", "corrected", "worded", "wording_objected", "proposed", "directed"), 2),
        (("sent", "accepted", "undone", "corrected"), 2),
        (("sent", "undone", "corrected"), 1),
        (("sent", "forwarded", "directed", "forwarded"), 4),
        (("sent", "asked", "supplemented", "corrected"), 3),
        (("sent", "merged", "answered"), 2),
        (("sent", "closed", "solved", "corrected"), 3),
    ],
)
def test_what_brought_a_difficulty_where_it_stands_is_not_what_is_said_beside_it(
    way: tuple[str, ...], number: int
) -> None:
    assert brought_about(events(*way)) == number
