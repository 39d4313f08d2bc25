"""Somebody adds a way with a code of their own, puts the ways in order, and removes one."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from storage import ways
from tests.channels.plain import PlainChannel, PlainPhone
from tests.handlers.acts import NIL, ONE, OPEN
from tests.telegram import Phone
from tests.world import World, running, say

MINE = "my phone"
CONFIRM = ("[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
WAYS = ("/caidat", "[Kênh nhận tin]")


@pytest.fixture
def plain() -> PlainChannel:
    return PlainChannel()


@pytest.fixture
async def both(tmp_path: Path, plain: PlainChannel) -> AsyncIterator[World]:
    """A running world with two channels; An and Chi are linked in Telegram."""
    world = World(tmp_path, others=[plain])
    world.import_roster()
    world.link("AN")
    world.link("CHI")
    async with running(world):
        yield world
    world.close()


def code_in(phone: Phone | PlainPhone) -> str:
    found = [re.search(r"MOI-\w{4}-\w{4}-\w{2}", message.text) for message in phone.messages]
    return [each[0] for each in found if each][-1]


async def code_of(world: World, phone: Phone) -> str:
    await say(world, phone, *WAYS, "[Liên kết kênh khác]")
    return code_in(phone)


async def linked(world: World, plain: PlainChannel, phone: Phone) -> PlainPhone:
    """Link a second way of somebody who is linked in Telegram; return the phone with it."""
    other = plain.phone(MINE)
    await say(world, other, await code_of(world, phone), *CONFIRM)
    return other


def order(world: World, code: str) -> list[str]:
    person = world.read.conn.execute("SELECT id FROM persons WHERE code = ?", [code]).fetchone()[0]
    return [way.channel for way in ways.of_person(world.read, person)]


async def test_a_code_adds_a_way_behind_the_others_and_these_are_told(both: World, plain: PlainChannel) -> None:
    an = both.phone("AN")

    other = await linked(both, plain, an)

    assert order(both, "AN") == ["telegram", "plain"]
    assert "Nguyễn Văn An" in other.messages[0].text
    assert "nhận tin nữa" not in other.messages[0].text
    assert "được liên kết thêm kênh nhận tin" in an.last.text
    assert both.count("accounts", "unlinked_at IS NULL") == 3
    assert both.count("audit", "verb = 'way.code_issued'") == 1


async def test_a_code_serves_once(both: World, plain: PlainChannel) -> None:
    code = await code_of(both, both.phone("AN"))
    await say(both, plain.phone(MINE), code, *CONFIRM)
    stranger = plain.phone("somebody else")

    await say(both, stranger, code)

    assert "Nguyễn Văn An" not in stranger.last.text
    assert order(both, "AN") == ["telegram", "plain"]


async def test_a_code_serves_for_an_hour(both: World, plain: PlainChannel) -> None:
    code = await code_of(both, both.phone("AN"))
    both.clock.set(both.clock.now() + timedelta(hours=1))
    other = plain.phone(MINE)

    await say(both, other, code)

    assert "đã hết hạn lúc 09:15" in other.last.text
    assert order(both, "AN") == ["telegram"]


async def test_another_code_ends_the_one_before(both: World, plain: PlainChannel) -> None:
    first = await code_of(both, both.phone("AN"))
    second = await code_of(both, both.phone("AN"))
    other = plain.phone(MINE)

    await say(both, other, first)
    refused = other.last.text
    await say(both, other, second, *CONFIRM)

    assert "Nguyễn Văn An" not in refused
    assert order(both, "AN") == ["telegram", "plain"]


async def test_of_a_code_the_base_keeps_no_letters(both: World) -> None:
    code = await code_of(both, both.phone("AN"))

    letters = code.replace("MOI-", "").replace("-", "")
    dump = "\n".join(both.read.conn.iterdump())

    assert letters not in dump
    assert code not in dump


async def test_the_order_decides_where_what_comes_unasked_goes(both: World, plain: PlainChannel) -> None:
    chi = both.phone("CHI")
    other = await linked(both, plain, chi)
    await say(both, chi, *WAYS, "[Plain]", "[Nhận tin đầu tiên]")
    chi.messages.clear()

    await say(both, both.phone("AN"), *NIL)

    assert order(both, "CHI") == ["plain", "telegram"]
    assert any("BC-2611-001" in note.text for note in other.messages)
    assert not any("BC-2611-001" in message.text for message in chi.messages)


async def test_a_way_is_removed_and_the_others_stay(both: World, plain: PlainChannel) -> None:
    an = both.phone("AN")
    other = await linked(both, plain, an)

    await say(both, an, *WAYS, "[Plain]", "[Gỡ kênh này]", "[Gỡ kênh này]")

    assert order(both, "AN") == ["telegram"]
    assert "đã được gỡ theo yêu cầu" in other.last.text
    await say(both, other, "/batdau")
    assert "Nguyễn Văn An" not in other.last.text


async def test_whoever_removes_the_way_they_are_in_is_told_so_there(both: World, plain: PlainChannel) -> None:
    an = both.phone("AN")
    other = await linked(both, plain, an)

    await say(both, other, *WAYS, "[Plain]", "[Gỡ kênh này]", "[Gỡ kênh này]")

    assert order(both, "AN") == ["telegram"]
    assert "đã được gỡ theo yêu cầu" in other.last.text


async def test_the_last_way_is_not_removed_before_it_is_said_what_that_means(both: World) -> None:
    an = both.phone("AN")

    await say(both, an, *WAYS, "[Telegram]", "[Gỡ kênh này]")

    assert "là kênh duy nhất" in an.last.text
    assert order(both, "AN") == ["telegram"]


async def test_my_data_hold_my_ways(both: World, plain: PlainChannel) -> None:
    an = both.phone("AN")
    await linked(both, plain, an)

    await say(both, an, "/caidat", "[Xem dữ liệu]", "[Tải dữ liệu]")

    (file,) = [message.file for message in an.messages if message.file]
    sheet = load_workbook(io.BytesIO(file[1])).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell in ("1; telegram", "2; plain")] == ["1; telegram", "2; plain"]


async def test_with_one_channel_nobody_is_shown_ways(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.import_roster()
    world.link("AN")
    async with running(world):
        await say(world, world.phone("AN"), "/caidat")

        assert "Kênh nhận tin" not in world.phone("AN").last.text
    world.close()


async def test_a_report_begun_in_one_way_is_finished_in_another_at_the_same_step(
    both: World, plain: PlainChannel
) -> None:
    an = both.phone("AN")
    other = await linked(both, plain, an)
    await say(both, an, *OPEN, *ONE[:3])
    asked = [an.last.text.splitlines()[0].strip()]

    await say(both, other, "/baocao", "[Báo cáo tháng 11]")
    shown = [other.last.text.splitlines()[0].strip()]
    await say(both, other, ONE[3])
    shown.append(other.last.text.splitlines()[0].strip())
    await say(both, an, "/baocao", "[Báo cáo tháng 11]")
    asked.append(an.last.text.splitlines()[0].strip())
    await say(both, an, *ONE[4:])
    await say(both, other, "/baocao", "[Báo cáo tháng 11]", "[Gửi báo cáo]")

    assert asked == shown
    assert "Đã nhận báo cáo BC-2611-001" in other.last.text
    # The receipt is an answer: it stands where the report was sent.
    assert not any("Đã nhận báo cáo" in message.text for message in an.messages)
