"""A backup is whole or not there, and it disturbs nobody."""

from __future__ import annotations

import hashlib
import os
import resource
import sqlite3
import stat
import subprocess
import sys
import threading
from collections import namedtuple
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.config import load_key
from bot.errors import BotError
from storage import inbox, ledgers
from storage.backup import StoppedError, make_backup
from storage.database import Work, Writer, migrate, open_for_writing
from storage.lock import exclusive
from tests.world import START

ROOT = Path(__file__).parents[2]
EARLIER = START - timedelta(days=1)


def fill(db: Database) -> None:
    for number in range(300):
        ledgers.put_fact(db, f"fact {number}", "x" * 10_000)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A base with three megabytes in it, its key, and one earlier backup in `out`."""
    path = tmp_path / "data" / "bot.db"
    path.parent.mkdir()
    migrate(path)
    load_key(path.parent)
    with closing(Writer(open_for_writing(path))) as writer:
        writer.write_now(fill)
    make_backup(path, tmp_path / "out", EARLIER)
    return path


@pytest.fixture
def out(tmp_path: Path, base: Path) -> Path:
    """Where backups go."""
    return tmp_path / "out"


def state(directory: Path) -> dict[str, str]:
    """Return every file below, with its fingerprint."""
    files = [path for path in directory.rglob("*") if path.is_file()]
    return {str(p.relative_to(directory)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_a_backup_holds_every_row_and_is_one_file_with_its_key_for_the_owner_only(base: Path, out: Path) -> None:
    made = make_backup(base, out, START)

    assert made.path == out / "bot-20261116-081500.db"
    assert made.rows["meta"] == 300
    assert rows(made.path, "SELECT * FROM meta") == rows(base, "SELECT * FROM meta")
    assert made.sha256 == state(out)[made.path.name]
    assert (out / "bot-20261116-081500.key").read_bytes() == load_key(base.parent)
    assert len(list(out.iterdir())) == 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}


def test_a_backup_is_made_while_the_program_holds_its_lock(base: Path, out: Path) -> None:
    with exclusive(base.parent):
        assert make_backup(base, out, START).path.exists()


def test_backups_beside_a_writer_are_each_of_one_instant(base: Path, out: Path) -> None:
    writer = Writer(open_for_writing(base))
    over = threading.Event()

    def both(db: Database) -> None:
        number = ledgers.next_number(db, "pairs")
        ledgers.next_number(db, f"left {number}")
        ledgers.put_fact(db, f"right {number}", "x" * 1000)

    def write() -> None:
        while not over.is_set():
            writer.write_now(both)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        made = [make_backup(base, out, START + timedelta(seconds=number)) for number in range(8)]
    finally:
        over.set()
        thread.join()
        writer.close()

    pairs = [backup.rows["meta"] - 300 for backup in made]
    assert pairs == sorted(set(pairs))  # each newer than the one before: there was writing in between
    for backup, count in zip(made, pairs, strict=True):
        assert rows(backup.path, "PRAGMA integrity_check") == [("ok",)]
        assert backup.rows["counters"] == count + (count > 0)
        assert rows(backup.path, "SELECT count(*) FROM meta WHERE name LIKE 'right%'") == [(count,)]


def test_a_full_disk_is_one_sentence_and_leaves_earlier_backups_alone(base: Path, out: Path) -> None:
    before = state(out)

    done = subprocess.run(
        [sys.executable, "main.py", "backup", "--out", str(out)],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(base.parent)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"Chưa ghi được bản sao lưu vào {out};")
    assert done.stderr.count("\n") == 1
    assert state(out) == before


def test_a_disk_without_room_for_the_running_program_too_is_not_filled(
    base: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(out)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10**9, 0, 5_000_000))

    with pytest.raises(BotError) as told:
        make_backup(base, out, START)

    assert told.value.code == "backup_no_room"
    assert state(out) == before


def test_a_directory_that_cannot_be_made_is_told(base: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(BotError) as told:
        make_backup(base, tmp_path / "file" / "out", START)

    assert told.value.code == "backup_failed"


def test_a_damaged_base_gives_no_backup_and_costs_none(base: Path, out: Path) -> None:
    for week in range(2, 20):
        make_backup(base, out, START - timedelta(weeks=week))
    before = state(out)
    with base.open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\xff" * 8192)

    with pytest.raises(BotError) as told:
        make_backup(base, out, START, thin_out=True)

    assert told.value.code == "database_damaged"
    assert state(out) == before


def test_a_kill_leaves_earlier_backups_alone_and_the_next_one_clears_up(base: Path, out: Path) -> None:
    before = state(out)
    program = """
