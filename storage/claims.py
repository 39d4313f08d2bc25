"""Who of the desk has taken on which difficulty."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlite_utils import Database

from bot.domain.triage import Claim
from storage.people import HELD
from storage.rows import change, insert, instant, iso, listed, rows


def claims(db: Database, codes: Collection[str], today: date) -> dict[str, Claim]:
    """Return by code of a difficulty who has taken it on, as far as the duty by which they did is held today."""
    found = rows(
        db,
        f"""SELECT c.*, p.full_name FROM claims c JOIN persons p ON p.id = c.person JOIN duties d ON d.id = c.duty
            WHERE c.ended_at IS NULL AND {HELD} AND c.difficulty IN (SELECT value FROM json_each(:codes))""",
        today=today.isoformat(),
        codes=listed(codes),
    )
    return {
        row["difficulty"]: Claim(row["id"], row["difficulty"], row["person"], row["full_name"], instant(row["at"]))
        for row in found
    }


def add_claim(db: Database, code: str, person: int, duty: int, now: datetime) -> int:
    """Keep that somebody takes a difficulty on by a duty; whatever claim there is ends. Return its number."""
    end_claim(db, code, person, now)
    return insert(
        db,
        "INSERT INTO claims (difficulty, person, duty, at) VALUES (:code, :person, :duty, :now)",
        code=code,
        person=person,
        duty=duty,
        now=iso(now),
    )


def end_claim(db: Database, code: str, by: int, now: datetime) -> None:
    """End the claim on a difficulty, if there is one; `by`: the person who ends it."""
    change(
        db,
        "UPDATE claims SET ended_at = :now, ended_by = :by WHERE difficulty = :code AND ended_at IS NULL",
        code=code,
        by=by,
        now=iso(now),
    )
