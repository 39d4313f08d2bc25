"""Figures of the scripts beside this package, which print more where they are run by hand: planning, search, alike."""

from __future__ import annotations

import asyncio
import re
import sys

from scripts.bench.bench import Bench
from scripts.bench.planned import AGAIN, FIRST
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


async def planning(bench: Bench) -> list[Figure]:
    """Return what it takes to plan for everybody: the gates are of the large office."""
    seats, tasks = bench.pick(1_000, 10_000), 20
    place = bench.stage.place / "office"
    place.mkdir()
    printed = await said("-m", "scripts.bench.planned", str(seats), str(tasks), str(place))
    found = {name: (float(cpu), float(piece)) for name, cpu, piece in _PLANNED.findall(printed)}
    what = _OFFICE.format(f"{seats:,}", tasks)
    first, again = ((None, None), (None, None)) if bench.is_quick else ((2, 1), (50, 5))
    return [
        Figure(f"{what}: the first time", found[FIRST][0], first[0], first[1], "s"),
        Figure(f"{what}: again, nothing changed", 1000 * found[AGAIN][0], again[0], again[1], "ms"),
        Figure(f"{what}: the longest piece", max(piece for _, piece in found.values()), 50, 20, "ms"),
    ]


async def finding(bench: Bench) -> list[Figure]:
    """Return how long a search takes, and finding what looks alike, as much is stored."""
    figures = []
    for many in bench.pick((10_000,), (10_000, 100_000)):
        for name, asked in (("search", 140), ("alike", 60)):
            place = ["--many", str(many), "--ask", str(asked), "--place", str(bench.stage.place)]
            printed = await said(f"scripts/bench/{name}.py", *place)
            found = _PERCENTILES.search(printed)
            assert found, printed
            figures += [
                Figure(f"{name} among {many:,}: p50", float(found[1]), unit="ms"),
                Figure(f"{name} among {many:,}: p99", float(found[2]), unit="ms"),
            ]
    return figures
