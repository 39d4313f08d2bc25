"""Forecasts that were asked for and made, what the desk took out of the plan, and what a plan did not send."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.forecasts import Forecast, as_plain, of_plain
from bot.domain.reminders import Occurrence
from storage import reminders
from storage.rows import change, insert, instant, iso, listed, maybe_instant, one, rows


@dataclass(frozen=True)
class Wanted:
    """A forecast that an account asked for, to the end of a day; it was made, or it failed, or it is being made."""

    id: int
    account: int
    until: date
    asked_at: datetime
    made_at: datetime | None
    failed_at: datetime | None


@dataclass(frozen=True)
class Override:
    """What the desk set for a reminder: another day, or none at all."""

    key: str
    send_on: date | None
    person: int
    at: datetime


def ask(db: Database, account: int, until: date, now: datetime) -> int:
    """Record that a forecast is wanted; return its id."""
    return insert(
        db,
        "INSERT INTO forecasts (account, until, asked_at) VALUES (:account, :until, :now)",
        account=account,
        until=until.isoformat(),
        now=iso(now),
    )


def next_wanted(db: Database) -> Wanted | None:
    """Return what has waited longest to be made."""
    row = one(db, "SELECT * FROM forecasts WHERE made_at IS NULL AND failed_at IS NULL ORDER BY id LIMIT 1")
    return _wanted(row) if row else None


def wanted_by(db: Database, account: int) -> Wanted | None:
    """Return what is being made for an account."""
    row = one(
        db,
        """SELECT * FROM forecasts WHERE made_at IS NULL AND failed_at IS NULL AND account = :account
           ORDER BY id DESC LIMIT 1""",
        account=account,
    )
    return _wanted(row) if row else None


def by_id(db: Database, number: int) -> tuple[Wanted, Forecast | None] | None:
    """Return a forecast, with what it says once it is made."""
    row = one(db, "SELECT * FROM forecasts WHERE id = :id", id=number)
    return (_wanted(row), _body(row)) if row else None


def newest(db: Database) -> tuple[Wanted, Forecast] | None:
    """Return the forecast that was made last."""
    row = one(db, "SELECT * FROM forecasts WHERE body IS NOT NULL ORDER BY made_at DESC, id DESC LIMIT 1")
    body = _body(row) if row else None
    return (_wanted(row), body) if row and body else None


def finish(db: Database, number: int, found: Forecast | None, now: datetime) -> None:
    """Record what a forecast says; None where it could not be made."""
    change(
        db,
        """UPDATE forecasts SET body = :body, made_at = CASE WHEN :body IS NOT NULL THEN :now END,
               failed_at = CASE WHEN :body IS NULL THEN :now END WHERE id = :id""",
        id=number,
        body=json.dumps(as_plain(found)) if found else None,
        now=iso(now),
    )


def purge_forecasts(db: Database, before: datetime) -> int:
    """Delete what was asked for before an instant; return how many forecasts that were.

    The last one leaves its number behind: buttons and messages go by it, so it must not become another's.
    """
    blanked = change(
        db,
        f"""UPDATE forecasts SET body = NULL
            WHERE asked_at < :before AND body IS NOT NULL AND id = {_LAST}""",
        before=iso(before),
    )
    return blanked + change(db, f"DELETE FROM forecasts WHERE asked_at < :before AND id < {_LAST}", before=iso(before))


_LAST = "(SELECT max(id) FROM forecasts)"


def overrides(db: Database, keys: Collection[str]) -> dict[str, Override]:
    """Return what the desk set for these reminders, by key."""
    found = rows(
        db,
        "SELECT * FROM reminder_overrides WHERE key IN (SELECT value FROM json_each(:keys))",
        keys=listed(keys),
    )
    return {row["key"]: _override(row) for row in found}


def put_override(db: Database, override: Override) -> None:
    """Set another day for a reminder, or that it is not sent at all."""
    change(
        db,
        """INSERT INTO reminder_overrides (key, send_on, person, at) VALUES (:key, :send_on, :person, :at)
           ON CONFLICT (key) DO UPDATE SET send_on = excluded.send_on, person = excluded.person, at = excluded.at""",
        key=override.key,
        send_on=override.send_on.isoformat() if override.send_on else None,
        person=override.person,
        at=iso(override.at),
    )


def drop_override(db: Database, key: str, today: date, now: datetime) -> None:
    """Let the rules alone decide on a reminder again: what was cancelled for a day to come is planned again."""
    change(db, "DELETE FROM reminder_overrides WHERE key = :key", key=key)
    change(
        db,
        """UPDATE reminders SET state = 'planned', reason = NULL, changed_at = :now
           WHERE key = :key AND state = 'skipped' AND reason = 'desk' AND send_on >= :today""",
        key=key,
        today=today.isoformat(),
        now=iso(now),
    )


def lay_over(db: Database, now: datetime) -> None:
    """Skip what is planned and was cancelled by the desk, and put what it moved on its other day."""
    # One by one: they are few, and nothing is written where there are none.
    for row in rows(db, "SELECT key, send_on FROM reminder_overrides"):
        change(db, _CANCEL if row["send_on"] is None else _MOVE, key=row["key"], send_on=row["send_on"], now=iso(now))


_CANCEL = """UPDATE reminders SET state = 'skipped', reason = 'desk', changed_at = :now
             WHERE key = :key AND state IN ('planned', 'expired') AND :send_on IS NULL"""
_MOVE = """UPDATE reminders SET send_on = :send_on, changed_at = :now
           WHERE key = :key AND state = 'planned' AND send_on <> :send_on"""


def purge_overrides(db: Database, before: datetime) -> int:
    """Delete what was set before an instant; return how much."""
    return change(db, "DELETE FROM reminder_overrides WHERE at < :before", before=iso(before))


def not_sent(db: Database, since: datetime) -> list[tuple[Occurrence, str, datetime]]:
    """Return what was skipped or folded since an instant, or cancelled for a day after it: why, and when.

    Left out is what was of the past before it was first planned.
    """
    found = rows(
        db,
        """SELECT key, coalesce(reason, '') AS reason, changed_at FROM reminders
           WHERE state IN ('skipped', 'folded')
               AND ((changed_at >= :since AND NOT (reason IS 'planned_late' AND send_on < :day))
                   OR (reason = 'desk' AND send_on >= :day))
           ORDER BY changed_at, key""",
        since=iso(since),
        day=since.astimezone(VN).date().isoformat(),
    )
    known = {each.key: each for each in reminders.occurrences(db, [row["key"] for row in found])}
    return [(known[row["key"]], row["reason"], instant(row["changed_at"])) for row in found]


def ended(db: Database, keys: Collection[str]) -> frozenset[str]:
    """Return those of these reminders that are known and will not come any more: sent, overtaken, or dropped."""
    found = rows(
        db,
        """SELECT key FROM reminders WHERE key IN (SELECT value FROM json_each(:keys))
               AND state NOT IN ('planned', 'queued', 'expired')""",
        keys=listed(keys),
    )
    return frozenset(row["key"] for row in found)


def _wanted(row: Row) -> Wanted:
    return Wanted(
        row["id"],
        row["account"],
        date.fromisoformat(row["until"]),
        instant(row["asked_at"]),
        maybe_instant(row["made_at"]),
        maybe_instant(row["failed_at"]),
    )


def _body(row: Row) -> Forecast | None:
    return of_plain(json.loads(row["body"])) if row["body"] else None


def _override(row: Row) -> Override:
    send_on = date.fromisoformat(row["send_on"]) if row["send_on"] else None
    return Override(row["key"], send_on, row["person"], instant(row["at"]))
