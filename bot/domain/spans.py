"""Half a year and a year: whether the periods that they are made of join, and what these come to together.

What one period leaves open the next begins with. Where two that follow each other do not say the same, what they come
to is no figure of anything. Over a period of which there are no papers nothing is compared and nothing is made up: by
how much the lines differ there is a term of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.following import Reckoning
from bot.domain.periods import Period


@dataclass(frozen=True)
class Part:
    """A period as its papers left it: the codes it began with and those it left open, and its reckoning."""

    period: Period
    carried: frozenset[str]
    open: frozenset[str]
    reckoning: Reckoning


@dataclass(frozen=True)
class Break:
    """Two periods that follow each other and do not join, with the codes that only one of the two has."""

    before: Period
    after: Period
    left_open: int
    carried: int
    codes: Sequence[str]


def breaks(parts: Sequence[Part]) -> list[Break]:
    """Return where parts, oldest first, do not join; empty where they may be summed up."""
    return [
        Break(a.period, b.period, len(a.open), len(b.carried), sorted(a.open ^ b.carried))
        for a, b in pairwise(parts)
        if a.period.next() == b.period and a.open != b.carried
    ]


@dataclass(frozen=True)
class Sum:
    """What periods come to: the first one's beginning, the last one's end, and everything between.

    carried + new + reopened + unmerged - closed - merged + unknown = open; `unknown` is by how much the lines changed
    over the periods that have no papers.
    """

    carried: int
    new: int
    reopened: int
    unmerged: int
    closed: int
    merged: int
    unknown: int
    open: int

    @property
    def adds_up(self) -> bool:
        """Whether the beginning and all terms come to the end."""
        came, left = self.new + self.reopened + self.unmerged, self.closed + self.merged
        return self.carried + came - left + self.unknown == self.open


def summed(parts: Sequence[Part]) -> Sum:
    """Return what parts, oldest first and at least one, come to."""
    counts = [part.reckoning for part in parts]
    apart = [(a.reckoning, b.reckoning) for a, b in pairwise(parts) if a.period.next() != b.period]
    return Sum(
        carried=counts[0].carried,
        new=sum(each.new for each in counts),
        reopened=sum(each.reopened for each in counts),
        unmerged=sum(each.unmerged for each in counts),
        closed=sum(each.closed for each in counts),
        merged=sum(each.merged for each in counts),
        unknown=sum(after.carried - before.open for before, after in apart),
        open=counts[-1].open,
    )
