"""Drafts that nobody touches: mentioned once, deleted after the retention, and not before that was said."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage

from bot.clock import VN
from storage import people, reach
from tests.handlers.acts import ADHOC, CONTENT, ONE, OPEN
from tests.handlers.directory import person_id
from tests.telegram import Phone
from tests.world import World, say

BEGUN = (*ADHOC, "[Đề nghị xử lý khẩn]", "dat dai", CONTENT, "[Lưu nháp, thoát]")
SAVED = datetime(2026, 11, 26, 9, tzinfo=VN)
"""A Thursday on which no report is due for weeks."""
IDLE = datetime(2026, 12, 1, 8, 30, tzinfo=VN)
"""The third working day after it."""
TOLD = "Bản nháp báo cáo đột xuất: đang ở bước 3/4 của vướng mắc số 1 (lưu lúc 09:00 ngày 26/11/2026), chưa gửi."
LAST = SAVED + timedelta(days=75)
NOTICE = datetime(2027, 2, 1, 8, 30, tzinfo=VN)
"""The last sure working morning seven days before the end: the next ones are near those of Tet."""


async def turn_to(world: World, at: datetime) -> None:
    """Turn the clock, run what is due by then, wait until it has been sent."""
    world.clock.set(at)
    world.clock.pace_by_itself()
    await world.app.ticker.run_ticks(world.clock.now())
    await world.settle()


def mentions(phone: Phone) -> int:
    """Return how many messages tell of a draft, and forget them."""
    found = sum("Bản nháp báo cáo đột xuất" in message.text for message in phone.messages)
    phone.messages.clear()
    return found


async def begin(world: World) -> Phone:
    """Let An begin an ad hoc report, leave it, and hear of nothing else."""
    an = world.phone("AN")
    await turn_to(world, SAVED)
    await say(world, an, *BEGUN)
    an.messages.clear()
    return an


async def mornings(world: World, phone: Phone, first: datetime, count: int) -> dict[int, int]:
    """Return how often a draft was mentioned on each of so many mornings, by their number."""
    found = {}
    for number in range(count):
        await turn_to(world, first + timedelta(days=number))
        found[number] = mentions(phone)
    return {number: times for number, times in found.items() if times}


async def test_an_idle_draft_is_mentioned_once_in_the_next_mornings_card_and_taken_up_from_there(world: World) -> None:
    an = await begin(world)

    told = await mornings(world, an, IDLE - timedelta(days=4), 4)
    await turn_to(world, IDLE)

    assert told == {}
    assert an.last.text.startswith("Việc hôm nay – thứ Ba, ngày 01/12/2026")
    assert TOLD in an.last.text
    assert an.last.labels == ["Viết tiếp đột xuất"]
    await say(world, an, "[Viết tiếp đột xuất]")
    assert an.last.text.startswith("Báo cáo đột xuất – bước 3/4")
    an.messages.clear()
    assert await mornings(world, an, IDLE + timedelta(days=1), 8) == {}


async def test_whoever_writes_on_is_told_again_once_it_lies_again(world: World) -> None:
    an = await begin(world)
    await turn_to(world, IDLE)
    await say(world, an, "[Viết tiếp đột xuất]", "Một kiến nghị đủ dài để được nhận.", "/batdau")
    an.messages.clear()

    told = await mornings(world, an, IDLE + timedelta(days=1), 6)

    assert told == {2: 1}, "Friday, three working days after Tuesday"


async def test_a_card_that_did_not_arrive_does_not_count(world: World) -> None:
    an = await begin(world)
    chat = an.user_id
    refusal = TelegramForbiddenError(SendMessage(chat_id=chat, text=""), "Forbidden: bot was blocked by the user")
    world.telegram.call_fails = lambda method: (
        refusal if getattr(method, "chat_id", None) in (chat, str(chat)) else None
    )
    await turn_to(world, IDLE)
    world.telegram.call_fails = lambda _: None
    account = people.accounts_of(world.read, person_id(world, "AN"), "telegram")[0]
    await world.writer.write(lambda db: reach.set_reachable(db, account))
    an.messages.clear()

    await turn_to(world, IDLE + timedelta(days=1))

    assert mentions(an) == 1


async def test_it_stands_beside_the_other_matters_of_the_morning(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, datetime(2026, 11, 16, 9, tzinfo=VN))
    await say(world, an, *BEGUN)
    an.messages.clear()

    await turn_to(world, datetime(2026, 11, 19, 8, 30, tzinfo=VN))

    (card,) = an.messages
    assert "là thời hạn gửi báo cáo tháng 11/2026" in card.text
    assert "Bản nháp báo cáo đột xuất: đang ở bước 3/4" in card.text
    assert card.text.startswith("Việc hôm nay – thứ Năm, ngày 19/11/2026")
    assert card.labels == ["Viết tiếp đột xuất", "Báo cáo tháng 11", "Báo không phát sinh", "Nhắc lại sau"]


async def test_a_reminder_that_names_the_draft_by_itself_says_it_once(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, datetime(2026, 11, 16, 9, tzinfo=VN))
    await say(world, an, *OPEN, *ONE[:3], "[Lưu nháp, thoát]")
    an.messages.clear()

    await turn_to(world, datetime(2026, 11, 19, 8, 30, tzinfo=VN))

    (card,) = an.messages
    assert card.text.count("nháp") == 1
    assert card.labels == ["Tiếp tục bản nháp", "Báo không phát sinh", "Nhắc lại sau"]


async def test_a_draft_that_was_only_opened_is_not_mentioned(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, SAVED)
    await say(world, an, *ADHOC, "/batdau")
    an.messages.clear()

    assert await mornings(world, an, IDLE - timedelta(days=1), 6) == {}


async def test_before_it_is_deleted_its_writer_is_told_until_when_it_is_kept(world: World) -> None:
    an = await begin(world)
    await turn_to(world, IDLE)
    an.messages.clear()

    await turn_to(world, NOTICE - timedelta(days=3))
    before = mentions(an)
    await turn_to(world, NOTICE)
    card = next(message.text for message in an.messages if "Bản nháp báo cáo đột xuất" in message.text)
    an.messages.clear()
    await turn_to(world, LAST - timedelta(hours=1))
    kept = world.count("drafts")
    await turn_to(world, LAST + timedelta(hours=2))

    assert before == 0
    assert "Nếu không sửa hoặc gửi, bản nháp được xóa sau ngày 08/02/2027." in card
    assert mentions(an) == 0
    assert (kept, world.count("drafts")) == (1, 0)


async def test_without_that_notice_it_stays_and_whoever_cannot_be_told_loses_it_a_month_later(world: World) -> None:
    an = await begin(world)
    account = people.accounts_of(world.read, person_id(world, "AN"), "telegram")[0]
    await world.writer.write(lambda db: reach.set_unreachable(db, account, world.clock.now()))

    await turn_to(world, LAST + timedelta(days=20))
    kept = world.count("drafts")
    await turn_to(world, LAST + timedelta(days=31))

    assert (kept, world.count("drafts")) == (1, 0)
    assert mentions(an) == 0


async def test_touching_it_after_the_notice_keeps_it(world: World) -> None:
    an = await begin(world)
    await turn_to(world, NOTICE)
    await say(world, an, "[Viết tiếp đột xuất]", "Một kiến nghị đủ dài để được nhận.")

    await turn_to(world, LAST + timedelta(days=3))

    assert world.count("drafts") == 1
