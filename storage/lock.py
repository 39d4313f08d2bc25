"""One writing program per data directory."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import BotError


@contextmanager
def exclusive(data_dir: Path, held: str = "already_running") -> Iterator[None]:
    """Hold `data_dir/bot.lock`; raise BotError(`held`) where another process holds it.

    Never a lock on the database file: closing any other handle to that would drop SQLite's own locks.
    The system lets go of the lock when the process ends, however it ends.
    """
    # O_CLOEXEC: a child that outlives a killed program must not hold the lock for it.
    handle = os.open(data_dir / "bot.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise BotError(held, path=str(data_dir)) from error
    try:
        yield
    finally:
        # The file stays: whoever had opened it meanwhile would lock a file that nobody else can see.
        os.close(handle)


def is_held(data_dir: Path) -> bool:
    """Return whether a process holds `data_dir/bot.lock`; makes nothing."""
    try:
        handle = os.open(data_dir / "bot.lock", os.O_RDONLY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return False
    try:
        # Shared, and let go of at once: two who look do not take each other for the program.
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
