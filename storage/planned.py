"""What is planned of reminders already, as a plan compares it with what follows now: read in sets."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlite_utils import Database

from bot.domain.reminders import OccurrenceState
from storage.rows import listed, rows

_COLUMNS = "r.key, r.subject, r.seat, r.send_on, r.state, r.queued_on, r.changed_at"
_MAY_LEAVE = "r.state IN ('planned', 'queued', 'expired')"
"""As in the partial indexes: SQLite takes one only where a query says the same."""


class Known(NamedTuple):
    """An occurrence as it stands in the base, its days and its state as texts: most are compared and left alone."""

    key: str
    subject: str
    seat: int
    send_on: str
    state: str
    queued_on: str | None
    changed_at: str

    def is_unsent(self, today: date) -> bool:
        """Whether it is neither sent nor on its way: the card of an earlier morning cannot be sent any more."""
        if self.state == _QUEUED:
            return self.queued_on is not None and self.queued_on < today.isoformat()
        return self.state in _UNSENT


_QUEUED = OccurrenceState.QUEUED.value
_UNSENT = (OccurrenceState.PLANNED.value, OccurrenceState.EXPIRED.value)


_OF_PERIODS = "'report', 'closing', 'approval', 'unanswered', 'unanswered_principal', 'unanswered_desk'"
"""Kinds that are of a report; the last three may be of a task, by what they are about: a period begins with a digit."""
_LEFT = f"r.subject < ':' AND {_MAY_LEAVE}"
_PERIODS = f"""WITH RECURSIVE period (iso) AS (
    SELECT min(r.subject) FROM reminders r WHERE {_LEFT}
    UNION ALL
    SELECT (SELECT min(r.subject) FROM reminders r WHERE {_LEFT} AND r.subject > period.iso)
    FROM period WHERE period.iso IS NOT NULL)
SELECT {_COLUMNS} FROM period CROSS JOIN reminders r ON r.subject = period.iso
WHERE {_LEFT} AND (r.state <> 'queued' OR r.queued_on < :today)
    AND period.iso NOT IN (SELECT value FROM json_each(:periods))"""
"""What is unsent of periods but these: period by period, so that those are not gone through that are left out."""


def of_tasks(db: Database, tasks: Collection[int]) -> list[Known]:
    """Return what is known of these tasks, which are looked up by their codes."""
    found = rows(
        db,
        f"""SELECT {_COLUMNS} FROM tasks t CROSS JOIN reminders r ON r.subject = t.code
            WHERE t.id IN (SELECT value FROM json_each(:tasks))""",
        tasks=listed(tasks),
    )
    return [Known(*row) for row in found]


def of_seats(db: Database, seats: Collection[int], periods: Collection[str]) -> list[Known]:
    """Return what is known of the reports of these seats for these periods (ISO), of their close and approval."""
    found = rows(
        db,
        f"""SELECT {_COLUMNS} FROM reminders r
            WHERE r.subject IN (SELECT value FROM json_each(:periods))
                AND r.seat IN (SELECT value FROM json_each(:seats)) AND r.kind IN ({_OF_PERIODS})""",
        seats=listed(seats),
        periods=listed(periods),
    )
    return [Known(*row) for row in found]


def of_periods_but(db: Database, periods: Collection[str], today: date, most: int) -> list[Known]:
    """Return what is unsent of the reports of all periods but these (ISO), at most so many."""
    found = rows(
        db,
        f"{_PERIODS} AND r.kind = 'report' LIMIT :most",
        periods=listed(periods),
        today=today.isoformat(),
        most=most,
    )
    return [Known(*row) for row in found]


def come_of_periods_but(db: Database, periods: Collection[str], today: date, most: int) -> list[Known]:
    """Return what has come due, and is unsent, of the close, the approval and the ladder of all periods but these."""
    found = rows(
        db,
        f"{_PERIODS} AND r.kind <> 'report' AND r.send_on <= :today LIMIT :most",
        periods=listed(periods),
        today=today.isoformat(),
        most=most,
    )
    return [Known(*row) for row in found]


def of_subjects(db: Database, subjects: Collection[str]) -> list[Known]:
    """Return what is known of these subjects, such as the codes of difficulties."""
    sql = f"SELECT {_COLUMNS} FROM reminders r WHERE r.subject IN (SELECT value FROM json_each(:subjects))"
    return [Known(*row) for row in rows(db, sql, subjects=listed(subjects))]


def unsent_subjects(db: Database, begins: Collection[str]) -> list[str]:
    """Return the subjects that begin so of which anything is unsent."""
    found: list[str] = []
    for begin in begins:
        # A range, for the index: the character behind the last of what they begin with.
        after = begin[:-1] + chr(ord(begin[-1]) + 1)
        within = f"r.subject >= :begin AND r.subject < :after AND {_MAY_LEAVE}"
        sql = f"SELECT DISTINCT r.subject FROM reminders r WHERE {within}"
        found += [row["subject"] for row in rows(db, sql, begin=begin, after=after)]
    return found
