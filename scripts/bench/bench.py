"""What the figures are measured with: how much of it, where, and how alternating rounds are gone through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from scripts.bench.results import Figure
from scripts.bench.variants import Stage

T = TypeVar("T")


@dataclass(frozen=True)
class Bench:
    """One run."""

    stage: Stage
    is_quick: bool
    patience: float = 1.0
    """How many times as long as usual it may take."""

    @property
    def rounds(self) -> int:
        return 3

    def pick(self, quick: T, full: T) -> T:
        """Return how much of something there is to be."""
        return quick if self.is_quick else full


@dataclass(frozen=True)
class Part:
    """Figures that are measured together, and what that takes in seconds: 0 where a quick run leaves it out."""

    name: str
    quick: float
    full: float
    measure: Callable[[Bench], Awaitable[list[Figure]]]

    def seconds(self, is_quick: bool) -> float:
        """Return how long it takes by and large."""
        return self.quick if is_quick else self.full


async def alternating(rounds: int, variants: Sequence[str], once: Callable[[str], Awaitable[T]]) -> dict[str, list[T]]:
    """Measure every variant in each round, in turn forwards and backwards, so that none is always the first."""
    found: dict[str, list[T]] = defaultdict(list)
    for number in range(rounds):
        for variant in variants if number % 2 == 0 else reversed(variants):
            found[variant].append(await once(variant))
    return found
