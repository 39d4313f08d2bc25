"""Where the persons of the roster stand: invited, linked, reachable; in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.people import Duty, Person, Role, Seat
from bot.domain.ways import Way

PAGE = 6
"""Persons on one screen."""
_ROLES = tuple(Role)


class LinkState(StrEnum):
    """How far a person has come."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    LAPSED = "lapsed"
    """There was an invitation; it was used, locked or has expired, and no account is linked."""
    LINKED = "linked"
    UNREACHABLE = "unreachable"
    """Linked, but messages do not arrive."""


@dataclass(frozen=True)
class DirectoryEntry:
    """A person who holds a duty, the newest live account and the newest invitation; numbers are 0 where none is."""

    person: Person
    duties: tuple[Duty, ...]
    account: int
    linked_at: datetime | None
    reachable: bool
    invitation: int
    open_until: datetime | None
    """When the newest invitation ends; None where it has been used or locked."""
    ways: tuple[Way, ...] = ()
    """The linked accounts in the order in which they are tried; reachable is whoever is in one of them."""

    @property
    def seats(self) -> tuple[Seat, ...]:
        """The seats of all duties."""
        return tuple(duty.seat for duty in self.duties if duty.seat)

    def state(self, now: datetime) -> LinkState:
        """Return how far the person has come."""
        if self.account:
            return LinkState.LINKED if self.reachable else LinkState.UNREACHABLE
        if self.open_until and now < self.open_until:
            return LinkState.INVITED
        return LinkState.LAPSED if self.invitation else LinkState.NOT_INVITED


class Listed(StrEnum):
    """Whom a list shows; the value stands in buttons."""

    EVERYBODY = "a"
    UNLINKED = "u"
    """Only those without an account."""


@dataclass(frozen=True)
class DirectoryView:
    """Which part of the list a screen was opened from, and so what to go back to."""

    which: Listed = Listed.EVERYBODY
    page: int = 0

    @property
    def unlinked(self) -> bool:
        """Whether only those without an account are shown."""
        return self.which is Listed.UNLINKED


def listed(everybody: Sequence[DirectoryEntry], bodies: Sequence[str], *, unlinked: bool) -> list[DirectoryEntry]:
    """Return whom a list shows: body by body, by rank of the seat, leaders before focal persons, the desk last."""
    rank_of_body = {body: rank for rank, body in enumerate(bodies)}

    def duty_key(duty: Duty) -> tuple[int, int, int]:
        body = rank_of_body.get(duty.seat.body, len(bodies)) if duty.seat else len(bodies) + 1
        return body, duty.seat.rank if duty.seat else 0, _ROLES.index(duty.role)

    shown = [
        replace(m, duties=tuple(sorted(m.duties, key=duty_key))) for m in everybody if not (unlinked and m.account)
    ]
    # Everybody who is listed holds a duty.
    return sorted(shown, key=lambda entry: (duty_key(entry.duties[0]), entry.person.code))


def pages(count: int) -> int:
    """Return how many screens a list takes, at least one."""
    return max(1, -(-count // PAGE))


@dataclass(frozen=True)
class Call:
    """Somebody to be called for a seat, or a seat that nobody holds."""

    seat: Seat
    entry: DirectoryEntry | None
    duty: Duty | None
    nobody_else: bool
    """Whether nobody of the seat can be reached."""


def call_list(
    everybody: Sequence[DirectoryEntry], seats: Sequence[Seat], bodies: Sequence[str], now: datetime
) -> list[Call]:
    """Return whom nothing reaches, by seat: first the seats of which nobody can be reached, those without anybody too.

    `seats` are all that are there; bodies and seats come in their order.
    """
    rank_of_body = {body: rank for rank, body in enumerate(bodies)}
    found: list[Call] = []
    for seat in sorted(seats, key=lambda seat: (rank_of_body.get(seat.body, len(bodies)), seat.rank)):
        holders = [
            (entry, duty) for entry in everybody for duty in entry.duties if duty.seat and duty.seat.id == seat.id
        ]
        away = [(entry, duty) for entry, duty in holders if entry.state(now) is not LinkState.LINKED]
        nobody = len(away) == len(holders)
        found += [Call(seat, entry, duty, nobody) for entry, duty in away]
        if not holders:
            found.append(Call(seat, None, None, nobody_else=True))
    return sorted(found, key=lambda call: not call.nobody_else)
