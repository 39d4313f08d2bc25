"""What every message asks of the base is found by an index, however much the base holds.

The statements are those that the real program runs in a story of a month. No statistics are kept (no ANALYZE), so that
a plan follows from the statement and the indexes alone and is the same in a large base.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from shutil import copy2
from typing import Any, ClassVar
from unittest.mock import patch

import pytest
from aiogram.exceptions import TelegramNetworkError
from sqlite_utils import Database

from storage import queued
from tests.handlers.acts import ADHOC_ITEM, NIL, SENT
from tests.handlers.turning import turn_to
from tests.runtime.stepping import METHOD
from tests.task_world import import_tasks
from tests.world import World, running, say

SMALL = {
    "tick_failures": "one row for each tick that fails",
    "places": "the groups of the desk",
    "waiting_papers": "one row for each period that waits for its release",
    "json_each": "what was handed over as a parameter",
    "difficulties_unended": "one row for each difficulty of which something is to be done",
}
"""Tables that are read as a whole, for they stay small."""
OF_WHAT_IS_OPEN = {
    "inbox_new", "submissions_waiting", "submissions_of_seat", "seat_requests_open", "requests_open", "turns_open",
    "drafts_untouched", "drafts_open", "broadcasts_under_way", "snoozes_due", "fetches_open", "forecasts_wanted",
    "digests_untold", "digests_untold_to_members", "receptions_waiting", "tasks_recurring", "outbox_open", "outbox_due",
    "accounts_out_of_reach", "shared_headlines_live", "notice_imports_open", "difficulty_events_asking", "files_loose",
    "difficulty_events_merged", "outbox_held",
}  # fmt: skip
"""Partial indexes of what has not ended: reading one as a whole is reading what there is to do."""
AS_A_WHOLE = {
    "FROM reminder_rules ORDER BY version DESC LIMIT 1": "the last row alone",
    "FROM audit ORDER BY seq DESC LIMIT 1": "the last row alone",
    "AND :seats IS NULL AND r.code NOT IN": "from the newest report of all back, as far as its limit",
    "WHERE d.field IN (SELECT value FROM json_each(:names0))": "from the newest difficulty back, as far as its limit",
    "SELECT * FROM preferences": "the cards of a morning are for everybody",
    "SELECT key, send_on FROM reminder_overrides": "days the desk has moved by hand: few, and deleted in time",
    "FROM seats s WHERE s.body = :body": "the ledger has a row for every member of a body",
    "SELECT id, organisation FROM seats": "names are compared as they stand when words are looked for",
    "SELECT id, full_name FROM persons": "names are compared as they stand when words are looked for",
    "FROM tasks t WHERE (:seats IS NULL": "names are compared as they stand when words are looked for",
    "FROM tasks WHERE deadline_kind <> 'recurring' AND parent IS NULL": "the desk's list has every task",
}
"""Statements, by words of theirs, that may read a table as a whole, and why."""

AWAY = TelegramNetworkError(method=METHOD, message="no route to host")


@dataclass(frozen=True)
class Scan:
    """A step that reads a table from its first row to its last."""

    table: str
    index: str
    sql: str


class Recording(sqlite3.Connection):
    """A connection that keeps which statements were run, each with the parameters it was run with first."""

    seen: ClassVar[dict[str, Any]] = {}

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        self.seen.setdefault(sql, parameters)
        return super().execute(sql, parameters)


@dataclass(frozen=True)
class Played:
    """The base that a story left, and what was asked of it meanwhile."""

    path: Path
    asked: Mapping[str, Any]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The story of a month: what is done over and over."""
    place = tmp_path_factory.mktemp("played")
    with patch.dict(Recording.seen, clear=True), patch("sqlite3.connect", partial(sqlite3.connect, factory=Recording)):
        world = World(place)
        world.import_roster()
        import_tasks(world)
        for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
            world.link(code)
        asyncio.run(month(world))
        world.close()
        yield Played(place / "bot.db", dict(Recording.seen))


async def month(world: World) -> None:
    """Report, also by nil and ad hoc; look at home, tasks and difficulties; be reminded; be out of reach for a time."""
    an, bich, chi, lan = (world.phone(code) for code in ("AN", "BICH", "CHI", "LAN"))
    async with running(world):
        # What is done once, at the start, and once in a night may take its time.
        Recording.seen.clear()
        await say(world, an, "/batdau", *SENT, "/batdau", "/tracuu VM-2611-001", "/tracuu đất đai", "/nhiemvu")
        await say(world, bich, *NIL, "/baocao", "[Báo cáo đột xuất]", "[Đề nghị xử lý khẩn]", *ADHOC_ITEM, "[Gửi khẩn]")
        await say(world, chi, "/batdau", "/tracuu đất đai", "/tracuu VM-2611-001", "/nhiemvu", "/tiepnhan")
        await say(world, lan, "/batdau")
        bich.fails_with(AWAY, AWAY)
        await turn_to(world, 16)
        world.clock.set(world.clock.now() + timedelta(hours=1))
        await say(world, bich, "/batdau")
        for menus in world.app.menus:
            await menus.show()


def opened(path: Path) -> sqlite3.Connection:
    """Open a base with what a connection keeps beside it, of which statements ask as well."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    queued.stale(Database(connection))
    return connection


def scans(db: sqlite3.Connection, asked: Mapping[str, Any]) -> list[Scan]:
    """Return every step of every plan that reads a table from end to end."""
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    found = []
    for sql, parameters in asked.items():
        if sql.split(None, 1)[0].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
            for *_, step in db.execute(f"EXPLAIN QUERY PLAN {sql}", parameters):
                match = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$", step)
                if match and (table := _table(sql, match[1], tables)):
                    found.append(Scan(table, match[2] or "", " ".join(sql.split())))
    return found


def _table(sql: str, name: str, tables: set[str]) -> str:
    """Return the table that a statement knows by a name; empty where it is made by the statement itself."""
    if name in tables:
        return name
    return next((found for found in re.findall(rf"(\w+)(?: AS)? {name}\b", sql) if found in tables), "")


def unwanted(db: sqlite3.Connection, asked: Mapping[str, Any]) -> list[str]:
    """Return the tables that are read as a whole though they grow, each with the statement that does it."""
    return [
        f"{scan.table}: {scan.sql}"
        for scan in scans(db, asked)
        if scan.table not in SMALL
        and scan.index not in OF_WHAT_IS_OPEN
        and not any(words in scan.sql for words in AS_A_WHOLE)
    ]


def test_nothing_that_grows_is_read_from_end_to_end(played: Played) -> None:
    with closing(opened(played.path)) as db:
        assert unwanted(db, played.asked) == []


@pytest.mark.parametrize("index", ["outbox_of_anchor", "consents_of_account", "reports_adhoc"])
def test_without_an_index_it_shows(played: Played, tmp_path: Path, index: str) -> None:
    copy = tmp_path / "copy.db"
    copy2(played.path, copy)
    with closing(opened(copy)) as db:
        db.execute(f"DROP INDEX {index}")

        assert unwanted(db, played.asked)
