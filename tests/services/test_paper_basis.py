"""Whatever a paper is made of is counted as it changes: what was reckoned before is not frozen after."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from bot.domain.periods import Period
from bot.domain.reports import REPORT
from bot.services import digesting
from bot.services.desk import releasing
from bot.services.desk.previewing import PreviewOf, ReleaseOf
from bot.services.desk.span_papers import SpanOf, SpanReleaseOf
from storage import drafts, paper_basis, people, seat_requests
from storage.unit import Unit
from tests.filed import file_report
from tests.services import counted_tasks
from tests.services.courses import Desk, a_task
from tests.services.plan_of_all import undone
from tests.world import World

NOVEMBER = Period(2026, 11)
FIXED = {
    "audit": "that a row was changed behind it is found whenever it is looked at; its head is older at worst",
    "reminder_rules": "in the rules that papers are made by",
    "calendar_days": "in the rules that papers are made by",
    "sqlite_master": "the schema",
    "json_each": "what a statement was given",
    "json_tree": "what a statement was given",
}
"""What papers read without a trigger, and why none is wanted."""


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A base with something of everything in papers, which wait for their release."""
    world = World(tmp_path_factory.mktemp("rich"))
    world.import_roster()
    desk = counted_tasks.told(world)
    desk.assign(a_task(desk, "HIEPHOIA", "HIEPHOIB"))
    world.write_now(lambda db: _reports(world.unit(db), desk))
    yield world
    world.close()


def _reports(unit: Unit, desk: Desk) -> None:
    a, b = (desk.seat(code) for code in ("HIEPHOIA", "HIEPHOIB"))
    an, bich, chi = (found.id for code in ("AN", "BICH", "CHI") if (found := people.person_by_code(unit.db, code)))
    item = {"field": "dat_dai", "procedure": "Thủ tục", "content": "Khó", "legal": "", "proposal": "Sửa"}
    file_report(unit, people.seats_by_id(unit.db, [a])[a], an, NOVEMBER, [item], [()])
    seat_requests.excuse(unit.db, b, NOVEMBER.iso, "Lý do", chi, unit.now)
    drafts.add_draft(unit.db, bich, b, REPORT, NOVEMBER.iso, "", unit.now)
    releasing.fix(unit, NOVEMBER)


def read_by_papers(world: World) -> set[str]:
    """Return the tables that are read as papers are fixed, shown, frozen and released."""
    unit, tables = world.unit(world.db), set[str]()

    def look(action: int, one: str | None, _two: str | None, _base: str | None, _trigger: str | None) -> int:
        tables.update([one] if action == sqlite3.SQLITE_READ and one else [])
        return sqlite3.SQLITE_OK

    works: list[Callable[[Unit], object]] = [
        PreviewOf(NOVEMBER.iso), ReleaseOf(NOVEMBER.iso, "Phạm Thu Chi"), releasing.VersionsOf(NOVEMBER.iso),
        digesting.DigestOf(NOVEMBER.iso, None, waits=False), PreviewOf("2026-Q4"),
        SpanOf("2026-H2"), SpanReleaseOf("2026-H2", "Phạm Thu Chi"),
    ]  # fmt: skip
    with undone(world.db):
        releasing.fix(unit, Period.parse("2026-Q4"))
        world.db.conn.set_authorizer(look)
        try:
            for work in works:
                assert work(unit) is not None
        finally:
            world.db.conn.set_authorizer(None)
    return tables


def unwatched(world: World) -> list[str]:
    watched: dict[str, set[str]] = {}
    for row in world.db.conn.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"):
        event = re.search(r"AFTER (INSERT|UPDATE|DELETE)", row["sql"])
        if event and "UPDATE paper_basis" in row["sql"]:
            watched.setdefault(row["tbl_name"], set()).add(event[1])
    return [
        f"{table} {event}"
        for table in sorted(read_by_papers(world) - FIXED.keys())
        for event in ("INSERT", "UPDATE", "DELETE")
        if event not in watched.get(table, set())
    ]


def test_whatever_papers_are_made_of_is_watched_or_cannot_change_them(rich: World) -> None:
    assert {"reports", "difficulty_events", "tasks", "excuses", "drafts", "digests"} <= read_by_papers(rich)
    assert unwatched(rich) == []


@pytest.mark.parametrize("table", ["excuses", "task_events", "drafts"])
def test_a_table_that_nobody_watches_is_found(rich: World, table: str) -> None:
    with undone(rich.db):
        rich.db.conn.execute(f"DROP TRIGGER {table}_on_paper_delete")

        assert unwatched(rich) == [f"{table} DELETE"]


def test_of_a_draft_its_beginning_counts_and_not_each_answer(rich: World) -> None:
    with undone(rich.db):
        counts = [paper_basis.changes(rich.db)]
        for items in ([], [{"field": "dat_dai"}], [{"field": "dat_dai", "content": "Khó"}], []):
            answers = json.dumps({"items": items, "closing": ""})
            rich.db.conn.execute("UPDATE drafts SET answers = ? WHERE kind = 'report'", [answers])
            counts.append(paper_basis.changes(rich.db))
        rich.db.conn.execute("UPDATE drafts SET updated_at = '2027-01-01T00:00:00.000000Z'")

        assert [after - before for before, after in pairwise(counts)] == [0, 1, 0, 1]
        assert paper_basis.changes(rich.db) == counts[-1]
