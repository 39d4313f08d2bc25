"""Groups that are places of the desk, and the one-time codes by which a group becomes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from sqlite3 import Row

from sqlite_utils import Database

from storage.rows import change, insert, instant, iso, maybe_instant, one, rows, value

_KIND = "desk"
_IS_WAITING = "state IN ('queued', 'retry', 'unknown')"


class Left(StrEnum):
    """How a place has ended."""

    UNBOUND = "unbound"
    """The operator said so."""
    REPLACED = "replaced"
    """Another group took its place."""
    OUT = "out"
    """The bot was taken out of the group, or the group is there no more."""
    MUTE = "mute"
    """The bot may not write in the group any more."""


@dataclass(frozen=True)
class Place:
    """A group that is, or was, a place of the desk."""

    id: int
    channel: str
    address: str
    bound_by: int
    """The person who typed the code."""
    bound_at: datetime
    followed: int
    """The last entry of the audit of which its cards know."""
    delivered_at: datetime | None
    """When something arrived there last."""
    left_at: datetime | None
    left_how: Left | None


def living(db: Database) -> Place | None:
    """Return the group of the desk."""
    row = one(db, "SELECT * FROM places WHERE kind = :kind AND left_at IS NULL", kind=_KIND)
    return _place(row) if row else None


def living_at(db: Database, channel: str, group: str) -> Place | None:
    """Return the place of the desk if it is this group, or a topic in it (`GROUP:TOPIC`)."""
    found = living(db)
    is_there = found is not None and found.channel == channel and group in (found.address, found.address.split(":")[0])
    return found if is_there else None


def last(db: Database) -> Place | None:
    """Return the place that is there now, or else the one that was there last."""
    row = one(db, "SELECT * FROM places WHERE kind = :kind ORDER BY id DESC LIMIT 1", kind=_KIND)
    return _place(row) if row else None


def bind(db: Database, channel: str, address: str, person: int, now: datetime) -> int:
    """Keep that a group is the place of the desk from now on; there must be no other. Return its number."""
    return insert(
        db,
        """INSERT INTO places (channel, address, kind, bound_by, bound_at, followed)
           VALUES (:channel, :address, :kind, :person, :now, (SELECT coalesce(max(seq), 0) FROM audit))""",
        channel=channel,
        address=address,
        kind=_KIND,
        person=person,
        now=iso(now),
    )


def leave(db: Database, place: Place, how: Left, now: datetime) -> None:
    """End a place, and everything that waits to be sent there."""
    change(
        db, "UPDATE places SET left_at = :now, left_how = :how WHERE id = :id", id=place.id, now=iso(now), how=how.value
    )
    change(
        db,
        f"""UPDATE outbox SET state = 'cancelled', ended_at = :now, body = NULL
            WHERE channel = :channel AND address = :address AND account IS NULL AND {_IS_WAITING}""",
        channel=place.channel,
        address=place.address,
        now=iso(now),
    )


def dismiss(db: Database) -> bool:
    """Keep that nobody misses the group that was lost; return whether there was one."""
    done = change(
        db,
        """UPDATE places SET left_how = :unbound WHERE left_how IN (:out, :mute)
           AND id = (SELECT max(id) FROM places WHERE kind = :kind)""",
        unbound=Left.UNBOUND.value,
        out=Left.OUT.value,
        mute=Left.MUTE.value,
        kind=_KIND,
    )
    return done > 0


def set_delivered(db: Database, channel: str, address: str, now: datetime) -> None:
    """Keep that something has arrived in the group of the desk, if this is its address."""
    change(
        db,
        """UPDATE places SET delivered_at = :now
           WHERE channel = :channel AND address = :address AND left_at IS NULL""",
        channel=channel,
        address=address,
        now=iso(now),
    )


def set_followed(db: Database, place: int, seq: int) -> None:
    """Keep up to which entry of the audit the cards of a place are made."""
    change(db, "UPDATE places SET followed = :seq WHERE id = :id", id=place, seq=seq)


def add_code(db: Database, code_hash: str, now: datetime, expires_at: datetime) -> None:
    """Store a code; earlier ones that could still be used end now."""
    change(db, "UPDATE place_codes SET expires_at = :now WHERE used_at IS NULL AND expires_at > :now", now=iso(now))
    insert(
        db,
        "INSERT INTO place_codes (code_hash, created_at, expires_at) VALUES (:hash, :now, :expires_at)",
        hash=code_hash,
        now=iso(now),
        expires_at=iso(expires_at),
    )


def use_code(db: Database, code_hash: str, now: datetime) -> bool | None:
    """Use a code up; return False for one that has expired or was used, None where nobody issued it."""
    used = change(
        db,
        "UPDATE place_codes SET used_at = :now WHERE code_hash = :hash AND used_at IS NULL AND expires_at > :now",
        hash=code_hash,
        now=iso(now),
    )
    if used:
        return True
    known = value(db, "SELECT 1 FROM place_codes WHERE code_hash = :hash", hash=code_hash)
    return False if known else None


def is_awaited(db: Database, now: datetime) -> bool:
    """Return whether there is a code that can still be used."""
    sql = "SELECT 1 FROM place_codes WHERE used_at IS NULL AND expires_at > :now LIMIT 1"
    return one(db, sql, now=iso(now)) is not None


def touched(db: Database, since: int) -> tuple[int, list[tuple[str, str]]]:
    """Return the newest entry of the audit, and verb and object of those after `since` about what is reported."""
    found = rows(
        db,
        """SELECT verb, object FROM audit WHERE seq > :since
           AND (object LIKE 'report:%' OR object LIKE 'difficulty:%' OR verb = 'content.removed')
           AND verb <> 'note.kept' ORDER BY seq""",
        since=since,
    )
    newest = int(value(db, "SELECT max(seq) FROM audit") or 0)
    return newest, [(row["verb"], row["object"]) for row in found]


def sent_at(db: Database, anchor: str) -> datetime | None:
    """Return when a new message of an anchor arrived last; an edit is none."""
    sql = "SELECT max(ended_at) FROM outbox WHERE anchor = :anchor AND kind = 'send' AND state = 'sent'"
    found = value(db, sql, anchor=anchor)
    return instant(str(found)) if found else None


def is_under_way(db: Database, anchor: str) -> bool:
    """Return whether a message of an anchor is being sent, or was when the program died."""
    sql = "SELECT 1 FROM outbox WHERE anchor = :anchor AND state IN ('sending', 'unknown') LIMIT 1"
    return one(db, sql, anchor=anchor) is not None


def waits(db: Database, anchor: str) -> bool:
    """Return whether a message of an anchor waits to be sent."""
    sql = "SELECT 1 FROM outbox WHERE anchor = :anchor AND state IN ('queued', 'retry') LIMIT 1"
    return one(db, sql, anchor=anchor) is not None


def _place(row: Row) -> Place:
    return Place(
        id=row["id"],
        channel=row["channel"],
        address=row["address"],
        bound_by=row["bound_by"],
        bound_at=instant(row["bound_at"]),
        followed=row["followed"],
        delivered_at=maybe_instant(row["delivered_at"]),
        left_at=maybe_instant(row["left_at"]),
        left_how=Left(row["left_how"]) if row["left_how"] else None,
    )
