"""What an update takes of the processor, with 32 conversations always under way, by long polling."""

from __future__ import annotations

from functools import partial

from scripts.bench.bench import Bench, alternating
from scripts.bench.crowd import Measured, closed
from scripts.bench.results import Figure, median, ratio
from scripts.bench.variants import AIOGRAM, FLOOR, OURS, PTB, peers

IN_FLIGHT = 32


async def measure(bench: Bench) -> list[Figure]:
    """Compare the program with the floor and the peers."""
    others = bench.pick([AIOGRAM], peers())  # those with a gate are what a quick run has the time for
    found = await alternating(bench.rounds, [FLOOR, OURS, *others], partial(_once, bench))
    cpu = {variant: [each.cpu_us for each in rounds] for variant, rounds in found.items()}
    for peer in others:
        await bench.stage.drop(peer)
    to_floor, to_aiogram = ratio(cpu[OURS], cpu[FLOOR]), ratio(cpu[OURS], cpu[AIOGRAM])
    return [
        Figure("CPU an update, to the floor that makes the same calls", to_floor, 5, 3),
        Figure("CPU an update, to aiogram as documented, presses answered", to_aiogram, 1, 0.6),
        *([Figure("CPU an update, to python-telegram-bot", ratio(cpu[OURS], cpu[PTB]))] if PTB in cpu else []),
        *(_reported(variant, rounds) for variant, rounds in found.items()),
    ]


def _reported(variant: str, rounds: list[Measured]) -> Figure:
    rate = median(each.per_second for each in rounds)
    name = f"CPU an update: {variant}, {rate:.0f} updates/s"
    return Figure(name, median(each.cpu_us for each in rounds), unit="µs")


async def _once(bench: Bench, variant: str) -> Measured:
    running = await bench.stage.kept(variant)
    return await closed(running.crowd(), running.pid, IN_FLIGHT, bench.pick(0.4, 1), bench.pick(1.5, 3))
