"""A plan looks at what has changed alone: what it would find if it looked at everything is there already."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlite_utils import Database

from bot.clock import VN
from bot.domain.answering import Matter
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.operations import Piece
from bot.domain.periods import Period
from bot.domain.reports import REPORT
from bot.domain.tasks import Part
from bot.services import reminding
from storage import (
    acknowledgements,
    approvals,
    difficulties,
    drafts,
    forecasts,
    people,
    seat_requests,
    submissions,
    to_plan,
)
from storage.forecasts import Override
from storage.unit import Unit
from tests.filed import file_report
from tests.services import counted_tasks
from tests.services.courses import Desk, a_task
from tests.services.plan_of_all import found, is_as_if_all_was_looked_at, plan_marked, undone
from tests.services.series_story import a_series
from tests.world import World

WEDNESDAY = datetime(2026, 12, 23, 12, tzinfo=VN)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A base in which there is something of everything that a plan asks for, planned on a day with overdue reports."""
    world = World(tmp_path_factory.mktemp("rich"))
    world.import_roster()
    desk = counted_tasks.told(world)
    desk.assign(a_series(desk, "HIEPHOIA", "HIEPHOIB"))
    whole = desk.assign(a_task(desk, "HIEPHOIA", due=date(2026, 12, 31)))
    part = replace(a_task(desk, due=date(2026, 12, 29)), parent=whole.id, seats={Part.LEAD: (desk.seat("HIEPHOIA"),)})
    desk.assign(part)
    world.write_now(lambda db: _reports(world.unit(db), desk))
    world.write_now(lambda db: reminding.plan_now(world.unit(db)))
    world.clock.set(WEDNESDAY)
    world.write_now(lambda db: _overdue(world.unit(db)))
    yield world
    world.close()


@pytest.fixture
def loose(rich: World) -> Iterator[World]:
    """The same where a row may go to which others refer."""
    rich.db.conn.execute("PRAGMA foreign_keys=OFF")
    yield rich
    rich.db.conn.execute("PRAGMA foreign_keys=ON")


def _reports(unit: Unit, desk: Desk) -> None:
    """One filed of a difficulty that the desk asks about, one at its approver, one excused, one begun."""
    a, b = (desk.seat(code) for code in ("HIEPHOIA", "HIEPHOIB"))
    an, bich, binh, chi = (_person(unit.db, code) for code in ("AN", "BICH", "BINH", "CHI"))
    item = {"field": "tthc_khac", "procedure": "Thủ tục", "content": "Khó", "legal": "", "proposal": "Sửa"}
    report = file_report(unit, people.seats_by_id(unit.db, [a])[a], an, Period.parse("2026-11"), [item], [()])
    until = {"until": datetime(2026, 12, 29, 10, tzinfo=UTC).isoformat()}
    (code,) = unit.db.conn.execute("SELECT code FROM difficulties").fetchone()
    asked = DifficultyEvent(DifficultyAct.ASKED, unit.now, "person:CHI", until)
    difficulties.add_event(unit.db, code, report.id, asked)
    submitted = drafts.add_draft(unit.db, bich, b, REPORT, "2027-01", "", unit.now)
    submissions.add_submission(unit.db, submitted, "", unit.now, nil=True)
    approvals.delegate(unit.db, b, bich, binh, (unit.today, date(2027, 1, 31)), unit.now)
    seat_requests.excuse(unit.db, b, "2026-12", "Lý do", chi, unit.now)
    begun = drafts.add_draft(unit.db, an, a, REPORT, "2026-12", "", unit.now)
    answers = json.dumps({"items": [item], "closing": ""})
    unit.db.conn.execute("UPDATE drafts SET answers = ? WHERE id = ?", [answers, begun.id])


def _overdue(unit: Unit) -> None:
    """What is overdue was said, and one matter of it confirmed; one reminder is cancelled, another on another day."""
    reminding.plan_now(unit)
    unit.db.conn.execute(
        "UPDATE reminders SET state = 'sent', queued_on = send_on WHERE mark GLOB 'o*' AND state = 'planned' "
        "AND send_on <= '2026-12-23'"
    )
    row = unit.db.conn.execute("SELECT subject, seat, due_on FROM reminders WHERE state = 'sent' AND kind = 'task'")
    subject, seat, due_on = row.fetchone()
    acknowledgements.add(unit.db, Matter(subject, seat, date.fromisoformat(due_on)), _person(unit.db, "AN"), unit.now)
    reminding.plan_now(unit)
    late = [row[0] for row in unit.db.conn.execute("SELECT key FROM reminders WHERE state = 'planned' ORDER BY key")]
    chi = _person(unit.db, "CHI")
    for key, day in ((late[0], None), (late[-1], date(2026, 12, 28))):
        forecasts.put_override(unit.db, Override(key, day, chi, unit.now))
    reminding.plan_now(unit)


