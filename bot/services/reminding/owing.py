"""Is what a reminder tells of still owed? Asked when a message is made, when it leaves and when it has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Due
from bot.services.tasks import dues
from bot.services.upkeep import idle_drafts
from storage import reports, seat_requests, submissions
from storage.unit import Unit


def still_owed(db: Database, owed: Mapping[str, Any], _now: datetime) -> bool:
    """The guard of a reminder: is one of the `reports`, each a period and a seat, or anything of tasks still owed?

    Or does one of the `drafts` still lie that it tells of. What is kept of tasks is as `dues.as_plain` keeps it.
    """
    return (
        any(_is_missing(db, period, seat) for period, seat in owed["reports"])
        or dues.any_owed(db, owed)
        or idle_drafts.still_lie(db, owed.get("drafts", ()))
    )


def is_owed(unit: Unit, due: Due) -> bool:
    return _is_missing(unit.db, due.subject, due.seat) if due.kind is Kind.REPORT else dues.is_owed(unit, due)


def _is_missing(db: Database, period: str, seat: int) -> bool:
    """What waits for approval is not owed by whoever wrote it, and whoever approves has a reminder of their own."""
    if reports.live_report(db, seat, period) or submissions.waiting_for(db, seat, period):
        return False
    return not seat_requests.is_excused(db, seat, period)


def as_plain(unit: Unit, found: Sequence[Due]) -> dict[str, Any]:
    reported = [[due.subject, due.seat] for due in found if due.kind is Kind.REPORT]
    return {"reports": reported, **dues.as_plain(unit, [due for due in found if due.kind is not Kind.REPORT])}
