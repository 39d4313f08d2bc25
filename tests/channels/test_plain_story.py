"""The whole story of a report in a channel of plain texts, by typing texts and numbers and nothing else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.characters import utf16_length
from tests.asking import answered
from tests.channels.plain import CAPABILITIES, PlainChannel, PlainPhone
from tests.handlers.acts import CONTENT, NIL, ONE, OPEN, PROPOSAL
from tests.world import World, running, say

SECOND = "Thời hạn giải quyết hồ sơ kéo dài do phải lấy ý kiến nhiều cơ quan trong cùng một bước."
TWO = ("[Thêm vướng mắc]", *answered(field="[Đầu tư]", content=SECOND, proposal=PROPOSAL))


@pytest.fixture
def plain() -> PlainChannel:
    return PlainChannel()


@pytest.fixture
async def plain_world(tmp_path: Path, plain: PlainChannel) -> AsyncIterator[World]:
    """A running world with a second channel; nobody is linked."""
    world = World(tmp_path, others=[plain])
    world.import_roster()
    codes = {code: world.invite(code).code for code in ("AN", "BICH", "CHI")}
    async with running(world):
        for code, *address in (("AN",), ("BICH", "[Bà]"), ("CHI", "[Đồng chí]")):
            join = (codes[code], "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
            await say(world, plain.phone(code), "Xin chào", *join, *address)
        yield world
    world.close()


def texts(phone: PlainPhone) -> list[str]:
    return [note.text for note in phone.messages]


async def test_a_report_is_written_sent_read_and_found_by_typing_texts_and_numbers(
    plain_world: World, plain: PlainChannel
) -> None:
    world, an, bich, chi = plain_world, plain.phone("AN"), plain.phone("BICH"), plain.phone("CHI")

    await say(world, an, *OPEN, *ONE, *TWO)
    review = an.last.text
    await say(world, an, "[Gửi báo cáo]")
    await say(world, bich, *NIL)
    copies = [text for text in texts(chi) if text.startswith("BC-2611-00")]
    await say(world, chi, "/tracuu", "BC-2611-001", "[Xem VM-2611-002]")

    assert "Mục 1. Đất đai" in review
    assert "Mục 2. Đầu tư" in review
    assert "Đã nhận báo cáo BC-2611-001" in an.last.text
    assert "02 vướng mắc (VM-2611-001, VM-2611-002)" in an.last.text
    assert "Đã nhận báo cáo BC-2611-002" in bich.last.text
    assert "không phát sinh" in bich.last.text
    assert [CONTENT in copy and SECOND in copy for copy in copies] == [True, False]
    assert SECOND in chi.last.text
    assert world.count("reports") == 2
    assert world.count("difficulties") == 2
    assert world.telegram.chats == {}
    every = [text for phone in (an, bich, chi) for text in texts(phone)]
    assert all(utf16_length(text) <= CAPABILITIES.text_limit for text in every)


async def test_nobody_joined_without_choosing_so_and_each_in_this_channel(plain_world: World) -> None:
    linked = plain_world.read.conn.execute("SELECT channel, user_key FROM accounts ORDER BY id").fetchall()

    assert [tuple(row) for row in linked] == [("plain", "AN"), ("plain", "BICH"), ("plain", "CHI")]


async def test_a_label_that_is_typed_is_the_press_with_marks_or_without(
    plain_world: World, plain: PlainChannel
) -> None:
    an = plain.phone("AN")

    await say(plain_world, an, "/baocao", "Báo cáo tháng 11", "khai vuong mac", "2.")

    assert re.search("bước 2/[0-9] – Đầu tư", an.last.text)


async def test_a_number_that_nothing_has_is_an_answer_like_any_other_text(
    plain_world: World, plain: PlainChannel
) -> None:
    an = plain.phone("AN")
    await say(plain_world, an, *OPEN, "[Đất đai]")
    long_ago = "1004"

    await say(plain_world, an, long_ago)

    assert "bước 3/" in an.last.text
    assert long_ago in plain_world.read.conn.execute("SELECT answers FROM drafts").fetchone()[0]


async def test_somebody_elses_number_is_no_choice_of_whoever_passed_it_on(
    plain_world: World, plain: PlainChannel
) -> None:
    an = plain.phone("AN")
    await say(plain_world, an, *OPEN, *ONE)

    an.send("1", forwarded=True)
    await plain_world.settle()

    assert plain_world.count("reports") == 0


async def test_once_a_report_is_sent_its_numbers_send_nothing_again(plain_world: World, plain: PlainChannel) -> None:
    an = plain.phone("AN")
    await say(plain_world, an, *OPEN, *ONE, "[Gửi báo cáo]")

    await say(plain_world, an, "1")

    assert plain_world.count("reports") == 1
    assert "Bổ sung, đính chính BC-2611-001" in an.last.text


async def card_below_home(world: World, an: PlainPhone, chi: PlainPhone) -> int:
    """Push the card of an urgent report below the desk's main screen; return how many choices that has."""
    await say(world, chi, "/batdau")
    shown = len(texts(chi)[-1].partition("số tương ứng:\n")[2].splitlines())
    await say(world, an, "/baocao", "[Báo cáo đột xuất]", "[Đề nghị xử lý khẩn]", "dat dai", CONTENT, PROPOSAL)
    await say(world, an, "[Không kèm tệp]", "[Gửi khẩn]")
    return shown


