"""`import-tasks`: the programme of tasks."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.screens import tasks as wording
from bot.services.tasks import importing
from bot.services.tasks.listing import status_of
from bot.verbs.opening import BY, say, to_write

_MOST_BYTES = 5_000_000


def run(options: Namespace, settings: Settings) -> int:
    """Check the whole file, then write it; print each task with the day that follows from its deadline."""
    # Before the base is opened: a file that is not there must not bring one into being.
    text = _read(Path(options.file))
    with to_write(settings) as (base, writer):
        unit = base.unit(base.db)
        found = importing.read(text, importing.names(unit))
        imported = writer.write_now(lambda db: importing.write(base.unit(db), found, BY))
        for task in found:
            print(say(wording.imported(task.code, task.title, status_of(unit, task).due_on)))
    done = N_("Imported: {new:number} new tasks, {changed:number} changed, {same:number} as before.")
    print(say(Text(done, new=imported.new, changed=imported.changed, same=imported.same)))
    return 0


def _read(path: Path) -> str:
    """Return the text of a file in UTF-8. Raises BotError("file_missing"), BotError("tasks_too_large")."""
    try:
        # One byte more is enough to see that it is too large.
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise BotError("tasks_too_large")
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BotError("file_missing", path=str(path)) from error
