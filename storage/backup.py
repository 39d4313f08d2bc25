"""Backups: a checked copy of the base at one instant, made beside whoever writes it, and the way back."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from bot.errors import BotError
from storage import file_backup
from storage.database import is_sound, migrate, one_instant, open_for_reading, pending
from storage.file_store import FILES
from storage.kept_files import Known
from storage.lock import exclusive
from storage.migrations import KNOWN, MIGRATIONS
from storage.rotation import file_name, made_at, newest, to_delete
from storage.shown_codes import SHOWS_CODE

BACKUPS = "backups"
"""The directory, inside the data directory, that the nightly backup writes into and thins out."""

_KEY = "secret.key"
_PAGES_AT_ONCE = 1000
_STEPS_BETWEEN_LOOKS = 100_000
"""Counting and checking have no portions between which to look whether to stop: there SQLite asks by itself."""
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


@dataclass(frozen=True)
class Backup:
    """A backup that was made: its file, the rows of each table in it, whether the key lies beside it.

    `lacking`: the files of members that it names and that were not to be had.
    """

    path: Path
    rows: Mapping[str, int]
    sha256: str
    with_key: bool
    lacking: Sequence[Known] = ()


@dataclass(frozen=True)
class Restored:
    """What came out of a backup: the rows of each table, the schema's steps added since, whether there is a key.

    `lacking`: the files of members that it names and that do not lie beside it.
    """

    rows: Mapping[str, int]
    migrated: list[str]
    with_key: bool
    lacking: Sequence[Known] = ()


class StoppedError(Exception):
    """The backup was told to stop. Nothing of it is left."""


def never() -> bool:
    """Nobody wants the backup to stop."""
    return False


def make_backup(
    base: Path, out: Path, now: datetime, *, thin_out: bool = False, stopped: Callable[[], bool] = never
) -> Backup:
    """Copy the base into `out`, check the copy, and only then give it its name; `thin_out` deletes what is too old.

    What updates that were set aside say is left out: a backup outlives the days for which they are kept.

    Works beside a program that writes: it only reads, takes no lock of the base's directory, and everything in the
    copy is of one instant. `secret.key` is copied beside it: `bot-….key`; the files that members sent lie in `files`,
    once for all backups of a directory. Raises BotError("database_missing",
    "database_damaged", "backup_running", "backup_no_room", "backup_failed"), or StoppedError once `stopped`
    says so; then nothing is left in `out` and earlier backups are as they were.
    """
    if not base.exists():
        raise BotError("database_missing", path=str(base.parent))
    try:
        # A backup holds what people wrote, and the key of the hashes beside it: for nobody else on the machine.
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _workplace(out) as place:
            copied, part, name = place / "part.db", place / "part.clean.db", file_name(now)
            rows = _copy(base, copied, out, stopped)
            _leave_out_secrets(copied, part, rows, stopped)
            # It still holds the words that were to be left out.
            copied.unlink()
            with closing(part.open("rb")) as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            # Key and files first: a backup that has its name is complete.
            lacking = file_backup.add_missing(part, base.parent / FILES, out, lambda: _look(stopped))
            with_key = _copy_key(base.with_name(_KEY), place / "part.key", key_of(out / name))
            _publish(part, out / name)
            if thin_out:
                _thin_out(out, now)
                file_backup.thin_out(out, [path for path in out.iterdir() if made_at(path.name)])
    except (OSError, sqlite3.Error) as error:
        raise BotError("backup_failed", path=str(out)) from error
    return Backup(out / name, rows, sha256, with_key, lacking)


def bring_up_to_date(base: Path, now: datetime, *, check: bool = True) -> tuple[list[str], Path | None]:
    """Bring a base to the present schema; return the steps applied and, where it held data, the backup made before.

    Without its backup a base of an earlier version is not touched. Raises what `make_backup` and `migrate` raise.
    """
    made = make_backup(base, base.parent / BACKUPS, now).path if _has_steps_to_come(base) else None
    return migrate(base, check=check), made


def _has_steps_to_come(base: Path) -> bool:
    """Whether a base that is there is of an earlier version; what is wrong with it, `migrate` says."""
    if not (base.exists() and base.stat().st_size):
        return False
    with suppress(sqlite3.Error), closing(open_for_reading(base)) as db:
        return bool(MIGRATIONS.applied(db) and pending(db))
    return False


def restore(file: Path, base: Path) -> Restored:
    """Make a backup the base of a directory that has none, at the present schema; the caller holds its lock.

    Raises BotError("restore_not_empty", "file_missing", "restore_key_differs", "backup_unsound", "schema_newer",
    "backup_no_room", "cannot_write"); the directory then still has no base.
    """
    _expect_empty(base)
    if not (file.is_file() and os.access(file, os.R_OK)):
        raise BotError("file_missing", path=str(file))
    part, key = base.with_name("restore.part"), base.with_name(_KEY)
    try:
        # What an interrupted restore left is in no known state.
        _remove(part)
        _expect_no_other_key(key_of(file), key)
        rows, migrated = _restore_into(part, file)
        lacking = file_backup.bring_back(part, file.parent, base.parent)
        # The base comes last: once it is there, a restore cannot be run again.
        if not key.exists():
            _copy_key(key_of(file), base.with_name("restore.part.key"), key)
        _publish(part, base)
    except (OSError, sqlite3.Error) as error:
        raise BotError("cannot_write", path=str(base.parent)) from error
    finally:
        _remove(part)
    return Restored(rows, migrated, key.exists(), lacking)


def newest_backup(out: Path, now: datetime) -> Path | None:
    """Return the newest backup of a directory by its name; None where there is none."""
    made = newest((path.name for path in out.iterdir()), now) if out.is_dir() else None
    return out / file_name(made) if made else None


def can_be_restored(file: Path) -> bool:
    """Return whether a backup opens, is one of this program, and passes SQLite's quick check."""
    try:
        _expect_our_schema(file)
        with _damage_of(file), closing(open_for_reading(file)) as db:
            return is_sound(db)
    except BotError:
        return False


