"""What many members are told of a paper and of the close is done a few at a time, and nobody is told twice."""

from __future__ import annotations

import asyncio
from datetime import datetime
from itertools import pairwise

import pytest
from sqlite_utils import Database

from bot.clock import VN
from bot.domain.operations import Pause
from bot.domain.people import MEMBER_ROLES
from bot.domain.periods import Period
from bot.runtime.postbox import Postbox
from bot.runtime.ticks import Tick, at
from bot.services import digesting
from scripts.bench.office import fill
from storage import people
from storage.unit import Unit
from tests.filed import file_report
from tests.runtime.ticking import ticker
from tests.world import World

MEMBERS = 30
REPORTED = 16
NOVEMBER = Period(2026, 11)
AGGREGATE, CLOSE = (datetime(2026, 11, day, 17, tzinfo=VN) for day in (23, 25))
TICK = Tick("digest", at(hour=17, minute=0), digesting.make_due)
ITEM = {"field": "dat_dai", "procedure": "", "content": "Khó", "legal": "", "proposal": "Sửa"}


@pytest.fixture
def office(empty_world: World) -> World:
    """An office in which somewhat more than half have reported in time."""
    empty_world.clock.set(datetime(2026, 11, 16, 9, tzinfo=VN))
    empty_world.write_now(lambda db: _report(empty_world.unit(db)))
    empty_world.clock.set(AGGREGATE)
    return empty_world


def _report(unit: Unit) -> None:
    fill(unit, MEMBERS, 0)
    for seat in people.seats_ever(unit.db)[:REPORTED]:
        [person] = people.persons_of_seat(unit.db, seat.id, MEMBER_ROLES, unit.today)
        file_report(unit, seat, person, NOVEMBER, [ITEM], [()])


def told(db: Database, what: str) -> list[int]:
    """Return how many such messages every account that got any got."""
    counted = db.execute(f"SELECT count(*) FROM outbox WHERE dedupe_key LIKE '{what}:%' GROUP BY account")
    return [row[0] for row in counted]


async def most_between_pauses(world: World, when: datetime, what: str) -> int:
    """Run what is due, with somebody who writes all the time; return how many were told between two looks of theirs."""
    seen = [0]

    def look(db: Database) -> None:
        seen.append(sum(told(db, what)))

    world.clock.set(when)
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(world.writer.run())
        ticking = group.create_task(ticker(world, TICK).run_ticks(when))
        while not ticking.done():
            await world.writer.write(look)
        await world.writer.write(look)
        writing.cancel()
    return max(after - before for before, after in pairwise(seen))


async def test_members_are_told_of_a_paper_a_few_at_a_time(office: World) -> None:
    assert await most_between_pauses(office, AGGREGATE, "feedback") <= digesting.AT_A_TIME
    assert told(office.read, "feedback") == [1] * REPORTED


async def test_members_are_told_of_the_close_a_few_at_a_time(office: World) -> None:
    await most_between_pauses(office, AGGREGATE, "feedback")

    assert await most_between_pauses(office, CLOSE, "closed") <= digesting.AT_A_TIME
    assert told(office.read, "closed") == [1] * (MEMBERS - REPORTED)
    assert told(office.read, "feedback") == [1] * REPORTED


async def test_a_slot_that_was_cut_off_goes_on_and_tells_nobody_twice(office: World) -> None:
    def begin(db: Database) -> None:
        unit, box = office.unit(db), Postbox(office.unit, {}, lambda: None)
        for number, piece in enumerate(digesting.make_due(unit)):
            if isinstance(piece, Pause):
                return
            box.put(unit, piece.work(), f"cut off:{number}")

    office.write_now(begin)
    assert 0 < sum(told(office.read, "feedback")) <= digesting.AT_A_TIME
    await most_between_pauses(office, AGGREGATE, "feedback")

    assert told(office.read, "feedback") == [1] * REPORTED
    assert office.count("digests") == 1