def _person(db: Database, code: str) -> int:
    found = people.person_by_code(db, code)
    assert found is not None
    return found.id


# --- what is read


FIXED: Mapping[str, str] = {
    "persons": "only their numbers and names: the numbers are those of duties, and no reminder is kept with a name",
    "ways": "in which order people are written to, which no reminder says",
    "ticks": "since when nothing was planned: counts as something is planned for the first time",
    "tasks_to_plan": "the marks themselves",
    "seats_to_plan": "the marks themselves",
    "plan_basis": "the marks themselves",
    "reminder_rules": "in what everything is planned by",
    "calendar_days": "in what everything is planned by",
    "sqlite_master": "the schema",
    "json_each": "what a statement was given",
    "json_tree": "what a statement was given",
}
"""What a plan reads without a trigger, and why none is wanted."""
OF_ONE_KIND: Mapping[tuple[str, str], str] = {
    ("seats", "accounts"): "who of those who approve can be written to, which no reminder says",
    ("seats", "tasks"): "what was said of tasks, of which there are none among reports",
    ("seats", "task_events"): "what was said of tasks, of which there are none among reports",
    ("waited", "task_events"): "what was said of tasks, of which there are none among what is waited for",
}
"""What is watched for some of what is planned and not for the rest, and why that is enough."""
REMINDERS = "nothing is put down as it is planned, and what is purged is of deadlines long past: by the next day"


def read_of(world: World) -> dict[str, set[str]]:
    """Plan everything; return by what was planned (tasks, seats, what is waited for) the tables that were read."""
    reads: dict[str, set[str]] = {}
    with undone(world.db):
        to_plan.forget_basis(world.db)
        for piece in reminding.plan_ahead(world.unit(world.db)):
            if isinstance(piece, Piece):
                kind, tables = _recorded(world.db, piece)
                reads.setdefault(kind, set()).update(tables)
    return reads


def _recorded(db: Database, piece: Piece) -> tuple[str, set[str]]:
    tables, taken = set[str](), set[str]()
    kinds = {
        (sqlite3.SQLITE_DELETE, "tasks_to_plan"): "tasks",
        (sqlite3.SQLITE_DELETE, "seats_to_plan"): "seats",
        (sqlite3.SQLITE_UPDATE, "plan_basis"): "waited",
    }

    def look(action: int, one: str | None, _two: str | None, _base: str | None, trigger: str | None) -> int:
        if trigger is None and one:
            tables.update([one] if action == sqlite3.SQLITE_READ else [])
            taken.update([kinds[action, one]] if (action, one) in kinds else [])
        return sqlite3.SQLITE_OK

    db.conn.set_authorizer(look)
    try:
        piece.work()
    finally:
        db.conn.set_authorizer(None)
    return next(iter(taken), "always"), tables


def watched(db: Database) -> dict[str, dict[str, set[str]]]:
    """Return by table and event what the triggers put down."""
    says = {"tasks": "INTO tasks_to_plan", "seats": "INTO seats_to_plan", "waited": "SET waited = 1"}
    marks: dict[str, dict[str, set[str]]] = {}
    for row in db.conn.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"):
        event = re.search(r"AFTER (INSERT|UPDATE|DELETE)", row["sql"])
        if event:
            kinds = {kind for kind, text in says.items() if text in row["sql"] or "SET basis = ''" in row["sql"]}
            marks.setdefault(row["tbl_name"], {}).setdefault(event[1], set()).update(kinds)
    return marks


def unwatched(world: World) -> list[str]:
    """Return what a plan reads of which no trigger tells that it has changed."""
    marks = watched(world.db)
    return [
        f"{kind}: {table} {event}"
        for kind, tables in read_of(world).items()
        for table in sorted(tables)
        for event in ("INSERT", "UPDATE", "DELETE")
        if kind != "always"  # what is left of periods that are over is looked for in each plan
        and table not in FIXED
        and (kind, table) not in OF_ONE_KIND
        and not (table == "reminders" and event != "UPDATE")
        and kind not in marks.get(table, {}).get(event, set())
    ]


