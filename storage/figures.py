"""How the program is doing, as far as the tables tell: counted when it is asked, so that nothing is counted before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.ringing import are_failing
from storage import ledgers, letters, mailboxes, push, sent
from storage.line import IS_OPEN
from storage.rows import iso, maybe_instant, one, rows, value

_MONTH, _DAY = timedelta(days=30), timedelta(days=1)


@dataclass(frozen=True)
class Queue:
    """What has not ended, and since when the oldest of it waits; None where nothing does."""

    depth: int
    oldest: datetime | None


@dataclass(frozen=True)
class Figures:
    """The figures of one instant."""

    inbox: Queue
    outbox: Queue
    last_update: datetime | None
    """When an update was stored last."""
    last_polls: Mapping[str, datetime]
    """By channel, to the minute, when it answered the question for updates last."""
    last_tick: datetime | None
    """When a slot of any tick was run last."""
    set_aside: int
    """Updates under an incident code."""
    retries: Mapping[str, int]
    """Messages that wait for another try, by why the last one failed (`Failure`, in small letters)."""
    ended: Mapping[str, int]
    """Messages of the last 30 days by how they ended (`OutboxState`)."""
    waiting: Mapping[str, int]
    """Messages that have not ended, by channel, also those that are for later."""
    held: Mapping[str, int]
    """Messages that a channel keeps and nobody has opened, by channel."""
    tick_failures: Mapping[str, int]
    """How often each tick has failed since it last did all it had to."""
    nudges: Mapping[str, int]
    """Notifications to browsers in the last 30 days by how they ended (`Nudged`)."""
    are_nudges_failing: bool
    """Whether push services take none any more."""
    push_subscriptions: int
    """Browsers that are notified."""
    base_bytes: int
    sent_today: Mapping[str, int]
    """Messages that each channel has taken since midnight in Viet Nam."""
    letters_failing_since: datetime | None
    """Since when the mail server has taken no letter, though one waits for it."""
    mailboxes: Mapping[str, int]
    """Addresses of e-mail that are used, that take no letters, and that are not confirmed."""


def read(db: Database, now: datetime) -> Figures:
    """Return the figures of now; what is to be sent later does not wait yet."""
    today = now.astimezone(VN).date()
    pages, size = value(db, "PRAGMA page_count"), value(db, "PRAGMA page_size")
    return Figures(
        inbox=_queue(db, "SELECT count(*) AS n, min(received_at) AS oldest FROM inbox WHERE state = 'new'"),
        outbox=_queue(
            db,
            """SELECT count(*) AS n, min(CASE state WHEN 'queued' THEN next_at ELSE created_at END) AS oldest
               FROM outbox WHERE state IN ('sending', 'retry', 'unknown') OR (state = 'queued' AND next_at <= :now)""",
            now=iso(now),
        ),
        # Their numbers never come again: the newest is the last.
        last_update=_instant(db, "SELECT received_at FROM inbox ORDER BY seq DESC LIMIT 1"),
        last_polls={
            row["name"].partition(":")[2]: datetime.fromisoformat(row["value"])
            for row in rows(db, "SELECT name, value FROM meta WHERE name LIKE 'last_poll:%'")
        },
        last_tick=_instant(db, "SELECT max(ran_at) FROM ticks"),
        set_aside=int(value(db, "SELECT count(*) FROM inbox WHERE state = 'quarantined'") or 0),
        retries=_by(
            db, "SELECT coalesce(error, '') AS name, count(*) AS n FROM outbox WHERE state = 'retry' GROUP BY 1"
        ),
        ended=_by(db, "SELECT state AS name, count(*) AS n FROM outbox WHERE ended_at IS NOT NULL GROUP BY 1"),
        waiting=_by(db, f"SELECT channel AS name, count(*) AS n FROM outbox WHERE {IS_OPEN} GROUP BY 1"),
        held=_by(db, "SELECT channel AS name, count(*) AS n FROM outbox WHERE state = 'held' GROUP BY 1"),
        tick_failures={name: failure.attempts for name, failure in ledgers.tick_failures(db).items()},
        nudges={name: each.count for name, each in push.outcomes(db, today - _MONTH).items()},
        are_nudges_failing=are_failing(push.outcomes(db, today - _DAY)),
        push_subscriptions=push.count(db),
        base_bytes=int(pages or 0) * int(size or 0),
        sent_today=sent.by_channel(db, datetime.combine(today, time.min, VN)),
        letters_failing_since=letters.failing_since(db),
        mailboxes=mailboxes.counted(db),
    )


def _queue(db: Database, sql: str, **params: str) -> Queue:
    row = one(db, sql, **params)
    assert row is not None
    return Queue(row["n"], maybe_instant(row["oldest"]))


def _instant(db: Database, sql: str) -> datetime | None:
    found = value(db, sql)
    return maybe_instant(None if found is None else str(found))


def _by(db: Database, sql: str) -> dict[str, int]:
    return {row["name"]: row["n"] for row in rows(db, sql)}
