"""Organisations that change: their names, since when and until when they are there, and who followed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.domain.names import Names, is_whole, meant, words


@dataclass(frozen=True)
class Agency:
    """An organisation under one name.

    `aliases` are abbreviations and other names; `source` is the document that names it or ended it. It is there from
    `valid_from` (None: from before anything we know) until the day before `valid_to` (None: still), when the agency
    with the code `successor` (may be empty) took over the most of its work.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    successor: str
    source: str

    def ended(self, day: date) -> bool:
        """Return whether it is no longer there on a day."""
        return self.valid_to is not None and day >= self.valid_to


@dataclass(frozen=True)
class KnownSeat:
    """A seat of a body as the deciding document set it up; `title` is the holder's office where it is named."""

    code: str
    body: str
    agency: str
    rank: int
    position: str
    title: str
    valid_from: date


def current(agencies: Mapping[str, Agency], code: str, day: date) -> Agency:
    """Return the agency that does on `day` what the agency `code` did: itself, or the last of its successors.

    One that ended without a successor stands for itself. Raises KeyError for a code that is not there.
    """
    agency = agencies[code]
    while agency.ended(day) and agency.successor:
        agency = agencies[agency.successor]
    return agency


def in_place_of(agencies: Mapping[str, Agency], code: str, day: date) -> tuple[Agency, ...]:
    """Return who did on `day` what the agency `code` does: who is `current`, or, before it was there, whom it followed.

    Several where it took over from several; in the order of `agencies`. Raises KeyError for a code that is not there.
    """
    found = current(agencies, code, day)
    if found.valid_from is None or found.valid_from <= day:
        return (found,)
    before = (agency.code for agency in agencies.values() if agency.successor == found.code)
    return tuple(each for earlier in before for each in in_place_of(agencies, earlier, day))


def find(agencies: Mapping[str, Agency], typed: str) -> tuple[Agency, ...]:
    """Return every agency meant by `typed`, old or new, in the order of `agencies`; see `bot.domain.names`."""
    return meant([(agency, _names(agency)) for agency in agencies.values()], typed)


def only(agencies: Mapping[str, Agency], typed: str) -> str:
    """Return the code of the one agency of which `typed` is a name, in whole; empty where there is none, or more.

    Part of a name is not enough: nobody looks at the code, so a wrong one would stay.
    """
    said = words(typed)
    found = [agency.code for agency in agencies.values() if is_whole(said, _names(agency))] if said else []
    return found[0] if len(found) == 1 else ""


# They stay as they are while the program runs.
@cache
def _names(agency: Agency) -> Names:
    return Names.of((agency.code, agency.name, *agency.aliases))
