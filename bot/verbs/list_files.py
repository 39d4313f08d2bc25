"""The file of a list that an office keeps, as an operator names it."""

from __future__ import annotations

from pathlib import Path

from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.services.tables import reading
from bot.services.tables.reading import MOST_BYTES
from bot.services.tables.table import Table
from bot.verbs.opening import say


def read(path: Path) -> Table:
    """Return what a file holds. Raises BotError("file_missing"), or what `bot.services.tables.reading.read` raises."""
    try:
        with path.open("rb") as file:
            # One byte more is enough to see that it is too large.
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BotError("file_missing", path=str(path)) from error
    return reading.read(content, str(path))


def say_sheets(table: Table) -> None:
    """Print which sheet of a workbook was read, and which ones were not."""
    if table.sheet:
        print(say(Text(N_('Read: sheet "{sheet}".'), sheet=table.sheet)))
    for other in table.other_sheets:
        print(say(Text(N_('Not read: sheet "{sheet}".'), sheet=other)))
