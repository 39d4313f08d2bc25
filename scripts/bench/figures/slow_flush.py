"""What a disk whose flush takes 3 ms costs: throughput with 32 conversations under way, to the floor's on that disk."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from scripts.bench.bench import Bench, alternating
from scripts.bench.crowd import Measured, closed
from scripts.bench.figures.polling import IN_FLIGHT
from scripts.bench.results import Figure, median, not_measured, ratio
from scripts.bench.variants import FLOOR, OURS, Running

_SOURCE = Path(__file__).parents[1] / "slow_flush.c"
_MICROSECONDS = 3000
_NAME = "3 ms flush: throughput, to the floor's"


def compiled(place: Path) -> Path | None:
    """Return the library that makes a flush slow; None where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    library = place / "slow_flush.so"
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, _SOURCE, "-ldl"], check=True)  # noqa: S603
    return library


async def measure(bench: Bench) -> list[Figure]:
    """Compare the program with the floor."""
    library = compiled(bench.stage.place)
    if library is None:
        return [not_measured(_NAME, "there is no C compiler")]
    settings = {"LD_PRELOAD": str(library), "SLOW_FLUSH_US": str(_MICROSECONDS)}
    async with AsyncExitStack() as stack:
        started = {
            variant: await stack.enter_async_context(bench.stage.start(variant, settings)) for variant in (FLOOR, OURS)
        }
        found = await alternating(bench.rounds, [FLOOR, OURS], partial(_once, bench, started))
    rates = {variant: [each.per_second for each in rounds] for variant, rounds in found.items()}
    return [
        Figure(_NAME, ratio(rates[OURS], rates[FLOOR]), 0.45, 0.7, at_least=True),
        Figure("3 ms flush: updates/s of the program", median(rates[OURS]), unit="/s"),
    ]


async def _once(bench: Bench, started: dict[str, Running], variant: str) -> Measured:
    running = started[variant]
    return await closed(running.crowd(), running.pid, IN_FLIGHT, bench.pick(0.5, 1), bench.pick(1.2, 3))
