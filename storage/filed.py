"""Reports as they are listed: a line each, without what they say."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.reports import Filed
from storage.rows import instant, iso, rows

_LISTED = """SELECT r.code, s.organisation, r.sent_at, r.urgency FROM reports r JOIN seats s ON s.id = r.seat
             WHERE r.superseded_at IS NULL AND r.withdrawn_at IS NULL"""


def latest(db: Database, seats: Collection[int] | None, without: Collection[str], limit: int) -> list[Filed]:
    """Return the reports filed last, newest first: of these seats or, for None, of all; some codes left out."""
    found = rows(
        db,
        f"""{_LISTED} AND {_of(seats)}
            AND r.code NOT IN (SELECT value FROM json_each(:without)) ORDER BY r.id DESC LIMIT :limit""",
        seats=None if seats is None else json.dumps(list(seats)),
        without=json.dumps(list(without)),
        limit=limit,
    )
    return [_filed(row) for row in found]


def listed_ids(db: Database, seats: Collection[int] | None, *, adhoc: bool) -> list[int]:
    """Return the ids of the live reports of these seats or, for None, of all, the newest first; or of ad hoc ones."""
    found = rows(
        db,
        f"""SELECT id FROM reports r WHERE superseded_at IS NULL AND withdrawn_at IS NULL
                AND {_of(seats)} AND (NOT :adhoc OR kind = 'adhoc') ORDER BY id DESC""",
        seats=None if seats is None else json.dumps(list(seats)),
        adhoc=int(adhoc),
    )
    return [row["id"] for row in found]


def _of(seats: Collection[int] | None) -> str:
    # Two statements: in one with an OR no index would find the few of these seats, nor end at the newest of all.
    return ":seats IS NULL" if seats is None else "r.seat IN (SELECT value FROM json_each(:seats))"


def counts_since(db: Database, since: datetime) -> tuple[int, int]:
    """Return how many periodic and how many ad hoc reports were sent since an instant, amendments left out."""
    found = rows(
        db,
        """SELECT kind, count(*) AS sent FROM reports WHERE version = 1 AND withdrawn_at IS NULL AND sent_at > :since
           GROUP BY kind""",
        since=iso(since),
    )
    counts = {row["kind"]: row["sent"] for row in found}
    return counts.get("periodic", 0), counts.get("adhoc", 0)


def by_code(db: Database, codes: Collection[str]) -> dict[str, Filed]:
    """Return the reports with these codes."""
    found = rows(db, f"{_LISTED} AND r.code IN (SELECT value FROM json_each(:codes))", codes=json.dumps(list(codes)))
    return {row["code"]: _filed(row) for row in found}


def _filed(row: Row) -> Filed:
    return Filed(row["code"], row["organisation"], instant(row["sent_at"]), row["urgency"] is not None)
