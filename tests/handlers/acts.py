"""What members do over and over."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.clock import VN
from bot.services.people import roster
from tests.asking import answered
from tests.telegram import Phone
from tests.world import World, toast

CONTENT = "Doanh nghiệp phải nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu."
PROPOSAL = "Đề nghị bãi bỏ thành phần hồ sơ này."
OPEN = ("/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]")
ONE = answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL)
TO_REVIEW = (*OPEN, *ONE)
SENT = (*TO_REVIEW, "[Gửi báo cáo]")
NIL = ("/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")
ADHOC = ("/baocao", "[Báo cáo đột xuất]")
ADHOC_ITEM = ("dat dai", CONTENT, PROPOSAL, "[Không kèm tệp]")
SENT_ADHOC = (*ADHOC, "[Đề nghị xử lý khẩn]", *ADHOC_ITEM, "[Gửi khẩn]")

IN_TIME = datetime(2026, 11, 20, 16, 59, tzinfo=VN)
LATE = datetime(2026, 11, 23, 9, tzinfo=VN)
CLOSED = datetime(2026, 11, 25, 17, tzinfo=VN)
JANUARY_TOO = datetime(2026, 12, 16, 9, tzinfo=VN)
"""The reports for December and for January can be sent."""


async def bring_roster(world: World, text: str) -> None:
    """Import a roster while the program runs."""
    lines = roster.read(text, world.rules.profile.bodies)
    await world.writer.write(lambda db: roster.write(world.unit(db), lines, "test"))


async def press(world: World, phone: Phone, data: str) -> str:
    """Press a button that carries `data`; return the words over it once everything has been answered."""
    phone.press(data)
    await world.settle()
    return await toast(phone)


def draft_of(world: World) -> dict[str, Any]:
    """Return the one draft there is, with everything it holds."""
    row = world.read.conn.execute("SELECT * FROM drafts").fetchone()
    return {**dict(row), **json.loads(row["answers"])}
