"""What is followed together with a difficulty: its weight, its page, and what is done to its head."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial

from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.duplicates import SHOWN, THRESHOLD
from bot.domain.handling import INTO, UNTIL, Case, head_of, open_to_desk
from bot.domain.merging import SPREADS, Cluster
from bot.domain.operations import Operation, Piece
from bot.domain.people import Actor, Role
from bot.domain.texts import Screen, Text
from bot.screens.difficulties import merging as wording
from bot.screens.difficulties.merging import Like, Together
from bot.services.difficulties.cases import case_of, record, to_seat
from storage import duplicates, merges, people
from storage.unit import Unit

_ON_PAGE = 3
"""So many that look alike are named on a page; where one is chosen there are more."""


def weights(unit: Unit, codes: Collection[str]) -> Mapping[str, int]:
    """Return how many members stand behind each of these, with all that is followed with it; an entry for each."""
    heads = merges.heads(unit.db, codes)
    found = merges.clusters(unit.db, set(heads.values()))
    return {code: found[head].weight if head in found else 1 for code, head in heads.items()}


def cluster_of(unit: Unit, code: str) -> Cluster:
    """Return the cluster whose head this is, or is followed with."""
    head = merges.heads(unit.db, [code])[code]
    return merges.clusters(unit.db, [head]).get(head, Cluster(head, ()))


def likes(unit: Unit, case: Case, least: float, most: int = SHOWN) -> list[Like]:
    """Return what looks like a difficulty and is not followed with it, the likeliest first."""
    found = duplicates.nearest(unit.db, case.difficulty, 3 * most)
    heads = merges.heads(unit.db, [case.code, *(each.difficulty.code for each in found)])
    apart = [
        each for each in found if each.likeness.score >= least and heads[each.difficulty.code] != heads[case.code]
    ][:most]
    seats = people.seats_by_id(unit.db, {each.seat for each in apart})
    return [
        Like(
            each.difficulty.code,
            seats[each.seat].organisation,
            each.difficulty.answers["content"],
            each.state,
            each.likeness,
        )
        for each in apart
    ]


def beside(unit: Unit, actor: Actor, case: Case, screen: Screen) -> Screen:
    """Return the page of a difficulty with what is followed with it, as far as the reader may know it."""
    desk, own = Role.SECRETARIAT in actor.roles, case.seat.id in (seat.id for seat in actor.seats)
    head = head_of(case.events)
    if desk:
        may_merge = open_to_desk(DifficultyAct.MERGED, case.events)
        alike = likes(unit, case, THRESHOLD, _ON_PAGE) if may_merge else []
        return wording.for_desk(screen, case, alike, _together(unit, case.code), may_merge=may_merge)
    if Role.LEADER in actor.roles:
        return wording.for_leader(screen, _together(unit, case.code))
    if head and own:
        cluster = cluster_of(unit, case.code)
        of_head = case_of(unit, cluster.head)
        return wording.for_member(screen, of_head, cluster.weight) if of_head else screen
    return screen


def _together(unit: Unit, code: str) -> Together:
    cluster = cluster_of(unit, code)
    seats = people.seats_by_id(unit.db, cluster.seats)
    names = {body.code: body.name.vi for body in unit.rules.profile.bodies.values()}
    kinds = cluster.by_body({seat.id: names[seat.body] for seat in seats.values()})
    return Together(cluster, {seat.id: seat.organisation for seat in seats.values()}, kinds)


def spread(
    unit: Unit, head: Case, told: Callable[[Case], Screen], *, reached: bool
) -> tuple[Sequence[Operation], Text | None]:
    """Let what the desk has just done to a head reach all that is followed with it, each under its own code.

    An event and a message each, so that every seat is told once; who cannot be reached keeps nobody else from it.
    `reached`: whether its own seat was. Return the messages, and what to tell whoever did it; None where nothing is
    followed with it.
    """
    act = head.events[-1].act
    members = cluster_of(unit, head.code).members if act in SPREADS else ()
    messages: list[Operation] = []
    untold = []
    for source in members:
        case = case_of(unit, source.code)
        assert case is not None  # a cluster holds what live reports carry
        # Nothing is closed by silence that is closed with its head: no day is promised.
        detail = {name: text for name, text in head.events[-1].detail.items() if name != UNTIL}
        after = record(unit, case, DifficultyEvent(act, unit.now, head.events[-1].actor, detail))
        copies = to_seat(unit, after, told(after))
        messages += copies
        untold += [] if copies else [source.code]
    if not members:
        return (), None
    return messages, wording.spread(head.code, reached=reached, told=len(members) - len(untold), untold=untold)


def spread_to(unit: Unit, head: Case, event: DifficultyEvent) -> list[Case]:
    """Return what an act on a head has reached."""
    members = cluster_of(unit, head.code).members if event.act in SPREADS else ()
    found = [case for source in members for case in [case_of(unit, source.code)] if case]
    return [case for case in found if any((each.act, each.at) == (event.act, event.at) for each in case.events)]


def to_release(unit: Unit) -> Iterable[Piece]:
    """Yield the parting of each difficulty whose head was withdrawn by its own sender: it is followed by itself."""
    for code, head in merges.orphans(unit.db).items():
        yield Piece(code, partial(release, unit, code, head))


def released(unit: Unit) -> list[Operation]:
    """Part at once what is followed with something that has just been withdrawn; return what their seats are told."""
    return [each for code, head in merges.orphans(unit.db).items() for each in release(unit, code, head)]


def release(unit: Unit, code: str, head: str, by: str = "system") -> Sequence[Operation]:
    """Part a difficulty from its head, and tell its seat."""
    case = case_of(unit, code)
    if case is None:
        return ()
    after = record(unit, case, DifficultyEvent(DifficultyAct.UNMERGED, unit.now, by, {INTO: head}))
    return to_seat(unit, after, wording.unmerged(after, head))
