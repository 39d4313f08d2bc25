"""The files that members sent, beside the backups of their base: each content once, however many backups name it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from bot.errors import BotError
from storage import kept_files
from storage.database import open_for_reading
from storage.file_store import FILES, place_of, put, read, remove_others
from storage.kept_files import Known


def add_missing(copy: Path, source: Path, out: Path, look: Callable[[], None]) -> Sequence[Known]:
    """Put the files that a copy of the base names beside the backups in `out`; return those that were not to be had.

    What is there already stays as it is; `look` is called before each file. Raises BotError("backup_no_room"), what
    `look` raises, and OSError.
    """
    wanted = lacking(out, listed(copy))
    needed, free = 2 * sum(file.size for file in wanted), shutil.disk_usage(out).free
    # As with the base: a program on the same disk must not be stopped by its backup.
    if free < needed:
        raise BotError("backup_no_room", path=str(out), needed=-(-needed >> 20), free=free >> 20)
    missed = []
    for file in wanted:
        look()
        if not _copy(file, source, out):
            missed.append(file)
    return missed


def bring_back(copy: Path, backups: Path, directory: Path) -> Sequence[Known]:
    """Put the files that a restored base names into its data directory; return those the backups do not have."""
    return [file for file in lacking(directory, listed(copy)) if not _copy(file, backups / FILES, directory)]


def thin_out(out: Path, backups: Iterable[Path]) -> None:
    """Delete the files that none of these backups names; where one cannot be read, nobody knows what it names."""
    with suppress(sqlite3.Error):
        named = {file.path for backup in backups for file in listed(backup)}
        if (out / FILES).is_dir():
            remove_others(out / FILES, named)


def listed(base: Path) -> Sequence[Known]:
    """Return the files that a base names as stored; a base from before files were kept names none."""
    with closing(open_for_reading(base)) as db:
        return kept_files.stored(db) if "kept_files" in db.table_names() else []


def lacking(directory: Path, files: Iterable[Known]) -> list[Known]:
    """Return those of these files that do not lie below a directory, as large as they are to be."""
    return [file for file in files if not _is_there(directory / FILES / place_of(file.sha256), file.size)]


def lacking_beside(backup: Path) -> list[Known]:
    """Return the files that a backup names and that do not lie beside it; of one that cannot be opened, none."""
    with suppress(sqlite3.Error):
        return lacking(backup.parent, listed(backup))
    return []


def _is_there(path: Path, size: int) -> bool:
    with suppress(OSError):
        return path.stat().st_size == size
    return False


def _copy(file: Known, source: Path, target: Path) -> bool:
    """Copy a file that is what it was; one that cannot be read must not keep the others from being copied."""
    try:
        content = read(source, file.sha256)
    except OSError:
        content = None
    if content is None:
        return False
    put(target / FILES, content)
    return True
