"""Whoever is on no roster sees one answer and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.joining import Join, JoinStep
from tests.catalogues import out_of_date, part, said
from tests.handlers.acts import press
from tests.telegram import Phone
from tests.world import World, say

STRANGER = 987_650_432_109
"""A number that stands nowhere else."""
WORDS = "Quetzalcoatl hỏi về hồ sơ của mình"
FIXED = "Kênh này dành cho thành viên Tổ công tác"

STICKER = {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
MESSAGES: dict[str, Callable[[Phone], object]] = {
    "a text": lambda phone: phone.send(WORDS),
    "the start of the chat": lambda phone: phone.send("/start"),
    "a command of members": lambda phone: phone.send("/baocao"),
    "a command of the desk": lambda phone: phone.send("/tonghop"),
    "a command nobody knows": lambda phone: phone.send("/xoa_het"),
    "a sticker": lambda phone: phone.send(None, sticker=a_file(**STICKER)),
    "a voice message": lambda phone: phone.send(None, voice=a_file(duration=3)),
    "a photo": lambda phone: phone.send(None, photo=[a_file(width=1, height=1)], caption=WORDS),
    "a contact": lambda phone: phone.send(None, contact={"phone_number": "+84901234567", "first_name": WORDS}),
    "a forwarded code": lambda phone: phone.send("/start abcdefghijklmnopqrstuv", forward_origin=from_somebody()),
    "the button of the fixed answer": lambda phone: phone.press(Join(JoinStep.ENTER).data),
}


def a_file(**fields: Any) -> dict[str, Any]:
    return {"file_id": "f", "file_unique_id": "f", **fields}


def from_somebody() -> dict[str, Any]:
    sender = {"id": 104, "is_bot": False, "first_name": "Chi"}
    return {"type": "user", "date": 1794791700, "sender_user": sender}


async def test_a_stranger_gets_the_fixed_answer_to_everything(world: World) -> None:
    stranger = world.telegram.phone(STRANGER)

    for number, (what, act) in enumerate(MESSAGES.items(), 1):
        act(stranger)
        await world.settle()

        assert len(stranger.messages) == number, what
        assert stranger.last.text == stranger.messages[0].text, what
        assert stranger.last.labels == [said("Ask how to get a code")], what
    assert FIXED in stranger.last.text


async def test_a_stranger_is_told_where_a_code_comes_from(world: World) -> None:
    stranger = world.telegram.phone(STRANGER)

    await say(world, stranger, "/start", "[Hỏi cách lấy mã]")
    assert (
        part("The invitation code is sent with the letter of invitation or by official e-mail.") in stranger.last.text
    )
    assert world.rules.profile.office.phone in stranger.last.text

    await say(world, stranger, "[Nhập mã mời]")
    assert FIXED in stranger.last.text


async def test_a_forged_button_shows_a_stranger_nothing(world: World) -> None:
    await say(world, world.phone("AN"), "/baocao", "[Báo cáo tháng 11]")
    stranger = world.telegram.phone(STRANGER)

    for data in ("h", "k", "t", "v:1", "d:1", "f:1:0:y:0", "n:1:2611", "x:0", "i", "i:z", "i:y:1", "", "\ud800", "?"):
        assert out_of_date() in await press(world, stranger, data)

    assert stranger.messages == []


async def test_a_stranger_leaves_nothing_readable_behind_in_the_base_or_on_the_disk(world: World) -> None:
    stranger = world.telegram.phone(STRANGER)

    for act in MESSAGES.values():
        act(stranger)
    stranger.press(ShowHome().data)
    stranger.send("MOI-2222-3333-44")
    await world.settle()
    await world.writer.checkpoint()

    traces = (str(STRANGER), "Quetzalcoatl", "22223333", "2222-3333")
    assert stranger.messages
    assert [cell for cell in every_cell(world) if any(trace in cell for trace in traces)] == []
    for file in world.path.glob("bot.db*"):
        content = file.read_bytes()
        assert [trace for trace in traces if trace.encode() in content] == [], file.name


async def test_the_search_for_traces_finds_what_a_member_left(world: World) -> None:
    await say(world, world.phone("AN"), "/batdau")
    await world.writer.checkpoint()

    assert any("Nguyễn Văn An" in cell for cell in every_cell(world))
    assert any("Nguyễn Văn An".encode() in file.read_bytes() for file in world.path.glob("bot.db*"))


def every_cell(world: World) -> list[str]:
    """Every value of every table, as text."""
    tables = [row[0] for row in world.read.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [
        str(cell) for table in tables for row in world.read.conn.execute(f"SELECT * FROM [{table}]") for cell in row
    ]


async def test_a_member_who_was_offered_a_code_and_went_away_is_forgotten_after_three_days(world: World) -> None:
    stranger = world.telegram.phone(STRANGER)
    await say(world, stranger, world.invite("AN").code)
    assert any(str(STRANGER) in cell for cell in every_cell(world))

    world.clock.set(world.clock.now().replace(day=20))
    await world.app.ticker.run_ticks(world.clock.now())
    await world.settle()

    assert not any(str(STRANGER) in cell for cell in every_cell(world))
