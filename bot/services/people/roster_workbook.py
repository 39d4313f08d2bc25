"""A roster in a workbook (.xlsx): the cells of its first sheet, as text."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.services.csv_table import Fault, Line, Record
from bot.services.people.roster import COLUMNS, MOST_ROWS, check

MOST_UNPACKED_BYTES = 50_000_000
"""Of everything inside the file, which is a compressed archive."""

_COLUMNS = (*COLUMNS, str(len(COLUMNS) + 1))
"""One more than there should be, to see whether it is empty; what stands further right is not read."""
_DATES = (date, datetime, time, timedelta)


def read(data: bytes, bodies: Iterable[str]) -> list[Line]:
    """Return the lines of a roster in a workbook.

    Raises BotError("roster_not_workbook"), BotError("roster_too_large"), or BotError("roster_bad") that names every
    bad line with its reason.
    """
    records: list[Record] = []
    faults: list[Fault] = []
    for number, cells in enumerate(_rows(data), 1):
        texts = [_text(cell) for cell in cells]
        unread = [(column, text) for column, text in zip(_COLUMNS, texts, strict=True) if isinstance(text, Text)]
        faults += [(number, Text(N_("{column}: {reason}"), column=column, reason=why)) for column, why in unread]
        record = [text for text in texts if isinstance(text, str)]
        # A header stays even where a cell of it cannot be read: without one nothing else would be looked at.
        if number == 1 or not unread:
            records.append((number, record if record[-1:] != [""] else record[:-1]))
    return check(records, bodies, faults)


def _rows(data: bytes) -> list[Sequence[Any]]:
    """Return the cells of the first sheet; formulas are seen as formulas, not as what they last gave."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            # As declared: nothing is unpacked to find out, and reading a part ends at its declared size.
            unpacked = sum(part.file_size for part in archive.infolist())
    except BadZipFile as error:
        raise BotError("roster_not_workbook") from error
    if unpacked > MOST_UNPACKED_BYTES:
        raise BotError("roster_too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it does not support (colours, drop-down lists), nothing is read
            return _cells(data)
    except Exception as error:  # openpyxl has no error of its own for a file that is not what its name says
        raise BotError("roster_not_workbook") from error


def _cells(data: bytes) -> list[Sequence[Any]]:
    book = load_workbook(io.BytesIO(data), read_only=True)
    try:
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size need not be true
        # The header, and one row more than may be, to see that there are too many.
        return list(islice(sheet.iter_rows(max_col=len(_COLUMNS)), MOST_ROWS + 2))
    finally:
        book.close()


def _text(cell: Any) -> str | Text:
    """Return what stands in a cell, or why that cannot be taken."""
    value = cell.value
    if cell.data_type == "f":
        return Text(N_("the cell holds a formula; please put its value there"))
    if isinstance(value, _DATES):
        return Text(N_("the cell is a date; please format the column as text and enter it again"))
    if isinstance(value, bool) or cell.data_type == "e":
        return Text(N_("the cell holds neither text nor a number"))
    # What was typed as a number may come as 45.0.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
