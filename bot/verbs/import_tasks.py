"""`import-tasks`: the programme of tasks."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.screens import tasks as wording
from bot.services.acts import BY
from bot.services.tasks import importing
from bot.services.tasks.listing import status_of
from bot.verbs import list_files
from bot.verbs.opening import say, to_write


def run(options: Namespace, settings: Settings) -> int:
    """Check the whole file, then write it; print each task with the day that follows from its deadline."""
    # Before the base is opened: a file that is not there must not bring one into being.
    table = list_files.read(Path(options.file))
    with to_write(settings) as (base, writer):
        unit = base.unit(base.db)
        found = importing.check(table, importing.names(unit))
        list_files.say_sheets(table)
        imported = writer.write_now(lambda db: importing.write(base.unit(db), found, BY))
        for task in found:
            print(say(wording.imported(task.code, task.title, status_of(unit, task).due_on)))
    done = N_("Imported: {new:number} new tasks, {changed:number} changed, {same:number} as before.")
    print(say(Text(done, new=imported.new, changed=imported.changed, same=imported.same)))
    return 0
