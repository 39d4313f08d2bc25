"""The last hour of a period: as many file as would be 2,000 within five minutes, while 900 reminders wait."""

from __future__ import annotations

from scripts.bench import waiting
from scripts.bench.bench import Bench
from scripts.bench.crowd import Measured, at_a_pace
from scripts.bench.results import Figure
from scripts.bench.variants import OURS

_MEMBERS, _SECONDS, _REMINDERS = 2000, 300, 900
_PEOPLE = 400
_FILING = 1000
"""As many as begin in the part of it that is measured, and more."""


async def measure(bench: Bench) -> list[Figure]:
    """Let them file."""
    directory = bench.stage.directory(_FILING)
    waiting.fill(directory, _REMINDERS)
    async with bench.stage.start(OURS, directory=directory, is_quiet=False) as running:
        crowd = running.crowd()
        rate = _MEMBERS * len(running.turns) / _SECONDS
        found = await at_a_pace(crowd, running.pid, rate, _PEOPLE, 0, bench.pick(8, 60))
    return _figures(found, f"the last hour, {found.seconds:.0f} s of it")


def _figures(found: Measured, what: str) -> list[Figure]:
    return [
        Figure(f"{what}: left without an answer", found.missed, 0, unit=""),
        Figure(f"{what}: share of the core", 100 * found.core, unit="%"),
        Figure(f"{what}: p50", found.wait_ms(0.5), unit="ms"),
        Figure(f"{what}: p99", found.wait_ms(0.99), unit="ms"),
    ]
