"""Members who hold the same conversation at once, and how long each waits for each answer."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field

from scripts.bench.conversation import SAID, Member, Turn, recorded
from scripts.bench.processes import cpu_seconds
from scripts.bench.server import SHOWS, Call, Server

_STUCK_SECONDS = 40
_QUIET_SECONDS = 1.0
_QUIET_SHARE = 0.03
_LONGEST_NOISE = 60


class StuckError(Exception):
    """A program does not answer."""


@dataclass(frozen=True)
class Measured:
    """What was seen of a program in a while. Waits are in seconds."""

    updates: int
    seconds: float
    cpu: float
    waits: tuple[float, ...]
    missed: int = 0
    """Updates that were due while everybody waited for an answer."""

    @property
    def per_second(self) -> float:
        return self.updates / self.seconds

    @property
    def cpu_us(self) -> float:
        """What an update took of the processor, in microseconds."""
        return self.cpu / max(1, self.updates) * 1e6

    @property
    def core(self) -> float:
        """The share of a core that was busy."""
        return self.cpu / self.seconds

    def wait_ms(self, share: float) -> float:
        """Return how long the given share of all waited at most, in milliseconds."""
        return wait_ms(self.waits, share)


def wait_ms(waits: Sequence[float], share: float) -> float:
    """Return how long the given share of all waited at most, in milliseconds."""
    ordered = sorted(waits)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else 0.0


def pooled_ms(rounds: Sequence[Measured], share: float) -> float:
    """Return the same of several rounds together."""
    return wait_ms([wait for each in rounds for wait in each.waits], share)


@dataclass
class Crowd:
    """People at the server's other end. Members are taken from `users`, each for one conversation."""

    server: Server
    turns: Sequence[Turn]
    users: Iterator[int]
    on_answer: Callable[[Member], None] = lambda _member: None
    busy: dict[int, Member] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    missed: int = 0
    """Updates that were due while everybody waited for an answer."""
    answered_at: float = field(default_factory=time.perf_counter)
    _failed: Exception | None = None

    def __post_init__(self) -> None:
        self.server.heard = self.hear

    def hear(self, call: Call) -> bytes | None:
        """Look whether a call is what somebody waits for."""
        member = self.busy.get(call.chat)
        if member is None:
            return None
        member.see(call)
        if member.due and self.turns[member.step].is_answered_by(call):
            self.waits.append(call.at - member.due)
            self.answered_at = call.at
            member.step, member.due = member.step + 1, 0.0
            # After the answer to the call itself: its id is known to the program before the next update.
            asyncio.get_running_loop().call_soon(self._go_on, member)
        return None

    def admit(self, due: float = 0.0) -> None:
        """Let somebody new begin."""
        user = next(self.users, None)
        if user is None:
            raise StuckError("every member has filed: more of them are needed")
        member = Member(user)
        self.busy[member.user] = member
        self.act(member, due)

    def act(self, member: Member, due: float = 0.0) -> None:
        """Let a member do what comes next."""
        member.due = due or time.perf_counter()
        member.act(self.server, self.turns[member.step].said)

    def _go_on(self, member: Member) -> None:
        if member.step == len(self.turns):
            del self.busy[member.user]
        try:
            self.on_answer(member)
        except Exception as error:  # of a callback of the loop, which would only be logged
            self._failed = error

    def expect_progress(self) -> None:
        """Raise what went wrong, or StuckError where nobody has been answered for long."""
        if self._failed:
            raise self._failed
        waiting = [member for member in self.busy.values() if member.due]
        if waiting and time.perf_counter() - max(self.answered_at, waiting[0].due) > _STUCK_SECONDS:
            said = self.turns[waiting[0].step].said
            raise StuckError(f"{len(waiting)} wait for an answer to {said!r}")


async def polling(server: Server, seconds: float = 180) -> None:
    """Wait until a program has asked for updates."""
    async with asyncio.timeout(seconds):
        while not server.polled_at:  # noqa: ASYNC110 - a look now and then costs nothing beside a program's start
            await asyncio.sleep(0.02)


async def quiet(pid: int) -> None:
    """Wait until a program has done what it does at its start."""
    end = time.monotonic() + _LONGEST_NOISE
    while time.monotonic() < end:
        before = cpu_seconds(pid)
        await asyncio.sleep(_QUIET_SECONDS)
        if cpu_seconds(pid) - before <= _QUIET_SHARE * _QUIET_SECONDS:
            return


async def record(server: Server, user: int, said: Sequence[str] = SAID) -> list[Turn]:
    """Hold the conversation once, slowly, and return how it is answered."""
    member, calls = Member(user), list[Call]()

    def hear(call: Call) -> None:
        if call.chat == user or call.method == "answerCallbackQuery":
            calls.append(call)
            member.see(call)

    server.heard = hear
    turns = []
    for each in said:
        calls.clear()
        member.act(server, each)
        await _settled(calls)
        turns.append(recorded(each, calls))
    return turns


async def _settled(calls: list[Call]) -> None:
    """Wait until no call has come for a while after the first that shows something."""
    async with asyncio.timeout(_STUCK_SECONDS):
        while not any(call.method in SHOWS for call in calls) or time.perf_counter() - calls[-1].at < 0.5:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def closed(crowd: Crowd, pid: int, in_flight: int, warm: float, seconds: float) -> Measured:
    """Keep so many conversations going, each as quickly as it is answered, and measure after a while to warm up."""
    crowd.on_answer = lambda member: crowd.act(member) if member.step < len(crowd.turns) else crowd.admit()
    for _ in range(in_flight):
        crowd.admit()
    await _sleep(crowd, warm)
    found = await _measured(crowd, pid, _sleep(crowd, seconds))
    await drained(crowd)
    return found


async def at_a_pace(crowd: Crowd, pid: int, rate: float, people: int, warm: float, seconds: float) -> Measured:
    """Let updates come at random, so many a second, whatever the program does; waits count from when one was due."""
    ready: deque[Member | None] = deque([None] * people)
    crowd.on_answer = lambda member: ready.append(member if member.step < len(crowd.turns) else None)
    chance = random.Random(7)  # noqa: S311 - no secret is made of it

    async def come(until: float) -> None:
        due = time.perf_counter()
        while due < until:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if ready:
                member = ready.popleft()
                crowd.act(member, due) if member else crowd.admit(due)
            else:
                crowd.missed += 1
            crowd.expect_progress()
            due += chance.expovariate(rate)

    await come(time.perf_counter() + warm)
    found = await _measured(crowd, pid, come(time.perf_counter() + seconds))
    await drained(crowd)
    return found


async def drained(crowd: Crowd) -> None:
    """Wait until everybody has been answered, and nobody does anything more."""
    crowd.on_answer = lambda _member: None
    while any(member.due for member in crowd.busy.values()):
        await asyncio.sleep(0.02)
        crowd.expect_progress()


async def _measured(crowd: Crowd, pid: int, going: Coroutine[None, None, None]) -> Measured:
    crowd.waits.clear()
    crowd.missed = 0
    began, cpu = time.perf_counter(), cpu_seconds(pid)
    await going
    seconds, cpu = time.perf_counter() - began, cpu_seconds(pid) - cpu
    return Measured(len(crowd.waits), seconds, cpu, tuple(crowd.waits), crowd.missed)


async def _sleep(crowd: Crowd, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        await asyncio.sleep(min(1.0, left))
        crowd.expect_progress()
