"""An edited message edits the answer it gave, as long as the report is not sent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asking import answered, step_at
from tests.catalogues import part
from tests.handlers.acts import CONTENT, OPEN, PROPOSAL, draft_of
from tests.telegram import Phone
from tests.world import World, say

NEW = "Doanh nghiệp phải nộp lại bản sao chứng thực của trích lục bản đồ."
SECOND = "Việc này xảy ra ở ba tỉnh."


def item(world: World) -> dict[str, Any]:
    found: dict[str, Any] = draft_of(world)["items"][0]
    return found


async def at_legal(world: World, *content: str) -> tuple[Phone, list[int]]:
    """An has described the difficulty, in messages of which the numbers are returned."""
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", before="content"))
    an.date += 60
    world.telegram.server_now = an.date
    an.reads_for = 0
    numbers = []
    for text in content:
        numbers.append(an.send(text) - 1)
        await world.settle()
    an.reads_for = 60
    return an, numbers


async def test_an_edited_message_changes_the_answer_and_the_screen_says_so(world: World) -> None:
    an, (number,) = await at_legal(world, CONTENT)
    shown = len(an.messages)

    an.edit(number, NEW)
    await world.settle()

    assert item(world)["content"] == NEW
    assert f"Đã sửa câu trả lời theo tin vừa chỉnh sửa: {NEW}" in an.last.text
    assert step_at("legal") in an.last.text
    assert len(an.messages) == shown, "the screen changes in its place"


async def test_of_several_messages_the_one_that_was_edited_changes(world: World) -> None:
    an, (first, second) = await at_legal(world, CONTENT, SECOND)

    an.edit(second, "Việc này xảy ra ở năm tỉnh.")
    await world.settle()
    an.edit(first, NEW)
    await world.settle()

    assert item(world)["content"] == f"{NEW}\nViệc này xảy ra ở năm tỉnh."


@pytest.mark.parametrize(("text", "field"), [("dau tu", "dau_tu"), ("không phải lĩnh vực", "dat_dai")])
async def test_an_edited_choice_chooses_again_where_it_can(world: World, text: str, field: str) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN)
    number = an.send("dat dai") - 1
    await world.settle()

    an.edit(number, text)
    await world.settle()

    assert item(world)["field"] == field
    assert text in an.last.text


@pytest.mark.parametrize("text", ["ngắn", "x" * 2001])
async def test_an_edit_that_would_make_no_answer_is_said_not_to_be_taken(world: World, text: str) -> None:
    an, (number,) = await at_legal(world, CONTENT)

    an.edit(number, text)
    await world.settle()

    assert item(world)["content"] == CONTENT
    assert "Tin vừa chỉnh sửa chưa được ghi" in an.last.text


async def test_after_the_report_was_sent_one_sentence_says_what_can_be_done(world: World) -> None:
    an, (number,) = await at_legal(world, CONTENT)
    await say(world, an, *answered(proposal=PROPOSAL, after="content"), "[Gửi báo cáo]")

    an.edit(number, NEW)
    await world.settle()

    assert "thuộc báo cáo BC-2611-001 đã nhận lúc" in an.last.text
    assert "báo cáo đột xuất" in an.last.text
    assert world.count("difficulties", f"content = '{CONTENT}'") == 1


async def test_what_is_kept_changes_with_its_message(world: World) -> None:
    an = world.phone("AN")
    number = an.send(CONTENT) - 1
    await world.settle()

    an.edit(number, NEW)
    await world.settle()

    assert f"Đã sửa nội dung đang giữ theo tin vừa chỉnh sửa: {NEW}" in an.last.text
    await say(world, an, *OPEN, "dat dai")
    assert "Doanh nghiệp phải nộp lại bản sao" in an.last.text


async def test_the_words_of_a_file_change_with_them(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL, before="files"))
    number = an.send_document("bien-ban.pdf", caption="Biên bản cũ") - 1
    await world.settle()

    an.edit(number, "Biên bản ngày 05/11", caption=True)
    await world.settle()

    assert draft_of(world)["files"][0][0]["caption"] == "Biên bản ngày 05/11"


async def test_a_message_that_stands_nowhere_is_said_to_have_changed_nothing(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "xin chào")

    an.edit(an.telegram.number(), "chào hệ thống")
    await world.settle()

    assert part("The edited message stands in no draft; nothing has been changed by it.") in an.last.text


async def test_a_command_a_place_that_moves_and_a_strangers_edit_are_passed_over(world: World) -> None:
    an, stranger = world.phone("AN"), world.phone("DUNG")

    an.edit(1, "/baocao")
    an.edit(2, None, location={"latitude": 21.0, "longitude": 105.8})
    stranger.edit(3, "mã khác")
    await world.settle()

    assert an.messages == []
    assert stranger.messages == []


@pytest.mark.parametrize("words", ["không có vướng mắc", "Trong kỳ không phát sinh khó khăn, vướng mắc"])
async def test_a_message_edited_to_say_that_there_is_nothing_is_no_content(world: World, words: str) -> None:
    an, (number,) = await at_legal(world, CONTENT)

    an.edit(number, words)
    await world.settle()

    assert item(world)["content"] == CONTENT


OTHER_ITEM = ("[Thêm vướng mắc]", *answered(field="[Đầu tư]", before="content"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (NEW, f"Vướng mắc số 1. Đã sửa câu trả lời theo tin vừa chỉnh sửa: {NEW}"),
        ("ngắn", "Vướng mắc số 1. Tin vừa chỉnh sửa chưa được ghi"),
    ],
)
async def test_an_edit_of_another_items_answer_names_the_item(world: World, text: str, says: str) -> None:
    an, (number,) = await at_legal(world, CONTENT)
    await say(world, an, *answered(proposal=PROPOSAL, after="content"), *OTHER_ITEM)

    an.edit(number, text)
    await world.settle()

    assert an.last.text.startswith(says)
    assert item(world)["content"] == (NEW if text == NEW else CONTENT)


async def test_an_edit_of_the_present_item_names_none(world: World) -> None:
    an, (number,) = await at_legal(world, CONTENT)

    an.edit(number, NEW)
    await world.settle()

    assert an.last.text.startswith("Đã sửa câu trả lời")
