"""Messages that follow each other at once are one text too where nothing is open: short ones go with the long ones."""

from __future__ import annotations

import json

import pytest

from bot.domain.writing import READ_AFTER
from bot.services.tasks import importing
from tests.catalogues import part
from tests.handlers.acts import CONTENT, OPEN, SENT, draft_of
from tests.handlers.test_bursts import writes
from tests.handlers.test_free_text import OFFERED, SECOND, answers
from tests.handlers.test_reminders import TASKS, names
from tests.handlers.turning import turn_to
from tests.world import World, say

SPAN = int(READ_AFTER.total_seconds())
UNKNOWN = part("The system could not make out the request. Please choose:")


def kept(world: World) -> list[str]:
    """What is kept for the one account that keeps anything."""
    rows = world.read.conn.execute("SELECT messages FROM kept_texts").fetchall()
    return [each["text"] for row in rows for each in json.loads(row[0]) if not each.get("short")]


@pytest.mark.parametrize(
    "short", ["Ở ba tỉnh.", "1", "Gửi báo cáo", "không phát sinh", "BC-2611-001", "MOI-7K2Q-94XM-3P"]
)
async def test_whatever_follows_at_once_what_was_kept_is_kept_with_it(world: World, short: str) -> None:
    an = world.phone("AN")

    await writes(world, an, (60, CONTENT), (2, short))

    assert kept(world) == [CONTENT, short]
    assert OFFERED in an.last.text


async def test_what_comes_once_the_offer_could_be_read_is_a_matter_of_its_own(world: World) -> None:
    an = world.phone("AN")

    await writes(world, an, (60, CONTENT), (SPAN, "Ở ba tỉnh."))

    assert kept(world) == [CONTENT]
    assert UNKNOWN in an.last.text


@pytest.mark.parametrize("short", ["Kính gửi Hệ thống", "Dạ", "Xin chào", "Về đất đai:"])
async def test_a_short_message_before_the_long_one_goes_with_it(world: World, short: str) -> None:
    an = world.phone("AN")

    await writes(world, an, (60, short), (2, CONTENT), (2, "Ở ba tỉnh."))

    assert kept(world) == [short, CONTENT, "Ở ba tỉnh."]


async def test_a_greeting_that_was_answered_and_read_is_no_part_of_what_comes_later(world: World) -> None:
    an = world.phone("AN")

    await writes(world, an, (60, "Xin chào"), (SPAN, "Dạ"), (2, CONTENT))

    assert kept(world) == ["Dạ", CONTENT]


async def test_short_messages_that_are_content_together_are_kept(world: World) -> None:
    an = world.phone("AN")

    await writes(world, an, (60, "Doanh nghiệp"), (1, "phải nộp"), (1, "bản đồ"))

    assert kept(world) == ["Doanh nghiệp", "phải nộp", "bản đồ"]


async def test_handled_together_after_an_outage_they_are_one_text(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    an.reads_for = 0

    for gap, text in ((60, "Dạ"), (200, CONTENT), (300, "1")):
        world.telegram.server_now += gap
        an.send(text)
    await world.settle()

    assert kept(world) == ["Dạ", CONTENT, "1"]


async def test_a_screen_that_came_between_parts_them(world: World) -> None:
    an = world.phone("AN")

    await writes(world, an, (60, CONTENT), (1, "/batdau"), (1, "Ở ba tỉnh."))

    assert kept(world) == [CONTENT]
    assert UNKNOWN in an.last.text


async def test_the_words_of_a_file_that_follows_at_once_are_kept_and_the_file_is_said_not_to_be(world: World) -> None:
    an = world.phone("AN")
    await writes(world, an, (60, CONTENT))
    an.reads_for = 0

    an.send_photo(caption="Ở ba tỉnh.")
    await world.settle()

    assert kept(world) == [CONTENT, "Ở ba tỉnh."]
    assert "chưa được lưu" in an.last.text.splitlines()[0]


async def test_what_was_too_short_stands_on_no_screen_and_goes_into_no_report(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "Xin chào", "/batdau")
    assert "Đã giữ" not in an.last.text
    await say(world, an, *OPEN, "dat dai")

    assert draft_of(world)["kept"] == []
    assert world.count("kept_texts") == 0


@pytest.mark.parametrize("short", ["đã rõ", "vâng", "Ở ba tỉnh."])
async def test_a_word_in_answer_to_the_reports_reminder_is_no_answer_of_the_open_form(world: World, short: str) -> None:
    an = world.phone("AN")
    await turn_to(world, 17)
    reminder = an.last
    await say(world, an, *OPEN, "dat dai")

    answers(an, reminder.id, short)
    await world.settle()

    assert draft_of(world)["items"] == [{"field": "dat_dai"}]
    assert UNKNOWN in an.last.text


async def test_a_short_answer_to_the_reminder_goes_with_what_was_kept_just_before(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 17)
    reminder = an.last
    answers(an, reminder.id, CONTENT)
    await world.settle()
    an.reads_for = 0

    answers(an, reminder.id, "Ở ba tỉnh.")
    await world.settle()

    assert kept(world) == [CONTENT, "Ở ba tỉnh."]


async def test_a_short_answer_to_the_offer_is_kept_with_what_was_offered(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, CONTENT)

    answers(an, an.last.id, "Ở ba tỉnh.")
    await world.settle()

    assert kept(world) == [CONTENT, "Ở ba tỉnh."]


@pytest.mark.parametrize("typed", ["đã làm", "đất đai", "NV-26-001 đã làm"])
async def test_an_answer_to_a_reminder_is_no_search_however_lately_one_was_asked_for(world: World, typed: str) -> None:
    an = world.phone("AN")
    await say(world, an, "/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")
    await world.writer.write(lambda db: importing.write(world.unit(db), importing.read(TASKS, names(world)), "test"))
    await turn_to(world, 17)
    card = an.last
    await say(world, an, "/tracuu")

    answers(an, card.id, typed)
    await world.settle()

    assert an.last.text.startswith("Nội dung vừa gửi về NV-26-001 chưa được ghi nhận")


async def test_nor_is_an_answer_to_a_receipt_or_to_another_screen(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    receipt = an.last
    await say(world, an, "/trogiup")
    help_ = an.last
    await say(world, an, "/tracuu")

    answers(an, receipt.id, "đất đai")
    await world.settle()
    assert an.last.text.startswith("Nội dung vừa gửi về BC-2611-001 chưa được ghi nhận")
    answers(an, help_.id, "đất đai")
    await world.settle()
    assert UNKNOWN in an.last.text


async def test_an_answer_to_the_question_what_to_look_up_is_a_search_and_a_code_alone_always_is(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    receipt = an.last
    await say(world, an, "/tracuu")

    answers(an, an.last.id, "đất đai")
    await world.settle()
    assert "VM-2611-001" in an.last.text
    answers(an, receipt.id, "VM-2611-001")
    await world.settle()
    assert an.last.text.startswith("VM-2611-001 – Đất đai")


async def test_words_kept_before_are_no_search(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/tracuu")
    await writes(world, an, (60, CONTENT * 3), (2, "đất đai"))

    assert kept(world) == [CONTENT * 3, "đất đai"]
    assert SECOND not in an.last.text
