"""Who is served by what follows difficulties together, and buttons that do."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.verbs.merging import AskMerge, Merge, OpenMerging, Unmerge
from tests.handlers.cast import DESK, NOBODY, Served
from tests.world import World

MAY_MERGE: Mapping[type[Verb], Served] = {
    OpenMerging: (NOBODY, DESK),
    AskMerge: (NOBODY, DESK),
    Merge: (NOBODY, DESK),
    Unmerge: (NOBODY, DESK),
}
"""Pressed in this order: what is merged is parted."""

SERVED_BY_MERGING: Mapping[str | type[Verb], str] = {
    OpenMerging: "Gộp {difficulty}",
    AskMerge: "Gộp {difficulty} vào {other}?",
    Merge: "{difficulty} được theo dõi chung với {other}",
    Unmerge: "Đã tách {difficulty} khỏi {other}",
}


def of_another(world: World, code: str) -> str:
    """Return the code of the newest difficulty that somebody else has sent."""
    row = world.read.conn.execute(
        """SELECT d.code FROM difficulties d JOIN reports r ON r.id = d.report JOIN persons p ON p.id = r.by_person
           WHERE p.code <> ? ORDER BY d.id DESC""",
        [code],
    ).fetchone()
    return str(row[0]) if row else ""


def buttons_of_merging(difficulty: str, other: str) -> list[Verb]:
    """Return what is offered to the desk about two difficulties."""
    return [OpenMerging(difficulty), AskMerge(difficulty, other), Merge(difficulty, other), Unmerge(difficulty)]
