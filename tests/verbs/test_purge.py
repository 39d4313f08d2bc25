"""`purge`: shown first, done when it is agreed to, by the running program where there is one."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

from storage.backup import make_backup
from tests.verbs.conftest import Run
from tests.verbs.data_directory import BASE, write
from tests.world import START

CODE = "BC-2611-001"
RARE = "Zuqowexi"


def mark(db: object) -> None:
    """Let the words of a report be known by a word that stands nowhere else."""
    db.conn.execute(  # type: ignore[attr-defined]
        "UPDATE difficulties SET content = content || ? WHERE report IN (SELECT id FROM reports WHERE code = ?)",
        [f" {RARE}", CODE],
    )


def is_on_disk() -> bool:
    files = [path for path in BASE.parent.rglob("*") if path.is_file() and path.parent.name != "backups"]
    return any(RARE.encode() in path.read_bytes() for path in files)


def difficulties() -> list[str]:
    with sqlite3.connect(BASE) as connection:
        found = connection.execute(
            "SELECT content FROM difficulties WHERE report IN (SELECT id FROM reports WHERE code = ?)", [CODE]
        ).fetchall()
    connection.close()
    return [row[0] for row in found]


def test_without_yes_it_shows_what_would_be_removed_and_removes_nothing(demonstration: Run) -> None:
    before = difficulties()

    said = demonstration("purge", CODE)

    assert said.status == 0
    assert CODE in said.out
    assert "Chưa gỡ bỏ nội dung nào" in said.out
    assert difficulties() == before
    assert before


def test_with_yes_nothing_is_left_in_the_files_of_the_data(demonstration: Run) -> None:
    write(mark)
    assert is_on_disk()

    said = demonstration("purge", CODE, "--yes")

    assert said.status == 0
    assert set(difficulties()) == {"nội dung đã gỡ bỏ"}
    assert not is_on_disk()


def test_it_names_the_backups_that_still_hold_it(demonstration: Run) -> None:
    make_backup(BASE, BASE.parent / "backups", START + timedelta(days=1))

    said = demonstration("purge", CODE, "--yes")

    [backup] = [path.name for path in Path(BASE.parent / "backups").glob("bot-*.db")]
    assert backup in said.out


def test_a_code_of_nothing_is_an_error(demonstration: Run) -> None:
    said = demonstration("purge", "BC-2611-999", "--yes")

    assert (said.status, said.out) == (1, "")
    assert "BC-2611-999" in said.err
