"""Seats whose people change on a day, and how far that has come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.turns import Turn, TurnKind
from storage.rows import change, insert, iso, listed, maybe_day, maybe_instant, maybe_iso_day, one, rows

_WAITS = "(ended_at IS NULL OR (begun_at IS NOT NULL AND told_at IS NULL))"
"""Something of it is still to come: its day, its end, or that whoever took over is told."""


def add_turn(db: Database, turn: Turn, now: datetime) -> int:
    """Keep a turn that has not begun; return its number."""
    return insert(
        db,
        """INSERT INTO turns (kind, seat, from_person, from_duty, to_person, to_duty, begins_on, ends_on, pass_drafts,
               by_actor, made_at)
           VALUES (:kind, :seat, :from_person, :from_duty, :to_person, :to_duty, :begins_on, :ends_on, :pass_drafts,
               :by, :now)""",
        kind=turn.kind.value,
        seat=turn.seat,
        from_person=turn.from_person,
        from_duty=turn.from_duty,
        to_person=turn.to_person,
        to_duty=turn.to_duty,
        begins_on=turn.begins_on.isoformat(),
        ends_on=maybe_iso_day(turn.ends_on),
        pass_drafts=int(turn.pass_drafts),
        by=turn.by,
        now=iso(now),
    )


def turn_by_id(db: Database, turn: int) -> Turn | None:
    """Return a turn, however far it has come."""
    row = one(db, "SELECT * FROM turns WHERE id = :id", id=turn)
    return _turn(row) if row else None


def waiting_turns(db: Database) -> list[Turn]:
    """Return the turns of which something is still to come, the earliest first."""
    return [_turn(row) for row in rows(db, f"SELECT * FROM turns WHERE {_WAITS} ORDER BY begins_on, id")]


def planned_from(db: Database, duty: int) -> Turn | None:
    """Return the turn that will end, or stand in for, a duty and has not ended."""
    return next(iter(planned_of(db, [duty])), None)


def planned_of(db: Database, duties: Collection[int]) -> list[Turn]:
    """Return the turns that will end, or stand in for, these duties and have not ended; in the order of these."""
    found = rows(
        db,
        """SELECT * FROM turns WHERE from_duty IN (SELECT value FROM json_each(:duties)) AND ended_at IS NULL
           ORDER BY id DESC""",
        duties=listed(duties),
    )
    turns = {row["from_duty"]: _turn(row) for row in found}  # the first of several comes last
    return [turns[duty] for duty in duties if duty in turns]


def mark(db: Database, turn: int, column: str, now: datetime) -> None:
    """Keep that a turn has begun, ended, been told or been received: the name of the column without its `_at`."""
    assert column in ("begun", "ended", "told", "received")
    change(db, f"UPDATE turns SET {column}_at = coalesce({column}_at, :now) WHERE id = :id", id=turn, now=iso(now))


def set_valid_to(db: Database, duty: int, day: date | None) -> None:
    """Let a duty end on a day, on which it is held no longer; None: on no day that is known."""
    change(db, "UPDATE duties SET valid_to = :day WHERE id = :id", id=duty, day=maybe_iso_day(day))


def valid_to(db: Database, duty: int) -> date | None:
    """Return the day on which a duty ends, None where it has none."""
    row = one(db, "SELECT valid_to FROM duties WHERE id = :id", id=duty)
    return maybe_day(row["valid_to"]) if row else None


def _turn(row: Row) -> Turn:
    return Turn(
        id=row["id"],
        kind=TurnKind(row["kind"]),
        seat=row["seat"],
        from_person=row["from_person"],
        from_duty=row["from_duty"],
        to_person=row["to_person"],
        to_duty=row["to_duty"],
        begins_on=date.fromisoformat(row["begins_on"]),
        ends_on=maybe_day(row["ends_on"]),
        pass_drafts=bool(row["pass_drafts"]),
        by=row["by_actor"],
        begun_at=maybe_instant(row["begun_at"]),
        ended_at=maybe_instant(row["ended_at"]),
        told_at=maybe_instant(row["told_at"]),
        received_at=maybe_instant(row["received_at"]),
    )
