"""How a verb gets at the data: to write under the program's lock, or to read beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from bot.clock import VN, Clock, SandboxClock, SystemClock
from bot.config import Settings, load_key
from bot.domain.people import Reader
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.i18n import translate
from bot.services.rules import load_rules
from bot.verbs import ownership
from storage import backup
from storage.database import Writer, migrate, open_for_writing, reading
from storage.lock import exclusive
from storage.unit import Rules, Unit

BACKED_UP = N_("The data of the earlier version were backed up first: {path}")


@dataclass(frozen=True)
class Base:
    """An opened data directory."""

    path: Path
    clock: Clock
    rules: Rules
    db: Database

    def unit(self, db: Database) -> Unit:
        """Return a unit of work at this moment."""
        return Unit(db, self.clock.now(), self.rules)


def prepare(directory: Path) -> None:
    """Make the directory, for its owner only.

    Raises BotError("cannot_write") or ("other_user"), OSError where it cannot be made.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    ownership.expect_own(directory, database(directory))
    if not os.access(directory, os.W_OK | os.X_OK):
        raise BotError("cannot_write", path=str(directory))


def database(directory: Path) -> Path:
    """Return where the database of a data directory is."""
    return directory / "bot.db"


def clock_of(directory: Path) -> Clock:
    """Return the clock that the data of a directory goes by."""
    # Only a sandbox leaves this file with its data.
    kept = directory / "clock.json"
    return SandboxClock(kept) if kept.exists() else SystemClock()


def bring_up_to_date(directory: Path, *, check: bool = True) -> None:
    """Bring the base to the present schema; one with data is backed up first, which is said beside the output."""
    _, made = backup.bring_up_to_date(database(directory), clock_of(directory).now(), check=check)
    if made:
        print(say(Text(BACKED_UP, path=str(made))), file=sys.stderr)


@contextmanager
def to_write(settings: Settings) -> Iterator[tuple[Base, Writer]]:
    """Open the data to write, initialising it on first use. Raises BotError("already_running")."""
    directory = settings.directory()
    prepare(directory)
    with exclusive(directory):
        bring_up_to_date(directory)
        db = open_for_writing(database(directory))
        writer = Writer(db)
        try:
            yield _base(settings, directory, db, load_key(directory)), writer
        finally:
            writer.close()


@contextmanager
def to_read(settings: Settings) -> Iterator[Base]:
    """Open the data to read; nothing is made where there is none.

    Raises BotError("database_missing"), and what `storage.database.reading` raises.
    """
    directory = settings.directory()
    if not database(directory).exists():
        raise BotError("database_missing", path=str(directory))
    warn_other_user(directory)
    with reading(database(directory)) as db:
        # Whoever only reads makes no hash, and must not make a key.
        yield _base(settings, directory, db)


def warn_other_user(directory: Path) -> None:
    """Say beside the output that the data are somebody else's."""
    told = ownership.notice(directory, database(directory))
    if told:
        print(say(told), file=sys.stderr)


@contextmanager
def to_preview(settings: Settings) -> Iterator[Base]:
    """Open the data to see what would be changed; where there is none yet, an empty base that goes at the end."""
    if database(settings.directory()).exists():
        with to_read(settings) as base:
            yield base
        return
    with TemporaryDirectory() as place:
        directory = Path(place)
        migrate(database(directory))
        with reading(database(directory)) as db:
            yield _base(settings, directory, db)


def _base(settings: Settings, directory: Path, db: Database, key: bytes = b"") -> Base:
    clock = clock_of(directory)
    rules = load_rules(settings.profile, key, clock.now().astimezone(VN).date())
    return Base(directory, clock, rules, db)


def say(text: Text) -> str:
    """Return a sentence for the operator."""
    return translate(text, Reader())
