"""The remarks of a period's papers: every version, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.domain.traces import Traces
from storage.rows import change, insert, instant, iso, one, rows


@dataclass(frozen=True)
class Remarks:
    """A version of the remarks of a paper; the text is empty where they were taken out."""

    id: int
    text: str
    person: int
    at: datetime


def add(db: Database, period: str, number: int, text: str, person: int, now: datetime) -> None:
    """Keep a version of the remarks of a paper: number 0 is the digest, the others are its addenda."""
    insert(
        db,
        """INSERT INTO remarks (period, number, text, person, at) VALUES (:period, :number, :text, :person, :at)""",
        period=period,
        number=number,
        text=text,
        person=person,
        at=iso(now),
    )


def newest(db: Database, period: str, number: int) -> Remarks | None:
    """Return the newest version of the remarks of a paper; None where there never were any."""
    row = one(
        db,
        "SELECT * FROM remarks WHERE period = :period AND number = :number ORDER BY id DESC LIMIT 1",
        period=period,
        number=number,
    )
    return Remarks(row["id"], row["text"], row["person"], instant(row["at"])) if row else None


def remove_words(db: Database, copies: Traces, instead: str) -> None:
    """Put `instead` in the place of what repeats words that are removed."""
    for row in rows(db, "SELECT id, text FROM remarks"):
        cleared = copies.without(row["text"], instead)
        if cleared != row["text"]:
            change(db, "UPDATE remarks SET text = :text WHERE id = :id", text=cleared, id=row["id"])
