"""Acts that came and are not known to be stored: whoever brought one waits until the program has it on the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

_POLL_SECONDS = 25.0
"""So long a question for acts waits: the program wants a sign now and then that it can still ask."""
_AT_ONCE = 100
_MOST = 2000
"""So many wait at most; beyond that the disk takes nothing, and whoever comes is told so at once."""


@dataclass
class _Act:
    raw: dict[str, Any]
    stored: asyncio.Event = field(default_factory=asyncio.Event)


class Waiting:
    """A line of acts by their ids; one that comes again while it waits is the same."""

    def __init__(self) -> None:
        self._acts: dict[str, _Act] = {}
        self._arrived = asyncio.Event()

    def __len__(self) -> int:
        return len(self._acts)

    async def stored(self, raws: Sequence[dict[str, Any]], seconds: float) -> bool:
        """Put acts into the line and wait; return whether all were stored within so many seconds.

        Those that were not may still be stored later: asked again with the same ids, they are stored once.
        """
        if len(self._acts) + len(raws) > _MOST:
            return False
        acts = [self._acts.setdefault(raw["id"], _Act(raw)) for raw in raws]
        self._arrived.set()
        try:
            async with asyncio.timeout(seconds):
                for act in acts:
                    await act.stored.wait()
        except TimeoutError:
            return False
        return True

    async def fetch(self, stored: str) -> list[dict[str, Any]]:
        """Let go of all up to the last that is stored; wait for others and return them, none where none came."""
        if stored in self._acts:
            for id_ in list(self._acts):
                self._acts.pop(id_).stored.set()
                if id_ == stored:
                    break
        try:
            async with asyncio.timeout(_POLL_SECONDS):
                while not self._acts:
                    self._arrived.clear()
                    await self._arrived.wait()
        except TimeoutError:
            return []
        return [act.raw for act in islice(self._acts.values(), _AT_ONCE)]
