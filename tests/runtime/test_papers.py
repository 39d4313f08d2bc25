"""Frozen papers are built once each, and none waits for another."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from typing import Any

import pytest

from bot.clock import FixedClock
from bot.runtime.papers import Papers
from bot.services.desk import files
from storage import snapshots
from tests.world import START, World

FIRST, SECOND = "make:docx:digest:1", "make:xlsx:digest:1"


class _Writer:
    async def write(self, work: Any) -> Any:
        return work(None)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each paper was built. A build of the two ends only once both have begun."""
    found: Counter[str] = Counter()
    kept: dict[str, bytes] = {}
    both = threading.Barrier(2)

    def build(reference: str) -> bytes:
        found[reference] += 1
        both.wait(10)
        return reference.encode()

    monkeypatch.setattr(files, "kept", lambda _db, reference: kept.get(reference))
    monkeypatch.setattr(files, "builder", lambda _db, reference: lambda: build(reference))
    monkeypatch.setattr(files, "keep", lambda _db, reference, content, _now: kept.setdefault(reference, content))
    return found


async def test_two_papers_are_built_at_once_and_each_only_once(built: Counter[str]) -> None:
    writer: Any = _Writer()
    reading: Any = None
    papers = Papers(writer, reading, FixedClock(START))

    made = await asyncio.gather(*(papers.make(reference) for reference in (FIRST, SECOND) * 4))

    assert made == [FIRST.encode(), SECOND.encode()] * 4
    assert built == {FIRST: 1, SECOND: 1}


async def test_figures_of_thousands_are_unpacked_beside_the_loop(
    still_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    body, unpacked = b'{"rows":"' + b"x" * (1 << 19) + b'"}', snapshots.unpacked
    number = still_world.write_now(lambda db: snapshots.add_snapshot(db, "2026-11", START, body, "0"))
    where, built = list[threading.Thread](), list[bytes]()

    def unpack(packed: str | bytes) -> bytes:
        where.append(threading.current_thread())
        assert len(packed) < len(body) / 100
        return unpacked(packed)

    def build(_name: str, snapshot: bytes, _seconds: float) -> bytes:
        built.append(snapshot)
        return b"PK"

    monkeypatch.setattr(snapshots, "unpacked", unpack)
    monkeypatch.setattr(files, "build_in_child", build)
    writer: Any = _Writer()

    assert await Papers(writer, still_world.read, FixedClock(START)).make(f"make:docx:provisional:{number}") == b"PK"
    assert built == [body]
    assert threading.main_thread() not in where
