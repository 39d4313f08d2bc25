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
    for person, parts in _by_person(unit, frozen).items():
        accounts = addressees.reachable_accounts(unit.db, person)
        # By the person and not by the account: one that is linked later is not told anew.
        keys = {f"feedback:{frozen.period}:{person}:{n}": account for n, account in enumerate(accounts)}
        if keys and not outbox.known_keys(unit.db, keys):
            name = people.person_by_id(unit.db, person).full_name
            yield Piece(name, partial(_tell, unit, frozen, parts, keys))


def _done(unit: Unit, frozen: Frozen) -> Sequence[Operation]:
    snapshots.set_members_told(unit.db, frozen.id, unit.now)
    return ()


def _by_person(unit: Unit, frozen: Frozen) -> Mapping[int, list[OwnPart]]:
    """Each person with what the papers have of each of their seats."""
    states: dict[str, Counter[DifficultyState]] = defaultdict(Counter)
    for each in frozen.snapshot["difficulties"]:
        states[each["seat"]][DifficultyState(each["state"])] += 1
    cadence = Period.parse(frozen.period).cadence
    bodies = [body.code for body in unit.rules.profile.bodies.values() if body.cadence is cadence]
    seats = {seat.code: seat for body in bodies for seat in people.seats_of_body(unit.db, body)}
    parts: dict[int, list[OwnPart]] = defaultdict(list)
    for row in frozen.snapshot["seats"]:
        seat = seats.get(row["code"])
        if seat and (SeatState(row["state"]) in _SENT or states[row["code"]]):
            for person in people.persons_of_seat(unit.db, seat.id, MEMBER_ROLES, unit.today):
                parts[person].append(OwnPart(seat.organisation, states[row["code"]]))
    return parts


def _tell(unit: Unit, frozen: Frozen, parts: Sequence[OwnPart], keys: Mapping[str, int]) -> Sequence[Operation]:
    screen = wording.own_feedback(Period.parse(frozen.period), len(frozen.snapshot["difficulties"]), parts)
    topic = Topic(TopicKind.FEEDBACK, {"period": frozen.period})
    found = {key: addressees.recipient(unit.db, account, unit.today) for key, account in keys.items()}
    return held(unit, (Send(to, screen, topic=topic, lane=Lane.BULK, key=key) for key, to in found.items() if to))
