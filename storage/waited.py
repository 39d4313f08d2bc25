"""What others wait for, as the plan of reminders reads it: in sets, whatever there is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from storage.rows import instant, listed, rows


@dataclass(frozen=True)
class OpenDraft:
    """An open draft that says something: of whom, for which seat, and when it was saved last."""

    id: int
    person: int
    seat: int
    updated_at: datetime


# As `Draft.holds_answers`: one that was only opened says nothing.
_SAYS_SOMETHING = """(json_array_length(answers, '$.items') > 0 OR json_extract(answers, '$.closing') <> ''
    OR json_array_length(answers, '$.kept') > 0
    OR EXISTS (SELECT 1 FROM json_each(answers, '$.files') WHERE json_array_length(value) > 0)
    OR EXISTS (SELECT 1 FROM json_each(answers, '$.carried') WHERE json_extract(value, '$.chosen') <> ''
               OR json_extract(value, '$.words') <> ''))"""


_IS_OPEN = "closed_at IS NULL AND seat IS NOT NULL AND kind IN (SELECT value FROM json_each(:kinds))"


def ids_of_open_drafts(db: Database, kinds: Collection[str]) -> list[int]:
    """Return the open drafts of seats, whether or not they say anything."""
    sql = f"SELECT id FROM drafts INDEXED BY drafts_untouched WHERE {_IS_OPEN} ORDER BY id"
    return [row["id"] for row in rows(db, sql, kinds=listed(sorted(kinds)))]


def open_drafts(db: Database, kinds: Collection[str], of: Collection[int]) -> list[OpenDraft]:
    """Return those of these drafts of seats that are open, say something and do not wait for approval."""
    found = rows(
        db,
        f"""SELECT id, person, seat, updated_at FROM drafts
            WHERE id IN (SELECT value FROM json_each(:ids)) AND {_IS_OPEN}
                AND NOT EXISTS (SELECT 1 FROM submissions s WHERE s.draft = drafts.id AND s.ended_at IS NULL)
                AND {_SAYS_SOMETHING}
            ORDER BY updated_at, id""",
        kinds=listed(sorted(kinds)),
        ids=listed(of),
    )
    return [OpenDraft(row["id"], row["person"], row["seat"], instant(row["updated_at"])) for row in found]


def seats_of_difficulties(db: Database, codes: Collection[str]) -> Mapping[str, int]:
    """Return by code the seat whose live report carries a difficulty."""
    found = rows(
        db,
        """SELECT d.code, r.seat FROM difficulties d JOIN reports r ON r.id = d.report
           WHERE d.code IN (SELECT value FROM json_each(:codes))
               AND r.superseded_at IS NULL AND r.withdrawn_at IS NULL""",
        codes=listed(codes),
    )
    return {row["code"]: row["seat"] for row in found}
