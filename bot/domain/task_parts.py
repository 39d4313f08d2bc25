"""Who is named for a task: seats by code or name, bodies for all their seats, agencies by any of their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.domain.agencies import Agency, current, only
from bot.domain.characters import clean, cut, key
from bot.domain.forms import Step
from bot.domain.names import words
from bot.domain.people import Seat
from bot.domain.tasks import Part
from bot.domain.texts import N_, NP_, Text

_MOST, _SHOWN, _NAMED = 1000, 60, 4


@dataclass(frozen=True)
class Named:
    """What one name stands for: seats, or an agency that has none; with several `meant` it is unclear.

    `kept` is the name that stands for the same from now on.
    """

    typed: str
    kept: str
    seats: tuple[Seat, ...] = ()
    outside: str = ""
    meant: tuple[Seat, ...] = ()


@dataclass(frozen=True)
class Directory:
    """Who can be named on a day: the seats that are there, the names of bodies by their codes, and every agency."""

    seats: Sequence[Seat]
    bodies: Mapping[str, str]
    agencies: Mapping[str, Agency]
    today: date

    def named(self, text: str) -> list[Named]:
        """Return what each name of a text stands for; names stand on lines of their own or between semicolons."""
        pieces = (clean(piece) for line in text.splitlines() for piece in line.split(";"))
        return [self._one(piece) for piece in pieces if piece]

    def _one(self, typed: str) -> Named:
        wanted = key(typed)
        for seat in self.seats:
            if key(seat.code) == wanted:
                return Named(typed, self._name(seat), (seat,))
        for code, name in self.bodies.items():
            of_body = tuple(seat for seat in self.seats if seat.body == code)
            if of_body and wanted in (key(code), key(name)):
                return Named(typed, code, of_body)
        return self._organisation(typed)

    def _organisation(self, typed: str) -> Named:
        agency, found = self._agency(typed), self._called(typed)
        if not found and not agency:
            found = self._like(typed)
        if len(found) == 1:
            return Named(typed, self._name(found[0]), tuple(found))
        if found:
            return Named(typed, typed, meant=tuple(found))
        name = self.agencies[agency].name if agency else typed
        return Named(typed, name, outside=name)

    def _called(self, typed: str) -> list[Seat]:
        """The seats of the organisation with this name, or of what does today what it did."""
        agency = self._agency(typed)
        same = [seat for seat in self.seats if key(seat.organisation) == key(typed)]
        return same or [seat for seat in self.seats if agency and self._agencies[seat.id] == agency]

    def _agency(self, typed: str) -> str:
        code = only(self.agencies, typed)
        return current(self.agencies, code, self.today).code if code else ""

    @cached_property
    def _agencies(self) -> Mapping[int, str]:
        return {seat.id: self._agency(seat.organisation) for seat in self.seats}

    def _like(self, typed: str) -> list[Seat]:
        """The seats in whose names the words that were typed stand together; one word alone is too little."""
        wanted = _bare(typed)
        if " " not in wanted:
            return []
        return [
            seat for seat in self.seats if f" {wanted} " in f" {' '.join(w.bare for w in words(seat.organisation))} "
        ]

    def _name(self, seat: Seat) -> str:
        found = self._called(seat.organisation)
        return seat.organisation if found == [seat] and ";" not in seat.organisation else seat.code


def _bare(text: str) -> str:
    return " ".join(word.bare for word in words(text))


def parts_of(named: Mapping[Part, Iterable[Named]]) -> dict[Part, tuple[int, ...]]:
    """Return the seats by their part, each in the weightiest it is named for, by rank."""
    taken: set[int] = set()
    found: dict[Part, tuple[int, ...]] = {}
    for part in Part:
        seats = {seat.id: seat for each in named.get(part, ()) for seat in each.seats if seat.id not in taken}
        if seats:
            found[part] = tuple(seat.id for seat in sorted(seats.values(), key=lambda seat: (seat.rank, seat.id)))
            taken.update(found[part])
    return found


def outside_of(named: Iterable[Named]) -> tuple[str, ...]:
    """Return the agencies that have no seat, each once, in order."""
    return tuple(dict.fromkeys(each.outside for each in named if each.outside))


def parts_step(name: str, asked: tuple[Text, ...], known: Directory, *, lead: bool) -> Step:
    """Return the question who has a part; who has no seat can be named as lead only."""
    return Step(
        name,
        asked,
        optional=not lead,
        least=2,
        most=_MOST,
        refuse=lambda text: _why_not(known.named(text), lead=lead),
        kept_as=lambda text: "; ".join(dict.fromkeys(each.kept for each in known.named(text))),
        remark=lambda text: understood(known.named(text)),
    )


def _why_not(found: Sequence[Named], *, lead: bool) -> Text | None:
    if not found:
        return Text(N_("No organisation is named. Please type a name or a code."))
    for each in found:
        if each.meant:
            said = N_('"{typed}" can mean several: {names}. Please type the code of the one that is meant.')
            names = "; ".join(f"{seat.organisation} ({seat.code})" for seat in each.meant[:_NAMED])
            return Text(said, typed=cut(each.typed, _SHOWN), names=names)
        if each.outside and not lead:
            said = N_('"{name}" has no seat and cannot be told. Please name it in the note, or as lead.')
            return Text(said, name=cut(each.outside, _SHOWN))
    return None


def understood(found: Sequence[Named]) -> Text | None:
    """Return how names were understood: who has a seat, and who has none."""
    seats = list(dict.fromkeys(seat.organisation for each in found for seat in each.seats))
    outside = outside_of(found)
    names = "; ".join(seats[:_NAMED])
    if len(seats) > _NAMED:
        said = NP_("{names} and {count:count} other", "{names} and {count:count} others", by="count")
        shown = Text(said, names=names, count=len(seats) - _NAMED)
    else:
        shown = Text(N_("{names}"), names=names)
    without = "; ".join(outside)
    if seats and outside:
        return Text(N_("Understood as: {names}. Without a seat: {outside}."), names=shown, outside=without)
    if outside:
        return Text(N_("Without a seat, followed in its name: {outside}."), outside=without)
    return Text(N_("Understood as: {names}."), names=shown)
