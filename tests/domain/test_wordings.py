"""Wordings stand beside everything else: they move no state, and belong to the very words they were made of."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.difficulties import UNRESOLVED, DifficultyAct, DifficultyEvent, DifficultyState, current_state
from bot.domain.following import times_raised
from bot.domain.handling import (
    asked_about,
    asked_until,
    awaits_forwarding,
    head_of,
    is_solved,
    may_be_added_to,
    open_acts,
    opinion,
    silent_until,
)
from bot.domain.reports import Difficulty
from bot.domain.triage import QueueGroup, group_of, in_charge
from bot.domain.wordings import (
    Wording,
    answer,
    asked,
    awaits_wording,
    fitting,
    is_objected,
    is_outdated,
    lacks_vietnamese,
    may_be_sent,
    sent,
)
from tests.domain.test_handling import ways

AT = datetime(2026, 11, 16, tzinfo=UTC)
OF_WORDING = [act for act in DifficultyAct if act is DifficultyAct.WORDED or act.value.startswith("wording_")]
RULES = (
    current_state,
    asked_until,
    silent_until,
    is_solved,
    opinion,
    may_be_added_to,
    open_acts,
    awaits_forwarding,
    times_raised,
    head_of,
    lambda events: in_charge(events, "Bộ A", "Bộ A"),
)


def events(acts: str) -> list[DifficultyEvent]:
    return [DifficultyEvent(DifficultyAct(act), AT, "x") for act in acts.split()]


def about(content: str, proposal: str = "b") -> Difficulty:
    return Difficulty(1, "VM-2611-001", {"field": "dat_dai", "content": content, "proposal": proposal}, ())


def worded(said: str, content: str, proposal: str = "b") -> Wording:
    return Wording(AT, "person:CHI", said, "", content, proposal)


@given(ways(), st.data())
@settings(max_examples=300)
def test_whatever_is_said_of_a_wording_changes_nothing_else(way: list[DifficultyEvent], data: st.DataObject) -> None:
    mixed = list(way)
    for act in data.draw(st.lists(st.sampled_from(OF_WORDING), max_size=5)):
        mixed.insert(data.draw(st.integers(1, len(mixed))), DifficultyEvent(act, AT, "x"))

    assert [rule(mixed) for rule in RULES] == [rule(way) for rule in RULES]
    # A question is named by its number, which is another with events before it.
    asked_now, asked_then = asked_about(mixed), asked_about(way)
    assert (mixed[asked_now - 1] if asked_now else None) == (way[asked_then - 1] if asked_then else None)
    state = current_state(mixed)
    waits = awaits_wording(mixed) and state in UNRESOLVED and state is not DifficultyState.SENT
    assert group_of(mixed) is (QueueGroup.OURS if waits else group_of(way))


@pytest.mark.parametrize(
    ("acts", "group"),
    [
        ("sent wording_objected", QueueGroup.NEW),
        ("sent accepted forwarded worded wording_sent", QueueGroup.FORWARDED),
        ("sent accepted forwarded worded wording_sent wording_confirmed", QueueGroup.FORWARDED),
        ("sent accepted forwarded worded wording_sent wording_objected", QueueGroup.OURS),
        ("sent accepted forwarded worded wording_sent wording_objected worded", QueueGroup.FORWARDED),
        ("sent accepted forwarded supplemented worded", QueueGroup.OURS),
        ("sent asked worded wording_sent wording_objected", QueueGroup.OURS),
        ("sent asked worded wording_sent wording_objected asked", QueueGroup.MEMBER),
        ("sent accepted answered worded wording_sent wording_objected", QueueGroup.OURS),
        ("sent accepted worded wording_sent closed wording_objected", None),
    ],
)
def test_what_is_to_be_worded_otherwise_waits_for_the_desk_until_it_does_something(
    acts: str, group: QueueGroup | None
) -> None:
    assert group_of(events(acts)) is group


def test_a_wording_is_asked_about_once_and_only_the_first_answer_counts() -> None:
    assert not may_be_sent(events("sent"))
    assert may_be_sent(events("sent worded"))
    assert not may_be_sent(events("sent worded closed"))
    assert not may_be_sent(events("sent worded wording_sent"))
    assert may_be_sent(events("sent worded wording_sent wording_objected worded"))
    assert not may_be_sent(events("sent worded wording_sent wording_objected"))
    assert may_be_sent(events("sent worded undone"))  # what asked was taken back

    assert (sent(events("sent worded wording_sent")), asked(events("sent worded wording_sent"))) == (3, 3)
    assert asked(events("sent worded wording_sent worded")) == 0
    assert asked(events("sent worded wording_sent withdrawn")) == 0
    assert asked(events("sent worded wording_sent closed")) == 3
    twice = events("sent worded wording_sent wording_confirmed wording_objected")
    assert answer(twice) is twice[3]
    assert not is_objected(twice)
    assert is_objected(events("sent worded wording_sent wording_objected accepted"))
    assert not is_objected(events("sent worded wording_sent wording_objected worded"))


@given(st.lists(st.sampled_from("abc"), max_size=6), st.sampled_from("abc"))
def test_the_newest_wording_of_the_very_words_counts(of: list[str], says: str) -> None:
    wordings = [worded(str(number), content) for number, content in enumerate(of)]

    found = fitting(wordings, about(says))

    places = [number for number, content in enumerate(of) if content == says]
    assert (found.content if found else None) == (str(places[-1]) if places else None)
    assert is_outdated(wordings, about(says)) == (bool(of) and not places)
    assert fitting(wordings, about(says, "other")) is None


def test_what_would_be_printed_in_english_lacks_a_wording() -> None:
    english = "The customs authority asks for the same documents twice."

    assert lacks_vietnamese(english, "Đề nghị bãi bỏ.")
    assert lacks_vietnamese("Hải quan yêu cầu nộp hai lần.", english)
    assert not lacks_vietnamese("Hải quan yêu cầu nộp hai lần.", "Đề nghị bãi bỏ.")
