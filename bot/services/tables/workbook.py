"""A list in a workbook (.xlsx): the cells of its first sheet that is not hidden, as text."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.escape import unescape

from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.services.tables.faults import Fault
from bot.services.tables.sheet_marks import Marks, marks_of
from bot.services.tables.table import MOST_ROWS, Number, Record, Table, cell, column_letter, in_column

MOST_UNPACKED_BYTES = 50_000_000
"""Of everything inside the file, which is a compressed archive."""

_ROWS_OF_A_SHEET = 1_048_576
_DATES = (date, datetime, time, timedelta)


def read(data: bytes) -> Table:
    """Return what a workbook holds; formulas are seen as formulas, not as what they last gave.

    Raises BotError("not_workbook"), BotError("list_too_large") or BotError("sheets_hidden").
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            # As declared: nothing is unpacked to find out, and reading a part ends at its declared size.
            unpacked = sum(part.file_size for part in archive.infolist())
    except BadZipFile as error:
        raise BotError("not_workbook") from error
    if unpacked > MOST_UNPACKED_BYTES:
        raise BotError("list_too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it does not support (colours, drop-down lists), nothing is read
            return _table(data)
    except BotError:
        raise
    except Exception as error:  # openpyxl has no error of its own for a file that is not what its name says
        raise BotError("not_workbook") from error


def _table(data: bytes) -> Table:
    reader: Any = ExcelReader(io.BytesIO(data), read_only=True)
    reader.read()
    try:
        sheets = reader.wb.worksheets
        shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        if not shown:
            raise BotError("sheets_hidden", sheets=", ".join(sheet.title for sheet in sheets))
        parts = {sheet.name: part.target for sheet, part in reader.parser.find_sheets()}
        with reader.archive.open(parts[shown[0].title]) as part:
            marks = marks_of(part)
        others = [sheet.title for sheet in sheets if sheet is not shown[0]]
        return _checked(_rows(shown[0]), marks, shown[0].title, others)
    finally:
        reader.wb.close()


def _rows(sheet: Any) -> Iterator[tuple[int, Mapping[int, str | Text]]]:
    """Yield the rows that are not empty, with their numbers."""
    sheet.reset_dimensions()  # what a file says of its size need not be true
    for number, cells in enumerate(islice(sheet.iter_rows(), _ROWS_OF_A_SHEET), 1):
        held = ((position, _text(each)) for position, each in enumerate(cells) if each.value is not None)
        if row := {position: text for position, text in held if text}:
            yield number, row


def _checked(
    rows: Iterator[tuple[int, Mapping[int, str | Text]]], marks: Marks, sheet: str, others: Sequence[str]
) -> Table:
    records: list[Record] = []
    faults: list[Fault] = []
    header: Mapping[int, str] = {}
    # The header, and one row more than may be, to see that there are too many.
    for number, row in islice(rows, MOST_ROWS + 2):
        cells = {position: text for position, text in row.items() if isinstance(text, str)}
        reasons = [*_unread(row, header), *marks.of_row(number)]
        if not records:
            header = cells
            reasons += marks.of_columns(header)
        faults += [(number, reason) for reason in reasons]
        # A header stays even where a cell of it cannot be read: without one nothing else would be looked at.
        if not records or not reasons:
            records.append((number, cells))
    return Table(records, faults, sheet, others)


def _unread(row: Mapping[int, str | Text], header: Mapping[int, str]) -> Iterator[Text]:
    for position, why in row.items():
        if isinstance(why, Text):
            yield in_column(header.get(position, column_letter(position)), why)


def _text(each: Any) -> str | Text:
    """Return what stands in a cell, or why that cannot be taken."""
    value = each.value
    if each.data_type == "f":
        return Text(N_("the cell holds a formula; please put its value there"))
    if isinstance(value, _DATES):
        return Text(N_("the cell is a date; please format the column as text and enter it again"))
    if isinstance(value, bool) or each.data_type == "e":
        return Text(N_("the cell holds neither text nor a number"))
    if isinstance(value, int | float):
        # What was typed as a number may come as 45.0.
        return Number(int(value) if float(value).is_integer() else value)
    return cell(unescape(str(value)))
