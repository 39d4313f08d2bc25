"""One thing asked of a running program at a time, and what it took of the processor."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from scripts.bench.conversation import Member
from scripts.bench.processes import cpu_ms
from scripts.bench.server import SHOWS, Call, Server

_LONGEST_SECONDS = 60
_AFTER_SECONDS = 0.15
"""What follows an answer belongs to it."""


Answers = Callable[[Call], bool]


def shows_buttons(call: Call) -> bool:
    """Whether a call shows something to go on with."""
    return call.method in SHOWS and bool(call.buttons)


@dataclass
class Asker:
    """People who ask one after the other."""

    server: Server
    pid: int
    members: dict[int, Member] = field(default_factory=dict)
    _answered: asyncio.Event = field(default_factory=asyncio.Event)
    _asking: int = 0
    _wanted: Answers = shows_buttons
    _last: float = 0.0

    def __post_init__(self) -> None:
        self.server.heard = self.hear

    def hear(self, call: Call) -> None:
        """Look whether it is the answer."""
        self._last = call.at
        if call.chat in self.members:
            self.members[call.chat].see(call)
        if call.chat == self._asking and self._wanted(call):
            self._answered.set()

    async def ask(self, user: int, said: str, wanted: Answers = shows_buttons, main_thread: bool = False) -> float:
        """Return how many milliseconds of the processor an answer takes: of all threads, or of the main one."""
        before = cpu_ms(self.pid, main_thread)
        self.say(user, said)
        await self.answered(wanted)
        await self._silence()
        return cpu_ms(self.pid, main_thread) - before

    def say(self, user: int, said: str) -> None:
        """Say something, or press a button."""
        self._asking = user
        self.members.setdefault(user, Member(user)).act(self.server, said)

    async def answered(self, wanted: Answers) -> None:
        """Wait for a certain call to the chat of whoever spoke last."""
        self._wanted = wanted
        self._answered.clear()
        async with asyncio.timeout(_LONGEST_SECONDS):
            await self._answered.wait()

    async def _silence(self) -> None:
        left = _AFTER_SECONDS
        while left > 0:
            await asyncio.sleep(left)
            left = self._last + _AFTER_SECONDS - time.perf_counter()
