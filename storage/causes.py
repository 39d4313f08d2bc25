"""What may end a program without being an error of it: a right, a file, a disk. One place makes a sentence of it."""

from __future__ import annotations

import errno
import os
import pwd
import sqlite3
from pathlib import Path

from bot.errors import BotError

_NOT_PERMITTED = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_SENSELESS = (errno.EINVAL, errno.EBADF, errno.EFAULT)
"""What the system says of a call that only an error of the program can make."""


def told(error: BaseException, base: Path) -> BotError | None:
    """Return what the operator is told of an error, None where the program itself is at fault.

    `base` is the database that was at hand. Of several errors at once the first counts.
    """
    match error:
        case BotError():
            return error
        case BaseExceptionGroup():
            causes = [told(one, base) for one in error.exceptions]
            return causes[0] if all(causes) else None
        case sqlite3.Error():
            return _told_of_base(error, base)
        case OSError(errno=int()):
            return _told_of_system(error)
    return None


def user() -> str:
    """Return the name of the user whose rights count, its number where it has no name."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def primary(error: sqlite3.Error) -> int:
    """Return the kind of an error without what further distinguishes it; 0 where SQLite did not raise it."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _told_of_base(error: sqlite3.Error, base: Path) -> BotError | None:
    match primary(error):
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return BotError("database_damaged", path=str(base))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return BotError("already_running", path=str(base))
        case sqlite3.SQLITE_FULL:
            return BotError("disk_full", path=str(base))
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return _told_of_closed(base)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_NOLFS:
            return BotError("path_refused", path=str(base), code=error.sqlite_errorname)
    return None


def _told_of_closed(base: Path) -> BotError:
    """SQLite does not say whether the file or its directory is closed to us, nor whether it is there at all."""
    for path in (base.parent, base):
        if not os.access(path, os.R_OK | os.W_OK | (os.X_OK if path.is_dir() else 0)):
            return BotError("not_permitted", path=str(path), user=user())
    return BotError("path_refused", path=str(base), code="SQLITE_CANTOPEN")


def _told_of_system(error: OSError) -> BotError | None:
    """The name of a kind of error tells more than its text, which is in the system's language."""
    number, path = error.errno, error.filename
    if number in _SENSELESS:
        return None
    if number in _NO_ROOM:
        return BotError("disk_full", path=os.fsdecode(path)) if path else BotError("no_room")
    code = errno.errorcode.get(number or 0, str(number))
    if not isinstance(path, str | bytes):
        return BotError("system_refused", code=code)
    if number in _NOT_PERMITTED:
        return BotError("not_permitted", path=os.fsdecode(path), user=user())
    if number in (errno.ENOTDIR, errno.EEXIST):
        return BotError("not_a_directory", path=os.fsdecode(path))
    return BotError("path_refused", path=os.fsdecode(path), code=code)