async def test_what_is_pushed_counts_on_so_that_a_number_means_what_it_meant_when_it_was_read(
    plain_world: World, plain: PlainChannel
) -> None:
    world, an, chi = plain_world, plain.phone("AN"), plain.phone("CHI")
    shown = await card_below_home(world, an, chi)

    card = chi.last.text
    assert f"\n{shown + 1}. " in card
    assert "\n1. " not in card
    await say(world, chi, str(shown + 1))
    assert world.count("receptions", "accepted_at IS NOT NULL") == 1


async def test_a_remark_over_a_button_is_a_message_where_there_is_no_button(
    plain_world: World, plain: PlainChannel
) -> None:
    an = plain.phone("AN")
    await say(plain_world, an, *OPEN)
    old = plain_world.read.conn.execute("SELECT offered FROM choices WHERE offered LIKE '%Đất đai%'").fetchone()[0]
    await say(plain_world, an, "[Đất đai]")
    await plain_world.writer.write(lambda db: db.conn.execute("UPDATE choices SET offered = ?", [old]))

    await say(plain_world, an, "1")

    assert "không còn hiệu lực" in an.last.text or "đã cũ" in an.last.text, an.last.text


async def test_a_strangers_choices_are_kept_under_a_hash_and_no_longer_than_an_offer(
    plain_world: World, plain: PlainChannel
) -> None:
    stranger = plain.phone("so-la-0912345678")
    await say(plain_world, stranger, "Xin chào", "[Hỏi cách lấy mã]")

    kept = plain_world.read.conn.execute("SELECT * FROM choices WHERE account IS NULL").fetchall()

    assert kept
    assert not any("so-la" in str(tuple(row)) for row in kept)


@pytest.mark.parametrize("later", [-60, 0, 4])
async def test_a_number_typed_before_a_card_could_be_read_chooses_nothing_of_it(
    plain_world: World, plain: PlainChannel, later: int
) -> None:
    world, an, chi = plain_world, plain.phone("AN"), plain.phone("CHI")
    shown = await card_below_home(world, an, chi)
    assert f"\n{shown + 1}. " in chi.last.text

    plain.deliver({"from": "CHI", "text": str(shown + 1), "at": plain.now + later})
    await world.settle()

    assert world.count("receptions", "accepted_at IS NOT NULL") == 0
    await say(world, chi, str(shown + 1))
    assert world.count("receptions", "accepted_at IS NOT NULL") == 0, "the answer is a screen with numbers of its own"
