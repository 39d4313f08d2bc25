"""The backup of every night, beside the running program."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlite_utils import Database

from bot.services.upkeep import backup
from storage import ledgers
from storage.backup import StoppedError
from storage.rotation import file_name
from tests.world import START, World, running, say

NIGHT = START.replace(hour=2, minute=30) + timedelta(days=1)


def made(world: World) -> list[str]:
    return sorted(path.name for path in (world.path / "backups").glob("*.db"))


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0)


async def tick(world: World, now: datetime) -> None:
    """Let the time come, once the first start is over, and wait for the backup if it asks for one."""
    await until(lambda: ledgers.last_slot(world.read, backup.TICK) is not None)
    world.clock.set(now)
    await world.app.ticker.run_ticks(now)
    await until(lambda: backup.due(world.read) is None)


def crashed_after_the_tick(world: World) -> None:
    """Leave the base as a crash between the tick and the backup does."""

    def work(db: Database) -> None:
        ledgers.record_slot(db, backup.TICK, START, START)
        backup.note_due(world.unit(db))

    world.write_now(work)


async def test_a_backup_is_made_at_half_past_two_of_every_night(world: World) -> None:
    await tick(world, NIGHT - timedelta(minutes=1))
    assert made(world) == []

    for moment in (NIGHT, NIGHT + timedelta(hours=1), NIGHT + timedelta(days=1)):
        await tick(world, moment)

    assert made(world) == [file_name(NIGHT), file_name(NIGHT + timedelta(days=1))]


async def test_several_nights_missed_are_made_up_for_by_one_backup(world: World) -> None:
    await tick(world, START + timedelta(days=5))

    assert made(world) == [file_name(START + timedelta(days=5))]


async def test_a_backup_that_a_crash_prevented_is_made_at_the_next_start(still_world: World) -> None:
    crashed_after_the_tick(still_world)

    async with running(still_world) as world:
        await until(lambda: backup.due(world.read) is None)

    assert made(world) == [file_name(START)]


async def test_members_are_answered_while_a_backup_is_being_made(
    still_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, answered = threading.Event(), threading.Event()

    def slow(*_: Any, **__: Any) -> Any:
        started.set()
        assert answered.wait(20)
        raise StoppedError

    monkeypatch.setattr("bot.runtime.backup.make_backup", slow)
    crashed_after_the_tick(still_world)
    an = still_world.link("AN")
    async with running(still_world) as world:
        await until(started.is_set)

        await say(world, an, "/batdau")
        answered.set()

    assert an.messages


async def test_the_program_ends_without_waiting_for_a_backup_to_be_finished(
    still_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, ended = threading.Event(), threading.Event()

    def endless(*_: Any, stopped: Callable[[], bool], **__: Any) -> Any:
        started.set()
        while not stopped():
            pass
        ended.set()
        raise StoppedError

    monkeypatch.setattr("bot.runtime.backup.make_backup", endless)
    crashed_after_the_tick(still_world)
    async with asyncio.timeout(20), running(still_world):
        await until(started.is_set)

    assert ended.is_set()
    assert backup.due(still_world.read) is not None


async def test_a_backup_that_fails_is_told_to_the_desk_once_a_day_and_tried_until_it_is_made(
    still_world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.runtime.backup._AGAIN_SECONDS", 0.001)
    obstacle = still_world.path / "backups"
    obstacle.touch()
    crashed_after_the_tick(still_world)
    chi, an = still_world.link("CHI"), still_world.link("AN")

    async with running(still_world) as world:
        await until(lambda: caplog.text.count("the backup was not made") >= 3)
        await until(lambda: bool(chi.messages))
        world.clock.set(START + timedelta(days=1))
        await until(lambda: len(chi.messages) == 2)
        seen = caplog.text.count("the backup was not made")
        await until(lambda: caplog.text.count("the backup was not made") >= seen + 3)
        obstacle.unlink()
        await until(lambda: backup.due(world.read) is None)
        await world.settle()

    assert [seen.text for seen in chi.messages] == [
        "Hệ thống chưa lập được bản sao lưu hằng đêm; dữ liệu vẫn được sử dụng bình thường. Hiện chưa có bản sao lưu"
        " nào. Hệ thống thử lại sau mỗi giờ. Đề nghị báo người vận hành kiểm tra dung lượng ổ đĩa và nhật ký chương"
        " trình."
    ] * 2
    assert an.messages == []
    assert len(made(still_world)) == 1


async def test_nights_are_thinned_out(world: World) -> None:
    (world.path / "backups").mkdir()
    for days in range(40):
        (world.path / "backups" / file_name(START - timedelta(days=days))).touch()

    await tick(world, NIGHT)

    kept = ("1101-0815", "1108-0815", "1111-0815", "1112-0815", "1113-0815", "1114-0815", "1115-0815", "1116-0815")
    assert made(world) == [*(f"bot-2026{day}00.db" for day in kept), file_name(NIGHT)]
