"""Reports that are amended and withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.handlers.acts import ONE
from tests.telegram import Phone
from tests.world import START, World, say

CODE = "BC-2611-001"
IN_THE_WINDOW, AFTER_IT = START + timedelta(minutes=4), START + timedelta(minutes=10)
AMEND, WITHDRAW = "[Bổ sung, đính chính]", "[Thu hồi báo cáo]"
OTHER = "Doanh nghiệp phải chờ thêm mười lăm ngày làm việc ở khâu trích đo."
REWRITTEN = ("[Sửa mục 1]", "[Sửa nội dung]", OTHER)
ADDED = ("[Thêm vướng mắc]", "[Đất đai (lần trước)]", *ONE[1:])
REMOVED = ("[Sửa mục 1]", "[Xóa mục 1]", "[Xóa mục 1]")
SEND = "[Gửi bổ sung]"


async def turn(world: World, at: datetime) -> None:
    """Turn the clock, run what is due, wait until it has been sent."""
    world.clock.set(at)
    await world.app.ticker.run_ticks(world.clock.now())
    await world.settle()


def versions(world: World, code: str = CODE) -> list[tuple[int, bool, bool]]:
    """The versions of a report: number, whether superseded, whether withdrawn."""
    found = world.read.conn.execute(
        "SELECT version, superseded_at, withdrawn_at FROM reports WHERE code = ? ORDER BY version", [code]
    )
    return [(row[0], row[1] is not None, row[2] is not None) for row in found]


def difficulties(world: World, version: int, code: str = CODE) -> list[str]:
    """The codes of what stands in a version."""
    found = world.read.conn.execute(
        """SELECT d.code FROM difficulties d JOIN reports r ON r.id = d.report
           WHERE r.code = ? AND r.version = ? ORDER BY position""",
        [code, version],
    )
    return [row[0] for row in found]


def audited(world: World) -> list[tuple[Any, ...]]:
    """What the audit has of reports: what was done, and to which version."""
    found = world.read.conn.execute("SELECT verb, object FROM audit WHERE verb LIKE 'report.%' ORDER BY seq")
    return [tuple(row) for row in found]


async def looked_up(world: World, phone: Phone, code: str = CODE) -> Phone:
    """Let somebody look up a report."""
    await say(world, phone, f"/tracuu {code}")
    return phone
