"""From the start of a process to its first request for updates, and the memory it holds then; `doctor` beside it.

And the memory it holds with 10,000 drafts, of which some have just been written on.
"""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass

from scripts.bench import drafting, house
from scripts.bench.asking import Asker
from scripts.bench.bench import Bench, alternating
from scripts.bench.conversation import SAID, Member
from scripts.bench.crowd import quiet
from scripts.bench.metered import metered
from scripts.bench.processes import command, cpu_seconds, resident_mb
from scripts.bench.results import Figure, median, ratio
from scripts.bench.variants import AIOGRAM, OURS

_DOCTOR, _IMPORTS = "doctor", "its imports"
_IDLE_MEMBERS = 54
_NONE, _MANY = "no drafts", "drafts"
_WRITING = 200


@dataclass(frozen=True)
class _Started:
    cpu: float
    seconds: float
    resident: float


async def measure(bench: Bench) -> list[Figure]:
    """Compare with a bot of aiogram's documentation."""

    async def once(variant: str) -> _Started:
        await bench.stage.turns()
        directory = bench.stage.directory(_IDLE_MEMBERS)
        async with bench.stage.starting(variant, directory) as (process, seconds):
            cpu = cpu_seconds(process.pid)
            await quiet(process.pid)
            return _Started(cpu, seconds, resident_mb(process.pid))

    found = await alternating(bench.pick(2, 3), [AIOGRAM, OURS], once)
    ours, theirs = found[OURS], found[AIOGRAM]
    to_poll = ratio([each.cpu for each in ours], [each.cpu for each in theirs])
    idle = ratio([each.resident for each in ours], [each.resident for each in theirs])
    return [
        Figure("start to first getUpdates: CPU, to aiogram's", to_poll, 1.15),
        Figure("start to first getUpdates", median(each.seconds for each in ours), unit="s by the clock"),
        Figure("memory when idle, to aiogram's", idle, 1.15),
        Figure("memory when idle", median(each.resident for each in ours), unit="MB"),
    ]


async def drafts(bench: Bench) -> list[Figure]:
    """Compare the memory with drafts to that without, of as many members who do as much."""
    many = bench.pick(1_000, 10_000)
    bare = bench.stage.directory(many)
    async with bench.stage.start(OURS, directory=bare) as running:
        await drafting.write_one(Asker(running.server, running.pid))
    full = bench.stage.place / "drafts"
    shutil.copytree(bare, full)
    await asyncio.to_thread(drafting.like_the_first, full, many)
    said = {_NONE: (bare, "/start"), _MANY: (full, SAID[len(drafting.BEGUN)])}

    async def once(variant: str) -> float:
        directory, text = said[variant]
        async with bench.stage.start(OURS, directory=directory) as running:
            for user in range(house.FIRST + 1, house.FIRST + 1 + _WRITING):
                Member(user).act(running.server, text)
            await quiet(running.pid)
            return resident_mb(running.pid)

    found = await alternating(3, [_NONE, _MANY], once)
    what = f"memory with {many:,} drafts, {_WRITING} of them written on"
    return [
        Figure(f"{what}: to as many members with none", ratio(found[_MANY], found[_NONE])),
        Figure(what, median(found[_MANY]), unit="MB"),
    ]


async def doctor(bench: Bench) -> list[Figure]:
    """Compare with an interpreter that imports two of its libraries."""
    place = bench.stage.directory(_IDLE_MEMBERS)
    started = {
        _DOCTOR: command("main.py", "doctor"),
        _IMPORTS: command("-c", "import sqlite_utils, holidays"),
    }
    settings = {"DATA_DIR": str(place), "ENV_FILE": "/dev/null"}

    async def once(variant: str) -> float:
        # It ends with 1 where it finds something to say.
        cost = await asyncio.to_thread(metered, started[variant], settings, expected=(0, 1))
        return cost.cpu

    found = await alternating(bench.pick(3, 7), [_IMPORTS, _DOCTOR], once)
    times = ratio(found[_DOCTOR], found[_IMPORTS])
    return [
        Figure("doctor: CPU, to `import sqlite_utils, holidays`", times, 1.5, 1.2),
        Figure("doctor: CPU", median(found[_DOCTOR]), unit="s"),
    ]
