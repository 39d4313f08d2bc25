"""`import-tasks`: the programme of tasks."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.screens.tasks import assigning
from bot.screens.tasks import listing as wording
from bot.services.people import changes
from bot.services.tasks import import_told, importing
from bot.services.tasks.listing import status_of
from bot.verbs import list_files
from bot.verbs.changing import carry_out
from bot.verbs.opening import say, to_preview


def run(options: Namespace, settings: Settings) -> int:
    """Check the whole file, then write it; print each task with the day that follows from its deadline."""
    table = list_files.read(Path(options.file))
    with to_preview(settings) as base:
        unit = base.unit(base.db)
        found = importing.check(table, importing.names(unit))
        asked = {"revision": changes.revision(unit), "tasks": [importing.as_plain(task) for task in found]}
        assigned = import_told.assigned_by(unit, found)
        persons = import_told.persons_told(unit, assigned)
        told = [wording.imported(task.code, task.title, status_of(unit, task).due_on) for task in found]
    list_files.say_sheets(table)
    if assigned:
        print(say(assigning.told_of_import(persons, len(assigned))))
    imported = carry_out(settings, "import-tasks", asked)
    for line in told:
        print(say(line))
    done = N_("Imported: {new:number} new tasks, {changed:number} changed, {same:number} as before.")
    print(say(Text(done, **imported)))
    return 0
