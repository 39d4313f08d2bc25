"""How quickly, and how exactly, 900 reminders are delivered by a server that refuses what is above 30 a second."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from dataclasses import dataclass, field

from scripts.bench import waiting
from scripts.bench.bench import Bench
from scripts.bench.crowd import StuckError
from scripts.bench.results import Figure
from scripts.bench.server import Call, retry_after
from scripts.bench.variants import OURS

_PACE = 25
"""What the program is set to: messages a second to all chats."""
_LIMIT = 30
_MEMBERS = 10
"""None of them gets a reminder: those are for other chats."""
_PENALTY_SECONDS = 3
"""Once there was one too many, all are refused for so long."""
_LATEST_SECONDS = 40


@dataclass
class Gate:
    """A server that counts: a bucket of 30, refilled by 30 a second."""

    accepted: Counter[int] = field(default_factory=Counter)
    refused: int = 0
    first: float = 0.0
    last: float = 0.0
    _left: float = _LIMIT
    _at: float = field(default_factory=time.perf_counter)
    _closed_until: float = 0.0

    def hear(self, call: Call) -> bytes | None:
        """Take a message, or refuse it."""
        if call.chat < waiting.FAR:
            return None
        self._left = min(_LIMIT, self._left + (call.at - self._at) * _LIMIT)
        self._at = call.at
        if call.at < self._closed_until or self._left < 1:
            if call.at >= self._closed_until:
                self._closed_until = call.at + _PENALTY_SECONDS
            self.refused += 1
            return retry_after(math.ceil(self._closed_until - call.at))
        self._left -= 1
        self.first, self.last = self.first or call.at, call.at
        self.accepted[call.chat] += 1
        return None

    async def taken(self, many: int) -> None:
        """Wait until so many have been accepted, or nothing more comes."""
        while len(self.accepted) < many:
            await asyncio.sleep(0.2)
            if self.last and time.perf_counter() - self.last > _LATEST_SECONDS:
                raise StuckError(f"{len(self.accepted)} of {many} were delivered")
        await asyncio.sleep(1)  # what comes twice comes now


async def measure(bench: Bench) -> list[Figure]:
    """Let them be delivered."""
    many = bench.pick(200, 900)
    directory = bench.stage.directory(_MEMBERS)
    waiting.fill(directory, many)
    gate = Gate()
    async with bench.stage.start(OURS, directory=directory, is_quiet=False, heard=gate.hear):
        await gate.taken(many)
    pace = (many - 1) / (gate.last - gate.first)
    what = f"{many} reminders"
    return [
        Figure(f"{what}: share of the pace of {_PACE}/s", pace / _PACE, 0.97, unit="", at_least=True),
        Figure(f"{what}: refused by a server that takes {_LIMIT}/s", gate.refused, 0, unit=""),
        Figure(f"{what}: lost", many - len(gate.accepted), 0, unit=""),
        Figure(f"{what}: sent twice", sum(each - 1 for each in gate.accepted.values()), 0, unit=""),
    ]
