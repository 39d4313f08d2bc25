"""How much one browser, and one address, may ask for: buckets in memory, and only so many of them."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_KEPT = 10_000
"""Whoever is forgotten begins anew, which is what happens to everybody where the program starts."""


@dataclass(frozen=True)
class Rate:
    """So many at once, and so many each second afterwards."""

    burst: float
    per_second: float


@dataclass
class Rates:
    """Counts on seconds that never go back, each key for itself: nobody's haste is another's wait."""

    rate: Rate
    seconds: Callable[[], float]
    _levels: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, key: str) -> int:
        """Take one place; return 0, or where there is none in how many whole seconds there will be."""
        now = self.seconds()
        level, at = self._levels.pop(key, (self.rate.burst, now))
        level = min(self.rate.burst, level + (now - at) * self.rate.per_second)
        taken = level >= 1.0
        self._levels[key] = (level - 1.0 if taken else level, now)
        while len(self._levels) > MOST_KEPT:
            self._levels.popitem(last=False)
        return 0 if taken else math.ceil((1.0 - level) / self.rate.per_second)