def key_of(backup: Path) -> Path:
    """Return where the key that belongs to a backup lies."""
    return backup.with_suffix(".key")


def _expect_empty(base: Path) -> None:
    """An old log beside the base is data too: SQLite would mix it into what is restored."""
    for present in sorted(base.parent.glob(f"{base.name}*")):
        raise BotError("restore_not_empty", path=str(present))


def _expect_no_other_key(key: Path, own: Path) -> None:
    if key.exists() and own.exists() and key.read_bytes() != own.read_bytes():
        raise BotError("restore_key_differs", path=str(own))


def _restore_into(part: Path, file: Path) -> tuple[dict[str, int], list[str]]:
    try:
        _expect_our_schema(file)
        return _copy(file, part, part.parent, never), migrate(part)
    except BotError as error:
        if error.code == "database_damaged":
            raise BotError("backup_unsound", path=str(file)) from error
        raise


def _expect_our_schema(file: Path) -> None:
    with _damage_of(file), closing(open_for_reading(file)) as db:
        applied = {migration.name for migration in MIGRATIONS.applied(db)}
    # A sound file of some other program has none of our steps.
    if not applied:
        raise BotError("backup_unsound", path=str(file))
    if applied - KNOWN:
        raise BotError("schema_newer", path=str(file))


def _copy(source: Path, target: Path, out: Path, stopped: Callable[[], bool]) -> dict[str, int]:
    """Copy a base as it is at one instant into a new file below `out`, checked; return the rows of each table."""

    with _damage_of(source), closing(open_for_reading(source)) as read, closing(_new(target)) as copy:
        # Both connections: the one counts and copies, the other is checked.
        read.conn.set_progress_handler(stopped, _STEPS_BETWEEN_LOOKS)
        copy.set_progress_handler(stopped, _STEPS_BETWEEN_LOOKS)
        # Count and copy see the same instant, so that the copy can be held against the count; and what is written
        # meanwhile does not start the copy anew.
        with one_instant(read):
            rows = _count(read.conn)
            _expect_room(read, out)
            read.conn.backup(copy, pages=_PAGES_AT_ONCE, progress=lambda *_: _look(stopped))
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, that can be read where nothing can be written
        _expect_sound(copy, rows, source)
    return rows


