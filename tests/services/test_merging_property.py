"""Whatever is merged and parted, in whatever order: nothing is lost, counted twice, or followed in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.difficulties import DifficultyAct, DifficultyState, current_state
from bot.domain.handling import head_of
from bot.domain.people import Actor, Caller
from bot.errors import BotError
from bot.services.desk import merging
from bot.services.difficulties import acts, clusters
from storage import difficulties, merges, people, sharing
from storage.sharing import Cosign
from storage.unit import Unit
from tests.services.several_seats import SEATS, Undone, codes, fill
from tests.world import World

EACH = 2
CODES = codes(EACH)
Step = tuple[str, str, str]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge", "merge", "part", "accept", "answer", "close", "cosign"]),
        st.sampled_from(CODES),
        st.sampled_from(CODES),
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Three seats have sent two difficulties each; Chi is at the desk."""
    world = World(tmp_path_factory.mktemp("merging"))
    world.write_now(lambda db: fill(world.unit(db), EACH))
    yield world
    world.close()


def do(unit: Unit, chi: Actor, step: Step) -> None:
    """Do one thing, which may be refused: then nothing is changed."""
    act, code, other = step
    try:
        match act:
            case "merge":
                merging.merge(unit, chi, code, other)
            case "part":
                merging.part(unit, chi, code)
            case "accept":
                acts.accept(unit, chi, code)
            case "answer":
                acts.answer(unit, chi, code, "Đã sửa quy định")
            case "close":
                acts.close(unit, chi, code, "Đã hết hiệu lực")
            case "cosign":
                seat = people.seats_of_body(unit.db, "hoi_dong_tu_van")[CODES.index(other) % SEATS]
                sharing.add_cosign(unit.db, Cosign(code, seat.id, chi.person.id, unit.now, ""))
    except BotError as refused:
        assert refused.code == "difficulty_moved_on"  # noqa: PT017 - what is refused is one of the steps


def check(unit: Unit, before: dict[str, DifficultyState], step: Step) -> dict[str, DifficultyState]:
    events = difficulties.events_of(unit.db, CODES)
    states = {code: current_state(events[code]) for code in CODES}
    heads = merges.heads(unit.db, CODES)
    into = {code: head_of(events[code]) for code in CODES}
    found = merges.clusters(unit.db, set(heads.values()))

    # No circle: every way ends, at one that is merged into nothing.
    assert all(not into[head] for head in heads.values())
    assert {code for code in CODES if into[code]} == {
        c for c, state in states.items() if state is DifficultyState.MERGED
    }
    # Lines: what is merged leaves the count, and is counted with its head, once.
    lines = [code for code in CODES if not into[code]]
    merged = [code for code in CODES if into[code]]
    assert len(lines) + len(merged) == len(CODES)
    assert set(found) == set(lines)
    assert sorted(source.code for each in found.values() for source in each.sources) == CODES
    # Weights: every seat stands behind the cluster that holds what it sent or co-signed, and behind no other.
    seats = {source.code: source.seat for each in found.values() for source in each.sources}
    signed = sharing.cosigns(unit.db, CODES)
    for head, cluster in found.items():
        own = [code for code in CODES if heads[code] == head]
        assert cluster.seats == {seats[code] for code in own} | {each.seat for code in own for each in signed[code]}
        assert set(clusters.weights(unit, own).values()) == {cluster.weight}
        assert sum(cluster.by_body(dict.fromkeys(cluster.seats, "x")).values()) == cluster.weight
    # Parting restores what was before; an answer leaves what is merged where it is, and is there under each code.
    last = events[step[1]][-1].act
    if step[0] == "part" and last is DifficultyAct.UNMERGED and before[step[1]] is DifficultyState.MERGED:
        merged_at = max(n for n, event in enumerate(events[step[1]]) if event.act is DifficultyAct.MERGED)
        assert states[step[1]] is current_state(events[step[1]][:merged_at])
    if step[0] == "answer" and last is DifficultyAct.ANSWERED and before[step[1]] is not DifficultyState.MERGED:
        assert all(events[code][-1].act is DifficultyAct.ANSWERED for code in CODES if heads[code] == step[1])
    return states


def play(unit: Unit, steps: Sequence[Step]) -> None:
    chi = people.find_actor(unit.db, Caller("telegram", "1", "1"), unit.today)
    assert chi is not None
    states = dict.fromkeys(CODES, DifficultyState.SENT)
    for step in steps:
        do(unit, chi, step)
        states = check(unit, states, step)
    raise Undone


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_nothing_is_lost_counted_twice_or_followed_in_a_circle(office: World, steps: list[Step]) -> None:
    ended = office.write_now(lambda db: office.unit(db).attempt(partial(play, office.unit(db), steps)))

    if not isinstance(ended, Undone):
        raise ended
