"""Whoever joins with the code of an invitation."""

from __future__ import annotations

from tests.telegram import Phone
from tests.world import World, say

NEWCOMER = 201
FIXED = "Kênh này dành cho thành viên"


def code_of(world: World, person: str) -> str:
    return world.invite(person).code


def linked(world: World, user: int) -> bool:
    return world.count("accounts", f"user_key = '{user}' AND unlinked_at IS NULL") == 1


async def join(world: World, phone: Phone, code: str) -> None:
    await say(world, phone, code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
