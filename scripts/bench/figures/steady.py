"""How long people wait at a moderate pace: 200 updates a second at random, whatever the program does."""

from __future__ import annotations

from functools import partial

from scripts.bench.bench import Bench, alternating
from scripts.bench.crowd import Measured, at_a_pace
from scripts.bench.results import Figure, median, ratio
from scripts.bench.variants import FLOOR, OURS

RATE = 200
_PEOPLE = 300


async def measure(bench: Bench) -> list[Figure]:
    """Compare how long the slowest in a hundred wait with the floor."""
    found = await alternating(bench.rounds, [FLOOR, OURS], partial(_once, bench))
    slow = {variant: [each.wait_ms(0.99) for each in rounds] for variant, rounds in found.items()}
    middle = {variant: median(each.wait_ms(0.5) for each in rounds) for variant, rounds in found.items()}
    # Of what was answered: a program that cannot keep up would seem to have time left.
    core = RATE * median(each.cpu_us for each in found[OURS]) / 1e6
    missed = sum(each.missed for each in found[OURS])
    note = f"{missed} came while all {_PEOPLE} people waited" if missed else ""
    pace = f"{RATE} updates/s"
    return [
        Figure(f"{pace}: p99, to the floor's", ratio(slow[OURS], slow[FLOOR]), 6, 2, note=note),
        Figure(f"{pace}: share of a core they take", 100 * core, 50, unit="%"),
        Figure(f"{pace}: p50 of the program", middle[OURS], unit="ms"),
        Figure(f"{pace}: p99 of the program", median(slow[OURS]), unit="ms"),
        Figure(f"{pace}: p99 of the floor", median(slow[FLOOR]), unit="ms"),
    ]


async def _once(bench: Bench, variant: str) -> Measured:
    running = await bench.stage.kept(variant)
    return await at_a_pace(running.crowd(), running.pid, RATE, _PEOPLE, bench.pick(0.5, 1), bench.pick(2, 4))
