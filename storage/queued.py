"""The desk's queue in memory: where each difficulty stands, worked out anew only where something happened to it.

Where one stands is a rule over its events that no index answers; it changes with them, and not with time. So each
connection keeps it in tables of its own, which are gone with it: another program, which may know other rules, finds
nothing of it. Triggers say of what it is to be worked out anew; where another connection has written, of everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.reports import Urgency
from bot.domain.standings import Hour, Placed, Standing
from bot.domain.triage import URGENCIES, QueueFilter, QueueGroup, QueueView, mark
from storage.people import HELD
from storage.rows import Value, as_json, change, instant, iso, listed, maybe_instant, maybe_iso_day, one, rows, value

_TABLES = (
    """CREATE TEMP TABLE queued (
        row INTEGER PRIMARY KEY, code TEXT NOT NULL, seat INTEGER NOT NULL, urgency INTEGER NOT NULL,
        part TEXT NOT NULL, field TEXT NOT NULL, field_mark INTEGER NOT NULL, agency TEXT NOT NULL,
        agency_mark INTEGER NOT NULL, since TEXT NOT NULL, asked_until TEXT, reply_by TEXT, ended_at TEXT,
        conflicting INTEGER NOT NULL, directed INTEGER NOT NULL, asks_leader INTEGER NOT NULL)""",
    "CREATE INDEX temp.queued_of_code ON queued (code)",
    "CREATE TEMP TABLE queued_stale (code TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE queued_as_of (version INTEGER NOT NULL)",
)
_KEEP = f"""INSERT INTO queued SELECT {", ".join(f"json_extract(value, '$[{column}]')" for column in range(16))}
    FROM json_each(:rows)"""
# Not OR IGNORE: within a trigger the statement that fires it decides.
_TRIGGER = """CREATE TEMP TRIGGER queued_{table}_{event} AFTER {event} {of} ON main.{table} WHEN {when} BEGIN
    INSERT INTO queued_stale SELECT code FROM ({codes}) WHERE TRUE ON CONFLICT DO NOTHING; END"""
# What any version of a report carries, and what it says of others: that counts while this very version is live.
_OF_REPORT = """SELECT d.code FROM reports v CROSS JOIN difficulties d ON d.report = v.id WHERE v.code = {0}.code
    UNION SELECT e.difficulty FROM reports v CROSS JOIN difficulty_events e ON e.report = v.id
    WHERE v.code = {0}.code"""
_WATCHED = {
    "difficulties": ("SELECT {0}.code AS code", "", "TRUE"),
    "difficulty_events": ("SELECT {0}.difficulty AS code", "", "{0}.kind <> 'noted'"),
    "reports": (_OF_REPORT, "OF id, code, version, seat, urgency, superseded_at, withdrawn_at", "TRUE"),
}
_ROWS: Mapping[str, tuple[str, ...]] = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}
"""Which rows an event of a table has."""

_LATE = "(part = 'n' AND since < :new_before OR ifnull(asked_until < :now, 0) OR ifnull(reply_by < :today, 0))"
_MINE = f"""EXISTS (SELECT 1 FROM claims c JOIN duties d ON d.id = c.duty WHERE c.difficulty = queued.code
    AND c.ended_at IS NULL AND c.person = :person AND {HELD} AND (queued.ended_at IS NULL OR queued.ended_at < c.at))"""
# By numbers, of which 0 asks for nothing.
_LEFT = f"""(:field = 0 OR field_mark = :field) AND (:seat = 0 OR seat = :seat)
    AND (:agency = 0 OR agency_mark = :agency) AND (:urgency = 0 OR urgency = :urgency)
    AND (:conflicting = 0 OR conflicting) AND (:mine = 0 OR {_MINE})"""
_HERE = f"{_LEFT} AND (:part = 'a' OR part = :part OR :part = 'v' AND {_LATE})"
# Urgent ones first, then those to be handled early; of these the overdue ones, then the longest waiting.
_IN_ORDER = f"ORDER BY urgency = 0, urgency, NOT {_LATE}, since, code"
_COUNTS = f"SELECT part, count(*) AS many, sum({_LATE}) AS late FROM queued WHERE {_LEFT} GROUP BY part"
_PAGE = f"SELECT * FROM queued WHERE {_HERE} {_IN_ORDER} LIMIT :many OFFSET :first"
_CODES = f"SELECT code FROM queued WHERE {_HERE} {_IN_ORDER}"
_COLUMNS = {
    QueueFilter.FIELD: "field_mark",
    QueueFilter.SEAT: "seat",
    QueueFilter.AGENCY: "agency_mark",
    QueueFilter.URGENCY: "urgency",
}


@dataclass(frozen=True)
class Asked:
    """Which part of the queue is asked for, at which hour; `person`: whose work is mine."""

    view: QueueView
    person: int
    hour: Hour


def stale(db: Database) -> list[str]:
    """Return the difficulties that may be in the queue now, or not any more, otherwise than it is kept."""
    if not value(db, "SELECT EXISTS (SELECT 1 FROM sqlite_temp_master WHERE name = 'queued')"):
        _create(db)
    # Another number where another connection has written, which fires no trigger of this one.
    version = value(db, "PRAGMA data_version")
    if value(db, "SELECT version FROM queued_as_of") != version:
        _forget(db, version)
    return [row["code"] for row in rows(db, "SELECT code FROM queued_stale")]


def keep(db: Database, codes: Collection[str], found: Iterable[tuple[int, Placed]]) -> None:
    """Keep where these stand: `found`, each with its row, are those of them that are in the queue."""
    with _aside(db):
        change(db, "DELETE FROM queued WHERE code IN (SELECT value FROM json_each(:codes))", codes=listed(codes))
        change(db, _KEEP, rows=as_json([_row(each) for each in found]))
        change(db, "DELETE FROM queued_stale")


def counts(db: Database, asked: Asked) -> dict[QueueGroup, int]:
    """Return how many difficulties each part of the queue has, by the filters of a view."""
    found = {row["part"]: row for row in rows(db, _COUNTS, **_params(asked))}
    counted = {group: found[group.value]["many"] if group.value in found else 0 for group in QueueGroup}
    counted[QueueGroup.ALL] = sum(row["many"] for row in found.values())
    counted[QueueGroup.OVERDUE] = sum(row["late"] for row in found.values())
    return counted


def page(db: Database, asked: Asked, first: int, many: int) -> list[Placed]:
    """Return so many of a part from this one on, counted from 0, in the order in which they are handled."""
    return [_placed(row) for row in rows(db, _PAGE, **_params(asked), first=first, many=many)]


def codes(db: Database, asked: Asked) -> list[str]:
    """Return the difficulties of a part in the order in which they are handled."""
    return [row["code"] for row in rows(db, _CODES, **_params(asked))]


def values(db: Database, asked: Asked, which: QueueFilter) -> list[tuple[int, int]]:
    """Return the values of a filter with how many difficulties have each, the most frequent first."""
    # Names of columns come from the program, never from people.
    column = _COLUMNS[which]
    sql = f"""SELECT {column} AS value, count(*) AS many FROM queued WHERE {_HERE} AND {column} <> 0
              GROUP BY {column} ORDER BY many DESC, value"""
    return [(row["value"], row["many"]) for row in rows(db, sql, **_params(asked))]


def example(db: Database, which: QueueFilter, wanted: int) -> Placed | None:
    """Return the first difficulty in the queue that has a value of a filter; None where none has."""
    row = one(db, f"SELECT * FROM queued WHERE {_COLUMNS[which]} = :wanted ORDER BY row LIMIT 1", wanted=wanted)
    return _placed(row) if row else None


def for_leaders(db: Database) -> list[str]:
    """Return the difficulties that wait for a leader's opinion, what was sent first standing first."""
    return [row["code"] for row in rows(db, "SELECT code FROM queued WHERE asks_leader ORDER BY since, row")]


