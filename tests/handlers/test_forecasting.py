"""The desk looks at what will be sent in the coming days, and cancels or moves something of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.clock import VN
from bot.domain.people import Reader
from bot.domain.reminder_rules import Kind
from bot.domain.verbs.forecasting import CancelReminder, ForecastPerson, Sheet, ShowForecast
from bot.i18n import translate
from bot.screens.matters import reminder
from bot.services.upkeep.housekeeping import FORECASTS_FOR
from storage import forecasts, people
from storage.forecasts import Override
from tests.handlers.keeping import clean_up
from tests.handlers.turning import turn_to
from tests.handlers.working_group import turn
from tests.world import World, say, until

_OPEN = "made_at IS NULL AND failed_at IS NULL"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look four days ahead: to Friday 20/11/2026, when reports are due."""
    monkeypatch.setattr("bot.services.desk.forecasting.AHEAD", timedelta(days=4))


async def shown(world: World, *acts: str) -> None:
    """Chi has the forecast worked out, waits for it and goes on from there."""
    await say(world, world.phone("CHI"), "/dubao")
    await made(world)
    await say(world, world.phone("CHI"), *acts)


async def made(world: World) -> None:
    await until(
        lambda: world.count("forecasts") and not world.count("forecasts", "made_at IS NULL AND failed_at IS NULL")
    )
    await world.settle()


def sheet(world: World, code: str, day: date) -> Sheet:
    """Return what somebody gets on a day, by the newest forecast."""
    person, newest = people.person_by_code(world.read, code), forecasts.newest(world.read)
    assert person is not None
    assert newest is not None
    return Sheet(newest[0].id, day.toordinal(), person.id)


async def press(world: World, verb: Any) -> str:
    """Let Chi press a button; return what the screen then says."""
    world.phone("CHI").press(verb.data, world.phone("CHI").last.id)
    await world.settle()
    return world.phone("CHI").last.text


def state(world: World, key: str) -> tuple[str, str | None, str]:
    row = world.read.conn.execute("SELECT state, reason, send_on FROM reminders WHERE key = ?", [key]).fetchone()
    return tuple(row)


def key_of(world: World, code: str, mark: str) -> str:
    person = people.person_by_code(world.read, code)
    assert person is not None
    found = world.read.conn.execute(
        "SELECT key FROM reminders WHERE person = ? AND mark = ? AND kind = 'report' AND subject = '2026-11'",
        [person.id, mark],
    ).fetchone()
    return str(found["key"])


async def test_the_screen_that_says_it_is_being_made_becomes_the_forecast(world: World) -> None:
    await shown(world)

    (only,) = world.phone("CHI").messages
    lines = only.text.split("\n")
    assert lines[0] == "Dự báo nhắc việc"
    assert lines[1].startswith("Từ 16/11/2026 đến 20/11/2026: ")
    assert lines[2] == "Tính lúc 08:15 ngày 16/11/2026, giả định từ đó không ai thao tác gì."
    assert "thứ Ba, ngày 17/11/2026: 03 tin tới 03 người" in only.text
    assert only.labels[-2:] == ["Tính lại", "Về màn hình chính"]


async def test_a_day_names_its_persons_and_a_person_what_comes_when(world: World) -> None:
    await shown(world, "[Chọn 2]")
    of_day = world.phone("CHI").last.text
    await say(world, world.phone("CHI"), "[Chọn 1]")

    assert "1. Nguyễn Văn An: 08:30, 01 tin" in of_day
    assert "1. 08:30 Nhắc báo cáo tháng 11/2026" in world.phone("CHI").last.text


def test_a_reminder_that_nobody_confirmed_is_told_apart_from_that_of_the_matter_itself() -> None:
    overdue, unconfirmed = (translate(reminder(kind, "NV-26-047"), Reader()) for kind in (Kind.TASK, Kind.UNANSWERED))

    assert overdue == "Nhắc nhiệm vụ NV-26-047"
    assert unconfirmed == "Nhắc nhiệm vụ NV-26-047 (quá hạn, chưa xác nhận)"


async def test_whoever_has_gone_on_is_told_in_a_message_of_its_own(world: World) -> None:
    chi = world.phone("CHI")
    chi.send("/dubao")
    chi.send("/trogiup")
    await made(world)

    assert chi.messages[-2].text.startswith("Hướng dẫn")
    assert chi.last.text == "Đã tính xong dự báo nhắc việc."
    await say(world, chi, "[Xem dự báo]")
    assert chi.last.text.startswith("Dự báo nhắc việc\nTừ 16/11/2026")


async def test_a_forecast_that_fails_is_told_and_can_be_asked_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError

    with monkeypatch.context() as patched:
        patched.setattr("bot.runtime.forecaster.forecast", broken)
        await shown(world)
    assert "Chưa tính được dự báo." in world.phone("CHI").last.text

    await say(world, world.phone("CHI"), "[Tính lại]")
    await made(world)

    assert "Từ 16/11/2026 đến 20/11/2026" in world.phone("CHI").last.text


