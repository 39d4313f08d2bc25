"""The story of a report on Zalo, over HTTP: by typing texts, numbers and words and nothing else."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.characters import utf16_length
from bot.runtime.ports import Failure
from tests.asking import answered
from tests.channels.zalo_server import PAGE, ZaloPhone, ZaloServer
from tests.handlers.acts import CONTENT, NIL, ONE, OPEN, PROPOSAL, draft_of
from tests.world import USERS, World, running, say


@pytest.fixture(params=[False, True], ids=["flat", "wrapped"])
async def server(request: pytest.FixtureRequest) -> AsyncIterator[ZaloServer]:
    async with ZaloServer(wrapped=request.param) as server:
        yield server


@pytest.fixture
async def world(tmp_path: Path, server: ZaloServer) -> AsyncIterator[World]:
    """A running world with Zalo; nobody is linked."""
    world = World(tmp_path, others=[server.channel()])
    world.import_roster()
    codes = {code: world.invite(code).code for code in ("AN", "BICH", "CHI")}
    async with running(world):
        for code, *address in (("AN",), ("BICH", "[Bà]"), ("CHI", "[Đồng chí]")):
            join = (codes[code], "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
            await say(world, server.phone(code), "Xin chào", *join, *address)
        yield world
    world.close()


def texts(phone: ZaloPhone) -> list[str]:
    return [note.text for note in phone.messages]


async def test_a_report_is_written_sent_read_and_found(world: World, server: ZaloServer) -> None:
    an, bich, chi = (server.phone(code) for code in ("AN", "BICH", "CHI"))

    await say(world, an, *OPEN, *ONE)
    review = an.last.text
    await say(world, an, "GUI")
    await say(world, bich, *NIL)
    copies = [text for text in texts(chi) if text.startswith("BC-2611-00")]
    await say(world, chi, "tra cứu", "VM-2611-001")

    assert "\nGUI. Gửi báo cáo" in review
    assert "\nSUA 1. Sửa mục 1" in review
    assert "\nTHEM. Thêm vướng mắc" in review
    assert "Đã nhận báo cáo BC-2611-001" in an.last.text
    assert "Đã nhận báo cáo BC-2611-002" in bich.last.text
    assert [CONTENT in copy for copy in copies] == [True, False]
    assert CONTENT in chi.last.text
    assert world.count("reports") == 2
    every = [text for phone in (an, bich, chi) for text in texts(phone)]
    assert all(utf16_length(text) <= 2000 for text in every)


@pytest.mark.parametrize(("said", "taken"), [("1", None), ("2", None), ("0", None), ("2026", "2026")])
async def test_where_content_is_asked_for_digits_are_content(
    world: World, server: ZaloServer, said: str, taken: str | None
) -> None:
    """One digit is too short to be an answer, which is said; it neither skips the question nor goes back."""
    an = server.phone("AN")
    await say(world, an, *OPEN, "[Đất đai]")
    asked = an.last.text

    await say(world, an, said)

    assert "\n1. " not in asked
    assert "\nQUAY LAI. ‹ Quay lại" in asked
    assert draft_of(world)["items"][0].get("procedure") == taken
    assert ("bước 3/" if taken else "bước 2/") in an.last.text


@pytest.mark.parametrize("said", ["0", "QUAY LAI", "quay lại", "Quay lai."])
async def test_back_is_always_0_where_digits_are_choices(world: World, server: ZaloServer, said: str) -> None:
    an = server.phone("AN")
    await say(world, an, *OPEN)
    field = an.last.text

    await say(world, an, said)

    assert "\n0. ‹ Quay lại" in field
    assert an.last.text != field
    assert "Báo không phát sinh" in an.last.text


@pytest.mark.parametrize("said", ["LUU", "lưu", "Lưu."])
async def test_a_word_counts_with_marks_and_without_and_only_where_it_stands_alone(
    world: World, server: ZaloServer, said: str
) -> None:
    an = server.phone("AN")
    await say(world, an, *OPEN, "[Đất đai]", f"{said} hồ sơ")
    assert "bước 3/" in an.last.text

    await say(world, an, said)

    assert "Đã lưu nháp" in an.last.text


async def test_what_cannot_be_taken_back_is_not_done_by_a_digit(world: World, server: ZaloServer) -> None:
    an = server.phone("AN")
    await say(world, an, *OPEN, *ONE)
    review = an.last.text

    for number in range(1, 10):
        await say(world, an, str(number))

    assert world.count("reports") == 0
    assert "\n1. Gửi báo cáo" not in review


@pytest.mark.parametrize(
    ("word", "shown"),
    [("TRO GIUP", "Hướng dẫn"), ("báo cáo", "chọn báo cáo"), ("cai dat", "Cài đặt"), ("NHIỆM VỤ", "nhiệm vụ")],
)
async def test_a_word_stands_for_a_command_wherever_somebody_is(
    world: World, server: ZaloServer, word: str, shown: str
) -> None:
    an = server.phone("AN")
    await say(world, an, *OPEN, "[Đất đai]")

    await say(world, an, word)

    assert shown.casefold() in an.last.text.casefold()


async def test_what_was_not_understood_is_answered_with_the_words_there_are(world: World, server: ZaloServer) -> None:
    chi = server.phone("CHI")

    await say(world, chi, "xin chào")

    assert "Có thể gõ: TRO GIUP, BAO CAO, NHIEM VU, TRA CUU, CAI DAT" in chi.last.text


@pytest.mark.parametrize("kind", ["unsupported", "sticker"])
async def test_a_file_that_is_not_handed_over_is_answered_with_where_to_send_it(
    world: World, server: ZaloServer, kind: str
) -> None:
    an = server.phone("AN")
    await say(world, an, *OPEN, "[Đất đai]")

    server.deliver(an.event(kind))
    await world.settle()

    assert "Kênh này chỉ chuyển được văn bản và ảnh" in an.last.text
    assert "bước 2/" in an.last.text
    assert PAGE not in an.last.text


async def test_a_voice_message_is_answered_as_in_any_channel(world: World, server: ZaloServer) -> None:
    an = server.phone("AN")

    server.deliver(an.event("voice", voice_url="https://a.vn/1.aac"))
    await world.settle()

    assert "tin thoại" in an.last.text or "giọng nói" in an.last.text, an.last.text


async def test_a_photo_is_fetched_and_kept_and_only_from_where_it_may_be(world: World, server: ZaloServer) -> None:
    an = server.phone("AN")
    server.files["1.jpg"] = (b"\xff\xd8\xff\xe0" + b"x" * 100 + b"\xff\xd9", True)
    before = answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL, before="files")
    await say(world, an, *OPEN, *before)

    for url in (f"{server.url}/files/1.jpg", "http://169.254.169.254/latest/meta-data"):
        server.deliver(an.event("image", photo_url=url))
        await world.settle()

    states = world.read.conn.execute("SELECT state FROM kept_files ORDER BY id").fetchall()
    assert len(states) == 2
    assert states[1][0] == "lost"


async def test_one_act_costs_one_message_to_the_one_who_did_it(world: World, server: ZaloServer) -> None:
    an = server.phone("AN")

    for act in (*OPEN, *ONE):
        before = len(an.messages)
        await say(world, an, act)
        assert len(an.messages) - before == 1, act


async def test_who_has_blocked_the_bot_is_not_called_again(world: World, server: ZaloServer) -> None:
    an = server.phone("AN")
    server.failures["AN"] = deque([Failure.GONE])
    before = len(an.messages)

    await say(world, an, "cai dat")

    assert len(an.messages) == before
    reach = world.read.conn.execute("SELECT reach FROM accounts WHERE user_key = 'AN'").fetchone()[0]
    assert reach == "blocked"
    assert USERS["AN"]
