"""`run --sandbox --reset`: the sandbox begins anew."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.domain.characters import key
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.verbs.opening import database, say
from storage import ledgers
from storage.database import reading

_WRITTEN = (
    "backups/bot-*.db",
    "backups/bot-*.key",
    "backups/.part/*",
    "backups/.part",
    "backups",
    "clock.json*",
    "control.path",
    "control.sock",
    "phones.json*",
    "sandbox.db*",
    "sandbox.json*",
    "sandbox.log",
    "restore.part*",
    "secret.key",
    "bot.db-*",
    "bot.db",
)
"""What the program writes, but for its locks. The base comes last: it says that the rest may be deleted."""
_AGREED = "xoa"


def reset(directory: Path) -> None:
    """Ask, then delete what the sandbox has written into `directory`. Call it under the program's lock.

    Anything else in the directory stays. Raises BotError("not_a_sandbox"), BotError("reset_not_agreed").
    """
    from bot.sandbox import process

    found = list(_found(directory))
    if not found:
        print(say(Text(N_("There is nothing to delete in {path}."), path=str(directory))))
        return
    if not _is_sandbox(directory):
        raise BotError("not_a_sandbox", path=str(directory))
    if not _agreed(directory):
        raise BotError("reset_not_agreed", path=str(directory))
    process.end(directory)  # one whose program was killed
    names = [str(path.relative_to(directory)) for path in found if _delete(path)]
    print(say(Text(N_("Deleted from {path}: {names}"), path=str(directory), names=", ".join(names))), flush=True)


def _found(directory: Path) -> Iterator[Path]:
    """Whatever a link leads to elsewhere is not the sandbox's."""
    for pattern in _WRITTEN:
        for path in sorted(directory.glob(pattern)):
            if path.parent.resolve().is_relative_to(directory.resolve()):
                yield path


def _is_sandbox(directory: Path) -> bool:
    base = database(directory)
    if not base.exists():
        return False
    with reading(base) as db:
        return ledgers.fact(db, "kind") == "sandbox"


def _agreed(directory: Path) -> bool:
    """Ask at the terminal; without one the answer is what comes on standard input."""
    question = N_("All trial data in {path} will be deleted: people, reports, messages. Type xoa to agree:")
    print(say(Text(question, path=str(directory.absolute()))), end=" ", flush=True)
    answer = sys.stdin.readline() if sys.stdin else ""
    return key(answer) == _AGREED


def _delete(path: Path) -> bool:
    """Delete a file, or a directory with nothing left in it; return whether it was deleted."""
    try:
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        if error.errno != errno.ENOTEMPTY:
            raise
        return False
    return True
