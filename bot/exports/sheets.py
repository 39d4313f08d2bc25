"""Sheets of the workbook: typed cells, heads that stay in sight, rows tall enough to be printed whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.domain.texts import Text
from bot.exports.book import Book
from bot.exports.cells import Column, Row, row_height, spread
from bot.exports.looks import Looks, storable
from bot.exports.wording import vietnamese

_A4 = 9
"""The number that the file format gives to this size of paper."""
_NAME_MOST = 31
"""Characters; Excel opens no sheet with a longer name."""


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


def add_list(book: Book, name: str | Text, columns: Sequence[Column], rows: Iterable[Row], foot: str) -> None:
    """Add a sheet whose first row stays in sight, filters, and repeats on every printed page."""
    widths = [column.width for column in columns]
    sheet = add_sheet(book, name, widths, foot)
    write_row(sheet, 0, [column.head for column in columns], widths, Looks(book, bold=True, align="center"))
    parts = (part for row in rows for part in spread(row, columns))
    last = book.put_list(sheet, parts, widths, Looks(book))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.repeat_rows(0)


def write_row(sheet: Worksheet, number: int, row: Row, widths: Sequence[int], looks: Looks) -> None:
    """Write a row of cells and state its height."""
    sheet.set_row(number, row_height(row, widths))
    for column, stated in enumerate(row):
        cell = storable(stated)
        look = looks.of(cell)
        if isinstance(cell, str):
            sheet.write_string(number, column, cell, look)
        elif isinstance(cell, date):
            sheet.write_datetime(number, column, cell, look)
        else:
            sheet.write_number(number, column, float(cell) if isinstance(cell, Fraction) else cell, look)
