"""Asking for the clock to be turned, and what is shown of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.calendar_source import load_calendar
from bot.clock import VN, SandboxClock
from bot.data_source import load_profile
from bot.sandbox.clock_advancer import ClockAdvancer
from bot.sandbox.hub import Waits
from bot.sandbox.phones_api import clock as clock_api
from bot.sandbox.phones_api.clock_choices import clock_choices
from tests.sandbox.sandbox_world import World, sandbox_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path) as found:
        yield found


async def clock(world: World) -> dict[str, object]:
    found: dict[str, object] = (await world.get("sandbox/state"))["clock"]
    return found


def offered(*moment: int) -> dict[str, str]:
    """Return what can be chosen at a moment of Viet Nam's time."""
    now = datetime(*moment, tzinfo=VN)  # type: ignore[misc, arg-type]
    found = clock_choices(now, load_profile("vpcp-2023"), load_calendar(2025, 2028))
    return {choice.key: f"{choice.at.astimezone(VN):%d/%m %H:%M}" for choice in found}


def test_on_the_first_morning_every_choice_is_there() -> None:
    assert offered(2026, 11, 16, 8, 15) == {
        "hour": "16/11 09:15",
        "working_day": "17/11 08:30",
        "day_20": "20/11 08:30",
        "month": "01/12 08:30",
        "due": "20/11 16:00",
        "digest": "23/11 17:01",
        "stop": "25/11 17:01",
    }


def test_what_has_passed_is_not_offered_until_the_period_is_closed() -> None:
    assert offered(2026, 11, 20, 16, 0)["digest"] == "23/11 17:01"
    assert "due" not in offered(2026, 11, 20, 16, 0)
    assert not {"due", "digest"} & set(offered(2026, 11, 24, 9, 0))
    assert offered(2026, 11, 25, 17, 1)["due"] == "18/12 16:00"


def test_days_off_and_the_ends_of_months_are_kept_in_mind() -> None:
    monday_before_a_day_off = offered(2026, 11, 23, 9, 0)
    last_of_december = offered(2026, 12, 31, 9, 0)

    assert monday_before_a_day_off["working_day"] == "25/11 08:30"
    assert monday_before_a_day_off["day_20"] == "20/12 08:30"
    assert (last_of_december["day_20"], last_of_december["month"]) == ("20/01 08:30", "01/01 08:30")


def test_every_choice_of_a_year_is_later_than_now() -> None:
    profile, calendar = load_profile("btp-2026"), load_calendar(2025, 2028)
    for hours in range(0, 366 * 24, 7):
        now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)

        assert all(now < choice.at < now + timedelta(days=62) for choice in clock_choices(now, profile, calendar))


async def test_the_wish_is_kept_until_the_program_comes_and_the_page_says_so(world: World) -> None:
    status, answer = await world.act("clock", {"choice": "day_20"})
    shown = await clock(world)

    assert (status, answer["target"]) == (200, "2026-11-20T08:30:00+07:00")
    assert shown["target"] == "2026-11-20T08:30:00+07:00"
    assert shown["remark"] == "Trợ lý chưa chạy. Đồng hồ sẽ được chỉnh khi trợ lý khởi động."


async def test_of_two_wishes_the_later_instant_counts(world: World) -> None:
    await world.act("clock", {"to": "2026-11-20T08:30:00+07:00"})
    _, earlier = await world.act("clock", {"to": "2026-11-18T08:30"})

    assert earlier["target"] == "2026-11-20T08:30:00+07:00"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"to": "2026-11-16T08:00:00+07:00"}, "Đồng hồ chỉ được chỉnh tới"),
        ({"to": "0001-01-01T00:00:00+07:00"}, "không đọc được"),
        ({"to": "2028-11-16T08:00:00+07:00"}, "Đồng hồ chỉ được chỉnh đến"),
        ({"to": "ngày mai"}, "không đọc được"),
        ({"to": None}, "không đọc được"),
        ({"to": {"a": 1}}, "không đọc được"),
        ({}, "không đọc được"),
        ({"choice": "yesterday"}, "Lựa chọn này không còn"),
        ({"choice": ["hour"]}, "Lựa chọn này không còn"),
    ],
)
async def test_nonsense_is_refused_in_a_sentence_and_changes_nothing(
    world: World, body: dict[str, object], says: str
) -> None:
    status, answer = await world.act("clock", body)

    assert status == 400
    assert says in answer["error"]
    assert (await clock(world))["target"] is None


async def test_a_program_that_waits_is_told_at_once_and_what_is_reached_is_no_longer_wanted(world: World) -> None:
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(world.get("sandbox/clock/wanted"))
        await asyncio.sleep(0)
        await world.act("clock", {"to": "2026-11-17T08:30:00+07:00"})
    _, on_the_way = await world.act("clock/reached", {"now": "2026-11-16T17:00:00+07:00"})
    _, there = await world.act("clock/reached", {"now": "2026-11-17T01:30:00.001+00:00"})
    status, _ = await world.act("clock/reached", {"now": "soon"})

    assert waiting.result() == on_the_way == {"target": "2026-11-17T08:30:00+07:00"}
    assert there == {"target": None}
    assert status == 400
    assert (await clock(world))["target"] is None


