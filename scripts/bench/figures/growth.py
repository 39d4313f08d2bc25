"""What grows with what is stored: screens of a member and of the desk, with 1,000 to 1,000,000 difficulties of others.

1,000 of them are open, however many there are; in one more base all of 10,000 are, as the desk's queue is of those.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack, ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from scripts.bench import house
from scripts.bench.asking import Asker
from scripts.bench.bench import Bench
from scripts.bench.corpus import base
from scripts.bench.figures.crowded import stopped
from scripts.bench.grown import OPEN, SEED, grown, seed_words
from scripts.bench.results import Figure, median, not_measured, ratio
from scripts.bench.search import queries
from scripts.bench.variants import OURS

_FEW, _ALL_OPEN = f"{OPEN:,}", f"{SEED:,} open"
_SIZES = (OPEN, SEED, 10 * SEED, 100 * SEED)
_GATED = f"{10 * SEED:,}"
"""Beside the fewest; what is above is printed."""
_MEMBERS, _WARM = 7, 2
"""The first of them fill what is kept in memory."""
_MAKING_SECONDS = 110
"""So long the bases may take together."""
_DRAFT = ("/baocao", "[Báo cáo tháng", "[Khai vướng mắc")
_OF_MEMBERS = {"home": ("/start",), "look-up": ("/tracuu",), "a new draft": _DRAFT}
_GATE, _AIM = 1.3, 1.1


@dataclass
class Grown:
    """A program with so many difficulties, and what its screens took of the processor, in milliseconds."""

    asker: Asker
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    late: dict[str, str] = field(default_factory=dict)
    """What was not answered in time is not asked for again."""

    async def ask(self, name: str, user: int, said: tuple[str, ...]) -> None:
        """Ask for a screen."""
        if name in self.late:
            return
        try:
            self.taken[name].append(sum([await self.asker.ask(user, each) for each in said]))
        except TimeoutError:
            self.late[name] = "not answered within a minute"


async def measure(bench: Bench) -> list[Figure]:
    """Ask the same of programs with few and with many."""
    files, left_out = await asyncio.to_thread(made, bench)
    async with AsyncExitStack() as stack:
        programs = {}
        for name, file in files.items():
            directory = _directory(bench, name, file)
            running = await stack.enter_async_context(bench.stage.start(OURS, directory=directory))
            programs[name] = Grown(Asker(running.server, running.pid))
        for number, words in enumerate(_searched(bench)):
            for name in list(programs) if number % 2 else reversed(programs):
                await _asked(programs, name, house.FIRST + number, words)
    return [*_figures(programs), *left_out]


def made(bench: Bench, clock: Callable[[], float] = time.monotonic) -> tuple[dict[str, Path], list[Figure]]:
    """Return the bases by what they are called, and what there was no time for.

    A size is expected to take ten times what the one before it took, but for the first that is copied: ninety
    thousand copies take less than the ten thousand that the program stores.
    """
    began, took = clock(), 0.0
    files, left_out = dict[str, Path](), list[Figure]()
    for size in _SIZES[: bench.pick(2, len(_SIZES))]:
        expected = took if size == 10 * SEED else 10 * took
        if expected > began + _MAKING_SECONDS * bench.patience - clock():
            left_out.append(not_measured(f"{size:,} difficulties", f"making them would take {expected:.0f} s"))
            continue
        if size > SEED:
            seed_words(bench.stage.place)  # once, however many there are
        before = clock()
        files[f"{size:,}"] = grown(bench.stage.place, size)
        took = clock() - before
    return {**files, _ALL_OPEN: bench.stage.place / f"bench-{SEED}.db"}, left_out


def _directory(bench: Bench, name: str, file: Path) -> Path:
    directory = bench.stage.place / f"grown-{name}"
    directory.mkdir()
    shutil.copy(file, directory / "bot.db")
    shutil.copy(bench.stage.place / "secret.key", directory)
    house.join(directory, _MEMBERS)
    return directory


def _searched(bench: Bench) -> Iterator[str]:
    """What is looked for, a text a member: out of difficulties that all bases have."""
    reading, _ = base(bench.stage.place, OPEN)
    with closing(reading.conn):
        chance = random.Random(5)  # noqa: S311 - no secret is made of it
        yield from [text for _, text in queries(reading, chance, OPEN, _MEMBERS)]


async def _asked(programs: Mapping[str, Grown], name: str, member: int, words: str) -> None:
    with ExitStack() as others:
        for other, program in programs.items():
            if other != name:
                others.enter_context(stopped(program.asker.pid))
        for screen, said in _OF_MEMBERS.items():
            await programs[name].ask(screen, member, said)
        await programs[name].ask("the desk's home", house.DESK, ("/start",))
        await programs[name].ask("a page of the queue", house.DESK, ("/tiepnhan",))
        await programs[name].ask("a search of the desk", house.DESK, (f"/tracuu {words}",))


def _figures(programs: Mapping[str, Grown]) -> Iterator[Figure]:
    few = programs[_FEW]
    for screen, taken in few.taken.items():
        for name, program in programs.items():
            if name == _FEW:
                continue
            what = f"{screen}: {name} difficulties to {_FEW}"
            if why := program.late.get(screen) or few.late.get(screen):
                yield not_measured(what, why)
                continue
            gate, aim = (_GATE, _AIM) if screen in _OF_MEMBERS and name == _GATED else (None, None)
            yield Figure(what, ratio(program.taken[screen][_WARM:], taken[_WARM:]), gate, aim)
        yield Figure(f"{screen}: {_FEW} difficulties", median(taken[_WARM:]), unit="ms")
