"""Difficulties that are followed together: trees whose root, the head, is worked on for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.difficulties import DifficultyAct

SPREADS = frozenset({DifficultyAct.ANSWERED, DifficultyAct.CLOSED, DifficultyAct.NOT_ACCEPTED, DifficultyAct.REOPENED})
"""What the desk does to a head and every sender is told, each with his own code."""
SEEN_BY_ALL = frozenset({DifficultyAct.ACCEPTED, DifficultyAct.FORWARDED, *SPREADS})
"""What the senders of others see of the way of their head: acts of the desk, and nothing that its sender said or was
asked."""


class Unmergeable(StrEnum):
    """Why one difficulty is not merged into another."""

    ITSELF = "itself"
    CYCLE = "cycle"
    """The other one is followed with it already."""
    ENDED = "ended"
    """It is not worked on any more."""
    HEAD_ENDED = "head_ended"
    """What it would be followed with is not worked on any more."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Source:
    """A difficulty of a cluster: who sent it, of which kind of member."""

    code: str
    seat: int
    body: str


@dataclass(frozen=True)
class Cluster:
    """A head with all that is followed with it, the head first, and the seats that co-signed any of it."""

    head: str
    sources: tuple[Source, ...]
    cosigners: frozenset[int] = frozenset()

    @property
    def members(self) -> tuple[Source, ...]:
        """What was merged into the head, or into what was."""
        return tuple(each for each in self.sources if each.code != self.head)

    @property
    def seats(self) -> frozenset[int]:
        """Who stands behind it, each once however often he says so."""
        return frozenset(each.seat for each in self.sources) | self.cosigners

    @property
    def weight(self) -> int:
        """How many members stand behind it."""
        return len(self.seats)

    def by_body(self, bodies: Mapping[int, str]) -> Mapping[str, int]:
        """Return how many of each kind of member stand behind it; `bodies` are those of the seats."""
        return Counter(bodies[seat] for seat in sorted(self.seats))


def root(code: str, into: Mapping[str, str]) -> str:
    """Return the head that a difficulty is followed with, itself where it is merged into none."""
    seen = {code}
    while code in into and into[code] not in seen:
        code = into[code]
        seen.add(code)
    return code


def unmergeable(code: str, named: str, head: str, open_codes: Collection[str]) -> Unmergeable | None:
    """Return why `code` is not merged into the one that was `named`, whose root is `head`; None where it is.

    What was merged already stands for its head: whoever names it means the cluster, and that is what is answered.
    """
    if code == named:
        return Unmergeable.ITSELF
    if code == head:
        return Unmergeable.CYCLE
    if code not in open_codes:
        return Unmergeable.ENDED
    return None if head in open_codes else Unmergeable.HEAD_ENDED
