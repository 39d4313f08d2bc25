"""Sheets of the workbook: typed cells, heads that stay in sight, rows tall enough to be printed whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.clock import VN
from bot.domain.texts import Text
from bot.exports.cells import FONT, SIZE, Cell, Column, Row, row_height, spread
from bot.exports.wording import vietnamese

_A4 = 9
"""The number that the file format gives to this size of paper."""
_NAME_MOST = 31
"""Characters; Excel opens no sheet with a longer name."""
_FIRST_DAY = date(1900, 1, 1)
"""Excel counts its days from here."""
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Looks:
    """The formats of one book's cells: what a cell is says how it is shown."""

    def __init__(self, book: Workbook, **more: object) -> None:
        """Make the formats of `book`, all of them with `more`."""
        look = {"font_name": FONT, "font_size": SIZE, "text_wrap": True, "valign": "top", "border": 1, **more}
        self._plain = book.add_format(look)
        self._quoted = book.add_format({**look, "quote_prefix": True})
        self._count = book.add_format({**look, "align": "center"})
        self._instant = book.add_format({**look, "num_format": "dd/mm/yyyy hh:mm", "align": "center"})
        self._day = book.add_format({**look, "num_format": "dd/mm/yyyy", "align": "center"})
        self._share = book.add_format({**look, "num_format": "0.0%", "align": "center"})
        self.month = book.add_format({**look, "num_format": "mm/yyyy", "align": "center"})
        """For the first day of a month that stands for all of it."""

    def of(self, cell: Cell) -> Format:
        """Return the format of a cell; a text that begins like a formula says that it is a text."""
        if isinstance(cell, str):
            return self._quoted if cell.startswith(_LIKE_A_FORMULA) else self._plain
        if isinstance(cell, datetime):
            return self._instant
        if isinstance(cell, date):
            return self._day
        return self._share if isinstance(cell, Fraction) else self._count


def add_sheet(book: Workbook, name: str | Text, widths: Sequence[int], foot: str) -> Worksheet:
    """Add a sheet that prints across an A4 page, as wide as the page; `foot` stands small in the foot of each page."""
    sheet = book.add_worksheet(vietnamese(name if isinstance(name, Text) else Text(name))[:_NAME_MOST])
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.set_footer(f"&L&7{foot.replace('&', '&&')}&C&P/&N")
    return sheet


def add_list(book: Workbook, name: str | Text, columns: Sequence[Column], rows: Iterable[Row], foot: str) -> None:
    """Add a sheet whose first row stays in sight, filters, and repeats on every printed page."""
    widths = [column.width for column in columns]
    sheet = add_sheet(book, name, widths, foot)
    write_row(sheet, 0, [column.head for column in columns], widths, Looks(book, bold=True, align="center"))
    looks, last = Looks(book), 0
    for row in rows:
        for part in spread(row, columns):
            last += 1
            write_row(sheet, last, part, widths, looks)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.repeat_rows(0)


def write_row(sheet: Worksheet, number: int, row: Row, widths: Sequence[int], looks: Looks) -> None:
    """Write a row of cells and state its height."""
    sheet.set_row(number, row_height(row, widths))
    for column, stated in enumerate(row):
        cell = _storable(stated) if isinstance(stated, date) else stated
        look = looks.of(cell)
        if isinstance(cell, str):
            sheet.write_string(number, column, cell, look)
        elif isinstance(cell, date):
            sheet.write_datetime(number, column, cell, look)
        else:
            sheet.write_number(number, column, float(cell) if isinstance(cell, Fraction) else cell, look)


def _storable(cell: date) -> date | str:
    """Times are those of Viet Nam, as a workbook knows no zones, in whole seconds; a day before the first is a text."""
    if isinstance(cell, datetime):
        return cell.astimezone(VN).replace(tzinfo=None, microsecond=0)
    return vietnamese(Text("{day:date}", day=cell)) if cell < _FIRST_DAY else cell
