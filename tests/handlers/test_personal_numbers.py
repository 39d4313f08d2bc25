"""Personal numbers in a report are pointed out before it is sent, and covered with one tap."""

from __future__ import annotations

import pytest

from tests.asking import answered
from tests.handlers.acts import ADHOC, CONTENT, OPEN, PROPOSAL
from tests.world import World, say

NUMBERS = "Liên hệ ông Nguyễn Văn A, CCCD 001090012345, điện thoại 0912 345 678 để biết thêm."
COVERED = "Liên hệ ông Nguyễn Văn A, CCCD 00••••••••45, điện thoại 09•• ••• •78 để biết thêm."
ITEM = answered(field="[Đất đai]", content=CONTENT, proposal=NUMBERS)


async def test_numbers_are_named_at_the_review_and_covered_with_one_tap(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, *ITEM)
    assert (
        "Nội dung có thông tin cá nhân: mục 1: số giấy tờ tùy thân 00••••••••45; mục 1: số điện thoại" in an.last.text
    )
    await say(world, an, "[Che các số này]")

    assert "thông tin cá nhân" not in an.last.text
    assert COVERED in an.last.text
    await say(world, an, "[Gửi báo cáo]")
    assert world.count("difficulties", f"proposal = '{COVERED}'") == 1


async def test_they_can_be_sent_as_they_are(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, *ITEM, "[Gửi báo cáo]")

    assert world.count("difficulties", f"proposal = '{NUMBERS}'") == 1


async def test_they_are_pointed_out_in_an_ad_hoc_report_too(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *ADHOC, "[Đề nghị xử lý sớm]", "dat dai", NUMBERS, PROPOSAL, "[Không kèm tệp]")

    assert "Nội dung có thông tin cá nhân" in an.last.text
    assert "Che các số này" in an.last.labels


@pytest.mark.parametrize("content", [CONTENT, "Phí 120.000.000 đồng, MST 0312345678, thủ tục 1.002755 nộp hai lần."])
async def test_nothing_is_said_where_there_is_none(world: World, content: str) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, *answered(field="[Đất đai]", content=content, proposal=PROPOSAL))

    assert "thông tin cá nhân" not in an.last.text
    assert "Che các số này" not in an.last.labels


async def test_an_old_button_covers_nothing_of_what_was_written_since(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ITEM)
    cover = next(data for row in an.last.rows for label, data in row if label == "Che các số này")

    await say(world, an, "[Sửa mục 1]", "[Sửa kiến nghị]", "Đề nghị sửa, gọi 0987654321 để trao đổi.")
    an.press(cover)
    await world.settle()

    assert "0987654321" in str(world.read.conn.execute("SELECT answers FROM drafts").fetchone()[0])
