"""A tick whose service pauses lets others through, keeps what it did, and does no harm where it is begun again."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from sqlite_utils import Database

from bot.domain.operations import Pause, Piece, Send
from bot.runtime.ticks import Tick, at
from storage import ledgers
from storage.unit import Unit
from tests.runtime.ticking import HOUR, MINUTE, counted, greet, ticker
from tests.world import World

PEOPLE = ("AN", "BICH", "BINH")


class Pausing:
    """A service that greets one after another and pauses after each."""

    def __init__(self, *, fails_after: str = "") -> None:
        self.fails_after = fails_after
        self.greeted: list[str] = []

    def __call__(self, unit: Unit) -> Iterable[Piece | Pause]:
        for code in PEOPLE:
            yield Piece(code, lambda code=code: self._greet(unit, code))  # type: ignore[misc]
            yield Pause.HERE
            if code == self.fails_after:
                self.fails_after = ""
                raise OSError

    def _greet(self, unit: Unit, code: str) -> list[Send]:
        self.greeted.append(code)
        ledgers.next_number(unit.db, "greeted")
        return [replace(send, key=f"greet:{code}") for send in greet(unit, code) if isinstance(send, Send)]


async def test_what_was_asked_meanwhile_is_written_at_the_next_pause(world: World) -> None:
    seen: list[int] = []
    service = Pausing()
    found = ticker(world, Tick("greet", at(minute=0), service))

    async def asks() -> None:
        while not service.greeted:
            await asyncio.sleep(0)
        await world.writer.write(lambda _db: seen.append(len(service.greeted)))

    await asyncio.gather(found.run_ticks(world.clock.now()), asks())

    assert service.greeted == list(PEOPLE)
    assert seen[0] < len(PEOPLE)


async def test_what_was_done_before_a_failure_stands_and_the_slot_is_done_again(world: World) -> None:
    service = Pausing(fails_after="BICH")
    found = ticker(world, Tick("greet", at(minute=0), service))

    await found.run_ticks(world.clock.now())
    first, recorded = counted(world, "greeted"), ledgers.last_slot(world.read, "greet")
    world.clock.set(world.clock.now() + MINUTE)
    await found.run_ticks(world.clock.now())
    await world.settle()

    assert (first, recorded) == (2, None)
    assert service.greeted == ["AN", "BICH", "AN", "BICH", "BINH"]
    assert ledgers.last_slot(world.read, "greet") is not None
    assert {code: len(world.phone(code).messages) for code in PEOPLE} == dict.fromkeys(PEOPLE, 1)


async def test_a_slot_that_is_cut_off_is_done_from_its_beginning_by_the_next_program(world: World) -> None:
    service, tick = Pausing(), at(minute=0)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(ticker(world, Tick("greet", tick, service)).run_ticks(world.clock.now()))
        while not service.greeted:
            await asyncio.sleep(0)
        running.cancel()
    cut = ledgers.last_slot(world.read, "greet")

    again = Pausing()
    await ticker(world, Tick("greet", tick, again)).run_ticks(world.clock.now())
    await world.settle()

    assert cut is None
    assert again.greeted == list(PEOPLE)
    assert {code: len(world.phone(code).messages) for code in PEOPLE} == dict.fromkeys(PEOPLE, 1)


async def test_a_wake_up_in_the_middle_of_a_slot_does_not_begin_it_again(world: World) -> None:
    service = Pausing()
    found = ticker(world, Tick("greet", at(minute=0), service))

    await asyncio.gather(*(found.run_ticks(world.clock.now()) for _ in range(3)))

    assert service.greeted == list(PEOPLE)


async def test_a_work_that_was_undone_with_others_fails_the_slot_which_is_done_again(world: World) -> None:
    """The service has gone past what the Writer had to undo, and cannot be asked for it once more."""
    service = Pausing()
    found = ticker(world, Tick("greet", at(minute=0), service))

    def spoil(db: Database) -> None:
        if len(service.greeted) == 2:
            db.conn.execute("ROLLBACK")
            raise sqlite3.OperationalError("disk I/O error")

    async def spoils() -> None:
        while len(service.greeted) < 3 and len(service.greeted) != 2:
            with suppress(sqlite3.OperationalError):
                await world.writer.write(spoil)

    await asyncio.gather(found.run_ticks(world.clock.now()), spoils())
    failed = ledgers.tick_failures(world.read)
    world.clock.set(world.clock.now() + HOUR)
    await found.run_ticks(world.clock.now())
    await world.settle()

    assert (set(failed), ledgers.tick_failures(world.read)) == ({"greet"}, {})
    assert {code: len(world.phone(code).messages) for code in PEOPLE} == dict.fromkeys(PEOPLE, 1)
