"""What the desk asks its leader and what the leader says: rules over events, and the week of a leader's card."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar_source import load_calendar
from bot.domain.calendars import Calendar
from bot.domain.difficulties import DifficultyAct, DifficultyEvent, current_state
from bot.domain.directing import (
    DIRECTION,
    Direction,
    awaits_desk,
    awaits_opinion,
    directions,
    may_direct,
    may_urge,
)
from bot.domain.handling import HELD, WORDS, open_to_desk, revocable, revocable_direction
from bot.domain.leading import Went, card_day, went
from bot.domain.triage import QueueGroup, group_of

AT = datetime(2026, 11, 16, 2, tzinfo=UTC)
SAYS = {"agree": Direction.AGREED, "own": Direction.OWN, "urge": Direction.URGED}


def way(acts: str, every: timedelta = timedelta(hours=1)) -> list[DifficultyEvent]:
    """Events in this order; `agree`, `own` and `urge` are directions."""
    found = []
    for number, name in enumerate(acts.split()):
        at, direction = AT + number * every, SAYS.get(name)
        act = DifficultyAct.DIRECTED if direction else DifficultyAct(name)
        detail = {WORDS: f"{name} {number}", HELD: (at + timedelta(minutes=5)).isoformat()}
        detail |= {DIRECTION: direction} if direction else {}
        found.append(DifficultyEvent(act, at, "person:LAN" if direction else "person:CHI", detail))
    return found


@pytest.mark.parametrize(
    ("acts", "asks", "waits", "urge", "group"),
    [
        ("sent", False, False, True, QueueGroup.NEW),
        ("sent own", False, True, True, QueueGroup.NEW),
        ("sent accepted proposed", True, False, True, QueueGroup.OURS),
        ("sent forwarded proposed", True, False, True, QueueGroup.FORWARDED),
        ("sent forwarded proposed agree", False, True, True, QueueGroup.OURS),
        ("sent forwarded proposed urge", True, True, False, QueueGroup.OURS),
        ("sent forwarded urge forwarded", False, False, True, QueueGroup.FORWARDED),
        ("sent asked own", False, True, True, QueueGroup.OURS),
        ("sent asked own supplemented", False, True, True, QueueGroup.NEW),
        ("sent answered own answered", False, False, True, QueueGroup.MEMBER),
        ("sent forwarded own proposed", True, False, True, QueueGroup.FORWARDED),
        ("sent forwarded proposed closed", False, False, False, None),
        ("sent own withdrawn", False, False, False, None),
    ],
)
def test_an_opinion_is_waited_for_and_waits_for_the_desk(
    acts: str, asks: bool, waits: bool, urge: bool, group: QueueGroup | None
) -> None:
    events = way(acts)

    assert (awaits_opinion(events), awaits_desk(events), may_urge(events), group_of(events)) == (
        *(asks, waits, urge),
        group,
    )


def test_agreement_has_the_words_of_what_was_proposed_last_before_it() -> None:
    found = directions(way("sent proposed agree own proposed urge agree"))

    assert [(each.direction.value, each.words) for each in found] == [
        ("agreed", "proposed 1"),
        ("own", "own 3"),
        ("urged", "urge 5"),
        ("agreed", "proposed 4"),
    ]


def test_a_direction_is_taken_back_by_its_leader_alone_and_in_time() -> None:
    events, soon = way("sent accepted own"), AT + timedelta(hours=2, minutes=4)

    assert revocable(events, soon) == 0
    assert revocable_direction(events, "person:LAN", soon) == 3
    assert revocable_direction(events, "person:CHI", soon) == 0
    assert revocable_direction(events, "person:LAN", soon + timedelta(minutes=1)) == 0
    assert revocable_direction(way("sent own accepted"), "person:LAN", soon) == 0


@given(st.lists(st.sampled_from(["accepted", "asked", "forwarded", "answered", "closed", "merged", "supplemented"])))
@settings(max_examples=100)
def test_what_passes_between_desk_and_leader_changes_no_state_and_opens_no_act(acts: list[str]) -> None:
    plain = way(" ".join(["sent", *acts]))
    beside = way(" ".join(["sent", *(f"{each} proposed own" for each in acts), "proposed urge"]))

    assert current_state(beside) is current_state(plain)
    assert [open_to_desk(act, beside) for act in DifficultyAct] == [open_to_desk(act, plain) for act in DifficultyAct]
    assert may_direct(beside) == may_direct(plain)


def test_the_day_of_the_card_is_the_first_working_day_of_its_week() -> None:
    calendar: Calendar = load_calendar(2026, 2026)

    assert card_day(date(2026, 11, 20), 1, calendar) == date(2026, 11, 16)
    assert card_day(date(2026, 11, 16), 3, calendar) == date(2026, 11, 18)
    assert card_day(date(2026, 11, 16), 6, calendar) is None
    # Monday the 31st of August to Wednesday the 2nd of September: the national day and the day before it are off.
    assert card_day(date(2026, 9, 3), 2, calendar) == date(2026, 9, 3)
    # The whole week of Tet.
    assert card_day(date(2026, 2, 18), 1, calendar) is None


def test_what_came_and_what_ended_in_a_week_is_counted_by_its_instants() -> None:
    day = timedelta(days=1)
    ways = [way(acts, day) for acts in ("sent closed", "sent accepted", "sent closed reopened", "sent merged", "")]

    assert went(ways, AT, AT + 2 * day) == Went(4, 1)
    assert went(ways, AT + day, AT + 2 * day) == Went(0, 1)
    assert went(ways, AT + 2 * day, AT + 9 * day) == Went(0, 0)
    assert went([way("sent closed own", day)], AT + 2 * day, AT + 9 * day) == Went(0, 0)
