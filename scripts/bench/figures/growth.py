"""What grows with what is stored: home, look-up and a new draft of a member, among many difficulties of others."""

from __future__ import annotations

import shutil
from collections import defaultdict
from contextlib import AsyncExitStack
from pathlib import Path

from scripts.bench import house
from scripts.bench.asking import Asker
from scripts.bench.bench import Bench
from scripts.bench.corpus import base
from scripts.bench.figures.crowded import stopped
from scripts.bench.results import Figure, ratio
from scripts.bench.variants import OURS

_FEW = 1_000
_MEMBERS = 12
_ASKED = {"home": ("/start",), "look-up": ("/tracuu",), "a new draft": ("/baocao", "[Báo cáo tháng", "[Khai vướng mắc")}


async def measure(bench: Bench) -> list[Figure]:
    """Ask the same of a program with few and of one with many."""
    many = bench.pick(10_000, 100_000)
    taken: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    async with AsyncExitStack() as stack:
        askers = {}
        for size in (_FEW, many):
            directory = _directory(bench, size)
            running = await stack.enter_async_context(bench.stage.start(OURS, directory=directory))
            askers[size] = Asker(running.server, running.pid)
        for number in range(_MEMBERS):
            for size, other in ((_FEW, many), (many, _FEW)):
                with stopped(askers[other].pid):
                    for name, said in _ASKED.items():
                        taken[name][size].append(await _asked(askers[size], house.FIRST + number, said))
    # The first two of each fill what is kept in memory.
    return [
        Figure(f"{name}: {many:,} difficulties to {_FEW:,}", ratio(of[many][2:], of[_FEW][2:]), 1.3, 1.1)
        for name, of in taken.items()
    ]


async def _asked(asker: Asker, user: int, said: tuple[str, ...]) -> float:
    return sum([await asker.ask(user, each) for each in said])


def _directory(bench: Bench, difficulties: int) -> Path:
    directory = bench.stage.place / f"grown-{difficulties}"
    directory.mkdir()
    reading, _ = base(bench.stage.place, difficulties)
    reading.close()
    shutil.copy(bench.stage.place / f"bench-{difficulties}.db", directory / "bot.db")
    shutil.copy(bench.stage.place / "secret.key", directory)
    house.join(directory, _MEMBERS)
    return directory
