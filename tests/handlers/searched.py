"""Something to look for: what An and Bích have sent and were assigned."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.asking import answered
from tests.handlers.acts import OPEN
from tests.task_world import import_tasks
from tests.telegram import Phone
from tests.world import World, running, say

OF_BICH = {
    "procedure": "Kiểm dịch thực vật nhập khẩu",
    "content": "Hàng tươi ách lại ở cửa khẩu Hữu Nghị hơn mười ngày.",
    "legal": "Thông tư Quokka số 33",
    "agency": "Chi cục Zebra vùng V",
    "proposal": "Xin bố trí trạm Wombat ngoài giờ.",
}
REPORT = (*OPEN, *answered(field="[Lao động]", **OF_BICH), "[Gửi báo cáo]")
ONLY_BICH_HAS = ("quokka", "zebra", "wombat", "Kiểm dịch thực vật", "cua khau huu nghi", "lao dong", "Việc riêng")
"""Words of her difficulty, of its field, and of a task of her organisation alone."""
ONLY_THE_DESK = ("Trần Thị Bích", "Lê Văn Bình", "Phạm Thu Chi")
NOBODY_HAS = "xyzzy"


def tell(path: Path, tasks: str, acts: Mapping[str, Sequence[str]]) -> World:
    """Return a world, closed, in which these tasks were imported and these people did this."""
    world = World(path)
    world.import_roster()
    import_tasks(world, tasks)
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        world.link(code)
    asyncio.run(do(world, acts))
    world.close()
    return world


async def do(world: World, acts: Mapping[str, Sequence[str]]) -> None:
    async with running(world):
        for code, each in acts.items():
            await say(world, world.phone(code), *each)


def found(phone: Phone) -> list[str]:
    """Return the headings of the entries that are shown, without their numbers."""
    return [line.partition(". ")[2] for line in phone.last.text.splitlines() if line[:1].isdigit()]


async def answer(world: World, who: str, query: str) -> str:
    """Return what somebody is told of a query, with the query itself taken out."""
    await say(world, world.phone(who), f"/tracuu {query}")
    return world.phone(who).last.text.replace(query, "…")
