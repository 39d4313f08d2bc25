"""`migrate`: bring the database to the present schema."""

from __future__ import annotations

from argparse import Namespace

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.verbs.opening import BACKED_UP, clock_of, database, prepare, say
from storage.backup import bring_up_to_date
from storage.lock import exclusive


def run(_options: Namespace, settings: Settings) -> int:
    """Apply what is missing and say what it was; a base with data is backed up first."""
    directory = settings.directory()
    prepare(directory)
    with exclusive(directory, "migrate_running"):
        names, backup = bring_up_to_date(database(directory), clock_of(directory).now())
    if backup:
        print(say(Text(BACKED_UP, path=str(backup))))
    if names:
        print(say(Text(N_("Applied to {path}: {names}."), path=str(database(directory)), names=", ".join(names))))
    else:
        print(say(Text(N_("{path} is up to date."), path=str(database(directory)))))
    return 0
