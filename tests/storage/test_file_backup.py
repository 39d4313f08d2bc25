"""The files that members sent are backed up, each content once, and come back; what is missing is named."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.domain.attachments import FileState, Kept
from bot.errors import BotError
from storage import file_store, files, kept_files
from storage.backup import Backup, StoppedError, make_backup, restore
from storage.database import Writer, migrate, open_for_writing
from storage.files import StoredFile
from tests.world import START

A, B = b"one file", b"another file"


def keep(data: Path, content: bytes) -> Path:
    """Store a file as the program does; return where it lies."""
    sha256, path = file_store.put(data / "files", content)
    with closing(Writer(open_for_writing(data / "bot.db"))) as writer:

        def work(db: Database) -> None:
            files.put_file(db, StoredFile(sha256, path, len(content), "application/pdf"), START)
            number = kept_files.add(db, START)
            kept_files.end(db, number, Kept(FileState.STORED, sha256=sha256), START)

        writer.write_now(work)
    return data / "files" / path


def forget(data: Path) -> None:
    """Let nothing name a file any more."""
    with closing(Writer(open_for_writing(data / "bot.db"))) as writer:
        writer.write_now(lambda db: (kept_files.forget_unused(db), db.conn.execute("DELETE FROM files")))


def below(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (directory / "files").rglob("*") if path.is_file()}


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def backed_up(data: Path, out: Path, at: datetime = START, *, thin_out: bool = False) -> Backup:
    return make_backup(data / "bot.db", out, at, thin_out=thin_out)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data"
    path.mkdir()
    migrate(path / "bot.db")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_a_file_lies_beside_the_backups_once_however_many_name_it(data: Path, out: Path) -> None:
    keep(data, A)
    first = backed_up(data, out)
    inode = next((out / "files").rglob(sha(A))).stat().st_ino
    keep(data, B)

    second = backed_up(data, out, START + timedelta(days=1))

    assert below(out) == {sha(A): A, sha(B): B}
    assert next((out / "files").rglob(sha(A))).stat().st_ino == inode, "what was there is not written again"
    assert (first.lacking, second.lacking) == ([], [])


def test_nobody_but_the_owner_reads_them(data: Path, out: Path) -> None:
    keep(data, A)

    backed_up(data, out)

    assert {path.stat().st_mode & 0o077 for path in (out / "files").rglob("*")} == {0}


def test_a_restore_brings_them_back(data: Path, out: Path, tmp_path: Path) -> None:
    keep(data, A)
    made = backed_up(data, out)
    again = tmp_path / "again"
    again.mkdir()

    restored = restore(made.path, again / "bot.db")

    assert restored.lacking == []
    assert below(again) == {sha(A): A}


@pytest.mark.parametrize("harm", ["gone", "changed", "cut"])
def test_a_restore_names_the_files_that_are_missing_or_not_what_they_were(
    data: Path, out: Path, tmp_path: Path, harm: str
) -> None:
    keep(data, A)
    keep(data, B)
    made = backed_up(data, out)
    lies = next((out / "files").rglob(sha(A)))
    if harm == "gone":
        lies.unlink()
    else:
        lies.write_bytes(A.upper() if harm == "changed" else A[:3])
    again = tmp_path / "again"
    again.mkdir()

    restored = restore(made.path, again / "bot.db")

    assert [file.sha256 for file in restored.lacking] == [sha(A)]
    assert below(again) == {sha(B): B}


def test_a_file_that_is_missing_is_named_and_keeps_nothing_else_from_being_backed_up(data: Path, out: Path) -> None:
    keep(data, A).unlink()
    keep(data, B)

    made = backed_up(data, out)

    assert [file.sha256 for file in made.lacking] == [sha(A)]
    assert below(out) == {sha(B): B}
    assert made.path.exists()


def test_a_file_goes_with_the_last_backup_that_names_it(data: Path, out: Path) -> None:
    keep(data, A)
    backed_up(data, out, START - timedelta(weeks=9))
    forget(data)

    for day in range(60):
        backed_up(data, out, START + timedelta(days=day), thin_out=True)
        named = any(path.name.startswith("bot-202609") for path in out.iterdir())
        assert (sha(A) in below(out)) == named

    assert below(out) == {}


def test_where_a_backup_cannot_be_read_no_file_is_deleted(data: Path, out: Path) -> None:
    keep(data, A)
    backed_up(data, out, START - timedelta(days=1)).path.write_bytes(b"no database at all")
    forget(data)

    backed_up(data, out, thin_out=True)

    assert below(out) == {sha(A): A}


def test_a_backup_that_is_stopped_leaves_no_backup_without_its_files(data: Path, out: Path) -> None:
    keep(data, A)
    asked = iter([False] * 1000)

    def stopped() -> bool:
        return next(asked) if not (out / ".part" / "part.clean.db").exists() else True

    with pytest.raises(StoppedError):
        make_backup(data / "bot.db", out, START, stopped=stopped)

    assert not list(out.glob("bot-*"))


def test_without_room_for_the_files_nothing_is_made(data: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(data, A)
    monkeypatch.setattr(
        "storage.file_backup.shutil.disk_usage", lambda _: type("Usage", (), {"free": 1 if out.exists() else 0})()
    )
    monkeypatch.setattr("storage.backup._expect_room", lambda *_: None)

    with pytest.raises(BotError) as raised:
        backed_up(data, out)

    assert raised.value.code == "backup_no_room"
    assert not list(out.glob("bot-*"))
