"""Who is served by the queue of the desk, by its ledger and by urging, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.triage import QueueFilter, QueueView
from bot.domain.verbs.triage import (
    AskQueueFilter,
    ClaimDifficulty,
    OpenQueueItem,
    ReleaseDifficulty,
    ShowQueue,
    TakeOverDifficulty,
)
from tests.handlers.cast import DESK, NOBODY, Served, alike
from tests.world import World

MAY_SAY: Mapping[str, Served] = {"tiepnhan": alike(DESK), "triage": alike(DESK)}
MAY_PRESS: Mapping[type[Verb], Served] = {
    ShowQueue: alike(DESK),
    AskQueueFilter: alike(DESK),
    OpenQueueItem: (NOBODY, DESK),
    ClaimDifficulty: (NOBODY, DESK),
    TakeOverDifficulty: (NOBODY, DESK),
    ReleaseDifficulty: (NOBODY, DESK),
}
SERVED: Mapping[str | type[Verb], str] = {
    "tiepnhan": "Xử lý vướng mắc – tất cả",
    "triage": "Xử lý vướng mắc – tất cả",
    ShowQueue: "Xử lý vướng mắc – tất cả",
    AskQueueFilter: "Lĩnh vực nào?",
    OpenQueueItem: "{difficulty} – Đất đai",
    ClaimDifficulty: "{difficulty} đang do Phạm Thu Chi xử lý",
    TakeOverDifficulty: "{difficulty} đang do Phạm Thu Chi xử lý",
    ReleaseDifficulty: "{difficulty} – Đất đai",
}


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb that names nothing anybody owns."""
    return [ShowQueue(), AskQueueFilter(QueueFilter.FIELD, 0, QueueView())]


def buttons_of_difficulty(world: World, difficulty: str) -> list[Verb]:
    """Return a button of each verb that names a difficulty; nobody has taken it on, or whoever did last."""
    sql = "SELECT id FROM claims WHERE difficulty = ? AND ended_at IS NULL"
    claim = next((row[0] for row in world.read.conn.execute(sql, [difficulty])), 0)
    return [
        OpenQueueItem(difficulty, QueueView()),
        ClaimDifficulty(difficulty),
        TakeOverDifficulty(difficulty, claim),
        ReleaseDifficulty(difficulty, claim),
    ]
