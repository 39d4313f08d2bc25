"""Whatever is marked, in whatever state: exactly what an act is open to gets its event, once, and gives it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.difficulties import DifficultyAct
from bot.domain.handling import open_to_desk
from bot.domain.people import Actor, Caller
from bot.domain.selecting import JointAct, fingerprint
from bot.domain.triage import QueueView
from bot.services.desk import joint_acts, merging, selecting
from bot.services.difficulties import acts, clusters
from bot.services.difficulties.cases import case_of
from storage import difficulties, people, selections
from storage.unit import Unit
from tests.services.several_seats import Undone, codes, fill
from tests.world import World

EACH = 3
CODES = codes(EACH)
BEFORE = st.lists(
    st.tuples(
        st.sampled_from([acts.accept, acts.ask_back, acts.forward, acts.give_back, acts.close, merging.merge]),
        st.sampled_from(CODES),
        st.sampled_from(CODES),
    ),
    max_size=14,
)
JOINT = st.sampled_from([JointAct.ACCEPTED, JointAct.FORWARDED, JointAct.ASKED, JointAct.NOT_ACCEPTED])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Three seats have sent three difficulties each; Chi is at the desk."""
    world = World(tmp_path_factory.mktemp("selecting"))
    world.write_now(lambda db: fill(world.unit(db), EACH))
    yield world
    world.close()


def prepare(unit: Unit, chi: Actor, before: Sequence[tuple[object, str, str]]) -> None:
    """Bring difficulties into some state; what is refused changes nothing."""
    for act, code, other in before:
        words = {acts.accept: (), merging.merge: (other,), acts.forward: ("Bộ Tài chính",)}.get(act, ("Vì một lẽ",))  # type: ignore[call-overload]
        unit.attempt(lambda act=act, code=code, words=words: act(unit, chi, code, *words))  # type: ignore[misc]


def do(unit: Unit, chi: Actor, joint: JointAct) -> None:
    plan = selecting.plan(unit, chi, joint)
    if joint is JointAct.ACCEPTED:
        joint_acts.do(unit, chi, joint, 0, fingerprint(plan.marked), QueueView())
        return
    detail = acts.forwarding(unit, "Bộ Tài chính") if joint is JointAct.FORWARDED else acts.saying("Vì một lẽ")
    detail = acts.asking(unit, "Địa phương") if joint is JointAct.ASKED else detail
    joint_acts.each_with_words(unit, chi, plan, lambda _case: detail, QueueView())


def play(unit: Unit, before: Sequence[tuple[object, str, str]], marked: Sequence[str], joint: JointAct) -> None:
    chi = people.find_actor(unit.db, Caller("telegram", "1", "1"), unit.today)
    assert chi is not None
    prepare(unit, chi, before)
    was = {code: difficulties.events_of(unit.db, CODES)[code] for code in CODES}
    act = DifficultyAct[joint.name]
    wanted = {code for code in marked if open_to_desk(act, was[code])}
    # What is followed with one of these hears of what is answered for all, under its own code.
    heads = [case for code in wanted for case in [case_of(unit, code)] if case and act is DifficultyAct.NOT_ACCEPTED]
    reached = {source.code for head in heads for source in clusters.cluster_of(unit, head.code).members}

    selections.select(unit.db, chi.person.id, marked)
    do(unit, chi, joint)

    now = difficulties.events_of(unit.db, CODES)
    for code in CODES:
        new = [event.act for event in now[code][len(was[code]) :]]
        assert new == ([act] if code in wanted | reached else []), code
    # What it was not done with is marked still.
    assert set(selections.selected(unit.db, chi.person.id)) == set(marked) - wanted
    if wanted:
        number = unit.db.execute("SELECT max(id) FROM done_together").fetchone()[0]
        joint_acts.undo(unit, chi, number)
        after = difficulties.events_of(unit.db, CODES)
        assert all(
            [e.act for e in after[c] if e.act is not DifficultyAct.UNDONE]
            == [e.act for e in was[c] if e.act is not DifficultyAct.UNDONE]
            for c in CODES
        )
    raise Undone


@settings(max_examples=60, deadline=None)
@given(BEFORE, st.lists(st.sampled_from(CODES), unique=True), JOINT)
def test_exactly_what_an_act_is_open_to_gets_it_once_and_gives_it_back(
    office: World, before: list[tuple[object, str, str]], marked: list[str], joint: JointAct
) -> None:
    ended = office.write_now(lambda db: office.unit(db).attempt(partial(play, office.unit(db), before, marked, joint)))

    if not isinstance(ended, Undone):
        raise ended