def _params(asked: Asked) -> dict[str, Value]:
    view, hour = asked.view, asked.hour
    return {
        "part": view.group.value, "field": view.field, "seat": view.seat, "agency": view.agency,
        "urgency": view.urgency, "conflicting": view.conflicting or 0, "mine": view.mine, "person": asked.person,
        "now": iso(hour.now), "today": hour.today.isoformat(), "new_before": iso(hour.new_before),
    }  # fmt: skip


def _create(db: Database) -> None:
    with _aside(db):
        for statement in (*_TABLES, *_triggers()):
            db.conn.execute(statement)


def _triggers() -> Iterator[str]:
    for table, (found, columns, when) in _WATCHED.items():
        for event, both in _ROWS.items():
            of, asked = columns if event == "UPDATE" else "", " OR ".join(map(when.format, both))
            of_both = " UNION ".join(map(found.format, both))
            yield _TRIGGER.format(table=table, event=event, of=of, when=asked, codes=of_both)


def _forget(db: Database, version: Value) -> None:
    """Everything is to be worked out anew."""
    with _aside(db):
        for table in ("queued", "queued_stale", "queued_as_of"):
            change(db, f"DELETE FROM {table}")
        change(db, "INSERT INTO queued_stale SELECT code FROM difficulties_unended")
        change(db, "INSERT INTO queued_as_of VALUES (:version)", version=version)


@contextmanager
def _aside(db: Database) -> Iterator[None]:
    """Write into what this connection keeps beside the base, also where it only reads that: the file is opened so."""
    reads = int(value(db, "PRAGMA query_only") or 0)
    change(db, "PRAGMA query_only=OFF")
    try:
        yield
    finally:
        change(db, f"PRAGMA query_only={reads}")


def _row(found: tuple[int, Placed]) -> tuple[Value, ...]:
    row, placed = found
    at = placed.standing
    return (
        row, placed.code, placed.seat, URGENCIES.index(placed.urgency) + 1 if placed.urgency else 0, at.group.value,
        at.field, mark(at.field), at.agency, mark(at.agency), iso(at.since), iso(at.asked_until) if at.asked_until
        else None, maybe_iso_day(at.reply_by), iso(at.ended_at) if at.ended_at else None, at.conflicting, at.directed,
        at.asks_leader,
    )  # fmt: skip


def _placed(row: Row) -> Placed:
    standing = Standing(
        group=QueueGroup(row["part"]),
        field=row["field"],
        agency=row["agency"],
        since=instant(row["since"]),
        asked_until=maybe_instant(row["asked_until"]),
        reply_by=date.fromisoformat(row["reply_by"]) if row["reply_by"] else None,
        ended_at=maybe_instant(row["ended_at"]),
        conflicting=bool(row["conflicting"]),
        directed=bool(row["directed"]),
        asks_leader=bool(row["asks_leader"]),
    )
    return Placed(row["code"], row["seat"], _urgency(row["urgency"]), standing)


def _urgency(number: int) -> Urgency | None:
    return URGENCIES[number - 1] if number else None
