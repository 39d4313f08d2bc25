"""What the papers of a period have of a member, told to those who hold its seat once the papers are frozen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.domain.difficulties import DifficultyState
from bot.domain.operations import LOOKED_AT, Lane, Operation, Pause, Piece, Send, Topic, TopicKind, batched
from bot.domain.people import MEMBER_ROLES
from bot.domain.periods import Period, SeatState
from bot.domain.texts import N_, Text
from bot.screens import feedback as wording
from bot.screens.feedback import OwnPart
from bot.services import standing
from bot.services.beside import OverPapers, reckoned
from bot.services.people.quiet import held
from storage import addressees, outbox, people, snapshots
from storage.snapshots import Frozen, Head
from storage.unit import Unit

_LATE = timedelta(days=7)
_SENT = frozenset({SeatState.REPORTED, SeatState.REPORTED_LATE, SeatState.NIL, SeatState.NIL_LATE})


@dataclass(frozen=True)
class Holder:
    """Somebody who is told of a paper: what it has of their seats, and under which accounts they are written to."""

    person: int
    full_name: str
    parts: Sequence[OwnPart]
    accounts: Sequence[int]


@dataclass(frozen=True)
class Own:
    """How many difficulties a paper has, and everybody who is told what it has of their own."""

    difficulties: int
    holders: Sequence[Holder]


@dataclass(frozen=True)
class OwnOf(OverPapers):
    """The work of reading these from a frozen paper; nobody is told where its content was removed."""

    id: int

    def __call__(self, unit: Unit) -> Own:
        """Read them."""
        frozen = snapshots.digest_by_id(unit.db, self.id)
        return Own(len(frozen.snapshot["difficulties"]), _holders(unit, _parts(unit, frozen))) if frozen else Own(0, ())


def _holders(unit: Unit, parts: Mapping[int, OwnPart]) -> Sequence[Holder]:
    held_by = addressees.holders_of_seats(unit.db, parts, MEMBER_ROLES, unit.today)
    names = people.persons_by_id(unit.db, held_by.keys())
    return [
        Holder(
            person,
            names[person].full_name,
            [parts[seat] for seat in dict.fromkeys(seat for seat, _ in pairs)],
            list(dict.fromkeys(account for _, account in pairs)),
        )
        for person, pairs in held_by.items()
    ]


def tell_members(unit: Unit, frozen: Head) -> Iterable[Piece | Pause]:
    """Tell everybody who holds a seat that has reported, once, whatever their seats; nobody a week later any more."""
    about, pieces = Text(N_("Aggregate: {period}"), period=Period.parse(frozen.period)), 0
    if unit.now < frozen.taken_at + _LATE:
        found: list[Own] = []
        yield Piece(about, partial(_read, unit, frozen, found))
        if not found:
            return  # that it failed is told, and it is tried again
        for each in _untold(unit, frozen, found[0]):
            pieces += isinstance(each, Piece)
            yield each
    # Of a piece that fails its reader is found again: only when none is left everybody has been told.
    if not pieces:
        yield Piece(about, partial(_done, unit, frozen))


def _read(unit: Unit, frozen: Head, into: list[Own]) -> Sequence[Operation]:
    into.append(reckoned(unit, OwnOf(frozen.id)))
    return ()


def _untold(unit: Unit, frozen: Head, found: Own) -> Iterable[Piece | Pause]:
    for slice_ in batched(found.holders, LOOKED_AT):
        keys = {
            # By the person and not by the account: one that is linked later is not told anew.
            each.person: {f"feedback:{frozen.period}:{each.person}:{n}": to for n, to in enumerate(each.accounts)}
            for each in slice_
        }
        told = outbox.known_keys(unit.db, [key for own in keys.values() for key in own])
        for each in slice_:
            own = keys[each.person]
            if not told & own.keys():
                yield Piece(each.full_name, partial(_tell, unit, frozen, found.difficulties, each.parts, own))
        yield Pause.HERE


def _done(unit: Unit, frozen: Head) -> Sequence[Operation]:
    snapshots.set_members_told(unit.db, frozen.id, unit.now)
    return ()


def _parts(unit: Unit, frozen: Frozen) -> Mapping[int, OwnPart]:
    """What the papers have of each seat that has reported, by its id."""
    states: dict[str, Counter[DifficultyState]] = defaultdict(Counter)
    for each in frozen.snapshot["difficulties"]:
        states[each["seat"]][DifficultyState(each["state"])] += 1
    bodies = standing.bodies(unit, Period.parse(frozen.period).cadence)
    seats = {seat.code: seat for body in bodies for seat in people.seats_of_body(unit.db, body)}
    rows = [row for row in frozen.snapshot["seats"] if row["code"] in seats]
    return {
        seats[row["code"]].id: OwnPart(seats[row["code"]].organisation, states[row["code"]])
        for row in rows
        if SeatState(row["state"]) in _SENT or states[row["code"]]
    }


def _tell(
    unit: Unit, frozen: Head, difficulties: int, parts: Sequence[OwnPart], keys: Mapping[str, int]
) -> Sequence[Operation]:
    screen = wording.own_feedback(Period.parse(frozen.period), difficulties, parts)
    topic = Topic(TopicKind.FEEDBACK, {"period": frozen.period})
    found = {key: addressees.recipient(unit.db, account, unit.today) for key, account in keys.items()}
    return held(unit, (Send(to, screen, topic=topic, lane=Lane.BULK, key=key) for key, to in found.items() if to))