import os, sys; from pathlib import Path; from datetime import UTC, datetime
from storage.backup import make_backup
looks = iter(range(3))
make_backup(Path(sys.argv[1]), Path(sys.argv[2]), datetime.now(UTC),
            stopped=lambda: next(looks, None) is None and os.kill(os.getpid(), 9))
"""
    base_of_many_pages = [sys.executable, "-c", program, str(base), str(out)]
    with closing(open_for_writing(base)) as db:
        ledgers.put_fact(db, "large", "x" * 20_000_000)

    killed = subprocess.run(base_of_many_pages, cwd=ROOT, check=False)

    assert killed.returncode == -9
    assert (out / ".part" / "part.db").exists()
    assert {name: sha for name, sha in state(out).items() if not name.startswith(".part")} == before
    made = make_backup(base, out, START)
    assert set(state(out)) == {*before, made.path.name, made.path.with_suffix(".key").name}


def test_a_backup_that_is_told_to_stop_leaves_nothing(base: Path, out: Path) -> None:
    before = state(out)

    with pytest.raises(StoppedError):
        make_backup(base, out, START, stopped=lambda: True)

    assert state(out) == before


def test_a_second_backup_into_the_same_directory_waits_for_nobody_and_says_so(base: Path, out: Path) -> None:
    (out / ".part").mkdir()

    with exclusive(out / ".part"), pytest.raises(BotError) as told:
        make_backup(base, out, START)

    assert told.value.code == "backup_running"


def test_thinning_out_takes_the_key_along_and_spares_files_of_others(base: Path, out: Path) -> None:
    (out / "bot-note.key").touch()
    for number in range(3):
        make_backup(base, out, START + timedelta(minutes=number))

    make_backup(base, out, START + timedelta(hours=1), thin_out=True)

    names = {"bot-20261115-081500", "bot-20261116-091500"}
    assert set(state(out)) == {f"{name}.{kind}" for name in names for kind in ("db", "key")} | {"bot-note.key"}


def test_without_a_base_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(BotError) as told:
        make_backup(tmp_path / "bot.db", tmp_path / "out", START)

    assert told.value.code == "database_missing"
    assert list(tmp_path.iterdir()) == []


def take_in(number: int, words: str) -> Work[None]:
    def work(db: Database) -> None:
        inbox.take_in(db, "telegram", [inbox.Arrival(str(number), f"hash {number}", "666", words)], START)

    return work


def set_aside(number: int) -> Work[None]:
    return lambda db: inbox.quarantine(db, number, f"SC-{number}", START)


@pytest.mark.parametrize("length", [30, 700, 20_000], ids=["in a row", "many to a page", "over several pages"])
def test_no_byte_of_what_updates_set_aside_say_gets_into_a_backup(base: Path, out: Path, length: int) -> None:
    canary = "CANARY-7Q2K"
    words = f'{{"text": "{canary}"}}'.ljust(length, "x")
    with closing(Writer(open_for_writing(base))) as writer:
        for number in range(1, 61):
            writer.write_now(take_in(number, words))
            writer.write_now(set_aside(number))
        for number in range(61, 121):
            writer.write_now(take_in(number, "waits"))

        made = make_backup(base, out, START)

    left = [path.name for path in out.rglob("*") if path.is_file() and canary.encode() in path.read_bytes()]
    assert left == []
    assert rows(made.path, "SELECT count(*), count(raw) FROM inbox WHERE state = 'quarantined'") == [(60, 0)]
    assert rows(made.path, "SELECT count(*), count(raw) FROM inbox WHERE state = 'new'") == [(60, 60)]
    assert rows(base, "SELECT count(raw) FROM inbox WHERE state = 'quarantined'") == [(60,)]


def test_no_byte_that_was_deleted_before_gets_into_a_backup(base: Path, out: Path) -> None:
    """SQLite moves rows between pages and leaves copies of them behind, whatever `secure_delete` says."""
    canary = "CANARY-9M4X"
    with closing(Writer(open_for_writing(base))) as writer:
        for number in range(400):
            writer.write_now(put_fact(f"{number * 37 % 400}", f"{canary};" * (number % 90)))
        for number in range(400):
            writer.write_now(put_fact(f"{number}", ""))

        made = make_backup(base, out, START)

    assert canary.encode() not in made.path.read_bytes()


def put_fact(name: str, value: str) -> Work[None]:
    return lambda db: ledgers.put_fact(db, name, value)
