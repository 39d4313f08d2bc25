"""A page that asks for what has changed shows what the conversation is, whatever was done in whatever order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from storage import files, web_messages
from storage.database import migrate, open_for_writing
from storage.web_messages import Own, WebFile, WebMessage
from tests.storage.test_plans import Recording, unwanted

NOW = datetime(2026, 11, 16, 1, 15, tzinfo=UTC)
WHO = ("a", "b")
FILE = WebFile("document", "a.pdf", 3, "application/pdf", sha256="5" * 64)


@pytest.fixture(scope="module")
def base() -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bot.db"
        migrate(path)
        with closing(open_for_writing(path)) as db:
            db.conn.execute("PRAGMA synchronous=OFF")
            yield db


class Page:
    """What a page shows, which knows all changes up to one."""

    def __init__(self) -> None:
        self.seq = 0
        self.shown: dict[int, WebMessage] = {}

    def ask(self, db: Database, user: str, most: int) -> None:
        """Take what has changed, at most so much at once."""
        for each in web_messages.changes(db, user, self.seq, most):
            self.seq = each.changed
            if each.deleted:
                self.shown.pop(each.id, None)
            else:
                self.shown[each.id] = each


ACTS = st.lists(
    st.tuples(
        st.sampled_from(("add", "file", "own", "show", "edit", "edit_own", "delete", "ask", "ask")),
        st.sampled_from(WHO),
        st.integers(0, 7),
    ),
    max_size=40,
)


@settings(max_examples=60)
@given(ACTS)
def test_what_a_page_puts_together_is_what_is_there(base: Database, acts: list[tuple[str, str, int]]) -> None:
    base.conn.execute("BEGIN")
    pages = {user: Page() for user in WHO}
    last = web_messages.last_change(base)
    try:
        for step, (act, user, number) in enumerate(acts):
            _do(base, pages, step, act, user, last + 1 + number)
        for user, page in pages.items():
            page.ask(base, user, 1000)
            assert sorted(page.shown.items()) == [
                (each.id, each) for each in web_messages.newest(base, user, None, 1000)
            ]
    finally:
        base.conn.execute("ROLLBACK")


def _do(db: Database, pages: dict[str, Page], step: int, act: str, user: str, number: int) -> None:
    body: dict[str, Any] = {"runs": [["", f"{step}"]], "rows": []}
    match act:
        case "add":
            web_messages.add(db, user, body, NOW)
        case "file":
            web_messages.add(db, user, body, NOW, FILE)
        case "own":
            web_messages.add_own(db, user, Own(f"k{step % 5}", f"{step}"), NOW)
        case "show":
            web_messages.show(db, [number])
        case "edit":
            web_messages.edit(db, user, number, body, NOW)
        case "edit_own":
            web_messages.edit_own(db, user, number, f"{step:03}", f"{step}", NOW)
        case "delete":
            web_messages.delete(db, user, number, NOW)
        case "ask":
            pages[user].ask(db, user, 1 + step % 3)


def test_no_number_comes_again_whatever_is_purged(base: Database) -> None:
    base.conn.execute("BEGIN")
    first = web_messages.add(base, "a", {"runs": []}, NOW)

    assert web_messages.purge(base, NOW + timedelta(days=1)) == 1
    second = web_messages.add(base, "a", {"runs": []}, NOW)

    base.conn.execute("ROLLBACK")
    assert second > first


def test_what_was_changed_lately_is_kept(base: Database) -> None:
    base.conn.execute("BEGIN")
    old, changed = (web_messages.add(base, "a", {"runs": [["", text]]}, NOW) for text in "xy")
    web_messages.edit(base, "a", changed, {"runs": [["", "z"]]}, NOW + timedelta(days=2))

    web_messages.purge(base, NOW + timedelta(days=1))

    left = [each.id for each in web_messages.newest(base, "a", None, 10)]
    base.conn.execute("ROLLBACK")
    assert left == [changed]
    assert old != changed


def test_nothing_of_it_is_read_from_end_to_end(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    migrate(path)
    connection = sqlite3.connect(path, factory=Recording, isolation_level=None)
    connection.row_factory = sqlite3.Row
    with closing(connection):
        db = Database(connection, execute_plugins=False)
        Recording.seen.clear()
        number = web_messages.add(db, "a", {"runs": []}, NOW, FILE)
        mine, _ = web_messages.add_own(db, "a", Own("k", "x"), NOW)
        web_messages.show(db, [number, mine])
        web_messages.edit(db, "a", number, {"runs": [["", "x"]]}, NOW)
        web_messages.edit_own(db, "a", mine, "k2", "y", NOW)
        web_messages.newest(db, "a", None, 60)
        web_messages.changes(db, "a", 0, 60)
        web_messages.first_unseen(db, "a", 0)
        web_messages.open_all(db, "a", 99, NOW)
        web_messages.has_act(db, "a", "k")
        web_messages.waits_to_be_fetched(db, "0" * 32)
        web_messages.delete(db, "a", number, NOW)
        web_messages.purge(db, NOW)
        files.unwanted(db)
        asked = dict(Recording.seen)

        assert len(asked) > 12
        assert unwanted(connection, asked) == []
