"""What people notice of others: of 10,000 messages that wait to be sent, of somebody who floods the program."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from scripts.bench import house, waiting
from scripts.bench.bench import Bench, alternating
from scripts.bench.conversation import Member
from scripts.bench.crowd import Measured, at_a_pace, pooled_ms
from scripts.bench.results import Figure
from scripts.bench.variants import OURS, Running

RATE = 20
_PEOPLE = 40
_QUEUED = 10_000
_MEMBERS = 300
_FLOOD = 50
"""Updates a second of one person."""
_ALONE, _BESIDE = "alone", "beside"


async def queued(bench: Bench) -> list[Figure]:
    """Compare with a program whose queue is empty."""
    directory = bench.stage.directory(_MEMBERS)
    waiting.fill(directory, _QUEUED)
    alone = await bench.stage.kept(OURS)
    async with bench.stage.start(OURS, directory=directory, is_quiet=False) as beside:
        both = {_ALONE: alone, _BESIDE: beside}
        found = await alternating(3, [_ALONE, _BESIDE], partial(_in_turn, bench, both))
    return [
        Figure(f"{RATE}/s beside {_QUEUED:,} queued messages: p99, to none queued", _times(found), 1.5, 1.1),
        Figure("beside queued messages: p99", pooled_ms(found[_BESIDE], 0.99), unit="ms"),
    ]


async def flooded(bench: Bench) -> list[Figure]:
    """Compare with nobody who floods."""
    running = await bench.stage.kept(OURS)
    found = await alternating(3, [_ALONE, _BESIDE], partial(_flooded, bench, running))
    return [
        Figure(f"{RATE}/s beside one with {_FLOOD}/s: p99 of the others, to without", _times(found), 1.2),
        Figure("beside one who floods: p99 of the others", pooled_ms(found[_BESIDE], 0.99), unit="ms"),
    ]


def _times(found: dict[str, list[Measured]]) -> float:
    """So few updates come that the waits of all rounds are taken together."""
    return pooled_ms(found[_BESIDE], 0.99) / pooled_ms(found[_ALONE], 0.99)


async def _in_turn(bench: Bench, both: dict[str, Running], name: str) -> Measured:
    other = both[_ALONE if name == _BESIDE else _BESIDE]
    with stopped(other.pid):
        return await _paced(bench, both[name])


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """Let a program stand still, so that it takes nothing of the core."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


async def _flooded(bench: Bench, running: Running, name: str) -> Measured:
    if name == _ALONE:
        return await _paced(bench, running)
    async with asyncio.TaskGroup() as group:
        flood = group.create_task(_flood(running))
        found = await _paced(bench, running)
        flood.cancel()
    return found


async def _flood(running: Running) -> None:
    """The officer at the desk types on and on."""
    member, due = Member(house.DESK), time.perf_counter()
    while True:
        member.act(running.server, "Xin chào")
        due += 1 / _FLOOD
        await asyncio.sleep(max(0.0, due - time.perf_counter()))


async def _paced(bench: Bench, running: Running) -> Measured:
    return await at_a_pace(running.crowd(), running.pid, RATE, _PEOPLE, 0.5, bench.pick(4, 8))
