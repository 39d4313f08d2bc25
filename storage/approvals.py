"""Whose reports need approval, and who may give it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.approving import Authority, Delegation, Requirement
from storage.people import HELD, person_of
from storage.rows import change, insert, instant, iso, listed, one, rows

_HOLDS = f"""EXISTS (SELECT 1 FROM duties d WHERE d.person = g.person AND d.seat = g.seat
        AND d.role IN ('focal', 'principal') AND {HELD})
    AND EXISTS (SELECT 1 FROM duties d WHERE d.person = g.by_person AND d.seat = g.seat
        AND d.role = 'principal' AND {HELD})"""
"""Approval is delegated within a seat by its principal: it ends with the duty of either."""
_LIVE = f"g.stopped_at IS NULL AND g.valid_to > :today AND {_HOLDS}"


def requirements(db: Database, seats: Collection[int]) -> dict[int, Requirement]:
    """Return by seat which of these need approval."""
    found = rows(
        db, "SELECT * FROM approvals_required WHERE seat IN (SELECT value FROM json_each(:seats))", seats=listed(seats)
    )
    return {row["seat"]: Requirement(row["seat"], instant(row["since"]), row["by_person"]) for row in found}


def is_required(db: Database, seat: int) -> bool:
    """Return whether the reports of a seat need approval."""
    return bool(requirements(db, [seat]))


def require(db: Database, seat: int, by: int, now: datetime) -> None:
    """Have the reports of a seat need approval; where they do already nothing changes."""
    change(
        db,
        "INSERT INTO approvals_required (seat, since, by_person) VALUES (:seat, :now, :by) ON CONFLICT DO NOTHING",
        seat=seat,
        by=by,
        now=iso(now),
    )


def release(db: Database, seat: int) -> None:
    """Have the reports of a seat need no approval."""
    change(db, "DELETE FROM approvals_required WHERE seat = :seat", seat=seat)


def authorities(db: Database, seat: int, today: date) -> list[Authority]:
    """Return who may approve for a seat today: its principals, then those to whom one of them delegated it."""
    principals = rows(
        db,
        f"""SELECT DISTINCT p.* FROM persons p JOIN duties d ON d.person = p.id
            WHERE d.seat = :seat AND d.role = 'principal' AND {HELD} ORDER BY p.id""",
        seat=seat,
        today=today.isoformat(),
    )
    found = [Authority(person_of(row)) for row in principals]
    known = {each.person.id for each in found}
    delegates = rows(
        db,
        f"""SELECT p.*, g.id AS delegation, g.seat AS seat, g.person AS delegate, g.by_person, g.valid_from, g.valid_to
            FROM delegations g JOIN persons p ON p.id = g.person
            WHERE g.seat = :seat AND g.valid_from <= :today AND {_LIVE} ORDER BY g.id""",
        seat=seat,
        today=today.isoformat(),
    )
    for row in delegates:
        if row["delegate"] not in known:
            known.add(row["delegate"])
            found.append(Authority(person_of(row), _delegation(row, row["delegation"], row["delegate"])))
    return found


def authority(db: Database, seat: int, person: int, today: date) -> Authority | None:
    """Return by what right a person may approve for a seat today, None where they may not."""
    return next((each for each in authorities(db, seat, today) if each.person.id == person), None)


def delegations(db: Database, seats: Collection[int], today: date) -> list[Delegation]:
    """Return what is delegated for these seats today or from a later day on."""
    found = rows(
        db,
        f"""SELECT g.* FROM delegations g
            WHERE g.seat IN (SELECT value FROM json_each(:seats)) AND {_LIVE} ORDER BY g.seat, g.valid_from, g.id""",
        seats=listed(seats),
        today=today.isoformat(),
    )
    return [_delegation(row, row["id"], row["person"]) for row in found]


def delegation(db: Database, delegation: int, today: date) -> Delegation | None:
    """Return what is delegated under this id, None where it is over."""
    row = one(db, f"SELECT g.* FROM delegations g WHERE g.id = :id AND {_LIVE}", id=delegation, today=today.isoformat())
    return _delegation(row, row["id"], row["person"]) if row else None


def delegate(db: Database, seat: int, person: int, by: int, days: tuple[date, date], now: datetime) -> int:
    """Delegate the approval for a seat from the first of two days to before the second; return its id."""
    since, until = days
    return insert(
        db,
        """INSERT INTO delegations (seat, person, by_person, valid_from, valid_to, given_at)
           VALUES (:seat, :person, :by, :since, :until, :now)""",
        seat=seat,
        person=person,
        by=by,
        since=since.isoformat(),
        until=until.isoformat(),
        now=iso(now),
    )


def stop(db: Database, delegation: int, by: int, now: datetime) -> None:
    """End what was delegated, at once."""
    change(
        db,
        "UPDATE delegations SET stopped_at = :now, stopped_by = :by WHERE id = :id AND stopped_at IS NULL",
        id=delegation,
        by=by,
        now=iso(now),
    )


def _delegation(row: Row, number: int, person: int) -> Delegation:
    return Delegation(
        id=number,
        seat=row["seat"],
        person=person,
        by=row["by_person"],
        since=date.fromisoformat(row["valid_from"]),
        until=date.fromisoformat(row["valid_to"]),
    )
