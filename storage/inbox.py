"""Updates as the channel handed them over: stored first, ended once, blanked when ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from storage.rows import change, instant, iso, listed, one, rows, value

NEW, DONE, QUARANTINED = "new", "done", "quarantined"


@dataclass(frozen=True)
class Arrival:
    """An update to be stored: the channel's id, who it is from (empty if that cannot be told), ASCII JSON.

    `raw_hash` is keyed, so that it can stay when the words go.
    """

    update_id: str
    raw_hash: str
    user_key: str
    raw: str


@dataclass(frozen=True)
class Stored:
    """An update that waits to be handled."""

    seq: int
    channel: str
    user_key: str
    raw: str
    attempts: int
    linked: bool


_ACCOUNT = "SELECT 1 FROM accounts WHERE unlinked_at IS NULL"


def take_in(db: Database, channel: str, arrivals: Iterable[Arrival], now: datetime) -> list[Stored]:
    """Store updates; those that are known already are left as they are. Return those that were new.

    An id that comes again with another content is another update: a server may count anew. Rows of a base from
    before there were hashes have none, and are taken for the same.
    """
    return [stored for arrival in arrivals if (stored := _take_in(db, channel, arrival, now))]


def _take_in(db: Database, channel: str, arrival: Arrival, now: datetime) -> Stored | None:
    # Not ON CONFLICT: it would take a row from before there were hashes for another update.
    found = rows(
        db,
        f"""INSERT INTO inbox (channel, update_id, raw_hash, user_key, raw, received_at, next_at)
           SELECT :channel, :update_id, :raw_hash, :user_key, :raw, :now, :now WHERE NOT EXISTS (
               SELECT 1 FROM inbox WHERE channel = :channel AND update_id = :update_id
                                         AND raw_hash IN (:raw_hash, ''))
           RETURNING seq, EXISTS ({_ACCOUNT} AND channel = :channel AND user_key = :user_key) AS linked""",
        channel=channel,
        update_id=arrival.update_id,
        raw_hash=arrival.raw_hash,
        user_key=arrival.user_key,
        raw=arrival.raw,
        now=iso(now),
    )
    if not found:
        return None
    return Stored(found[0]["seq"], channel, arrival.user_key, arrival.raw, 0, bool(found[0]["linked"]))


def waiting_deaths(db: Database) -> dict[int, int]:
    """Return, of every update that waits, how often the program has died with nothing else in hand."""
    return {row["seq"]: row["deaths"] for row in rows(db, "SELECT seq, deaths FROM inbox WHERE state = 'new'")}


def next_of_each(db: Database, now: datetime, limit: int, last: int = 0) -> list[Stored]:
    """Return the oldest waiting update of each user, where its time has come; users in order of arrival.

    Those up to the number `last` come after all others, the more deaths they have seen the later.
    """
    # The oldest of each is chosen before its time is looked at: one that waits for its retry holds back the later
    # ones. `linked` decides about a surplus: a member's waits, a stranger's is dropped.
    found = rows(
        db,
        f"""SELECT inbox.*, EXISTS ({_ACCOUNT} AND channel = inbox.channel AND user_key = inbox.user_key) AS linked
           FROM inbox
           JOIN (SELECT min(seq) AS seq FROM inbox WHERE state = 'new' GROUP BY channel, user_key) f USING (seq)
           WHERE inbox.next_at <= :now ORDER BY inbox.seq <= :last, inbox.deaths, inbox.seq LIMIT :limit""",
        now=iso(now),
        limit=limit,
        last=last,
    )
    return [Stored(r["seq"], r["channel"], r["user_key"], r["raw"], r["attempts"], bool(r["linked"])) for r in found]


def next_at(db: Database, besides: Collection[int] = ()) -> datetime | None:
    """Return when the next update that waits for a retry is due, or None; `besides`: those that are in hand."""
    found = value(
        db,
        """SELECT min(next_at) FROM inbox
           WHERE seq IN (SELECT min(seq) FROM inbox WHERE state = 'new' GROUP BY channel, user_key)
           AND seq NOT IN (SELECT value FROM json_each(:besides))""",
        besides=listed(besides),
    )
    return instant(str(found)) if found else None


def next_after(db: Database, after: datetime) -> datetime | None:
    """Return when, later than `after`, an update that waits for a retry comes due; None if none does."""
    found = value(db, "SELECT min(next_at) FROM inbox WHERE state = 'new' AND next_at > :after", after=iso(after))
    return instant(str(found)) if found else None


def end(db: Database, seq: int, now: datetime) -> bool:
    """End an update that waits; return False where it has ended. What it said and whose it was is not kept."""
    ended = change(
        db,
        """UPDATE inbox SET state = 'done', raw = NULL, user_key = NULL, ended_at = :now
           WHERE seq = :seq AND state = 'new'""",
        seq=seq,
        now=iso(now),
    )
    return ended == 1


def count_deaths(db: Database, seq: int, deaths: int) -> None:
    """Note how many deaths an update will have seen if the program dies of it now."""
    change(db, "UPDATE inbox SET deaths = :deaths WHERE seq = :seq", seq=seq, deaths=deaths)


def forgive(db: Database) -> None:
    """Forget all deaths: the program ends, and no update is the reason."""
    change(db, "UPDATE inbox SET deaths = 0 WHERE state = 'new' AND deaths > 0")


def retry_later(db: Database, seq: int, at: datetime) -> None:
    """Count a failed attempt, which the program has survived, and wait."""
    change(
        db, "UPDATE inbox SET attempts = attempts + 1, deaths = 0, next_at = :at WHERE seq = :seq", seq=seq, at=iso(at)
    )


def quarantine(db: Database, seq: int, incident: str, now: datetime, *, keep: bool = True) -> None:
    """Set an update aside under an incident code; the user's later updates go on.

    Without `keep` its words go at once, and so it cannot be handled again.
    """
    # Else the words stay until housekeeping blanks them.
    change(
        db,
        """UPDATE inbox SET state = 'quarantined', attempts = attempts + 1, incident = :incident, ended_at = :now,
               raw = CASE WHEN :keep THEN raw END, user_key = CASE WHEN :keep THEN user_key END
           WHERE seq = :seq""",
        seq=seq,
        keep=keep,
        incident=incident,
        now=iso(now),
    )


def release(db: Database, seq: int | None, now: datetime) -> int:
    """Put one quarantined update, or all, back to wait; return how many."""
    # One that has been blanked cannot be handled any more.
    return change(
        db,
        """UPDATE inbox SET state = 'new', attempts = 0, deaths = 0, next_at = :now, ended_at = NULL
           WHERE state = 'quarantined' AND raw IS NOT NULL AND (:seq IS NULL OR seq = :seq)""",
        seq=seq,
        now=iso(now),
    )


def quarantined(db: Database) -> list[tuple[int, str]]:
    """Return the number and incident code of every update that was set aside."""
    return [(r["seq"], r["incident"]) for r in rows(db, "SELECT seq, incident FROM inbox WHERE state = 'quarantined'")]


def count_quarantined(db: Database, since: datetime) -> int:
    """Return how many updates were set aside since an instant."""
    # `<> 'new'` is the condition of the index, which has to be repeated.
    row = one(
        db,
        """SELECT count(*) AS n FROM inbox
           WHERE state <> 'new' AND state = 'quarantined' AND ended_at >= :since""",
        since=iso(since),
    )
    assert row is not None
    return int(row["n"])


def waiting(db: Database) -> int:
    """Return how many updates wait."""
    row = one(db, "SELECT count(*) AS n FROM inbox WHERE state = 'new'")
    assert row is not None
    return int(row["n"])


def oldest_waiting(db: Database) -> datetime | None:
    """Return when the update that waits longest arrived; None where none waits."""
    found = value(db, "SELECT min(received_at) FROM inbox WHERE state = 'new'")
    return instant(str(found)) if found else None


def newest(db: Database) -> datetime | None:
    """Return when the latest update arrived that is still known; None where none is."""
    found = value(db, "SELECT max(received_at) FROM inbox")
    return instant(str(found)) if found else None


def purge_done(db: Database, before: datetime, most: int = -1) -> int:
    """Delete the keys of updates that ended before an instant and are blank, at most so many; return how many."""
    return change(
        db,
        """DELETE FROM inbox WHERE seq IN (SELECT seq FROM inbox
               WHERE state <> 'new' AND raw IS NULL AND ended_at < :before LIMIT :most)""",
        before=iso(before),
        most=most,
    )


def blank_quarantined(db: Database, before: datetime) -> int:
    """Blank updates that were set aside before an instant; return how many."""
    return change(
        db,
        """UPDATE inbox SET raw = NULL, user_key = NULL
           WHERE state <> 'new' AND state = 'quarantined' AND raw IS NOT NULL AND ended_at < :before""",
        before=iso(before),
    )
