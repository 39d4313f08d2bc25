"""A reminder that comes once more when its reader asked for it: in working hours, before the deadline, once."""

from __future__ import annotations

from datetime import time

import pytest
from sqlite_utils import Database

from bot.domain.people import Caller
from bot.services.tasks import importing
from storage import people
from tests.handlers.acts import press
from tests.handlers.turning import CLOSE, turn_to
from tests.telegram import Phone
from tests.world import World, running, say

NIL = ("/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")
REMINDER = "Báo cáo tháng 11/2026 của Hiệp hội A"
TASK = """task_code,basis,title,lead,coordinating,deadline_kind,deadline,recurrence,note
NV-26-001,Thông báo số 1/TB,Rà soát,HIEPHOIA,,day,23/11/2026,,
"""
AT_TWO = "[14:00 hôm nay]"


@pytest.fixture
async def reminded(world: World) -> World:
    """An was reminded on Tuesday 17/11 of the report that is due on Friday."""
    await turn_to(world, 16)
    await turn_to(world, 17)
    return world


def reminders(phone: Phone) -> int:
    """How many reminders of the report stand on a phone."""
    return sum(REMINDER in message.text for message in phone.messages)


async def test_what_can_be_chosen_lies_in_working_hours_before_the_deadline(reminded: World) -> None:
    an = reminded.phone("AN")

    await say(reminded, an, "[Nhắc lại sau]")

    assert an.last.text == "Mời chọn thời điểm nhắc lại:"
    assert an.last.labels == ["Sau 02 giờ", "14:00 hôm nay", "08:30 ngày mai", "Về màn hình chính"]


async def test_it_comes_once_more_at_that_hour_and_once(reminded: World) -> None:
    an = reminded.phone("AN")
    await say(reminded, an, "[Nhắc lại sau]", AT_TWO)
    assert an.last.text == "Hệ thống sẽ nhắc lại lúc 14:00 hôm nay."
    seen = []

    for at in (time(13, 55), time(14), time(14, 5), time(15)):
        await turn_to(reminded, 17, at)
        seen.append(reminders(an))

    assert seen == [1, 2, 2, 2]
    assert "được gửi chậm" not in an.last.text
    assert "Nhắc lại sau" in an.last.labels
    assert reminded.count("snoozes") == 0


async def test_what_was_done_meanwhile_is_not_reminded_of(reminded: World) -> None:
    an = reminded.phone("AN")
    await say(reminded, an, "[Nhắc lại sau]", AT_TWO, *NIL)

    await turn_to(reminded, 17, time(14))

    assert reminders(an) == 1


async def test_a_second_choice_takes_the_place_of_the_first(reminded: World) -> None:
    an = reminded.phone("AN")
    ask = next(data for row in an.last.rows for label, data in row if label == "Nhắc lại sau")
    await say(reminded, an, "[Nhắc lại sau]", "[Sau 02 giờ]")
    await press(reminded, an, ask)
    await say(reminded, an, AT_TWO)

    await turn_to(reminded, 17, time(10, 30))
    at_first = reminders(an)
    await turn_to(reminded, 17, time(14))

    assert (at_first, reminders(an)) == (1, 2)


async def test_it_can_be_cancelled_once(reminded: World) -> None:
    an = reminded.phone("AN")
    await say(reminded, an, "[Nhắc lại sau]", AT_TWO)
    cancel = next(data for row in an.last.rows for label, data in row if label == "Hủy hẹn nhắc")
    await press(reminded, an, cancel)
    said = an.last.text
    await press(reminded, an, cancel)

    await turn_to(reminded, 17, time(14))

    assert said.startswith("Đã hủy hẹn nhắc.")
    assert an.last.text.startswith("Không còn hẹn nhắc để hủy")
    assert reminders(an) == 1


async def test_it_survives_a_restart(reminded: World) -> None:
    await say(reminded, reminded.phone("AN"), "[Nhắc lại sau]", AT_TWO)
    reminded.app.stop()
    other = World(reminded.path, telegram=reminded.telegram)

    async with running(other):
        await turn_to(other, 17, time(14))
        assert reminders(other.phone("AN")) == 2
    other.close()


