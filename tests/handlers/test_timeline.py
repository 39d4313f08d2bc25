"""The timeline of the sandbox, over a base on which people have acted."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from bot.clock import VN
from bot.data_source import load_profile
from bot.domain.people import Reader
from bot.sandbox.phones_api import timeline
from bot.sandbox.phones_api.desk_calendar import calendar_at
from tests.asking import answered
from tests.handlers.turning import CLOSE, turn_to
from tests.world import World, say, until

SECRET = "trích lục bản đồ địa chính"
REPORT = (
    "/baocao",
    "[Báo cáo tháng 11]",
    "[Khai vướng mắc]",
    *answered(field="[Đất đai]", content=f"Doanh nghiệp phải nộp lại {SECRET} nhiều lần.", proposal="Đề nghị bãi bỏ."),
)
DESK = ("Hoàng Thị Lan", "Phạm Thu Chi")


def lines(world: World, state: str) -> list[str]:
    now = world.clock.now()
    calendar = calendar_at(world.path, now)
    coming = timeline._coming(now, load_profile("vpcp-2023"), calendar)
    found = [*timeline._of_base(world.path / "bot.db", now), *coming]
    shown = [timeline._json(row, Reader()) for row in sorted(found, key=lambda row: row.at) if row.state == state]
    assert SECRET not in str(shown)
    return [f"{row['at'][8:16]} {row['who']}: {row['what']}" for row in shown]


async def test_it_shows_to_whom_what_kind_of_message_was_sent_and_never_its_words(world: World) -> None:
    await say(world, world.phone("AN"), *REPORT)
    world.clock.set(datetime(2026, 11, 16, 8, 20, tzinfo=VN))
    await say(world, world.phone("AN"), "[Gửi báo cáo]")
    for day in (17, 20):
        await turn_to(world, day)
    await turn_to(world, 23, CLOSE)

    assert sorted(lines(world, "sent")) == sorted(
        [
            "16T08:20 Nguyễn Văn An: Biên nhận báo cáo",
            "16T08:20 Phạm Thu Chi: Bản sao báo cáo gửi cán bộ Cơ quan thường trực",
            "17T08:30 Hoàng Thị Lan: Tin đầu tuần của lãnh đạo",
            "17T08:30 Lê Văn Bình: Tin nhắc việc",
            "17T08:30 Trần Thị Bích: Tin nhắc việc",
            "20T08:30 Lê Văn Bình: Tin nhắc việc",
            "20T08:30 Phạm Thu Chi: Tin nhắc việc",
            "20T08:30 Trần Thị Bích: Tin nhắc việc",
            *(f"23T17:00 {who}: Bản tổng hợp tháng 11/2026{what}" for who in DESK for what in ("", ", tệp", ", tệp")),
            "23T17:00 Hoàng Thị Lan: Tin đầu tuần của lãnh đạo",
            "23T17:00 Nguyễn Văn An: Thông báo",
            "23T17:00 Phạm Thu Chi: Tin cuối ngày của cán bộ Cơ quan thường trực",
        ]
    )


async def test_it_shows_the_reminders_that_are_planned_for_those_who_have_joined(world: World) -> None:
    await turn_to(world, 17)

    planned = [line for line in lines(world, "planned") if "tháng 11/2026" in line]

    assert planned[0] == "19T08:30 Nguyễn Văn An: Nhắc báo cáo tháng 11/2026"
    assert {line.split(" ", 1)[1].partition(":")[0] for line in planned} == {
        "Nguyễn Văn An",
        "Trần Thị Bích",
        "Lê Văn Bình",
    }


async def test_an_instant_that_has_passed_is_no_longer_coming(world: World) -> None:
    world.clock.set(datetime(2026, 11, 23, 17, 0, tzinfo=VN))

    assert lines(world, "period")[0] == "25T17:00 : Đóng kỳ tháng 11/2026"


async def test_once_the_desk_has_a_forecast_it_shows_that_and_leaves_out_what_people_have_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.desk.forecasting.AHEAD", timedelta(days=4))
    await say(world, world.phone("CHI"), "/dubao")
    await until(lambda: world.count("forecasts", "made_at IS NOT NULL"))
    before = lines(world, "planned")
    await say(world, world.phone("AN"), *REPORT, "[Gửi báo cáo]")
    await turn_to(world, 16, time(9, 10))

    of_tuesday = [line for line in lines(world, "planned") if line.startswith("17T") and "tháng 11" in line]

    assert "17T08:30 Nguyễn Văn An: Nhắc báo cáo tháng 11/2026" in before
    assert of_tuesday == [
        "17T08:30 Trần Thị Bích: Nhắc báo cáo tháng 11/2026",
        "17T08:30 Lê Văn Bình: Nhắc báo cáo tháng 11/2026",
    ]
