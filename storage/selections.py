"""What officers have marked in the queue, and what was done with it together."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from storage.rows import change, insert, instant, iso, listed, one, rows


@dataclass(frozen=True)
class Together:
    """What one officer did with several difficulties at one instant: the value of the act, and the codes."""

    id: int
    person: int
    act: str
    at: datetime
    codes: tuple[str, ...]


def selected(db: Database, person: int) -> list[str]:
    """Return what somebody has marked, in the order in which it was."""
    found = rows(db, "SELECT difficulty FROM selected WHERE person = :person ORDER BY id", person=person)
    return [row["difficulty"] for row in found]


def select(db: Database, person: int, codes: Collection[str]) -> None:
    """Mark difficulties; those that are marked stay."""
    for code in codes:
        change(
            db,
            "INSERT INTO selected (person, difficulty) VALUES (:person, :code) ON CONFLICT DO NOTHING",
            person=person,
            code=code,
        )


def unselect(db: Database, person: int, codes: Collection[str]) -> None:
    """Mark these difficulties no longer."""
    change(
        db,
        "DELETE FROM selected WHERE person = :person AND difficulty IN (SELECT value FROM json_each(:codes))",
        person=person,
        codes=listed(codes),
    )


def add_together(db: Database, person: int, act: str, at: datetime, codes: Sequence[str]) -> int:
    """Keep what was done together, so that it can be taken back together; return its number."""
    return insert(
        db,
        "INSERT INTO done_together (person, act, at, codes) VALUES (:person, :act, :at, :codes)",
        person=person,
        act=act,
        at=iso(at),
        codes=json.dumps(list(codes)),
    )


def together(db: Database, number: int) -> Together | None:
    """Return what was done together, by its number."""
    row = one(db, "SELECT * FROM done_together WHERE id = :id", id=number)
    if row is None:
        return None
    return Together(row["id"], row["person"], row["act"], instant(row["at"]), tuple(json.loads(row["codes"])))


def done_with(db: Database, code: str, act: str, at: datetime) -> tuple[str, ...]:
    """Return what an act was done with together with this difficulty, that one among them; empty for one done alone."""
    row = one(
        db,
        """SELECT codes FROM done_together WHERE act = :act AND at = :at
           AND EXISTS (SELECT 1 FROM json_each(codes) WHERE value = :code)""",
        act=act,
        at=iso(at),
        code=code,
    )
    return tuple(json.loads(row["codes"])) if row else ()


def forget_before(db: Database, before: datetime) -> int:
    """Forget what was done together before an instant, when nothing of it can be taken back; return how many."""
    return change(db, "DELETE FROM done_together WHERE at < :before", before=iso(before))
