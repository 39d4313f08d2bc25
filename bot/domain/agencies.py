"""Organisations that change: their names, since when and until when they are there, and who followed them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.characters import fold

_SHORTEST_PART = 2
"""A single letter begins a word of almost every name."""
_PUNCTUATION = re.compile(r"\W+")


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


def find(agencies: Mapping[str, Agency], typed: str) -> tuple[Agency, ...]:
    """Return every agency meant by `typed`, old or new, with or without marks; in the order of `agencies`.

    A whole code, name or alias counts before the beginning of one, and that before words inside one.
    """
    words = _words(typed)
    ways: list[Callable[[str], bool]] = [lambda name: name == words]
    if len(words) >= _SHORTEST_PART:
        ways += [lambda name: name.startswith(words), lambda name: f" {words}" in name]
    for meant in ways:
        found = tuple(agency for agency in agencies.values() if any(meant(name) for name in _names(agency)))
        if found:
            return found
    return ()


def only(agencies: Mapping[str, Agency], typed: str) -> str:
    """Return the code of the one agency of which `typed` is a name, in whole; empty where there is none, or more.

    Part of a name is not enough: nobody looks at the code, so a wrong one would stay.
    """
    words = _words(typed)
    found = [agency.code for agency in agencies.values() if words in _names(agency)]
    return found[0] if len(found) == 1 else ""


def _names(agency: Agency) -> set[str]:
    return {_words(name) for name in (agency.code, agency.name, *agency.aliases)}


def _words(text: str) -> str:
    return fold(_PUNCTUATION.sub(" ", text))
