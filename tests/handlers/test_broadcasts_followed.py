"""An announcement under way: followed person by person, stopped, sent again to those who have not confirmed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import SendMessage

from bot.clock import VN
from bot.domain.verbs.broadcasts import RepeatBroadcast, StopBroadcast
from storage import broadcasts
from tests.catalogues import out_of_date
from tests.handlers.acts import press
from tests.handlers.announced import (
    COUNCIL,
    FIRST_USER,
    SEND,
    TO_COUNCIL,
    UNASKED,
    UNCONFIRMED,
    WORDS,
    WRITE,
    announce,
    announcements,
    crowd,
)
from tests.world import ROSTER, World, running, say, until

BLOCKED = TelegramForbiddenError(SendMessage(chat_id=101, text="x"), "Forbidden: bot was blocked by the user")
REFUSED = TelegramBadRequest(SendMessage(chat_id=102, text="x"), "Bad Request: message is not good")
OTHER = "MAI,Vũ Thị Mai,Chuyên viên,,vi,,secretariat,,,\n"
CROWD = 3400


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[World]:
    """A running world with two officers, two members who are linked and one who is not."""
    world = World(tmp_path)
    world.import_roster(ROSTER + OTHER)
    for code in ("AN", "BICH", "CHI", "MAI"):
        world.link(code)
    async with running(world):
        yield world
    world.close()


def spelt(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def sent(world: World) -> int:
    return world.count("outbox", "topic = 'broadcast' AND dedupe_key LIKE '%:text' AND state = 'sent'")


async def test_what_did_not_arrive_is_listed_with_the_reason_and_its_sender_is_told_once(house: World) -> None:
    chi, an, bich = (house.phone(code) for code in ("CHI", "AN", "BICH"))
    an.fails_with(BLOCKED)
    bich.fails_with(REFUSED)

    await announce(house, chi, *TO_COUNCIL)

    told = [message.text for message in chi.messages if message.text.startswith("Đã gửi xong thông báo")]
    assert told == [
        "Đã gửi xong thông báo TB-2611-001.\n• Không đến: 02\n• Không liên lạc được: 01\nTổng số người nhận: 03."
    ]
    await say(house, chi, "/thongbao TB-2611-001", "[Không đến (2)]")
    assert chi.last.text.splitlines()[1:] == [
        "• Nguyễn Văn An (Hiệp hội A): tin nhắn không đến được, tài khoản đã chặn hoặc đã đóng",
        "• Trần Thị Bích (Hiệp hội B): tin không đến được",
    ]
    assert broadcasts.unconfirmed(house.read, datetime(2026, 11, 1, tzinfo=VN)) == []


async def test_of_two_officers_who_stop_it_one_does_and_the_other_is_told(house: World) -> None:
    chi, mai, an = (house.phone(code) for code in ("CHI", "MAI", "AN"))
    await announce(house, chi, *WRITE, *COUNCIL, "8h30 sáng mai", UNASKED)
    await say(house, mai, "/thongbao TB-2611-001")
    await say(house, chi, "[Dừng gửi]")

    await say(house, mai, "[Dừng gửi]")

    assert mai.last.text.startswith("TB-2611-001 đã được Phạm Thu Chi dừng gửi lúc 08:15 ngày 16/11/2026.")
    assert "• Dừng khi chưa gửi: 03\nTổng số người nhận: 03." in chi.last.text
    house.clock.set(datetime(2026, 11, 17, 9, tzinfo=VN))
    await house.app.ticker.run_ticks(house.clock.now())
    await house.settle()
    assert announcements(an) == []
    assert house.count("audit", "verb = 'broadcast.stopped'") == 1


async def test_what_has_been_sent_cannot_be_stopped(house: World) -> None:
    chi = house.phone("CHI")
    await announce(house, chi, *TO_COUNCIL)

    await press(house, chi, StopBroadcast(1).data)

    assert any(message.text.startswith("TB-2611-001 đã gửi xong, không còn tin để dừng.") for message in chi.messages)
    assert house.count("broadcasts", "stopped_at IS NOT NULL") == 0


async def test_it_goes_again_to_those_who_have_not_confirmed_once_a_working_day_whoever_asks(house: World) -> None:
    chi, mai, an, bich = (house.phone(code) for code in ("CHI", "MAI", "AN", "BICH"))
    await announce(house, chi, *TO_COUNCIL)
    await say(house, an, "[Đã nhận]")
    for officer in (chi, mai):
        await say(house, officer, "/thongbao TB-2611-001", "[Nhắc xác nhận]")
        assert officer.last.text.startswith("Gửi thông báo đến 01 người: người chưa xác nhận TB-2611-001?")
    await say(house, chi, SEND)

    await say(house, mai, SEND)

    assert mai.last.text.startswith("TB-2611-001 đã được Phạm Thu Chi gửi lại lúc 08:15 ngày 16/11/2026;")
    assert (len(announcements(an)), len(announcements(bich))) == (1, 2)
    await press(house, mai, RepeatBroadcast(1).data)
    assert mai.last.text.startswith("TB-2611-001 đã được Phạm Thu Chi gửi lại")
    house.clock.set(datetime(2026, 11, 17, 8, tzinfo=VN))
    await say(house, mai, "/thongbao TB-2611-001", "[Nhắc xác nhận]", SEND)
    assert len(announcements(bich)) == 3
    await say(house, bich, "[Đã nhận]")
    await say(house, chi, *WRITE, UNCONFIRMED)
    assert "1. TB-2611-002\n2. TB-2611-001" in chi.last.text


async def test_who_confirms_between_the_preview_and_the_act_is_not_asked_again(house: World) -> None:
    chi, an, bich = (house.phone(code) for code in ("CHI", "AN", "BICH"))
    await announce(house, chi, *TO_COUNCIL)
    await say(house, chi, "/thongbao TB-2611-001", "[Nhắc xác nhận]")
    await say(house, an, "[Đã nhận]")

    await say(house, chi, SEND)

    assert chi.last.text.startswith("Người nhận đã thay đổi so với danh sách đã xem.")
    await say(house, chi, SEND)
    assert (len(announcements(an)), len(announcements(bich))) == (1, 2)


async def test_one_without_a_request_to_confirm_is_not_repeated(house: World) -> None:
    chi = house.phone("CHI")
    await announce(house, chi, *WRITE, *COUNCIL, "ngay", UNASKED)

    await say(house, chi, "/thongbao TB-2611-001")

    assert "Nhắc xác nhận" not in chi.last.labels
    assert out_of_date() in await press(house, chi, RepeatBroadcast(1).data)


async def test_one_to_3400_people_that_is_stopped_in_the_middle_counts_who_got_it_and_holds_up_no_reply(
    house: World,
) -> None:
    crowd(house, CROWD)
    chi, an = house.phone("CHI"), house.phone("AN")
    await say(house, chi, *TO_COUNCIL)
    assert chi.last.text.startswith("Gửi thông báo đến 3.403 người")
    seconds = house.clock.monotonic()
    house.clock.monotonic = lambda: seconds
    chi.tap(SEND[1:-1])
    for wanted in range(20, 160, 20):
        seconds += 1
        house.app.wake()
        await until(partial(lambda least: sent(house) >= least, wanted))
    # What waits in the outbox is a part of it, and a reply overtakes that.
    assert house.count("outbox", "topic = 'broadcast' AND ended_at IS NULL") <= 150
    an.send("/batdau")
    await until(lambda: "Gửi báo cáo" in an.last.labels)
    assert house.count("outbox", "topic = 'broadcast' AND ended_at IS NULL") > 0

    chi.press(StopBroadcast(1).data)
    await until(lambda: house.count("broadcasts", "stopped_at IS NOT NULL"))
    seconds += 1
    house.app.wake()
    await house.settle()

    got = sent(house)
    assert f"• Đã gửi, chưa xác nhận: {got}\n• Dừng khi chưa gửi: {spelt(CROWD + 3 - got)}" in chi.last.text
    assert f"Tổng số người nhận: {spelt(CROWD + 3)}." in chi.last.text
    assert house.count("outbox", "topic = 'broadcast' AND ended_at IS NULL") == 0
    assert len(announcements(house.telegram.phone(FIRST_USER))) == 1
    assert announcements(house.telegram.phone(FIRST_USER + CROWD - 1)) == []


async def test_the_words_of_people_are_data_in_every_screen(house: World) -> None:
    chi, an = house.phone("CHI"), house.phone("AN")
    await announce(house, chi, *TO_COUNCIL)

    await say(house, chi, "/thongbao")

    assert f'1. TB-2611-001, đã gửi từ 08:15 ngày 16/11/2026: "{WORDS}"' in chi.last.text
    assert WORDS in announcements(an)[0]
