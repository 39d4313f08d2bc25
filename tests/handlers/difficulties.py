"""Difficulties as they are told, drafted and stored."""

from __future__ import annotations

import json

from tests.asking import answered
from tests.world import World

SECOND = answered(
    field="[Đầu tư]",
    procedure="Điều chỉnh chủ trương",
    content="Phải lấy ý kiến lại của các cơ quan.",
    legal="Điều 5",
    proposal="Cho dùng lại ý kiến.",
)


def difficulties(world: World) -> list[tuple[str, ...]]:
    found = world.read.conn.execute("SELECT field, procedure, content, legal, proposal FROM difficulties ORDER BY id")
    return [tuple(row) for row in found]


def items_of_the_draft(world: World) -> list[dict[str, str]]:
    row = world.read.conn.execute("SELECT answers FROM drafts WHERE closed_at IS NULL").fetchone()
    items: list[dict[str, str]] = json.loads(row["answers"])["items"]
    return items