def test_whatever_a_plan_reads_is_watched_or_cannot_change_it(rich: World) -> None:
    reads = read_of(rich)

    assert set(reads) == {"tasks", "seats", "waited", "always"}
    assert min(len(tables) for tables in reads.values()) > 1
    assert {"reports", "excuses", "delegations", "acknowledgements"} <= reads["seats"]
    assert unwatched(rich) == []


@pytest.mark.parametrize("table", ["excuses", "task_events", "drafts"])
def test_a_table_that_nobody_watches_is_found(rich: World, table: str) -> None:
    with undone(rich.db):
        rich.db.conn.execute(f"DROP TRIGGER {table}_to_plan_delete")

        assert {each.partition(": ")[2] for each in unwatched(rich)} == {f"{table} DELETE"}


# --- whatever changes


GOING = (
    "task_events", "task_seats", "reports", "submissions", "excuses", "duties", "delegations", "drafts",
    "difficulty_events", "acknowledgements", "reminder_overrides",
)  # fmt: skip
"""Tables of which a row may go without anything else of the program falling over it."""
CHANGING = (
    "UPDATE reports SET withdrawn_at = sent_at",
    "UPDATE submissions SET ended_at = submitted_at",
    "UPDATE duties SET valid_to = valid_from WHERE seat = 1",
    "UPDATE duties SET role = 'leader' WHERE role = 'secretariat'",
    "UPDATE accounts SET reach = 'blocked' WHERE id = (SELECT max(id) FROM accounts WHERE person = 4)",
    "UPDATE seats SET valid_to = '2026-12-01' WHERE id = 1",
    "UPDATE tasks SET deadline = '30/12/2026' WHERE id = 5",
    "UPDATE tasks SET person = 3",
    "UPDATE task_seats SET part = 'coord' WHERE task = 5",
    "UPDATE task_events SET kind = 'cancelled' WHERE id = (SELECT max(id) FROM task_events)",
    "UPDATE delegations SET stopped_at = given_at",
    "UPDATE drafts SET updated_at = '2026-12-11T01:00:00.000000Z' WHERE kind = 'report'",
    "UPDATE excuses SET period = '2027-01'",
    "UPDATE difficulty_events SET kind = 'answered' WHERE kind = 'asked'",
    "UPDATE acknowledgements SET seat = 3 - seat",
    "UPDATE reminder_overrides SET send_on = '2026-12-29' WHERE send_on IS NOT NULL",
    "UPDATE reminders SET state = 'superseded' WHERE state = 'planned'",
    "UPDATE reminders SET state = 'expired', queued_on = send_on WHERE state = 'planned' AND send_on <= '2026-12-28'",
    "UPDATE reminders SET state = 'sent', queued_on = '2026-12-23' WHERE mark = 'o1' AND state <> 'superseded'",
)


def test_a_plan_of_what_has_not_changed_changes_nothing(rich: World) -> None:
    with undone(rich.db):
        before = rich.db.conn.total_changes
        plan_marked(rich.unit(rich.db))

        assert rich.db.conn.total_changes == before


def rows_of(db: Database, table: str) -> list[dict[str, object]]:
    return [dict(row) for row in db.conn.execute(f"SELECT * FROM {table} ORDER BY 1 DESC LIMIT 6")]


@pytest.mark.parametrize("table", GOING)
def test_whatever_row_goes_or_comes_a_plan_is_as_if_all_was_looked_at(loose: World, table: str) -> None:
    db, changed = loose.db, False
    unit = loose.unit(db)
    for row in rows_of(db, table):
        with undone(db):
            before = found(db)
            db.conn.execute(f"DELETE FROM {table} WHERE {' AND '.join(f'{name} IS :{name}' for name in row)}", row)
            assert is_as_if_all_was_looked_at(unit), row
            changed = changed or found(db) != before
            db.conn.execute(f"INSERT INTO {table} VALUES ({', '.join(f':{name}' for name in row)})", row)
            assert is_as_if_all_was_looked_at(unit), row

    assert changed


@pytest.mark.parametrize("change", CHANGING)
def test_whatever_row_changes_a_plan_is_as_if_all_was_looked_at(loose: World, change: str) -> None:
    with undone(loose.db):
        before = found(loose.db)
        loose.db.conn.execute(change)

        assert is_as_if_all_was_looked_at(loose.unit(loose.db))
        assert found(loose.db) != before
