"""The bytes of a list as a table: CSV or workbook, told apart by what they are."""

from __future__ import annotations

import codecs
from pathlib import PurePath

from bot.errors import BotError
from bot.services.tables import csv_file
from bot.services.tables.table import Table

MOST_BYTES = 15_000_000
"""As much as a sheet of a million empty rows takes in CSV; some hundred times what both bodies need."""

_ZIP = b"PK\x03\x04"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(content: bytes, name: str) -> Table:
    """Return what a file holds; `name` is how the reader of an error knows it.

    Raises BotError("list_too_large"), BotError("not_utf8"), BotError("not_a_list") where it is UTF-16 that does not
    say so, or something else that is no text, or what `bot.services.tables.workbook.read` raises.
    """
    if len(content) > MOST_BYTES:
        raise BotError("list_too_large")
    if content.startswith(_ZIP) or PurePath(name).suffix.casefold() in _WORKBOOKS:
        from bot.services.tables import workbook  # a library that no other file needs

        return workbook.read(content)
    return csv_file.read(_text(content, name))


def _text(content: bytes, name: str) -> str:
    try:
        # "Unicode text" of spreadsheets is UTF-16 with its mark.
        text = content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BotError("not_utf8", path=name) from error
    if "\0" in text:
        raise BotError("not_a_list", path=name)
    return text
