"""The file of a list that an office keeps, as an operator names it."""

from __future__ import annotations

from pathlib import Path

from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.services.tables import csv_file
from bot.services.tables.table import Table
from bot.verbs.opening import say

MOST_BYTES = 5_000_000
"""Some hundred times what both bodies need."""

_ZIP = b"PK\x03\x04"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")


def read(path: Path) -> Table:
    """Return what a CSV or workbook holds: the same whatever the form, and told apart by what it is.

    Raises BotError("file_missing"), BotError("list_too_large"), BotError("not_utf8"), or what
    `bot.services.tables.workbook.read` raises.
    """
    content = _bytes(path)
    if content.startswith(_ZIP) or path.suffix.casefold() in _WORKBOOKS:
        from bot.services.tables import workbook  # a library that no other file needs

        return workbook.read(content)
    try:
        return csv_file.read(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BotError("not_utf8", path=str(path)) from error


def say_sheets(table: Table) -> None:
    """Print which sheet of a workbook was read, and which ones were not."""
    if table.sheet:
        print(say(Text(N_('Read: sheet "{sheet}".'), sheet=table.sheet)))
    for other in table.other_sheets:
        print(say(Text(N_('Not read: sheet "{sheet}".'), sheet=other)))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte more is enough to see that it is too large.
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BotError("file_missing", path=str(path)) from error
    if len(content) > MOST_BYTES:
        raise BotError("list_too_large")
    return content
