"""The step of the schema with which the desk's queue is found without going through everything that has ended.

Where a difficulty stands is a rule over its events. Whether it has surely ended is a question to them that no index
answers, so that the codes of those that have not are kept. Triggers ask it anew, of one difficulty, whenever something
comes that may answer it differently: there is one wording of the question, and nobody who writes has to remember it.
"""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

ENDING = "'not_accepted', 'merged', 'withdrawn', 'closed', 'solved'"
"""What ends a difficulty; word for word as the index has it that finds them (m032)."""
INERT = (
    "'noted', 'supplemented', 'lapsed', 'raised_again', 'worded', 'wording_sent', 'wording_confirmed', "
    "'wording_objected', 'corrected', 'proposed', 'directed'"
)
"""What leaves one that has ended as it is; after anything else it may be open again, as far as this is concerned."""
_OF_ITS_OWN = """EXISTS (SELECT 1 FROM difficulties m JOIN reports o ON o.id = m.report
    WHERE m.code = e.difficulty AND o.code = s.code)"""
# What another report says of a difficulty counts while that version is live, and from when that was first said.
_HAS_ENDED = f"""EXISTS (
    SELECT 1 FROM difficulty_events e JOIN reports s ON s.id = e.report
    WHERE e.difficulty = x.code AND e.kind IN ({ENDING})
        AND ({_OF_ITS_OWN} OR s.superseded_at IS NULL AND s.withdrawn_at IS NULL)
        AND NOT EXISTS (
            SELECT 1 FROM difficulty_events l
            WHERE l.difficulty = e.difficulty AND l.kind NOT IN ({ENDING}, {INERT})
                AND l.id > CASE WHEN {_OF_ITS_OWN} THEN e.id ELSE (
                    SELECT min(f.id) FROM difficulty_events f WHERE f.difficulty = e.difficulty AND f.kind = e.kind
                ) END))"""


def unended(codes: str) -> str:
    """Return the query of those of these codes, a query as well, that belong to a difficulty that has not ended."""
    return f"""SELECT x.code FROM ({codes}) x
        WHERE EXISTS (SELECT 1 FROM difficulties d WHERE d.code = x.code) AND NOT {_HAS_ENDED}"""


EVERY_UNENDED = unended("SELECT DISTINCT code FROM difficulties")
"""What the table holds, derived from everything there is."""
_TABLE = "CREATE TABLE difficulties_unended (code TEXT PRIMARY KEY) WITHOUT ROWID;\n"
FILL = f"INSERT INTO difficulties_unended {EVERY_UNENDED};\n"
# Its statements stand on the line of its end: `run` takes a step apart where lines end.
_TRIGGER = "CREATE TRIGGER {table}_unended_{name} AFTER {event} ON {table} WHEN {when} BEGIN {statements}; END;\n"


def _trigger(table: str, event: str, codes: str, when: str = "TRUE") -> str:
    statements = (
        f"DELETE FROM difficulties_unended WHERE code IN ({codes})",
        # Not OR IGNORE: within a trigger the statement that fires it decides.
        f"INSERT INTO difficulties_unended {unended(codes)} ON CONFLICT DO NOTHING",
    )
    name = event.split()[0].lower()
    return _TRIGGER.format(table=table, name=name, event=event, when=when, statements="; ".join(statements))


def _of_both(column: str) -> str:
    return f"SELECT OLD.{column} AS code UNION SELECT NEW.{column}"


_COUNTS = f"{{}}.kind NOT IN ({INERT})"
_SAID_IN_IT = f"SELECT DISTINCT difficulty AS code FROM difficulty_events WHERE report = NEW.id AND kind IN ({ENDING})"


def _triggers() -> str:
    return (
        _trigger("difficulties", "INSERT", "SELECT NEW.code AS code")
        + _trigger("difficulties", "DELETE", "SELECT OLD.code AS code")
        + _trigger("difficulties", "UPDATE OF code, report", _of_both("code"))
        + _trigger("difficulty_events", "INSERT", "SELECT NEW.difficulty AS code", _COUNTS.format("NEW"))
        + _trigger("difficulty_events", "DELETE", "SELECT OLD.difficulty AS code", _COUNTS.format("OLD"))
        + _trigger("difficulty_events", "UPDATE OF difficulty, report, kind", _of_both("difficulty"))
        + _trigger("reports", "UPDATE OF superseded_at, withdrawn_at", _SAID_IN_IT)
    )


def m068_unended(db: Database) -> None:
    """The codes of the difficulties that have not surely ended, kept by triggers."""
    run(db, _TABLE + FILL + _triggers())
