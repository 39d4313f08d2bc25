"""Messages that follow each other faster than the next question can be read are one answer."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.writing import READ_AFTER
from tests.asking import answered, step_at
from tests.catalogues import said
from tests.handlers.acts import CONTENT, OPEN, PROPOSAL, draft_of
from tests.telegram import Phone
from tests.world import World, say

SPAN = int(READ_AFTER.total_seconds())
AT_CONTENT = (*OPEN, *answered(field="[Đất đai]", before="content"))
SECOND = "Việc này xảy ra ở ba tỉnh, từ tháng 3/2026."
THIRD = "Doanh nghiệp phải đi lại nhiều lần."


async def writes(world: World, phone: Phone, *acts: tuple[int, str]) -> None:
    """Send texts, each so many seconds after the one before, by the server's clock; what follows each is awaited."""
    phone.reads_for = 0
    for gap, text in acts:
        world.telegram.server_now += gap
        phone.send(text)
        await world.settle()
    phone.reads_for = 60


def item(world: World) -> dict[str, Any]:
    """The one difficulty of the one draft."""
    found: dict[str, Any] = draft_of(world)["items"][0]
    return found


async def test_three_messages_in_a_row_are_one_description(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)

    await writes(world, an, (60, CONTENT), (2, SECOND), (2, THIRD))

    assert item(world) == {"field": "dat_dai", "procedure": "", "content": f"{CONTENT}\n{SECOND}\n{THIRD}"}
    assert step_at("legal") in an.last.text
    assert an.last.text.count("Doanh nghiệp phải") == 2, "one screen shows the joined text"


async def test_what_is_sent_after_the_next_question_could_be_read_answers_it(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)

    await writes(world, an, (60, CONTENT), (SPAN, "Khoản 2 Điều 5"))

    assert (item(world)["content"], item(world)["legal"]) == (CONTENT, "Khoản 2 Điều 5")


async def test_a_second_less_and_it_belongs_to_the_answer_just_given(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)

    await writes(world, an, (60, CONTENT), (SPAN - 1, "Khoản 2 Điều 5"))

    assert item(world)["content"] == f"{CONTENT}\nKhoản 2 Điều 5"
    assert "legal" not in item(world)


async def test_messages_handled_together_after_an_outage_are_where_they_were_meant(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)
    an.reads_for = 0

    for gap, text in ((60, CONTENT), (200, SECOND), (300, THIRD)):
        world.telegram.server_now += gap
        an.date = world.telegram.server_now
        an.send(text)
    await world.settle()

    assert item(world)["content"] == f"{CONTENT}\n{SECOND}\n{THIRD}"
    assert "legal" not in item(world)


async def test_a_burst_goes_on_across_the_end_of_the_last_step(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", content=CONTENT, before="proposal"))

    await writes(world, an, (60, PROPOSAL), (1, SECOND))

    assert item(world)["proposal"] == f"{PROPOSAL}\n{SECOND}"
    assert step_at("files") in an.last.text


async def test_a_photo_between_two_messages_is_kept_for_the_step_for_files_and_parts_nothing(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)
    an.reads_for = 0

    world.telegram.server_now += 60
    an.send(CONTENT)
    await world.settle()
    an.send_photo(caption=SECOND)
    await world.settle()
    an.send(THIRD)
    await world.settle()

    assert item(world)["content"] == f"{CONTENT}\n{SECOND}\n{THIRD}"
    assert [len(files) for files in draft_of(world)["files"]] == [1]
    assert draft_of(world)["files"][0][0]["caption"] == "", "its words are a part of the answer"


@pytest.mark.parametrize("first", ["không", "ko", "Bỏ qua", "2", "Quay lại"])
async def test_a_skip_word_a_number_or_a_label_counts_only_when_it_is_all_that_was_said(
    world: World, first: str
) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", content=CONTENT, before="legal"))

    await writes(world, an, (60, first), (2, "rõ lắm, hình như khoản 2 Điều 5"))

    assert item(world)["legal"] == f"{first}\nrõ lắm, hình như khoản 2 Điều 5"
    assert step_at("agency") in an.last.text


@pytest.mark.parametrize(
    "word", ["không", "Không có", "ko", "k", "không rõ", "bỏ qua", "n/a", "-", "none", "SKIP", "Không.", " khong "]
)
async def test_a_skip_word_skips_every_optional_step_and_is_never_stored(world: World, word: str) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, "dat dai")

    await say(world, an, word, CONTENT, word, word, PROPOSAL, word, "[Gửi báo cáo]")

    stored = world.read.conn.execute("SELECT procedure, legal, agency, content, proposal FROM difficulties").fetchone()
    assert tuple(stored) == ("", "", "", CONTENT, PROPOSAL)


@pytest.mark.parametrize("word", ["không", "k", "bỏ qua"])
async def test_a_word_that_skips_is_refused_with_a_sentence_where_an_answer_is_needed(world: World, word: str) -> None:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)

    await say(world, an, word)

    needed = said("An answer is needed here; this question cannot be skipped.")
    assert needed in an.last.text or "ít nhất 20 ký tự" in an.last.text
    assert "content" not in item(world)


async def test_what_follows_a_choice_at_once_is_kept_and_offered_and_not_stored_by_itself(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN)
    an.reads_for = 0

    an.tap("Đất đai")
    await world.settle()
    an.send("Cấp giấy chứng nhận lần đầu")
    await world.settle()

    assert item(world) == {"field": "dat_dai"}
    assert "Đã giữ, chưa đưa vào báo cáo: Cấp giấy chứng nhận lần đầu" in an.last.text
    an.reads_for = 60
    await say(world, an, "[Dùng làm câu trả lời]")
    assert item(world)["procedure"] == "Cấp giấy chứng nhận lần đầu"
    assert draft_of(world)["kept"] == []


async def test_what_is_kept_stays_with_its_writer_when_the_report_goes_without_it(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL))

    await say(world, an, SECOND)
    assert f"Đã giữ, chưa đưa vào báo cáo: {SECOND}" in an.last.text
    await say(world, an, "[Gửi báo cáo]", "/baocao", "[Báo cáo đột xuất]", "[Đề nghị xử lý sớm]", "dat dai")

    assert f"Đã giữ, chưa đưa vào báo cáo: {SECOND}" in an.last.text
    await say(world, an, "[Dùng làm câu trả lời]")
    assert world.count("drafts", f"closed_at IS NULL AND json_extract(answers, '$.items[0].content') = '{SECOND}'") == 1


async def test_the_same_question_shown_again_for_a_file_has_been_seen_since_it_was_shown_first(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)
    an.reads_for = 0
    world.telegram.server_now += 60

    an.send_photo()
    await world.settle()
    an.send(CONTENT)
    await world.settle()

    assert item(world)["content"] == CONTENT


async def test_a_burst_is_the_same_after_the_program_was_started_anew(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)

    await writes(world, an, (60, "Ngắn quá."))
    assert "ít nhất 20 ký tự" in an.last.text
    await writes(world, an, (3, SECOND))

    assert item(world)["content"] == f"Ngắn quá.\n{SECOND}", "what was refused as too short is the beginning"


async def test_a_word_that_skips_the_files_and_what_follows_it_is_kept_once(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL, before="files"))

    await writes(world, an, (60, "không"), (2, SECOND), (2, THIRD))

    kept = [each["text"] for each in draft_of(world)["kept"]]
    assert (kept.count(SECOND), kept.count(THIRD)) == (1, 1)
