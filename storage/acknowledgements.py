"""Who confirmed that something is overdue, how they were told of it, and what they have said of it since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.answering import AGAIN, Acknowledged, Matter, Step, Told
from bot.domain.courses import TaskAct
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import OccurrenceState, SkipReason
from storage.rows import change, instant, iso, listed, maybe_day, one, rows

_ANSWERS = (TaskAct.PROGRESSED, TaskAct.REPORTED, TaskAct.EXTENSION_ASKED, TaskAct.ASKED)
"""What a lead says of a task by itself answers that it is overdue."""
_OVERDUE = "kind IN ('report', 'task') AND mark GLOB 'o[0-9]*'"
"""Reminders after a deadline of what is confirmed."""
_OF = "subject = :subject AND seat = :seat AND due_on = :due_on"


def add(db: Database, matter: Matter, person: int, now: datetime) -> bool:
    """Record that somebody of the seat has seen it; return False where somebody had confirmed it before."""
    added = change(
        db,
        """INSERT INTO acknowledgements (kind, subject, seat, due_on, person, at)
           VALUES (:kind, :subject, :seat, :due_on, :person, :now)
           ON CONFLICT (subject, seat, due_on) DO NOTHING""",
        kind=matter.kind.value,
        person=person,
        now=iso(now),
        **_named(matter),
    )
    return added > 0


def of(db: Database, matter: Matter) -> Acknowledged | None:
    """Return who confirmed a matter, None where nobody has."""
    row = one(
        db,
        f"SELECT p.full_name, a.at FROM acknowledgements a JOIN persons p ON p.id = a.person WHERE {_OF}",
        **_named(matter),
    )
    return Acknowledged(row["full_name"], instant(row["at"])) if row else None


def confirmed(db: Database, matters: Collection[Matter]) -> set[Matter]:
    """Return those of these matters that somebody confirmed."""
    found = rows(
        db,
        """SELECT subject, seat, due_on FROM acknowledgements
           WHERE subject IN (SELECT value FROM json_each(:subjects))""",
        subjects=listed({matter.subject for matter in matters}),
    )
    return {_matter(row) for row in found} & set(matters)


def told(db: Database, matters: Collection[Matter], today: date) -> Mapping[Matter, Told]:
    """Return of these matters, as far as people were or are to be told that they are overdue, how far they were.

    What is only planned counts when it has gone, so that a plan follows from no other plan. Of what was overdue before
    anything of it could be planned nobody was told, and nobody is asked for a sign.
    """
    found = rows(
        db,
        f"""SELECT subject, seat, due_on, min(send_on) AS first_on,
                max(state IN ('planned', 'queued', 'expired')) AS open,
                min(CASE WHEN state = 'sent' THEN queued_on END) AS sent_on
            FROM reminders WHERE subject IN (SELECT value FROM json_each(:subjects))
                AND seat IN (SELECT value FROM json_each(:seats)) AND {_OVERDUE} AND send_on <= :today
                AND coalesce(reason, '') <> 'planned_late' AND state NOT IN ('planned', 'superseded')
            GROUP BY subject, seat, due_on""",
        subjects=listed({matter.subject for matter in matters}),
        seats=listed({matter.seat for matter in matters}),
        today=today.isoformat(),
    )
    return {
        _matter(row): Told(date.fromisoformat(row["first_on"]), maybe_day(row["sent_on"]), bool(row["open"]))
        for row in found
    }


def answered_on(db: Database, matters: Collection[Matter]) -> dict[Matter, date]:
    """Return the days on which the leads of these tasks said something of them last."""
    by_course = {(matter.subject, matter.seat): matter for matter in matters if matter.kind is Kind.TASK}
    found = rows(
        db,
        """SELECT t.code, e.seat, max(e.at) AS at FROM tasks t JOIN task_events e ON e.task = t.id
           WHERE t.code IN (SELECT value FROM json_each(:codes)) AND e.kind IN (SELECT value FROM json_each(:acts))
           GROUP BY t.code, e.seat""",
        codes=listed({code for code, _ in by_course}),
        acts=listed([act.value for act in _ANSWERS]),
    )
    days = {(row["code"], row["seat"]): instant(row["at"]).astimezone(VN).date() for row in found}
    return {matter: days[course] for course, matter in by_course.items() if course in days}


def is_waited_for(db: Database, matter: Matter, since: date) -> bool:
    """Return whether nobody has confirmed a matter, nor said anything of it since a day."""
    said = answered_on(db, [matter]).get(matter)
    return of(db, matter) is None and (said is None or said < since)


def steps(db: Database, matter: Matter, persons: Collection[int], today: date) -> list[Step]:
    """Return what was to be sent to these persons by today about a matter since its deadline, in order of the day."""
    found = rows(
        db,
        f"""SELECT kind, mark, coalesce(queued_on, send_on) AS day, state, reason FROM reminders
            WHERE person IN (SELECT value FROM json_each(:persons)) AND {_OF} AND send_on <= :today
                AND state <> 'superseded' AND (kind IN (SELECT value FROM json_each(:again)) OR mark GLOB 'o[0-9]*')
            ORDER BY day, key""",
        persons=listed(persons),
        again=listed(sorted(kind.value for kind in AGAIN)),
        today=today.isoformat(),
        **_named(matter),
    )
    return [
        Step(
            row["kind"] in AGAIN,
            date.fromisoformat(row["day"]),
            OccurrenceState(row["state"]),
            SkipReason(row["reason"]) if row["reason"] else None,
        )
        for row in found
    ]


def asked_with(db: Database, matter: Matter, persons: Collection[int]) -> list[str]:
    """Return the keys of the reminders that asked these persons for a sign of a matter."""
    found = rows(
        db,
        f"""SELECT key FROM reminders WHERE person IN (SELECT value FROM json_each(:persons)) AND {_OF}
            AND queued_on IS NOT NULL AND (kind IN (SELECT value FROM json_each(:again)) OR mark GLOB 'o[0-9]*')""",
        persons=listed(persons),
        again=listed(sorted(kind.value for kind in AGAIN)),
        **_named(matter),
    )
    return [row["key"] for row in found]


def messages(db: Database, keys: Collection[str]) -> list[tuple[int, str]]:
    """Return the accounts and anchors of the messages that held one of these reminders."""
    found = rows(
        db,
        """SELECT DISTINCT o.account, o.anchor FROM outbox o JOIN accounts a ON a.id = o.account
           WHERE o.topic = 'reminder' AND o.anchor IS NOT NULL AND a.unlinked_at IS NULL
               AND a.person IN (SELECT person FROM reminders WHERE key IN (SELECT value FROM json_each(:keys)))
               AND EXISTS (SELECT 1 FROM json_tree(o.topic_arguments) k
                           WHERE k.value IN (SELECT value FROM json_each(:keys)))""",
        keys=listed(keys),
    )
    return [(row["account"], row["anchor"]) for row in found]


def purge(db: Database, before: date) -> int:
    """Delete what was confirmed of deadlines before a day; return how much."""
    return change(db, "DELETE FROM acknowledgements WHERE due_on < :before", before=before.isoformat())


def _named(matter: Matter) -> dict[str, str | int]:
    return {"subject": matter.subject, "seat": matter.seat, "due_on": matter.due_on.isoformat()}


def _matter(row: Row) -> Matter:
    return Matter(row["subject"], row["seat"], date.fromisoformat(row["due_on"]))
