"""A base is read through beside a start, and what is damaged is told before anything is written into it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlite_utils import Database

from bot.errors import BotError
from storage import database
from storage.checking import Checking
from storage.database import migrate
from tests.storage.test_migrations import fill, overwrite_a_page, truncate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "bot.db"
    migrate(path)
    return path


def test_a_whole_base_is_found_whole(path: Path) -> None:
    checking = Checking(path)

    assert checking.wait()
    checking.close()


@pytest.mark.parametrize("damage", [overwrite_a_page, truncate])
def test_a_damaged_base_is_told_and_left_as_it_is(path: Path, damage: Callable[[Path], None]) -> None:
    fill(path)
    damage(path)
    before = path.read_bytes()
    checking = Checking(path)

    with pytest.raises(BotError) as told:
        checking.wait()
    checking.close()

    assert told.value.code == "database_damaged"
    assert path.read_bytes() == before


def test_a_row_that_names_one_that_is_not_there_is_damage(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO consents (account, version, at) VALUES (999, 'x', 'x')")
    connection.close()
    checking = Checking(path)

    with pytest.raises(BotError) as told:
        checking.wait()
    checking.close()

    assert told.value.code == "database_damaged"


def test_a_check_that_nobody_waits_for_any_more_is_ended(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = SimpleNamespace(is_set=lambda: True, set=lambda: None)
    monkeypatch.setattr("storage.checking._STEPS_BETWEEN_LOOKS", 1)
    monkeypatch.setattr("storage.checking.threading", SimpleNamespace(Event=lambda: stopped))
    checking = Checking(path)

    assert not checking.wait()
    checking.close()


def test_a_start_reads_a_base_through_only_where_a_step_is_missing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []

    def look(_: Database) -> bool:
        looked.append("through")
        return True

    monkeypatch.setattr(database, "is_sound", look)

    migrate(path, check=False)
    assert looked == []

    new = path.with_name("new.db")
    migrate(new, check=False)
    assert looked == ["through"]


@pytest.mark.parametrize("content", [b"This is no database. " * 1000, os.urandom(5000)])
def test_what_is_no_base_at_all_is_refused_without_reading_it_through(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(BotError) as told:
        migrate(path, check=False)

    assert told.value.code == "database_damaged"
    assert path.read_bytes() == content
