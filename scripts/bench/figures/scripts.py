"""Figures of the scripts beside this package, which print more where they are run by hand: planning, search, alike."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from pathlib import Path

from scripts.bench.bench import Bench
from scripts.bench.grown import SEED, grown
from scripts.bench.planning import AGAIN, FIRST, MORNING
from scripts.bench.processes import ROOT, environment, pinned
from scripts.bench.results import Figure

_PLANNED = re.compile(r"^(.+): ([\d.]+) s of the processor, .* the longest ([\d.]+) ms", re.MULTILINE)
_PERCENTILES = re.compile(r"^\S.*: p50 ([\d.]+) ms, p99 ([\d.]+) ms", re.MULTILINE)
_OFFICE = "planning {} seats x {} tasks"


async def said(*arguments: str) -> str:
    """Return what a script prints."""
    process = await asyncio.create_subprocess_exec(
        *pinned([sys.executable, *arguments]),
        env=environment({}),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, errors = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        raise RuntimeError(errors.decode()[-500:])
    return out.decode()


def planned(printed: str) -> dict[str, tuple[float, float]]:
    """Return of what the script of planning printed the seconds and the longest piece in milliseconds, by name."""
    return {name: (float(cpu), float(piece)) for name, cpu, piece in _PLANNED.findall(printed)}


async def planning(bench: Bench) -> list[Figure]:
    """Return what it takes to plan for everybody, and to send a morning: the gates are of the large office.

    A morning is that of a smaller one: what a card takes does not depend on how many there are.
    """
    seats, tasks, people = bench.pick(1_000, 10_000), 20, 1_000
    found = planned(await said(*_script(seats, tasks, "--no-morning")))
    morning = planned(await said(*_script(people, tasks, "--briefly")))[MORNING]
    what = _OFFICE.format(f"{seats:,}", tasks)
    first, again = ((None, None), (None, None)) if bench.is_quick else ((2, 1), (50, 5))
    return [
        Figure(f"{what}: the first time", found[FIRST][0], first[0], first[1], "s"),
        Figure(f"{what}: again, nothing changed", 1000 * found[AGAIN][0], again[0], again[1], "ms"),
        Figure(f"{what}: the longest piece of them", max(found[FIRST][1], found[AGAIN][1]), 50, 20, "ms"),
        Figure(f"a morning of {people:,} people: CPU a person", 1000 * morning[0] / people, unit="ms"),
        Figure(f"a morning of {people:,} people: the longest piece", morning[1], 50, 20, "ms"),
    ]


def _script(seats: int, tasks: int, *more: str) -> list[str]:
    return ["scripts/bench/planning.py", "--seats", str(seats), "--tasks", str(tasks), *more]


async def finding(bench: Bench) -> list[Figure]:
    """Return how long a search takes, and finding what looks alike, as much is stored."""
    figures = []
    for many in bench.pick((SEED,), (SEED, 10 * SEED)):
        kept = await asyncio.to_thread(_kept, bench, many)
        for name, asked in (("search", 140), ("alike", 60)):
            place = ["--many", str(many), "--ask", str(asked), "--place", str(kept)]
            printed = await said(f"scripts/bench/{name}.py", *place)
            found = _PERCENTILES.search(printed)
            assert found, printed
            figures += [
                Figure(f"{name} among {many:,}: p50", float(found[1]), unit="ms"),
                Figure(f"{name} among {many:,}: p99", float(found[2]), unit="ms"),
            ]
    return figures


def _kept(bench: Bench, many: int) -> Path:
    """Return where the scripts find a base with so many, of which all but the newest have been closed."""
    kept = bench.stage.place / f"found-{many}"
    kept.mkdir()
    shutil.copy(grown(bench.stage.place, many), kept / f"bench-{many}.db")
    shutil.copy(bench.stage.place / "secret.key", kept)
    return kept
