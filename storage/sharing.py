"""What the desk shares of difficulties with every member, and the seats that co-sign one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.understood import CODES, PROVISIONS
from storage.rows import change, insert, instant, iso, listed, one, rows

_LIVE = "r.superseded_at IS NULL AND r.withdrawn_at IS NULL"


@dataclass(frozen=True)
class Shared:
    """A headline that every member may read, and the answer where one is released; `sent_at` is of the difficulty."""

    difficulty: str
    headline: str
    answer: str
    field: str
    seat: int
    """Of the difficulty: never shown."""
    understood: tuple[str, ...]
    """The provisions and codes of the difficulty: compared, never shown."""
    members: int
    """How many stand behind it: who sent it and who co-signed."""
    cosigned_by: frozenset[int]
    """The seats that co-signed it."""


@dataclass(frozen=True)
class Cosign:
    """A seat that adds its weight to a difficulty, with an example of its own, which may be empty."""

    difficulty: str
    seat: int
    person: int
    at: datetime
    example: str


def share(db: Database, difficulty: str, headline: str, answer: str, person: int, now: datetime) -> None:
    """Let every member read a headline of a difficulty, in place of the one before."""
    revoke(db, difficulty, person, now)
    insert(
        db,
        """INSERT INTO shared_headlines (difficulty, headline, answer, shared_by, shared_at)
           VALUES (:difficulty, :headline, :answer, :person, :now)""",
        difficulty=difficulty,
        headline=headline,
        answer=answer,
        person=person,
        now=iso(now),
    )


def revoke(db: Database, difficulty: str, person: int, now: datetime) -> bool:
    """Share a headline no longer; return False where none is."""
    changed = change(
        db,
        """UPDATE shared_headlines SET revoked_at = :now, revoked_by = :person
           WHERE difficulty = :difficulty AND revoked_at IS NULL""",
        difficulty=difficulty,
        person=person,
        now=iso(now),
    )
    return changed > 0


def shared(db: Database, difficulty: str | None = None) -> list[Shared]:
    """Return what is shared at this moment, of this difficulty or of all; none of those that were withdrawn."""
    # A difficulty may stand in several reports: with max() the other columns are of its newest row. CROSS JOIN: from
    # the few that are shared to their difficulties.
    which = "h.difficulty = :difficulty" if difficulty else ":difficulty IS NULL"
    found = rows(
        db,
        f"""SELECT h.difficulty, h.headline, h.answer, d.field, r.seat, d.{PROVISIONS}, d.{CODES},
                   (SELECT group_concat(c.seat) FROM cosigns c WHERE c.difficulty = h.difficulty) AS cosigned_by,
                   max(d.id)
            FROM shared_headlines h INDEXED BY shared_headlines_live CROSS JOIN difficulties d ON d.code = h.difficulty
                JOIN reports r ON r.id = d.report
            WHERE h.revoked_at IS NULL AND {_LIVE} AND {which}
            GROUP BY h.id ORDER BY h.id""",
        difficulty=difficulty,
    )
    return [_shared(row) for row in found]


def _shared(row: Row) -> Shared:
    seats = frozenset(map(int, row["cosigned_by"].split(","))) if row["cosigned_by"] else frozenset()
    understood = (row[PROVISIONS] + "\n" + row[CODES]).split("\n")
    return Shared(
        row["difficulty"],
        row["headline"],
        row["answer"],
        row["field"],
        row["seat"],
        tuple(filter(None, understood)),
        1 + len(seats - {row["seat"]}),
        seats,
    )


def add_cosign(db: Database, cosign: Cosign) -> None:
    """Let a seat co-sign a difficulty, once; another example takes the place of the one before."""
    change(
        db,
        """INSERT INTO cosigns (difficulty, seat, person, at, example)
           VALUES (:difficulty, :seat, :person, :at, :example)
           ON CONFLICT (difficulty, seat) DO UPDATE SET example = excluded.example WHERE excluded.example <> ''""",
        difficulty=cosign.difficulty,
        seat=cosign.seat,
        person=cosign.person,
        at=iso(cosign.at),
        example=cosign.example,
    )


def remove_cosign(db: Database, cosign: Cosign) -> None:
    """Let a seat co-sign a difficulty no longer."""
    change(
        db,
        "DELETE FROM cosigns WHERE difficulty = :difficulty AND seat = :seat",
        difficulty=cosign.difficulty,
        seat=cosign.seat,
    )


def cosigns(db: Database, difficulties: Collection[str]) -> Mapping[str, tuple[Cosign, ...]]:
    """Return who co-signed each of these difficulties, in the order they did; an entry for each."""
    found: dict[str, tuple[Cosign, ...]] = dict.fromkeys(difficulties, ())
    for row in rows(
        db,
        "SELECT * FROM cosigns WHERE difficulty IN (SELECT value FROM json_each(:codes)) ORDER BY id",
        codes=listed(difficulties),
    ):
        cosign = Cosign(row["difficulty"], row["seat"], row["person"], instant(row["at"]), row["example"])
        found[cosign.difficulty] += (cosign,)
    return found


def cosign_of(db: Database, difficulty: str, seats: Collection[int]) -> Cosign | None:
    """Return how one of these seats co-signed a difficulty, or None."""
    row = one(
        db,
        """SELECT * FROM cosigns WHERE difficulty = :code AND seat IN (SELECT value FROM json_each(:seats))
           ORDER BY id LIMIT 1""",
        code=difficulty,
        seats=listed(seats),
    )
    return Cosign(row["difficulty"], row["seat"], row["person"], instant(row["at"]), row["example"]) if row else None
