"""The steps of the schema with which a plan of reminders writes less, and looks only at what has changed.

Triggers put down whose plan may be another one now. They stand on every table that a plan reads; a test records what
it reads (`tests/services/test_plan_marks.py`).
"""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# A table by its keys, which are long texts, has them in every entry of every index as well.
_BY_NUMBER = """
CREATE TABLE new_reminders (
    key TEXT PRIMARY KEY NOT NULL,
    mark TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES persons,
    seat INTEGER NOT NULL REFERENCES seats,
    due_on TEXT NOT NULL,
    opening_on TEXT,
    send_on TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('planned', 'queued', 'sent', 'expired', 'folded', 'skipped', 'superseded')),
    reason TEXT,
    queued_on TEXT,
    slot TEXT,
    changed_at TEXT NOT NULL
);
INSERT INTO new_reminders SELECT * FROM reminders;
DROP TABLE reminders;
ALTER TABLE new_reminders RENAME TO reminders;
CREATE INDEX reminders_unsent ON reminders (send_on) WHERE state IN ('planned', 'queued', 'expired');
CREATE INDEX reminders_of_person ON reminders (person, queued_on);
CREATE INDEX reminders_of_subject ON reminders (subject, seat);
CREATE INDEX reminders_of_periods ON reminders (subject)
    WHERE subject < ':' AND state IN ('planned', 'queued', 'expired');
CREATE INDEX reminders_skipped ON reminders (changed_at) WHERE state = 'skipped' AND reason <> 'planned_late';
"""


def m052_reminders_by_number(db: Database) -> None:
    """Occurrences are stored by a number that nobody sees; of their indexes only that of the keys holds the keys.

    What is left of periods, whose subjects begin with a digit, is found for every kind of reminder, and so is what was
    skipped though it should have been sent.
    """
    run(db, _BY_NUMBER)


_TABLES = """
CREATE TABLE tasks_to_plan (task INTEGER PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE seats_to_plan (seat INTEGER PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE plan_basis (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    basis TEXT NOT NULL,
    waited INTEGER NOT NULL CHECK (waited IN (0, 1))
);
INSERT INTO plan_basis (id, basis, waited) VALUES (1, '', 1);
"""
_EVERYTHING = "UPDATE plan_basis SET basis = '' WHERE basis <> ''"
_WAITED = "UPDATE plan_basis SET waited = 1 WHERE waited = 0"


def _task(task: str) -> tuple[str, ...]:
    """A task, what of it are parts or occurrences, and the parts of those."""
    family = f"""SELECT {task} AS task UNION SELECT id FROM tasks WHERE parent = {task}
        UNION SELECT id FROM tasks WHERE series = {task}
        UNION SELECT p.id FROM tasks o JOIN tasks p ON p.parent = o.id WHERE o.series = {task}"""
    return (_into("tasks", f"SELECT task FROM ({family}) WHERE TRUE"),)


def _into(which: str, found: str) -> str:
    # Not OR IGNORE: within a trigger the statement that fires it decides, and one that updates on a conflict aborts.
    return f"INSERT INTO {which}_to_plan {found} ON CONFLICT DO NOTHING"


def _seat(seat: str) -> tuple[str, ...]:
    """The reports of a seat; nothing where there is none."""
    return (_into("seats", f"SELECT {seat} WHERE {seat} IS NOT NULL"),)


def _holders(seat: str) -> tuple[str, ...]:
    """Everything that is asked of whoever holds a seat."""
    return (*_seat(seat), _into("tasks", f"SELECT task FROM task_seats WHERE seat = {seat}"), _WAITED)


def _subject(row: str) -> tuple[str, ...]:
    """Whatever a reminder is about: the code of a task, a period and a seat, or what is waited for."""
    subject = f"{row}.subject"
    is_task = f"EXISTS (SELECT 1 FROM tasks WHERE code = {subject})"
    return (
        _into("tasks", f"SELECT id FROM tasks WHERE code = {subject}"),
        _into("seats", f"SELECT {row}.seat WHERE {subject} < ':'"),
        f"{_WAITED} AND {subject} >= ':' AND NOT {is_task}",
    )


def _override(row: str) -> tuple[str, ...]:
    """What a reminder is about that the desk cancelled, moved, or leaves to the rules again."""
    of_key = f"FROM reminders r WHERE r.key = {row}.key"
    return (
        _into("tasks", f"SELECT t.id FROM tasks t WHERE t.code = (SELECT r.subject {of_key})"),
        _into("seats", f"SELECT r.seat {of_key}"),
        _WAITED,
    )


