"""Which difficulties were merged into which, as their events say."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlite_utils import Database

from bot.domain.handling import INTO
from storage.rows import listed, rows


def ever_merged_into(db: Database, codes: Collection[str]) -> list[str]:
    """Return the difficulties that were once merged into one of these, whatever became of it since."""
    found = rows(
        db,
        f"""SELECT DISTINCT difficulty FROM difficulty_events
            WHERE kind = 'merged' AND json_extract(detail, '$.{INTO}') IN (SELECT value FROM json_each(:codes))
            ORDER BY difficulty""",
        codes=listed(codes),
    )
    return [row["difficulty"] for row in found]


def seats_of(db: Database, codes: Collection[str]) -> Mapping[str, int]:
    """Return by code the seat that sent each of these difficulties."""
    found = rows(
        db,
        """SELECT DISTINCT d.code, r.seat FROM difficulties d JOIN reports r ON r.id = d.report
           WHERE d.code IN (SELECT value FROM json_each(:codes))""",
        codes=listed(codes),
    )
    return {row["code"]: row["seat"] for row in found}
