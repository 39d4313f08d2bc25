"""`migrate`: bring the database to the present schema."""

from __future__ import annotations

from argparse import Namespace

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.verbs.opening import database, prepare, say
from storage.database import migrate
from storage.lock import exclusive


def run(_options: Namespace, settings: Settings) -> int:
    """Apply what is missing and say what it was."""
    directory = settings.directory()
    prepare(directory)
    with exclusive(directory, "migrate_running"):
        names = migrate(database(directory))
    if names:
        print(say(Text(N_("Applied to {path}: {names}."), path=str(database(directory)), names=", ".join(names))))
    else:
        print(say(Text(N_("{path} is up to date."), path=str(database(directory)))))
    return 0
