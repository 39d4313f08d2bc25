"""Who leads and who takes part in the tasks of a notice: from names to the seats they have, or to names alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.data_source import load_seats
from bot.domain.agencies import Agency, current, only
from bot.domain.characters import clean, key
from bot.domain.notice_lines import Said
from bot.domain.people import Seat
from bot.domain.periods import Cadence
from bot.domain.profiles import Body
from storage import people
from storage.unit import Unit

_BETWEEN = re.compile(r"[;\n]")


@dataclass(frozen=True)
class Parties:
    """Seats by their codes, in order of rank, and the names of those who have none."""

    seats: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Directory:
    """Who can be named: the seats that are there today, the bodies, the agencies as they were on the notice's day."""

    seats: Mapping[str, Seat]
    bodies: Mapping[str, Body]
    agencies: Mapping[str, Agency]
    today: date
    stated: date

    @classmethod
    def of(cls, unit: Unit, stated: date | None) -> Directory:
        """Return who can be named in a notice of this day."""
        seats = {seat.code: seat for seat in people.seats_there(unit.db, unit.today)}
        return cls(seats, unit.rules.profile.bodies, unit.rules.agencies, unit.today, stated or unit.today)

    @cached_property
    def agency_of(self) -> Mapping[str, str]:
        """The agency that does the work of each seat's today, by the code of the seat; empty where it is not known."""
        known, found = load_seats(), {}
        for code, seat in self.seats.items():
            agency = known[code].agency if code in known else only(self.agencies, seat.organisation)
            found[code] = current(self.agencies, agency, self.today).code if agency in self.agencies else ""
        return found

    def of_said(self, said: Iterable[Said]) -> Parties:
        """Return whom a passage names."""
        return _together([self._named(each.code, each.words) for each in said])

    def of_typed(self, typed: str) -> Parties:
        """Return whom somebody names: seats, bodies, agencies by any of their names, anybody else by that name."""
        parts = [clean(part) for part in _BETWEEN.split(typed)]
        return _together([self._typed(part) for part in parts if part])

    def spelt(self, parties: Parties) -> str:
        """Return them as `of_typed` reads them; a body for all of its seats."""
        rest, found = list(parties.seats), []
        for code in self.bodies:
            seats = [seat for seat in rest if self.seats[seat].body == code] if rest else []
            if len(seats) > 1 and len(seats) == len(self._of_body(code)):
                found.append(self.bodies[code].short.vi)
                rest = [seat for seat in rest if seat not in seats]
        return "; ".join((*found, *rest, *parties.names))

    def shown(self, parties: Parties) -> list[str]:
        """Return their names as people read them."""
        return [*(self.seats[code].organisation for code in parties.seats if code in self.seats), *parties.names]

    def offered(self) -> list[str]:
        """Return what can be tapped: the bodies that have seats."""
        return [body.short.vi for code, body in self.bodies.items() if self._of_body(code)]

    def there(self, codes: Sequence[str]) -> list[Seat]:
        """Return the seats of these codes that are still there."""
        return [self.seats[code] for code in codes if code in self.seats]

    def cadences(self, parties: Parties) -> list[Cadence | None]:
        """Return how often each of them reports; None for who has no seat, or none any more."""
        seats = [self.seats.get(code) for code in parties.seats]
        return [*(self.bodies[seat.body].cadence if seat else None for seat in seats), *(None for _ in parties.names)]

    def _typed(self, typed: str) -> Parties:
        wanted = key(typed)
        for code, body in self.bodies.items():
            if wanted in {key(name) for name in (code, body.name.vi, body.short.vi, body.name.en, body.short.en)}:
                return Parties(self._of_body(code))
        seats = tuple(seat.code for seat in self._by_rank() if wanted in (key(seat.code), key(seat.organisation)))
        if seats:
            return Parties(seats)
        return self._named(only(self.agencies, typed), typed)

    def _named(self, code: str, words: str) -> Parties:
        if code in self.bodies:
            return Parties(self._of_body(code)) if self._of_body(code) else Parties(names=(_one_line(words),))
        if code not in self.agencies:
            return Parties(names=(_one_line(words),))
        # Under the name of its day it stands in the notice; who has taken over its work since leads today.
        named = current(self.agencies, code, self.stated)
        now = current(self.agencies, named.code, self.today).code
        seats = tuple(seat.code for seat in self._by_rank() if self.agency_of[seat.code] == now)
        return Parties(self._first_body(seats)) if seats else Parties(names=(named.name,))

    def _first_body(self, seats: tuple[str, ...]) -> tuple[str, ...]:
        """Of an agency in several bodies its seats in the first one: it does a task once."""
        first = next((body for body in self.bodies if any(self.seats[code].body == body for code in seats)), "")
        return tuple(code for code in seats if self.seats[code].body == first) or seats

    def _of_body(self, body: str) -> tuple[str, ...]:
        return tuple(seat.code for seat in self._by_rank() if seat.body == body)

    def _by_rank(self) -> list[Seat]:
        return sorted(self.seats.values(), key=lambda seat: (seat.rank, seat.id))


def _together(found: Sequence[Parties]) -> Parties:
    seats = dict.fromkeys(code for each in found for code in each.seats)
    return Parties(tuple(seats), tuple(dict.fromkeys(name for each in found for name in each.names)))


def _one_line(words: str) -> str:
    return " ".join(words.split())
