"""A tick that fails, or a piece of one: it stops nothing else, is tried again, and is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from sqlite_utils import Database

from bot.clock import VN
from bot.domain.operations import Operation, Piece, Send
from bot.runtime.ticker import Ticker
from bot.runtime.ticks import Tick, after_failure, at, due_slots, is_new_incident
from bot.screens import upkeep
from storage import ledgers, outbox
from storage.ledgers import TickFailure
from storage.unit import Unit
from tests.catalogues import said
from tests.runtime.ticking import HOUR, MINUTE, Counting, counted, greet, ticker
from tests.world import START, World


class Failing:
    """A service of pieces; those in `broken` fail until they are taken out of it. The others greet."""

    def __init__(self, *codes: str, broken: Iterable[str] = ()) -> None:
        self.codes, self.broken = codes, set(broken)

    def __call__(self, unit: Unit) -> Iterable[Piece]:
        return [
            Piece(code, lambda code=code: self._work(unit, code))  # type: ignore[misc]
            for code in self.codes
            if not outbox.has_key(unit.db, f"greet:{code}")
        ]

    def _work(self, unit: Unit, code: str) -> Sequence[Operation]:
        ledgers.next_number(unit.db, code)
        if code in self.broken:
            raise ValueError(code)
        return [replace(send, key=f"greet:{code}") for send in greet(unit, code) if isinstance(send, Send)]


async def pass_minutes(world: World, found: Ticker, minutes: float) -> None:
    """Let time pass, looking every minute as the scheduler does."""
    end = world.clock.now() + minutes * MINUTE
    while world.clock.now() < end:
        world.clock.set(min(end, world.clock.now() + MINUTE))
        await found.run_ticks(world.clock.now())


@pytest.mark.parametrize("error", [ValueError("no"), sqlite3.IntegrityError("no"), AssertionError()])
async def test_a_tick_that_fails_stops_no_other(world: World, error: Exception) -> None:
    often, daily = Counting("often"), Counting("nine")
    found = ticker(
        world,
        Tick("often", at(minute="*/5"), often),
        Tick("probe", at(minute=0), Counting("probe", error)),
        Tick("nine", at(hour=9), daily),
    )

    await pass_minutes(world, found, 60)

    assert (len(often.ran), len(daily.ran)) == (13, 2)
    assert counted(world, "probe") == 0
    assert ledgers.last_slot(world.read, "probe") is None


async def test_a_question_that_fails_before_a_tick_stops_no_other(world: World) -> None:
    def broken(_db: Database) -> bool:
        raise ValueError

    asked, other = Counting("asked"), Counting("other")
    found = ticker(world, Tick("asked", at(minute=0), asked, wanted=broken), Tick("other", at(minute="*/5"), other))

    await found.run_ticks(world.clock.now())

    assert (len(asked.ran), len(other.ran)) == (1, 1)
    assert found.next_slot(START) == START + 5 * MINUTE


async def test_a_tick_that_fails_is_tried_again_after_longer_and_longer_then_hourly(world: World) -> None:
    service = Counting("probe", ValueError("no"))
    found = ticker(world, Tick("probe", at(hour=17), service))

    await found.run_ticks(world.clock.now())
    await pass_minutes(world, found, 140)

    assert [(ran - START) // MINUTE for ran in service.ran] == [0, 1, 3, 7, 15, 75, 135]


async def test_what_has_failed_is_not_run_sooner_after_a_restart(world: World) -> None:
    service = Counting("probe", ValueError("no"))
    await ticker(world, Tick("probe", at(hour=17), service)).run_ticks(world.clock.now())
    world.clock.set(START + MINUTE)
    await ticker(world, Tick("probe", at(hour=17), service)).run_ticks(world.clock.now())
    world.clock.set(START + 2 * MINUTE)

    await ticker(world, Tick("probe", at(hour=17), service)).run_ticks(world.clock.now())

    assert len(service.ran) == 2
    assert ledgers.tick_failures(world.read)["probe"].attempts == 2


async def test_the_last_attempt_is_an_incident_that_is_told_once_a_day(world: World) -> None:
    found = ticker(world, Tick("escalation", at(minute="*/5"), Counting(error=ValueError("no"))))
    chi = world.phone("CHI")

    await found.run_ticks(world.clock.now())
    await pass_minutes(world, found, 24 * 60)
    await world.settle()

    assert [message.text for message in chi.messages] == [
        f"Sự cố SC-{day}-01 lúc {at}: chưa thực hiện được việc chuyển báo cáo khẩn lên lãnh đạo."
        " Hệ thống thử lại mỗi giờ; các việc khác vẫn tiếp tục. Đề nghị báo mã sự cố cho người vận hành."
        for day, at in (("261116", "08:25 ngày 16/11/2026"), ("261117", "00:00 ngày 17/11/2026"))
    ]
    assert ledgers.tick_failures(world.read)["escalation"].incident == "SC-261117-01"


async def test_a_tick_that_has_recovered_is_no_longer_failing_and_runs_at_its_next_slot(world: World) -> None:
    service = Counting("probe", ValueError("no"))
    found = ticker(world, Tick("probe", at(hour=9), service))
    await found.run_ticks(world.clock.now())
    failing = ledgers.tick_failures(world.read)
    service.error = None

    await pass_minutes(world, found, 60)

    assert set(failing) == {"probe"}
    assert ledgers.tick_failures(world.read) == {}
    assert [(ran - START) // MINUTE for ran in service.ran] == [0, 1, 45]


async def test_what_follows_a_tick_may_fail_and_is_counted(world: World) -> None:
    async def after() -> None:
        raise OSError("the disk")

    found = ticker(world, Tick("probe", at(minute="*/5"), Counting(), after=after))

    await found.run_ticks(world.clock.now())
    await pass_minutes(world, found, 10)

    assert counted(world) == 3
    assert ledgers.tick_failures(world.read)["probe"].attempts == 3


async def test_a_piece_that_fails_stops_no_other_and_is_done_later(world: World) -> None:
    service = Failing("AN", "BICH", "BINH", broken=["BICH"])
    found = ticker(world, Tick("probe", at(hour=9), service))

    await found.run_ticks(world.clock.now())
    await world.settle()
    first = {code: len(world.phone(code).messages) for code in service.codes}
    service.broken.clear()
    await pass_minutes(world, found, 1)
    await world.settle()

    assert first == {"AN": 1, "BICH": 0, "BINH": 1}
    assert {code: len(world.phone(code).messages) for code in service.codes} == {"AN": 1, "BICH": 1, "BINH": 1}
    assert {code: counted(world, code) for code in service.codes} == {"AN": 1, "BICH": 1, "BINH": 1}


async def test_the_desk_is_told_which_pieces_could_not_be_done(world: World) -> None:
    found = ticker(world, Tick("probe", at(hour=9), Failing("AN", "BICH", "BINH", broken=["AN", "BINH"])))

    await found.run_ticks(world.clock.now())
    await pass_minutes(world, found, 15)
    await world.settle()

    assert [message.text.split("\n")[1:] for message in world.phone("CHI").messages] == [
        [said("Not done: {what}.", what="AN"), said("Not done: {what}.", what="BINH")]
    ]


async def test_a_notice_that_cannot_be_made_leaves_the_incident_on_record(world: World) -> None:
    def speechless(*_args: object) -> Sequence[Operation]:
        raise KeyError

    found = ticker(world, Tick("probe", at(hour=9), Counting(error=ValueError("no"))))
    found._slots = replace(found._slots, incident=speechless)

    await found.run_ticks(world.clock.now())
    await pass_minutes(world, found, 15)

    assert ledgers.tick_failures(world.read)["probe"].incident == "SC-261116-01"


async def test_the_next_instant_is_that_of_a_try_where_it_comes_before_a_slot(world: World) -> None:
    found = ticker(world, Tick("probe", at(hour=17), Counting(error=ValueError("no"))))

    await found.run_ticks(world.clock.now())

    assert found.next_slot(START) == START + MINUTE
    assert f"{found.next_slot(START + MINUTE).astimezone(VN):%H:%M}" == "17:00"


def test_a_failing_tick_is_due_at_its_next_try_or_its_next_slot_whichever_is_first() -> None:
    five, daily = Tick("t", at(minute="*/5"), Counting()), Tick("t", at(hour=17), Counting())
    failure = TickFailure(5, START + MINUTE, START + HOUR)

    def due(tick: Tick, minutes: int) -> bool:
        return bool(due_slots(tick, START - HOUR * 24, failure, START + minutes * MINUTE))

    assert next(minutes for minutes in range(1, 70) if due(five, minutes)) == 5
    assert next(minutes for minutes in range(1, 70) if due(daily, minutes)) == 60


@pytest.mark.parametrize("attempts", [1, 4])
def test_nobody_is_told_before_the_last_attempt(attempts: int) -> None:
    failure = None
    for _ in range(attempts):
        failure = after_failure(failure, START)

    assert failure is not None
    assert not is_new_incident(failure)
    assert is_new_incident(after_failure(failure, START)) is (attempts == 4)


def test_every_tick_of_the_program_has_a_name_for_people(empty_world: World) -> None:
    assert {tick.name for tick in empty_world.app.ticker.ticks} == set(upkeep.TICKS)