async def test_what_was_asked_for_before_a_restart_is_made_after_it(joining: World) -> None:
    joining.write_now(lambda db: forecasts.ask(db, 1, date(2026, 11, 17), joining.clock.now()))
    joining.app.wake()
    await say(joining, joining.phone("CHI"), "/trogiup")
    await made(joining)

    assert joining.count("forecasts", "body IS NOT NULL") == 1


async def test_a_reminder_that_is_cancelled_is_not_sent_and_its_reason_is_the_desk(world: World) -> None:
    await shown(world)
    an = sheet(world, "AN", date(2026, 11, 17))

    said = await press(world, CancelReminder(an, 0))
    await turn_to(world, 17)

    assert "Đã hủy lần nhắc" in said
    assert world.phone("AN").messages == []
    assert world.phone("BICH").messages != []
    assert state(world, key_of(world, "AN", "d3"))[:2] == ("skipped", "desk")
    assert world.count("audit", "verb = 'reminder.cancelled' AND actor = 'person:CHI'") == 1


async def test_a_reminder_that_is_moved_comes_on_the_other_day_alone(world: World) -> None:
    await shown(world, "[Chọn 2]", "[Chọn 1]", "[Chuyển ngày]", "ngày mai")
    await say(world, world.phone("CHI"), "[Khôi phục]", "[Chuyển ngày]", "18/11/2026")
    assert "chuyển sang ngày 18/11/2026" in world.phone("CHI").last.text

    await turn_to(world, 17)
    on_its_day = len(world.phone("AN").messages)
    await turn_to(world, 18)

    assert (on_its_day, len(world.phone("AN").messages)) == (0, 1)
    assert state(world, key_of(world, "AN", "d3")) == ("sent", None, "2026-11-18")


async def test_a_reminder_that_is_restored_comes_after_all(world: World) -> None:
    await shown(world, "[Chọn 2]", "[Chọn 1]", "[Hủy lần nhắc này]", "[Khôi phục]")

    await turn_to(world, 17)

    assert len(world.phone("AN").messages) == 1
    assert world.count("reminder_overrides") == 0


@pytest.mark.parametrize(("typed", "why"), [("22/11/2026", "quá muộn"), ("15/11/2026", "đã qua"), ("tuần sau", "")])
async def test_a_day_that_will_not_do_is_asked_for_again(world: World, typed: str, why: str) -> None:
    await shown(world, "[Chọn 2]", "[Chọn 1]", "[Chuyển ngày]", typed)

    last = world.phone("CHI").last
    assert why in last.text
    assert "Chuyển sang ngày làm việc nào?" in last.text
    assert world.count("reminder_overrides") == 0
    await say(world, world.phone("CHI"), "[Giữ ngày đã định]")
    assert "1. 08:30 Nhắc báo cáo tháng 11/2026" in world.phone("CHI").last.text
    assert world.count("drafts") == 0


async def test_the_reminder_on_the_day_of_the_deadline_can_be_neither_cancelled_nor_moved(world: World) -> None:
    await shown(world)
    an = sheet(world, "AN", date(2026, 11, 20))

    said = await press(world, ForecastPerson(an, 0))
    refused = await press(world, CancelReminder(an, 0))

    assert "ngày đến hạn không hủy, không chuyển ngày được" in said
    assert "Hủy lần nhắc này" not in world.phone("CHI").last.labels
    assert refused == said
    assert world.count("reminder_overrides") == 0


async def test_a_reminder_of_a_period_that_has_not_begun_is_cancelled_before_it_is_planned(world: World) -> None:
    key = "report-d3:2027-01:1:1:2027-01-20"
    world.write_now(lambda db: forecasts.put_override(db, Override(key, None, 1, world.clock.now())))

    for day in (14, 15):
        await turn(world, datetime(2027, 1, day, 8, 30, tzinfo=VN))

    assert state(world, key) == ("skipped", "desk", "2027-01-15")


async def test_a_forecast_is_made_though_the_one_before_has_had_its_time_and_is_not_taken_for_it(world: World) -> None:
    await shown(world)
    before = forecasts.newest(world.read)
    world.clock.set(world.clock.now() + FORECASTS_FOR + timedelta(hours=1))
    await clean_up(world)
    assert (before is not None, forecasts.newest(world.read)) == (True, None)

    await shown(world)
    chi = world.phone("CHI")
    again = chi.last.text
    chi.press(ShowForecast(1).data, chi.last.id)
    await world.settle()

    assert "Từ 23/11/2026 đến 27/11/2026" in again
    assert "Màn hình này đã cũ" in chi.toast
