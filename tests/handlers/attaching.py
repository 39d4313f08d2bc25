"""The way to the step for files, files on it, and what was kept of them."""

from __future__ import annotations

import json
from typing import Any

from tests.handlers.acts import ONE, OPEN
from tests.telegram import Phone
from tests.world import World, say

TO_FILES = (*OPEN, *ONE[:-1])
SEND = ("[Gửi tệp xong]", "[Gửi báo cáo]")


async def at_files(world: World, code: str = "AN") -> Phone:
    """Let a member get to the step for files."""
    phone = world.phone(code)
    await say(world, phone, *TO_FILES)
    return phone


async def send(world: World, *items: Any) -> None:
    """Send files one after another, waiting after each."""
    for item in items:
        item()
        await world.settle()


def stored(world: World) -> list[tuple[Any, ...]]:
    sql = "SELECT kind, name, size, mime, caption FROM attachments ORDER BY difficulty, position"
    return [tuple(row) for row in world.read.conn.execute(sql)]


def drafted(world: World) -> list[str]:
    """The names of the files in the newest draft, "–" for none."""
    kept = json.loads(world.read.conn.execute("SELECT answers FROM drafts ORDER BY id DESC").fetchone()[0])
    return [each["name"] or "–" for files in kept["files"] for each in files]
