"""Occurrences of reminders: planned once, queued with a message, and ended as that message ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.reminder_rules import Kind, Mark
from bot.domain.reminders import Due, Occurrence, OccurrenceState, SkipReason
from storage.rows import as_json, change, instant, iso, listed, maybe_iso_day, one, rows, value

_IS_UNSENT = "(state IN ('planned', 'expired') OR (state = 'queued' AND queued_on < :today))"
"""The card of an earlier morning cannot be sent any more, whether or not its end has been noted."""
_WAS_GIVEN_UP = "state IN ('folded', 'skipped') AND queued_on IS NOT NULL AND changed_at >= :since"
Planned = tuple[Mark, Due, date]
"""What is planned: the mark and the day of what is due. Thousands are written at once, and read by nobody."""


def put_plan(
    db: Database,
    occurrences: Mapping[str, Planned],
    version: int,
    today: date,
    now: datetime,
    since: date | None = None,
) -> None:
    """Record what is planned, by key, by the rules of a version, and was not yet.

    One that was superseded is planned again before its day has passed, and one that was skipped later than now, by a
    clock that has been set back since.

    One whose day has moved, because days off were decided, moves. An occurrence whose day had passed before it was
    first planned is recorded as skipped; not one whose day lies in an interruption, on `since` or after it: the first
    day whose morning no plan has seen.
    """
    unseen = min(since or today, today).isoformat()
    plain = _plain(occurrences)
    change(db, _PUT, rows=plain, version=version, today=today.isoformat(), since=unseen, now=iso(now))


# Materialized: each mention of a value of `json_each` has it written as text once more.
_PUT = """WITH found AS MATERIALIZED (SELECT value FROM json_each(:rows)) INSERT INTO reminders
        (key, mark, kind, subject, person, seat, due_on, opening_on, send_on, version, state, reason, changed_at)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
        value ->> 8, :version, iif(value ->> 8 < :since, 'skipped', 'planned'),
        iif(value ->> 8 < :since, 'planned_late', NULL), :now
    FROM found WHERE TRUE
    ON CONFLICT (key) DO UPDATE SET
            state = 'planned', reason = NULL, send_on = excluded.send_on, version = excluded.version, changed_at = :now
        WHERE (state = 'superseded' AND excluded.send_on >= :today)
            OR (state = 'skipped' AND changed_at > :now
                AND (reason IS NOT 'planned_late' OR excluded.send_on >= :today))
            OR (state = 'planned' AND send_on <> excluded.send_on)"""


def _plain(occurrences: Mapping[str, Planned]) -> str:
    """Occurrences as the one parameter of the statement that writes them, however many they are."""
    return as_json([_values(key, *each) for key, each in occurrences.items()])


def _values(key: str, mark: Mark, due: Due, send_on: date) -> Sequence[str | int | None]:
    opening_on, days = maybe_iso_day(due.opening_on), (due.due_on.isoformat(), send_on.isoformat())
    return key, mark.code, due.kind, due.subject, due.person, due.seat, days[0], opening_on, days[1]


def unsent(db: Database, today: date) -> list[Occurrence]:
    """Return what is neither sent nor on its way today, in order of the day."""
    found = rows(db, f"SELECT * FROM reminders WHERE {_IS_UNSENT} ORDER BY send_on, key", today=today.isoformat())
    return [occurrence_of(row) for row in found]


def occurrences(db: Database, keys: Iterable[str]) -> list[Occurrence]:
    """Return the occurrences with these keys, what is due first in front."""
    found = rows(
        db,
        "SELECT * FROM reminders WHERE key IN (SELECT value FROM json_each(:keys)) ORDER BY due_on, key",
        keys=listed(keys),
    )
    return [occurrence_of(row) for row in found]


def mark(
    db: Database,
    occurrences: Iterable[Occurrence],
    state: OccurrenceState,
    now: datetime,
    reason: SkipReason | None = None,
) -> None:
    """Record what became of occurrences; `reason`: why they were skipped."""
    mark_keys(db, [occurrence.key for occurrence in occurrences], state, now, reason)


def mark_keys(
    db: Database, keys: Collection[str], state: OccurrenceState, now: datetime, reason: SkipReason | None = None
) -> None:
    """Record what became of the occurrences with these keys, together."""
    if keys:
        change(
            db,
            """UPDATE reminders SET state = :state, reason = :reason, changed_at = :now
               WHERE key IN (SELECT value FROM json_each(:keys))""",
            keys=listed(keys),
            state=state,
            reason=reason,
            now=iso(now),
        )


def queue(db: Database, occurrences: Iterable[Occurrence], today: date, slot: time, now: datetime) -> None:
    """Record that the message of an hour of today holds occurrences."""
    change(
        db,
        """UPDATE reminders SET state = 'queued', queued_on = :today, slot = :slot, changed_at = :now
           WHERE key IN (SELECT value FROM json_each(:keys))""",
        keys=listed(occurrence.key for occurrence in occurrences),
        today=today.isoformat(),
        slot=slot.isoformat("minutes"),
        now=iso(now),
    )


def carried(db: Database, keys: Collection[str], day: date) -> list[Occurrence]:
    """Return those of the occurrences that a message of this morning was the last to hold, and that nobody got yet."""
    # What did not reach one account may reach another: expired ones can still become sent.
    found = rows(
        db,
        """SELECT r.* FROM json_each(:keys) k CROSS JOIN reminders r ON r.key = k.value
           WHERE r.queued_on = :day AND r.state IN ('queued', 'expired') ORDER BY k.id""",
        keys=listed(keys),
        day=day.isoformat(),
    )
    return [occurrence_of(row) for row in found]


def desk_card_since(db: Database, account: int, day: date) -> bool:
    """Return whether an officer has got, or is about to get, the desk's card of a day or of one after it."""
    sql = """SELECT 1 FROM outbox WHERE account = :account AND topic = 'reminder'
             AND json_extract(topic_arguments, '$.desk') AND json_extract(topic_arguments, '$.day') >= :day
             AND state NOT IN ('failed', 'cancelled', 'expired') LIMIT 1"""
    return one(db, sql, account=account, day=day.isoformat()) is not None


