"""Whose phones are looked at, and what is on them."""

from __future__ import annotations

from tests.world import USERS, World

AN, BICH, CHI = USERS["AN"], USERS["BICH"], USERS["CHI"]


def texts(world: World, user_id: int) -> list[str]:
    return [seen.text for seen in world.telegram.chats.get(user_id, [])]
