"""What the papers of a period have of a member, told to those who hold its seat once the papers are frozen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from bot.domain.difficulties import DifficultyState
from bot.domain.operations import Lane, Operation, Piece, Send, Topic, TopicKind
from bot.domain.people import MEMBER_ROLES
from bot.domain.periods import Period, SeatState
from bot.domain.texts import N_, Text
from bot.screens import feedback as wording
from bot.screens.feedback import OwnPart
from bot.services import standing
from bot.services.people.quiet import held
from storage import addressees, outbox, people, snapshots
from storage.snapshots import Frozen
from storage.unit import Unit

_LATE = timedelta(days=7)
_SENT = frozenset({SeatState.REPORTED, SeatState.REPORTED_LATE, SeatState.NIL, SeatState.NIL_LATE})


def tell_members(unit: Unit, frozen: Frozen) -> Iterable[Piece]:
    """Tell everybody who holds a seat that has reported, once, whatever their seats; nobody a week later any more."""
    pieces = list(_untold(unit, frozen)) if unit.now < frozen.taken_at + _LATE else []
    # Of a piece that fails its reader is found again: only when none is left everybody has been told.
    yield from pieces or [
        Piece(Text(N_("Aggregate: {period}"), period=Period.parse(frozen.period)), partial(_done, unit, frozen))
    ]


def _untold(unit: Unit, frozen: Frozen) -> Iterable[Piece]:
    parts = _parts(unit, frozen)
    held_by = addressees.holders_of_seats(unit.db, parts, MEMBER_ROLES, unit.today)
    names = people.persons_by_id(unit.db, held_by.keys())
    keys = {
        person: {
            # By the person and not by the account: one that is linked later is not told anew.
            f"feedback:{frozen.period}:{person}:{n}": account
            for n, account in enumerate(dict.fromkeys(account for _, account in pairs))
        }
        for person, pairs in held_by.items()
    }
    told = outbox.known_keys(unit.db, [key for each in keys.values() for key in each])
    for person, own in keys.items():
        if not told & own.keys():
            seats = dict.fromkeys(seat for seat, _ in held_by[person])
            tell = partial(_tell, unit, frozen, [parts[seat] for seat in seats], own)
            yield Piece(names[person].full_name, tell)


def _done(unit: Unit, frozen: Frozen) -> Sequence[Operation]:
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


def _tell(unit: Unit, frozen: Frozen, parts: Sequence[OwnPart], keys: Mapping[str, int]) -> Sequence[Operation]:
    screen = wording.own_feedback(Period.parse(frozen.period), len(frozen.snapshot["difficulties"]), parts)
    topic = Topic(TopicKind.FEEDBACK, {"period": frozen.period})
    found = {key: addressees.recipient(unit.db, account, unit.today) for key, account in keys.items()}
    return held(unit, (Send(to, screen, topic=topic, lane=Lane.BULK, key=key) for key, to in found.items() if to))
