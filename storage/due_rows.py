"""What a plan of reminders reads, in sets: the next tasks or seats, what they still owe, and who holds them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import accumulate
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.courses import TaskAct
from bot.domain.people import Role
from storage.people import HELD
from storage.rows import listed, rows, value


def tasks_after(db: Database, after: int, most: int, most_parts: int) -> list[int]:
    """Return the next tasks by id: at most so many, in which seats have at most so many parts, or one alone."""
    found = rows(
        db,
        """SELECT t.id, (SELECT count(*) FROM task_seats s WHERE s.task = t.id) AS parts
           FROM tasks t WHERE t.id > :after ORDER BY t.id LIMIT :most""",
        after=after,
        most=most,
    )
    return fitting(found, most_parts)


def fitting(found: Sequence[Row], most_parts: int) -> list[int]:
    """Return the first of these tasks in which seats have at most so many parts, or the first one alone."""
    within = accumulate(row["parts"] for row in found)
    first = [row["id"] for row, parts in zip(found, within, strict=True) if parts <= most_parts]
    return first or [row["id"] for row in found[:1]]


def seats_after(db: Database, after: int, most: int) -> list[int]:
    """Return the next seats by id, at most so many, whether or not they are still there."""
    sql = "SELECT id FROM seats WHERE id > :after ORDER BY id LIMIT :most"
    return [row["id"] for row in rows(db, sql, after=after, most=most)]


def tasks_of(db: Database, seats: Collection[int]) -> list[int]:
    """Return the tasks in which one of these seats has a part, by id."""
    sql = "SELECT DISTINCT task FROM task_seats WHERE seat IN (SELECT value FROM json_each(:seats)) ORDER BY task"
    return [row["task"] for row in rows(db, sql, seats=listed(seats))]


_MOVING = (
    TaskAct.RECEIVED,
    TaskAct.PROGRESSED,
    TaskAct.REPORTED,
    TaskAct.RETURNED,
    TaskAct.CONFIRMED,
    TaskAct.DONE,
    TaskAct.FULFILLED,
)
"""What moves a course from stage to stage; what holds it does not bring it back from its end."""
_HAS = "EXISTS (SELECT 1 FROM task_events e WHERE e.task = t.id AND e.kind = '{}')"
_HAS_ENDED = f"""NOT {_HAS.format(TaskAct.UNDONE.value)} AND ({_HAS.format(TaskAct.CANCELLED.value)} OR EXISTS (
    SELECT 1 FROM task_events e WHERE e.id = (
        SELECT max(m.id) FROM task_events m
        WHERE m.task = t.id AND m.kind IN ({", ".join(f"'{act.value}'" for act in _MOVING)}))
    AND (e.kind = 'done' OR e.kind IN ('confirmed', 'fulfilled')
        AND (SELECT count(*) FROM task_seats s WHERE s.task = t.id AND s.part = 'lead')
            + json_array_length(t.outside) = 1
        AND (e.agency <> '' AND e.agency = json_extract(t.outside, '$[0]')
            OR EXISTS (SELECT 1 FROM task_seats s WHERE s.task = t.id AND s.seat = e.seat AND s.part = 'lead')))))"""
"""Tasks that have ended beyond doubt, as most have after some years: they are not even read. Others may have too."""


def open_tasks(db: Database, tasks: Collection[int]) -> list[int]:
    """Return those of these tasks that may owe something; neither series nor what has surely ended."""
    found = rows(
        db,
        f"""SELECT t.id FROM tasks t WHERE t.id IN (SELECT value FROM json_each(:tasks))
            AND t.deadline_kind <> 'recurring' AND NOT ({_HAS_ENDED})""",
        tasks=listed(tasks),
    )
    return [row["id"] for row in found]


def settled(db: Database, seats: Collection[int], periods: Collection[str]) -> frozenset[tuple[int, str]]:
    """Return which seats owe no report for which of these periods (ISO): it was sent, is at an approver, is excused."""
    found = rows(
        db,
        """SELECT seat, period FROM reports
           WHERE seat IN (SELECT value FROM json_each(:seats)) AND period IN (SELECT value FROM json_each(:periods))
               AND kind = 'periodic' AND superseded_at IS NULL AND withdrawn_at IS NULL
           UNION ALL
           SELECT seat, subject FROM submissions
           WHERE seat IN (SELECT value FROM json_each(:seats)) AND subject IN (SELECT value FROM json_each(:periods))
               AND kind = 'report' AND ended_at IS NULL
           UNION ALL
           SELECT seat, period FROM excuses
           WHERE seat IN (SELECT value FROM json_each(:seats)) AND period IN (SELECT value FROM json_each(:periods))""",
        seats=listed(seats),
        periods=listed(periods),
    )
    return frozenset((row["seat"], row["period"]) for row in found)


def count_owing(db: Database, bodies: Collection[str], period: str, last_day: date) -> int:
    """Return how many seats of these bodies, of those that are there on the last day of a period (ISO), owe its report.

    Neither was it sent nor is it excused; one that waits for approval is still to come.
    """
    return int(
        value(
            db,
            """SELECT count(*) FROM seats s
               WHERE s.body IN (SELECT value FROM json_each(:bodies))
                   AND s.valid_from <= :day AND (s.valid_to IS NULL OR s.valid_to > :day)
                   AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.seat = s.id AND r.period = :period
                       AND r.kind = 'periodic' AND r.superseded_at IS NULL AND r.withdrawn_at IS NULL)
                   AND NOT EXISTS (SELECT 1 FROM excuses e WHERE e.seat = s.id AND e.period = :period)""",
            bodies=listed(bodies),
            day=last_day.isoformat(),
            period=period,
        )
        or 0
    )


Holders = Mapping[int, Mapping[Role, list[int]]]
"""By seat and role the persons who hold it, in the order of their ids."""


def holders(db: Database, seats: Collection[int], today: date) -> Holders:
    """Return who holds these seats today."""
    by_seat: dict[int, dict[Role, list[int]]] = {seat: {} for seat in seats}
    for row in rows(
        db,
        f"""SELECT DISTINCT d.seat, d.role, d.person FROM duties d
            WHERE d.seat IN (SELECT value FROM json_each(:seats)) AND {HELD} ORDER BY d.person""",
        seats=listed(by_seat),
        today=today.isoformat(),
    ):
        by_seat[row["seat"]].setdefault(Role(row["role"]), []).append(row["person"])
    return by_seat


def holding(held: Mapping[Role, list[int]], roles: frozenset[Role]) -> list[int]:
    """Return the persons of a seat who hold one of `roles`, each once, in the order of their ids."""
    return sorted({person for role in roles for person in held.get(role, ())})


def reachable(db: Database, role: Role, today: date) -> list[int]:
    """Return the persons who hold a role today and can be written to, in the order of their ids."""
    found = rows(
        db,
        f"""SELECT DISTINCT d.person FROM duties d WHERE d.role = :role AND {HELD} AND EXISTS (
                SELECT 1 FROM accounts a WHERE a.person = d.person AND a.unlinked_at IS NULL AND a.reach = 'ok')
            ORDER BY d.person""",
        role=role.value,
        today=today.isoformat(),
    )
    return [row["person"] for row in found]