def _look(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise StoppedError


def _leave_out_secrets(copied: Path, target: Path, rows: Mapping[str, int], stopped: Callable[[], bool]) -> None:
    """Write a copy anew without what updates that were set aside say, and without codes of invitations, in rows or in
    what is left between them.

    SQLite's `secure_delete` overwrites what is freed, but not what it leaves behind where it moves rows to other
    pages; a file that is written from its rows alone holds neither.
    """
    _create(target)
    with _damage_of(copied), closing(_open(copied)) as copy:
        copy.set_progress_handler(stopped, _STEPS_BETWEEN_LOOKS)
        copy.execute("PRAGMA journal_mode=MEMORY")  # a log on the disk would hold the words once more
        copy.execute("UPDATE inbox SET raw = NULL, user_key = NULL WHERE state = 'quarantined'")
        _leave_out_codes(copy)
        _sign_everybody_out(copy)
        copy.execute("VACUUM INTO ?", (str(target),))
    with closing(_open(target)) as written:
        _expect_sound(written, rows, copied)


def _leave_out_codes(copy: sqlite3.Connection) -> None:
    """The code of an invitation opens somebody's account: a message that still waits ends here, without it.

    So does a letter with the code of an address.
    """
    columns = {row[1] for row in copy.execute("PRAGMA table_info(outbox)")}
    # A base from before messages said what they are about is backed up before it is brought up to date.
    if "topic_arguments" in columns:
        copy.execute(
            f"""UPDATE outbox SET state = 'cancelled', ended_at = created_at, body = NULL
                WHERE body IS NOT NULL AND {SHOWS_CODE}"""
        )
    if copy.execute("PRAGMA table_info(mailboxes)").fetchone():
        copy.execute("UPDATE mailboxes SET code_hash = NULL, code_until = NULL")


def _sign_everybody_out(copy: sqlite3.Connection) -> None:
    """Who was signed out after a backup must not be signed in again by it."""
    # A base from before there were sessions is backed up before it is brought up to date.
    if copy.execute("PRAGMA table_info(sign_in_links)").fetchone():
        copy.execute("UPDATE web_sessions SET ended_at = seen_at WHERE ended_at IS NULL")
        copy.execute("UPDATE sign_in_links SET expires_at = made_at")


def _expect_sound(connection: sqlite3.Connection, rows: Mapping[str, int], source: Path) -> None:
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise BotError("database_damaged", path=str(source))
    # The integrity check does not look at foreign keys.
    if connection.execute("PRAGMA foreign_key_check").fetchone() or _count(connection) != rows:
        raise BotError("database_damaged", path=str(source))


def _new(path: Path) -> sqlite3.Connection:
    _create(path)
    return _open(path)


def _create(path: Path) -> None:
    # SQLite would make the file readable to all; O_EXCL, so that nothing that is there is written over.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")  # `_publish` takes it to the disk once, before it gets its name
    return connection


def _count(connection: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def _expect_room(db: Database, out: Path) -> None:
    """Room for a copy and for the one written from it; and as much again has to stay free: a program that runs on
    the same disk must not be stopped by its backup."""
    pages, size = (db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    needed, free = 3 * pages * size, shutil.disk_usage(out).free
    if free < needed:
        # Rounded up: the sentence must not ask for less than is needed.
        raise BotError("backup_no_room", path=str(out), needed=-(-needed >> 20), free=free >> 20)


@contextmanager
def _damage_of(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        # Extended codes carry the kind of an error in their lowest byte.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        # The progress handler has ended the statement because somebody asked to stop.
        if code == sqlite3.SQLITE_INTERRUPT:
            raise StoppedError from error
        if code in _DAMAGED:
            raise BotError("database_damaged", path=str(path)) from error
        raise


@contextmanager
def _workplace(out: Path) -> Iterator[Path]:
    """A hidden directory on the disk of `out`, one backup's at a time; what a killed one left in it is removed."""
    place = out / ".part"
    place.mkdir(mode=0o700, exist_ok=True)
    with ExitStack() as stack:
        try:
            stack.enter_context(exclusive(place))
        except BotError as error:
            raise BotError("backup_running", path=str(out)) from error
        stack.callback(shutil.rmtree, place, ignore_errors=True)
        for left in place.glob("part*"):
            left.unlink()
        yield place


def _copy_key(key: Path, part: Path, target: Path) -> bool:
    if not key.exists():
        return False
    # O_EXCL below would refuse for ever what a killed attempt has left.
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.read_bytes())
    _publish(part, target)
    return True


def _publish(part: Path, target: Path) -> None:
    """Give a finished file its name, so that after a power cut it is there whole or not at all."""
    _flush(part)
    part.replace(target)
    # The new name is an entry of the directory, which is flushed for itself.
    _flush(target.parent)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _thin_out(out: Path, now: datetime) -> None:
    """Delete what is too old, and keys whose backup is gone. The newest, just checked, is never among them."""
    for name in to_delete([path.name for path in out.iterdir()], now):
        (out / name).unlink()
    for key in out.glob("bot-*.key"):
        # Whatever else lies there is the operator's.
        if made_at(f"{key.stem}.db") and not key.with_suffix(".db").exists():
            key.unlink()


def _remove(part: Path) -> None:
    for left in part.parent.glob(f"{part.name}*"):
        left.unlink()
