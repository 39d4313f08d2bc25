"""Messages that were held back because of a mark of secrecy: a keyed hash of each, nothing of its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.secrecy import Mark
from storage.rows import change, instant, iso, maybe_instant, one, rows


@dataclass(frozen=True)
class Refused:
    """A message that was held back: of which account, when last, for which mark; when it was said to be no secret."""

    id: int
    account: int
    hash: str
    mark: Mark
    refused_at: datetime
    confirmed_at: datetime | None


def add_refused(db: Database, account: int, hash_: str, mark: Mark, now: datetime) -> Refused:
    """Keep that a message was held back; the same one again is the same row."""
    row = rows(
        db,
        """INSERT INTO refused_texts (account, hash, mark, refused_at) VALUES (:account, :hash, :mark, :now)
           ON CONFLICT (account, hash) DO UPDATE SET refused_at = excluded.refused_at, confirmed_at = NULL
           RETURNING *""",
        account=account,
        hash=hash_,
        mark=mark.value,
        now=iso(now),
    )[0]
    return _refused(row)


def refused_by_id(db: Database, refused: int, since: datetime) -> Refused | None:
    """Return a message that was held back, or said to be no secret, since an instant."""
    return _maybe(one(db, f"SELECT * FROM refused_texts WHERE id = :id AND {_KEPT}", id=refused, since=iso(since)))


def is_confirmed(db: Database, account: int, hash_: str, since: datetime) -> bool:
    """Return whether a message was said to be no secret since an instant."""
    found = one(
        db,
        "SELECT 1 FROM refused_texts WHERE account = :account AND hash = :hash AND confirmed_at >= :since",
        account=account,
        hash=hash_,
        since=iso(since),
    )
    return found is not None


def refused_of(db: Database, account: int, since: datetime) -> list[Refused]:
    """Return the messages of an account that were held back since an instant, in order."""
    found = rows(
        db,
        f"SELECT * FROM refused_texts WHERE account = :account AND {_KEPT} ORDER BY refused_at, id",
        account=account,
        since=iso(since),
    )
    return [_refused(row) for row in found]


def confirm(db: Database, refused: int, now: datetime) -> None:
    """Keep that a message was said to be no secret."""
    change(db, "UPDATE refused_texts SET confirmed_at = :now WHERE id = :id", id=refused, now=iso(now))


def drop(db: Database, refused: int) -> None:
    """Forget a message."""
    change(db, "DELETE FROM refused_texts WHERE id = :id", id=refused)


def purge_refused(db: Database, before: datetime) -> int:
    """Forget what was held back, and said to be no secret, before an instant; return how many."""
    # What its screen shows is no more than the mark, but nothing can be pressed on it any more.
    change(
        db,
        f"""DELETE FROM anchors WHERE anchor IN
            (SELECT 'secrecy:' || id FROM refused_texts WHERE NOT {_KEPT})""",
        since=iso(before),
    )
    return change(db, f"DELETE FROM refused_texts WHERE NOT {_KEPT}", since=iso(before))


_KEPT = "coalesce(confirmed_at, refused_at) >= :since"


def _maybe(row: Row | None) -> Refused | None:
    return _refused(row) if row else None


def _refused(row: Row) -> Refused:
    return Refused(
        row["id"],
        row["account"],
        row["hash"],
        Mark(row["mark"]),
        instant(row["refused_at"]),
        maybe_instant(row["confirmed_at"]),
    )
