"""Nothing that was typed is thrown away by one number or one press, or by what is typed next."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asking import answered, step_at
from tests.handlers.acts import CONTENT, OPEN, draft_of
from tests.handlers.test_bursts import writes
from tests.handlers.test_long_texts import LONG, item, kept_whole, too_long
from tests.telegram import Phone
from tests.world import World, say

ASKED = "Bỏ nội dung đã giữ? Nội dung đã bỏ không thể khôi phục."
DISCARD = "Bỏ nội dung đã giữ"
SECOND = "Việc này xảy ra ở ba tỉnh, từ tháng 3/2026."


def kept(world: World) -> list[str]:
    return [each["text"] for each in draft_of(world)["kept"]]


def number_of(phone: Phone, label: str) -> str:
    return str(phone.last.labels.index(label) + 1)


async def with_kept(world: World) -> Phone:
    """An is asked for the procedure, and has a text kept in the draft."""
    an = world.phone("AN")
    await say(world, an, CONTENT, *OPEN, "dat dai")
    assert kept(world) == [CONTENT]
    return an


@pytest.mark.parametrize("how", ["number", "label", "press"])
async def test_discarding_what_nothing_asked_for_is_asked_first(world: World, how: str) -> None:
    an = world.phone("AN")
    await say(world, an, CONTENT)

    await say(world, an, {"number": number_of(an, DISCARD), "label": DISCARD, "press": f"[{DISCARD}]"}[how])

    assert an.last.text.startswith(ASKED)
    assert CONTENT in an.last.text
    assert an.last.labels == ["Tiếp tục giữ", DISCARD]
    assert world.count("kept_texts") == 1
    await say(world, an, "1")
    assert f"Đã giữ, chưa đưa vào báo cáo: {CONTENT}" in an.last.text
    assert world.count("kept_texts") == 1


async def test_it_is_discarded_once_that_was_confirmed_and_again_there_is_nothing(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, CONTENT, f"[{DISCARD}]")
    confirmed = an.last.rows[0][1][1]

    await say(world, an, "2")

    assert world.count("kept_texts") == 0
    an.press(confirmed)
    await world.settle()
    assert an.toast == "Không còn nội dung nào đang được giữ."


async def test_more_that_was_kept_since_it_was_asked_is_not_discarded_with_it(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, CONTENT, f"[{DISCARD}]")
    confirmed = an.last.rows[0][1][1]

    await say(world, an, SECOND)
    an.press(confirmed)
    await world.settle()

    assert an.last.text.startswith(ASKED)
    assert SECOND in an.last.text
    assert world.count("kept_texts") == 1


@pytest.mark.parametrize("how", ["number", "label", "press"])
async def test_discarding_what_a_draft_keeps_is_asked_first(world: World, how: str) -> None:
    an = await with_kept(world)

    await say(world, an, {"number": number_of(an, DISCARD), "label": DISCARD, "press": f"[{DISCARD}]"}[how])

    assert an.last.text.startswith(ASKED)
    assert kept(world) == [CONTENT]
    await say(world, an, "[Tiếp tục giữ]")
    assert step_at("procedure") in an.last.text
    assert kept(world) == [CONTENT]


async def test_what_a_draft_keeps_is_discarded_once_that_was_confirmed(world: World) -> None:
    an = await with_kept(world)

    await say(world, an, f"[{DISCARD}]", DISCARD)

    assert step_at("procedure") in an.last.text
    assert kept(world) == []


async def test_a_text_typed_while_it_is_asked_is_kept_too(world: World) -> None:
    an = await with_kept(world)
    await say(world, an, f"[{DISCARD}]")

    await say(world, an, SECOND)

    assert kept(world) == [CONTENT, SECOND]
    assert SECOND in an.last.text


async def test_a_number_that_is_the_beginning_of_an_answer_discards_nothing(world: World) -> None:
    an = await with_kept(world)

    await writes(world, an, (60, number_of(an, DISCARD)), (2, "tỉnh đã báo cáo"))

    assert kept(world) == [CONTENT]
    assert item(world)["procedure"].endswith("\ntỉnh đã báo cáo")


@pytest.mark.parametrize("typed", ["Dùng làm câu trả lời", "number"])
async def test_what_was_used_by_a_word_that_is_the_beginning_of_an_answer_is_kept_again(
    world: World, typed: str
) -> None:
    an = await with_kept(world)
    typed = number_of(an, "Dùng làm câu trả lời") if typed == "number" else typed

    await writes(world, an, (60, typed), (2, "tỉnh đã báo cáo"))

    assert kept(world) == [CONTENT]
    assert item(world)["procedure"] == f"{typed}\ntỉnh đã báo cáo"


async def test_a_number_by_which_kept_text_was_used_is_no_message_of_the_answer(world: World) -> None:
    an = await with_kept(world)
    message = an.send(number_of(an, "Dùng làm câu trả lời")) - 1
    await world.settle()

    an.edit(message, "Một thủ tục khác hẳn")
    await world.settle()

    assert item(world)["procedure"] == CONTENT


@pytest.mark.parametrize("typed", ["ngắn", "2", "không rõ"])
async def test_whatever_is_typed_at_the_parts_of_a_long_text_and_goes_on_at_once_leaves_it(
    world: World, typed: str
) -> None:
    an = await too_long(world)

    await writes(world, an, (60, typed), (2, "và đây là phần tiếp theo của câu."))

    assert held(world) == LONG


async def test_a_word_in_place_of_a_part_leaves_the_part_among_what_is_kept(world: World) -> None:
    an = await too_long(world)
    part = draft_of(world)["long"][1]["text"]

    await say(world, an, "[Phần 2]", "vâng")

    assert kept(world) == [part.strip()]


@pytest.mark.parametrize("how", ["1", "Xóa phần 2", "[Xóa phần 2]"])
async def test_deleting_a_part_is_asked_first(world: World, how: str) -> None:
    an = await too_long(world)
    await say(world, an, "[Phần 2]")

    await say(world, an, how)

    assert an.last.text.startswith("Xóa phần 2? Nội dung đã xóa không thể khôi phục.")
    assert kept_whole(world) == LONG
    await say(world, an, "1")
    assert an.last.text.startswith("Phần 2")
    assert kept_whole(world) == LONG


async def test_its_message_edited_while_the_deletion_of_a_part_is_asked_is_divided_anew(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", before="content"))
    number = an.send(LONG) - 1
    await world.settle()
    last = len(draft_of(world)["long"])
    await say(world, an, f"[Phần {last}]", f"[Xóa phần {last}]")

    an.edit(number, CONTENT)
    await world.settle()

    assert item(world)["content"] == CONTENT


def held(world: World) -> str:
    """The long text, wherever the draft holds it."""
    draft: dict[str, Any] = draft_of(world)
    return kept_whole(world) or "\n".join(each["text"] for each in draft["kept"])
