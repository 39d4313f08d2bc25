"""From an earlier version to this one: nothing is changed before there is a backup to go back to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import open_for_reading, pending
from storage.migrations import STEPS
from tests.storage.test_old_base import DUMP, KEY
from tests.verbs.conftest import Run

DATA = Path("data")


@pytest.fixture
def old(run: Run) -> Run:
    """Verbs on a base full of data that an earlier version made."""
    DATA.mkdir(mode=0o700)
    (DATA / "secret.key").write_bytes(KEY)
    with closing(sqlite3.connect(DATA / "bot.db")) as db:
        db.executescript(DUMP.read_text(encoding="utf-8"))
    return run


def backups() -> list[Path]:
    return sorted(DATA.glob("backups/bot-*.db"))


def steps_to_come(base: Path) -> list[str]:
    with closing(open_for_reading(base)) as db:
        return pending(db)


def test_a_backup_of_the_earlier_version_is_made_first_and_named(old: Run) -> None:
    missing = steps_to_come(DATA / "bot.db")

    said = old("migrate")

    (made,) = backups()
    assert said.status == 0
    assert str(made) in said.out.splitlines()[0]
    assert made.with_suffix(".key").read_bytes() == KEY
    assert (steps_to_come(made), steps_to_come(DATA / "bot.db")) == (missing, [])


@pytest.mark.parametrize("verb", ["invite --all", "replay", "import-roster roster.csv --yes"])
def test_what_changes_data_of_an_earlier_version_asks_for_the_upgrade_and_touches_nothing(old: Run, verb: str) -> None:
    missing = steps_to_come(DATA / "bot.db")

    said = old(*verb.split())

    assert (said.status, said.out) == (1, "")
    assert "python main.py migrate" in said.err
    assert backups() == []
    assert steps_to_come(DATA / "bot.db") == missing


def test_where_nothing_is_to_be_migrated_no_backup_is_made(run: Run) -> None:
    first, second = run("migrate"), run("migrate")

    assert (first.status, second.status) == (0, 0)
    assert backups() == []


def test_where_no_backup_can_be_made_nothing_is_migrated(old: Run) -> None:
    (DATA / "backups").write_text("in the way")
    missing = steps_to_come(DATA / "bot.db")

    said = old("migrate")

    assert said.status == 1
    assert "backups" in said.err
    assert steps_to_come(DATA / "bot.db") == missing


def test_the_way_back_is_the_backup_in_an_empty_directory(old: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    old("migrate")
    (made,) = backups()
    monkeypatch.setenv("DATA_DIR", "again")

    said = old("restore", str(made))

    assert said.status == 0
    assert STEPS[-1].__name__ in said.out