def undelivered(db: Database) -> int:
    """Return how many occurrences did not arrive and are to be sent again."""
    return int(value(db, "SELECT count(*) FROM reminders WHERE state = 'expired'") or 0)


def given_up(db: Database, since: datetime) -> list[tuple[Occurrence, datetime]]:
    """Return what did not arrive and has been skipped, or replaced by a nearer one, since an instant, and when."""
    found = rows(db, f"SELECT * FROM reminders WHERE {_WAS_GIVEN_UP} ORDER BY changed_at, key", since=iso(since))
    return [(occurrence_of(row), instant(row["changed_at"])) for row in found]


def come(db: Database, kind: Kind, today: date) -> list[Due]:
    """Return what occurrences of a kind are about whose day has come, whatever became of them but superseded."""
    found = rows(
        db,
        """SELECT * FROM reminders WHERE key GLOB :prefix AND send_on <= :today AND state <> 'superseded'
           ORDER BY due_on, key""",
        prefix=f"{kind}-[a-z]*",
        today=today.isoformat(),
    )
    return [occurrence_of(row).due for row in found]


def purge_reminders(db: Database, before: date) -> int:
    """Delete occurrences of deadlines before a day; return how many."""
    return change(db, "DELETE FROM reminders WHERE due_on < :before", before=before.isoformat())


def purge_some_reminders(db: Database, before: date, after: int, most: int) -> int | None:
    """Delete those among so many occurrences behind the number `after`; return the last looked at, None at the end.

    There may be a million, of which hardly any go: an index of their deadlines would cost each of them more.
    """
    last = after + most
    change(
        db,
        "DELETE FROM reminders WHERE rowid > :after AND rowid <= :last AND due_on < :before",
        after=after,
        last=last,
        before=before.isoformat(),
    )
    return last if value(db, "SELECT 1 FROM reminders WHERE rowid > :last LIMIT 1", last=last) else None


def occurrence_of(row: Row) -> Occurrence:
    """Return what a row of the table is."""
    opening = date.fromisoformat(row["opening_on"]) if row["opening_on"] else None
    due_on = date.fromisoformat(row["due_on"])
    due = Due(Kind(row["kind"]), row["subject"], row["person"], row["seat"], due_on, opening)
    return Occurrence(Mark.parse(row["mark"]), due, date.fromisoformat(row["send_on"]))
