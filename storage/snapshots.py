"""Aggregates of a period: provisional ones, and digests with their addenda, which are frozen."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from bot.domain.following import Made
from storage.ledgers import fresh_id
from storage.rows import change, insert, instant, iso, one, rows, value


@dataclass(frozen=True)
class Head:
    """What is known of a frozen aggregate of a period without its figures: its number, and when it was made."""

    id: int
    period: str
    number: int
    taken_at: datetime
    place: int
    """The number it stands in the place of, else its own: what is read in its order."""
    made: Made
    """What it knows: reports as they were fixed, where the desk released it, and its acts until it was taken."""


@dataclass(frozen=True)
class Frozen(Head):
    """A frozen aggregate of a period with the figures it holds, of which there may be megabytes."""

    snapshot: dict[str, Any]

    @property
    def told(self) -> frozenset[str]:
        """The versions of the reports it knows of, such as BC-2611-007:1, those that an earlier one told among them.

        One of before ad hoc reports were in it names none of those.
        """
        versions = self.snapshot.get("versions", {})
        periodic = {seat["report"] for seat in self.snapshot["seats"] if seat["report"]}
        adhoc = {code for seat in self.snapshot["seats"] for code in seat.get("adhoc", ())}
        listed = {report["code"] for report in self.snapshot.get("adhoc", ())}
        return frozenset(f"{code}:{versions.get(code, 1)}" for code in periodic | adhoc | listed)


@dataclass(frozen=True)
class Removed:
    """A frozen aggregate whose content was removed: by which number it was issued again, and what is left of it."""

    number: int
    sha256: str
    removed_at: datetime
    again: int


_HEAD = "id, period, number, taken_at, in_place_of, reports_until, acts_until"
_LIVE = "removed_at IS NULL"
_PLACE = "coalesce(in_place_of, number)"


_TEXT_MOST = 1 << 18
"""What is longer is packed: of the figures of thousands of difficulties a tenth is left."""


def packed(body: bytes) -> str | bytes:
    """Return a canonical JSON as a provisional aggregate is kept."""
    return zlib.compress(body) if len(body) > _TEXT_MOST else body.decode()


def add_snapshot(db: Database, period: str, taken_at: datetime, body: bytes, sha256: str) -> int:
    """Keep what is made on request, as canonical JSON, until its files have been sent; return its id."""
    return add_packed(db, period, taken_at, packed(body), sha256)


def add_packed(db: Database, period: str, taken_at: datetime, body: str | bytes, sha256: str) -> int:
    """Keep what is made on request and is `packed`; return its id."""
    return insert(
        db,
        """INSERT INTO snapshots (id, period, kind, taken_at, body, sha256)
           VALUES (:id, :period, 'provisional', :taken_at, :body, :sha256)""",
        # Messages on their way name it: the number of one that was deleted must not mean another's.
        id=fresh_id(db, "snapshots"),
        period=period,
        taken_at=iso(taken_at),
        # Of the very text whose hash is kept: written anew it might differ.
        body=body,
        sha256=sha256,
    )


def unpacked(body: str | bytes) -> bytes:
    """Return the canonical JSON of what is kept `packed` or as text; of thousands of difficulties beside the loop."""
    return zlib.decompress(body) if isinstance(body, bytes) else body.encode()


def snapshot_body(db: Database, snapshot: int) -> str | bytes | None:
    """Return the canonical JSON of a snapshot as it is kept."""
    found = value(db, "SELECT body FROM snapshots WHERE id = :id", id=snapshot)
    assert found is None or isinstance(found, str | bytes)
    return found


def provisional_texts(db: Database) -> Iterator[tuple[int, str]]:
    """Yield every provisional aggregate by its id, as the text it is."""
    for row in rows(db, "SELECT id FROM snapshots ORDER BY id"):
        body = snapshot_body(db, row["id"])
        if body is not None:
            yield row["id"], unpacked(body).decode()


def made_since(db: Database, period: str, since: datetime) -> bool:
    """Return whether an aggregate of a period, provisional or frozen, has been made since an instant."""
    found = one(
        db,
        """SELECT 1 FROM snapshots WHERE period = :period AND taken_at >= :since
           UNION ALL SELECT 1 FROM digests WHERE period = :period AND taken_at >= :since
           UNION ALL SELECT 1 FROM waiting_papers WHERE period = :period AND fixed_at >= :since LIMIT 1""",
        period=period,
        since=iso(since),
    )
    return found is not None


def purge_snapshots(db: Database, taken_before: datetime) -> int:
    """Delete provisional aggregates older than this instant; return how many."""
    return change(
        db, "DELETE FROM snapshots WHERE kind = 'provisional' AND taken_at < :before", before=iso(taken_before)
    )


def add_digest(
    db: Database,
    period: str,
    number: int,
    taken_at: datetime,
    body: str | bytes,
    sha256: str,
    in_place_of: int | None = None,
    made: Made | None = None,
) -> int:
    """Freeze an aggregate of a period: number 0 is the digest, the others are its addenda. Return its id.

    One that is issued again has a number of its own, and stands `in_place_of` another. `made` says what it knows,
    where that is not everything until it was taken. The body is the very text whose hash is kept.
    """
    known = made or Made.at(taken_at)
    return insert(
        db,
        """INSERT INTO digests (period, number, taken_at, body, sha256, in_place_of, reports_until, acts_until)
           VALUES (:period, :number, :taken_at, :body, :sha256, :in_place_of, :reports_until, :acts_until)""",
        period=period,
        number=number,
        taken_at=iso(taken_at),
        body=body if isinstance(body, str) else body.decode(),
        sha256=sha256,
        in_place_of=in_place_of,
        reports_until=iso(known.reports),
        acts_until=iso(known.acts),
    )


def next_number(db: Database, period: str) -> int:
    """Return the number of what is frozen next of a period."""
    return int(
        value(db, "SELECT coalesce(max(number), -1) + 1 FROM digests WHERE period = :period", period=period) or 0
    )


def heads(db: Database, period: str) -> list[Head]:
    """Return everything that is frozen of a period, the digest and then its addenda, without the figures."""
    found = rows(db, f"SELECT {_HEAD} FROM digests WHERE period = :period AND {_LIVE} ORDER BY {_PLACE}", period=period)
    return [Head(*_head(row)) for row in found]


def head(db: Database, period: str, number: int) -> Head | None:
    """Return a frozen aggregate of a period by its number, without its figures."""
    return next((each for each in heads(db, period) if each.number == number), None)


def last_head(db: Database, period: str) -> Head | None:
    """Return the newest frozen aggregate of a period without its figures, or None."""
    found = heads(db, period)
    return found[-1] if found else None


def last_digest(db: Database, period: str) -> Frozen | None:
    """Return the newest frozen aggregate of a period, or None."""
    last = last_head(db, period)
    return digest(db, period, last.number) if last else None


def digest_by_id(db: Database, digest: int) -> Frozen | None:
    """Return a frozen aggregate; None where its content was removed."""
    row = one(db, f"SELECT * FROM digests WHERE id = :id AND {_LIVE}", id=digest)
    return _frozen(row) if row else None


def digests(db: Database, period: str) -> list[Frozen]:
    """Return everything that is frozen of a period: the digest, then its addenda."""
    found = rows(db, f"SELECT * FROM digests WHERE period = :period AND {_LIVE} ORDER BY {_PLACE}", period=period)
    return [_frozen(row) for row in found]


def all_digests(db: Database) -> list[Frozen]:
    """Return everything that is frozen, of every period."""
    return [_frozen(row) for row in rows(db, f"SELECT * FROM digests WHERE {_LIVE} ORDER BY id")]


def removed_digest(db: Database, period: str, number: int) -> Removed | None:
    """Return what is left of a frozen aggregate whose content was removed; None for any other."""
    row = one(
        db,
        f"""SELECT d.number, d.sha256, d.removed_at, (SELECT n.number FROM digests n WHERE n.period = d.period
                AND n.number > d.number AND coalesce(n.in_place_of, -1) = coalesce(d.in_place_of, d.number)
                ORDER BY n.number DESC LIMIT 1) AS again
            FROM digests d WHERE d.period = :period AND d.number = :number AND NOT d.{_LIVE}""",
        period=period,
        number=number,
    )
    return Removed(row["number"], row["sha256"], instant(row["removed_at"]), row["again"]) if row else None


def remove_digest(db: Database, digest: int, now: datetime) -> None:
    """Delete the content of a frozen aggregate and its files; its number and hash stay."""
    change(db, "DELETE FROM papers WHERE digest = :id", id=digest)
    change(db, "UPDATE digests SET body = '{}', removed_at = :now WHERE id = :id", id=digest, now=iso(now))


def untold(db: Database) -> list[Head]:
    """Return what was issued again and has not been sent to anybody yet."""
    wanted = f"in_place_of IS NOT NULL AND told_at IS NULL AND {_LIVE}"
    return [Head(*_head(row)) for row in rows(db, f"SELECT {_HEAD} FROM digests WHERE {wanted} ORDER BY id")]


def set_told(db: Database, digest: int, now: datetime) -> None:
    """Keep that what was issued again has been sent."""
    change(db, "UPDATE digests SET told_at = :now WHERE id = :id", id=digest, now=iso(now))


def untold_to_members(db: Database) -> list[Head]:
    """Return the aggregates, no addenda, of which not every member has been told."""
    wanted = f"number = 0 AND members_told_at IS NULL AND {_LIVE}"
    return [Head(*_head(row)) for row in rows(db, f"SELECT {_HEAD} FROM digests WHERE {wanted} ORDER BY id")]


def set_members_told(db: Database, digest: int, now: datetime) -> None:
    """Keep that every member has been told of an aggregate."""
    change(db, "UPDATE digests SET members_told_at = :now WHERE id = :id", id=digest, now=iso(now))


def made_of(snapshot: Mapping[str, Any]) -> Made:
    """Return what the figures that are frozen know."""
    taken_at = instant(snapshot["taken_at"])
    return Made(instant(snapshot["fixed_at"]) if "fixed_at" in snapshot else taken_at, taken_at)


def sha256_of(db: Database, digest: int) -> str:
    """Return the hash under which an aggregate was frozen."""
    return str(value(db, "SELECT sha256 FROM digests WHERE id = :id", id=digest))


def frozen_periods(db: Database) -> list[str]:
    """Return the periods of which an aggregate was frozen, the latest first."""
    found = rows(db, "SELECT period FROM digests WHERE number = 0 ORDER BY taken_at DESC, id DESC")
    return [row["period"] for row in found]


def digest(db: Database, period: str, number: int) -> Frozen | None:
    """Return a frozen aggregate of a period by its number."""
    row = one(
        db,
        f"SELECT * FROM digests WHERE period = :period AND number = :number AND {_LIVE}",
        period=period,
        number=number,
    )
    return _frozen(row) if row else None


def has_paper(db: Database, account: int, period: str, number: int) -> bool:
    """Return whether a frozen aggregate has got to an account, or is on its way."""
    found = one(
        db,
        """SELECT 1 FROM outbox WHERE account = :account AND topic = 'aggregate'
           AND json_extract(topic_arguments, '$.period') = :period
           AND json_extract(topic_arguments, '$.number') = :number
           AND state NOT IN ('failed', 'cancelled', 'expired') LIMIT 1""",
        account=account,
        period=period,
        number=number,
    )
    return found is not None


def digest_body(db: Database, digest: int) -> str | None:
    """Return the canonical JSON of a frozen aggregate as it is kept; None where its content was removed."""
    found = value(db, f"SELECT body FROM digests WHERE id = :id AND {_LIVE}", id=digest)
    return None if found is None else str(found)


def paper(db: Database, digest: int, name: str) -> bytes | None:
    """Return a file of a frozen aggregate as it was first built; None where it has not been."""
    found = value(db, "SELECT bytes FROM papers WHERE digest = :digest AND name = :name", digest=digest, name=name)
    assert found is None or isinstance(found, bytes)
    return found


def keep_paper(db: Database, digest: int, name: str, content: bytes, now: datetime) -> None:
    """Keep a file of a frozen aggregate; one that is kept already stays."""
    change(
        db,
        """INSERT INTO papers (digest, name, built_at, sha256, bytes)
           VALUES (:digest, :name, :built_at, :sha256, :content) ON CONFLICT DO NOTHING""",
        digest=digest,
        name=name,
        built_at=iso(now),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def _head(row: Row) -> tuple[int, str, int, datetime, int, Made]:
    place = row["number"] if row["in_place_of"] is None else row["in_place_of"]
    made = Made(instant(row["reports_until"]), instant(row["acts_until"]))
    return row["id"], row["period"], row["number"], instant(row["taken_at"]), place, made


def _frozen(row: Row) -> Frozen:
    return Frozen(*_head(row), json.loads(row["body"]))