async def test_on_the_day_of_the_deadline_nothing_after_it_can_be_chosen(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 16)
    await turn_to(world, 20)
    ask = next(data for row in an.last.rows for label, data in row if label == "Nhắc lại sau")
    await press(world, an, ask)
    assert an.last.labels == ["Sau 02 giờ", "14:00 hôm nay", "Về màn hình chính"]

    await turn_to(world, 20, time(15, 30))
    await press(world, an, ask)

    assert "Không còn thời điểm nào" in an.last.text


async def test_before_days_off_the_next_working_morning_is_named_by_its_day(world: World) -> None:
    an, names = world.phone("AN"), importing.names(world.unit())
    world.write_now(lambda db: importing.write(world.unit(db), importing.read(TASK, names), "test"))
    await say(world, an, *NIL)
    await turn_to(world, 19)
    await turn_to(world, 20)
    await say(world, an, "[Nhắc lại sau]")

    assert [label for label in an.last.labels if label.startswith("08:30")] == ["08:30 ngày 23/11"]
    await say(world, an, "[08:30 ngày 23/11]")
    assert an.last.text == "Hệ thống sẽ nhắc lại lúc 08:30 thứ Hai, ngày 23/11/2026."


async def test_after_a_deadline_nothing_offers_to_be_put_off(world: World) -> None:
    for day in (16, 20, 23):
        await turn_to(world, day)

    assert "Nhắc lại sau" not in world.phone("AN").last.labels


async def test_a_nearer_reminder_takes_its_place(world: World) -> None:
    an = world.phone("AN")
    for day in (16, 19):
        await turn_to(world, day)
    await say(world, an, "[Nhắc lại sau]", "[08:30 ngày mai]")

    await turn_to(world, 20)

    assert sum("Hôm nay là thời hạn" in message.text for message in an.messages) == 1
    assert reminders(an) == 0 or "Ngày mai" not in an.last.text
    assert world.count("snoozes") == 0


async def test_it_waits_for_working_hours_after_an_outage_and_never_passes_the_deadline(reminded: World) -> None:
    an = reminded.phone("AN")
    await say(reminded, an, "[Nhắc lại sau]", AT_TWO)

    await turn_to(reminded, 17, time(20))
    late = reminders(an)
    await turn_to(reminded, 20, CLOSE)

    assert late == 1
    assert reminders(an) == 1


async def test_a_pause_holds_it_back(reminded: World) -> None:
    an = reminded.phone("AN")
    await say(reminded, an, "[Nhắc lại sau]", AT_TWO, "/caidat", "[Tạm dừng nhắc]", "[Dừng hết hôm nay]")

    await turn_to(reminded, 17, time(14))

    assert reminders(an) == 1


async def test_it_comes_to_both_phones_of_a_person_once_each(reminded: World) -> None:
    def link(db: Database) -> None:
        person = people.person_by_code(db, "AN")
        assert person is not None
        people.link_account(db, Caller("telegram", "901", "901"), person.id, reminded.clock.now())

    await reminded.writer.write(link)
    await say(reminded, reminded.phone("AN"), "[Nhắc lại sau]", AT_TWO)

    for at in (time(14), time(14, 5)):
        await turn_to(reminded, 17, at)

    assert (reminders(reminded.phone("AN")), reminders(reminded.telegram.phone(901))) == (2, 1)


async def test_a_card_is_the_pressers_own(reminded: World) -> None:
    an, binh = reminded.phone("AN"), reminded.phone("BINH")
    ask = next(data for row in an.last.rows for label, data in row if label == "Nhắc lại sau")
    verb, _, slot = ask.split(":")
    await press(reminded, binh, ask)
    assert binh.last.text == "Mời chọn thời điểm nhắc lại:"
    await say(reminded, binh, AT_TWO)

    for claimed in (f"{verb}:1:{slot}", f"{verb}:zzzzzz:{slot}", f"ks:a:1:{slot}", f"kx:1:{slot}"):
        await press(reminded, an, claimed)

    found = reminded.read.conn.execute(
        "SELECT DISTINCT p.code FROM snoozes s JOIN persons p ON p.id = s.person"
    ).fetchall()
    assert found == [("BINH",)] or [tuple(row) for row in found] == [("BINH",)]