class Stuck:
    """A program that cannot do what is due until it is let go."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()

    def next_instant(self, after: datetime) -> datetime:
        return after + timedelta(days=1)

    async def catch_up(self) -> None:
        await self.let_go.wait()


async def until(world: World, remark: str) -> None:
    """Follow the sandbox as a page does until its clock has this remark."""
    async with asyncio.timeout(20):
        while (state := await world.get("sandbox/state"))["clock"]["remark"] != remark:
            await world.get(f"sandbox/events?after={state['seq']}")


async def test_a_clock_that_cannot_go_on_says_so_by_itself_and_no_longer_once_it_goes_on(tmp_path: Path) -> None:
    async with sandbox_world(tmp_path, waits=Waits(standing=0.2)) as world, asyncio.TaskGroup() as group:
        stuck, own = Stuck(), SandboxClock(tmp_path / "clock.json")
        await world.bot.get_updates()
        turning = group.create_task(ClockAdvancer(stuck, own, world.address).run())
        await world.act("clock", {"to": "2026-11-18T08:30:00+07:00"})

        await until(world, "Thời gian đang tạm dừng do còn việc chưa gửi hoặc chưa xử lý xong."
                           " Đồng hồ sẽ tự chạy tiếp sau đó.")  # fmt: skip
        standing = await clock(world)
        stuck.let_go.set()
        await until(world, "")
        gone_on = await clock(world)
        turning.cancel()

    assert str(standing["now"]).startswith("2026-11-16")
    assert standing["target"] == "2026-11-18T08:30:00+07:00"
    assert (gone_on["target"], str(gone_on["now"])[:16]) == (None, "2026-11-18T08:30")


async def test_a_clock_on_its_way_has_no_remark(world: World) -> None:
    await world.bot.get_updates()
    await world.act("clock", {"to": "2026-11-18T08:30:00+07:00"})
    begun = await clock(world)
    await world.act("clock/reached", {"now": "2026-11-17T08:30:00+07:00"})

    assert begun["remark"] == (await clock(world))["remark"] == ""


async def test_nobody_waits_for_ever(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_api, "WANTED_SECONDS", 0.0)

    assert await world.get("sandbox/clock/wanted") == {"target": None}


async def test_a_wish_survives_a_restart_of_the_sandbox(tmp_path: Path) -> None:
    async with sandbox_world(tmp_path) as before:
        await before.act("clock", {"to": "2026-11-17T08:30:00+07:00"})

    async with sandbox_world(tmp_path) as after:
        assert await after.get("sandbox/clock/wanted") == {"target": "2026-11-17T08:30:00+07:00"}


async def test_the_page_shows_the_time_to_which_another_process_has_turned_the_clock(world: World) -> None:
    SandboxClock(world.data / "clock.json").set(datetime(2026, 12, 1, 9, tzinfo=VN))

    assert str((await clock(world))["now"]).startswith("2026-12-01T09:00")


async def test_without_a_base_the_timeline_has_the_instants_of_the_periods(world: World) -> None:
    rows = (await world.get("sandbox/timeline"))["rows"]

    assert {row["state"] for row in rows} == {"period"}
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert rows[0] == {
        "at": "2026-11-20T17:00:00+07:00",
        "day": "thứ Sáu, ngày 20/11/2026",
        "time": "17:00",
        "state": "period",
        "who": "",
        "what": "Hạn gửi báo cáo tháng 11/2026",
    }


async def test_a_base_that_cannot_be_read_is_said_in_a_sentence(world: World) -> None:
    (world.data / "bot.db").write_text("not a base")

    async with world.session.get(f"{world.address}sandbox/timeline") as response:
        status, answer = response.status, json.loads(await response.text())

    assert status == 503
    assert "bot.db" in answer["error"]


async def test_an_english_reader_is_told_everything_in_english(world: World) -> None:
    _, past = await world.act("clock?lang=en", {"to": "2026-11-16T08:00:00+07:00"})
    _, unknown = await world.act("clock?lang=en", {"choice": "yesterday"})
    await world.act("clock?lang=en", {"choice": "month"})
    state = await world.get("sandbox/state?lang=en")
    rows = (await world.get("sandbox/timeline?lang=en"))["rows"]

    assert past["error"].startswith("It is 08:1")
    assert unknown["error"] == "This choice is not there any more. Please choose again."
    assert {choice["key"]: choice["label"] for choice in state["clock"]["choices"]} == {
        "hour": "One hour later",
        "working_day": "08:30 on the next working day",
        "day_20": "08:30 on the next 20th",
        "month": "08:30 on the first day of next month",
        "due": "Last hour to report: November 2026",
        "digest": "Digest made: November 2026",
        "stop": "Period closed: November 2026",
    }
    assert state["clock"]["remark"] == "The assistant is not running. The clock is turned once it starts."
    assert state["today"] == "Monday 16 November 2026"
    assert (rows[0]["day"], rows[0]["what"]) == ("Friday 20 November 2026", "Reports are due: November 2026")


async def test_whoever_asks_for_an_unknown_language_reads_vietnamese(world: World) -> None:
    assert (await world.get("sandbox/state?lang=xx"))["today"] == "thứ Hai, ngày 16/11/2026"
    assert (await world.get("sandbox/timeline?lang="))["rows"][0]["what"] == "Hạn gửi báo cáo tháng 11/2026"
