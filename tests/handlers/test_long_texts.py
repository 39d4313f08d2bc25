"""A text that is too long is kept whole and shortened part by part instead of being thrown away."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.characters import utf16_length
from tests.asking import answered, step_at
from tests.handlers.acts import CONTENT, OPEN, draft_of
from tests.telegram import Phone
from tests.world import World, say

AT_CONTENT = (*OPEN, *answered(field="[Đất đai]", before="content"))
LINES = [f"Mục {n}: {'nội dung dài của phần này, ' * 12}hết mục {n}." for n in range(1, 11)]
LONG = "\n".join(LINES)


def item(world: World) -> dict[str, Any]:
    found: dict[str, Any] = draft_of(world)["items"][0]
    return found


def kept_whole(world: World) -> str:
    return "".join(part["text"] for part in draft_of(world)["long"]).strip()


async def too_long(world: World) -> Phone:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)
    assert "Tối đa 2.000 ký tự." in an.last.text, "the limit is said beforehand"
    await say(world, an, LONG)
    return an


async def test_it_is_kept_whole_and_its_parts_are_listed(world: World) -> None:
    an = await too_long(world)

    assert kept_whole(world) == LONG
    assert "content" not in item(world)
    length = f"{utf16_length(LONG):,}".replace(",", ".")
    assert f"{length} ký tự, quá giới hạn 2.000" in an.last.text
    assert [label for label in an.last.labels if label.startswith("Phần")] == [
        f"Phần {n}" for n in range(1, len(draft_of(world)["long"]) + 1)
    ]


async def test_parts_are_deleted_until_it_fits_and_then_it_is_the_answer(world: World) -> None:
    an = await too_long(world)
    gone = []

    while "content" not in item(world):
        gone.append(draft_of(world)["long"][0]["text"])
        await say(world, an, "[Phần 1]", "[Xóa phần 1]", "[Xóa phần 1]")

    assert item(world)["content"] == LONG[len("".join(gone)) :]
    assert step_at("legal") in an.last.text


async def test_a_part_is_written_anew_and_the_others_stay(world: World) -> None:
    an = await too_long(world)
    before = [part["text"] for part in draft_of(world)["long"]]

    await say(world, an, "[Phần 2]")
    assert before[1].strip() in an.last.text
    await say(world, an, "Phần này rút gọn.")

    after = [part["text"] for part in draft_of(world)["long"]]
    assert after == [before[0], f"Phần này rút gọn.{before[1][len(before[1].rstrip()) :]}", *before[2:]]


async def test_a_shorter_text_takes_the_place_of_all_of_it(world: World) -> None:
    an = await too_long(world)

    await say(world, an, "Nội dung đã được viết lại cho ngắn gọn.")

    assert item(world)["content"] == "Nội dung đã được viết lại cho ngắn gọn."
    assert draft_of(world)["long"] == []
    assert "\n".join(each["text"] for each in draft_of(world)["kept"]) == LONG, "and what it replaces is kept"


async def test_it_survives_leaving_and_coming_back(world: World) -> None:
    an = await too_long(world)

    await say(world, an, "[Lưu nháp, thoát]", "/batdau", "[Viết tiếp tháng 11]")

    assert "Nội dung dài quá giới hạn" in an.last.text
    assert kept_whole(world) == LONG


async def test_going_back_to_the_question_and_away_from_it_loses_nothing(world: World) -> None:
    an = await too_long(world)

    await say(world, an, "[‹ Quay lại]")
    assert "Rút gọn nội dung" in an.last.labels
    await say(world, an, "[‹ Quay lại]")

    assert "\n".join(each["text"] for each in draft_of(world)["kept"]) == LONG
    assert "Đã giữ, chưa đưa vào báo cáo: Mục 1" in an.last.text


async def test_what_the_phone_divides_comes_together_again(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)
    an.date += 60
    world.telegram.server_now = an.date
    an.reads_for = 0

    for piece in ("a" * 4096, "b" * 4096, "c" * 100):
        an.send(piece)
        await world.settle()

    assert kept_whole(world) == "\n".join(("a" * 4096, "b" * 4096, "c" * 100))


async def test_beyond_what_can_be_kept_the_last_message_is_said_not_to_be(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)
    an.date += 60
    world.telegram.server_now = an.date
    an.reads_for = 0

    for _ in range(5):
        an.send("a" * 4096)
        await world.settle()

    assert "Tin vừa gửi chưa được giữ vì toàn bộ nội dung sẽ quá 20.000 ký tự." in an.last.text
    assert kept_whole(world) == "\n".join(["a" * 4096] * 4)


@pytest.mark.parametrize("line", ["🏛" * 1500, "ư" * 3000, "một hai ba " * 300, "x\n" * 1500])
async def test_whatever_it_is_made_of_its_parts_are_all_of_it(world: World, line: str) -> None:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)

    await say(world, an, line)

    assert kept_whole(world) == line.strip()
    assert utf16_length(an.last.text) <= 4096


async def test_another_answer_typed_after_going_back_leaves_the_long_text_kept(world: World) -> None:
    an = await too_long(world)

    await say(world, an, "[‹ Quay lại]", CONTENT)

    assert item(world)["content"] == CONTENT
    assert "\n".join(each["text"] for each in draft_of(world)["kept"]) == LONG


async def test_a_word_that_skips_is_no_part_and_no_shorter_text(world: World) -> None:
    an = await too_long(world)

    await say(world, an, "không", "[Phần 1]", "không")

    assert kept_whole(world) == LONG
    assert "content" not in item(world)


async def test_its_message_edited_while_a_part_is_open_is_divided_anew(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)
    number = an.send(LONG) - 1
    await world.settle()
    await say(world, an, f"[Phần {len(draft_of(world)['long'])}]")

    an.edit(number, CONTENT)
    await world.settle()

    assert item(world)["content"] == CONTENT
    assert step_at("legal") in an.last.text