# Its statements stand on the line of its end: `run` takes a step apart where lines end.
_TRIGGER = "CREATE TRIGGER {table}_to_plan_{name} AFTER {event} ON {table} WHEN {when} BEGIN {statements}; END;\n"


def _trigger(table: str, event: str, statements: tuple[str, ...], when: str = "TRUE") -> str:
    name = event.split()[0].lower()
    return _TRIGGER.format(table=table, name=name, event=event, when=when, statements="; ".join(statements))


_ROWS = {
    "tasks": lambda row: _task(f"{row}.id"),
    "task_seats": lambda row: _task(f"{row}.task"),
    "task_events": lambda row: _task(f"{row}.task"),
    "seats": lambda row: _holders(f"{row}.id"),
    "delegations": lambda row: _seat(f"{row}.seat"),
    "excuses": lambda row: _seat(f"{row}.seat"),
    "reports": lambda row: (*_seat(f"{row}.seat"), _WAITED),
    "submissions": lambda row: (*_seat(f"{row}.seat"), _WAITED),
    "drafts": lambda row: (*_seat(f"{row}.seat"), _WAITED),
    "difficulties": lambda _row: (_WAITED,),
    "difficulty_events": lambda _row: (_WAITED,),
    "acknowledgements": _subject,
    "reminder_overrides": _override,
}
"""Tables of which every row that comes, goes or changes may change a plan, and whose."""


def _of_rows() -> str:
    return "".join(
        _trigger(table, "INSERT", marks("NEW"))
        + _trigger(table, "DELETE", marks("OLD"))
        + _trigger(table, "UPDATE", tuple(dict.fromkeys([*marks("OLD"), *marks("NEW")])))
        for table, marks in _ROWS.items()
    )


def _of_duties() -> str:
    """Who holds a seat; what the desk is told concerns everything."""
    is_officer = "{}.role = 'secretariat'"
    rows = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}
    return "".join(
        _trigger(
            "duties",
            event,
            (
                *(each for row in of for each in _holders(f"{row}.seat")),
                *(f"{_EVERYTHING} AND {is_officer.format(row)}" for row in of),
            ),
        )
        for event, of in rows.items()
    )


_IS_OFFICER = "EXISTS (SELECT 1 FROM duties d WHERE d.person IN ({}) AND d.role = 'secretariat')"


def _of_accounts() -> str:
    """Whether an officer can be written to."""
    moved = "(OLD.person <> NEW.person OR OLD.reach <> NEW.reach OR OLD.unlinked_at IS NOT NEW.unlinked_at)"
    return (
        _trigger("accounts", "INSERT", (_EVERYTHING,), _IS_OFFICER.format("NEW.person"))
        + _trigger("accounts", "DELETE", (_EVERYTHING,), _IS_OFFICER.format("OLD.person"))
        + _trigger(
            "accounts",
            "UPDATE",
            (_EVERYTHING,),
            f"{moved} AND {_IS_OFFICER.format('OLD.person, NEW.person')}",
        )
    )


def _of_reminders() -> str:
    """What was said of something overdue begins its ladder; what did not arrive, or was dropped, may follow again."""
    counts = "({0}.state NOT IN ('planned', 'superseded'))"
    is_overdue = "NEW.kind IN ('report', 'task') AND NEW.mark GLOB 'o[0-9]*'"
    was_said = f"({is_overdue} AND ({counts.format('OLD')} OR {counts.format('NEW')}))"
    moved = "(OLD.state <> NEW.state OR OLD.send_on <> NEW.send_on OR OLD.queued_on IS NOT NEW.queued_on)"
    when = f"{moved} AND ({was_said} OR NEW.state IN ('expired', 'superseded'))"
    return _trigger("reminders", "UPDATE OF state, send_on, queued_on", _subject("NEW"), when)


def m053_to_plan(db: Database) -> None:
    """Tasks and seats whose reminders are to be planned anew, and what everything was planned by last.

    `basis` says by which rules, on which day; empty where everything is to be looked at again. `waited`: whether what
    is waited for of difficulties and drafts is to be planned anew.
    """
    run(db, _TABLES)
    run(db, _of_rows() + _of_duties() + _of_accounts() + _of_reminders())
