"""The sheets of the tasks: every course in a row, and how many there are of each lead agency, with their bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.domain.texts import N_, Text
from bot.exports import courses
from bot.exports.book import Book
from bot.exports.cells import FONT, Again, Column
from bot.exports.charts import place_chart
from bot.exports.looks import Looks
from bot.exports.sheets import add_list, add_sheet, write_row
from bot.exports.wording import vietnamese

_WIDTHS = (5, 44, 9, 12, 12, 12, 12, 12)
_COLORS = ("#1F4E79", "#9DC3E6", "#548235", "#C55A11", "#A6A6A6")
"""Of the buckets, in the order of the columns: told apart on a page that is printed without colours as well."""
_FIRST = 3
"""The first column of a bucket; number, name and total stand before it."""
_BESIDE, _PER_BAR, _LEAST, _WIDE, _SMALL = 120, 30, 220, 860, 9
"""Pixels, and points of the type."""
_FEW = 12
_DRAWN = 20
"""So many agencies have bars, those with most tasks; all of them stand in the table."""


def add_courses(book: Book, snapshot: Mapping[str, Any], foot: str) -> None:
    """Add both sheets; nothing where the paper tells of no tasks."""
    if not courses.has_courses(snapshot):
        return
    again = {1: Again.MARKED, 4: Again.SAME}
    columns = [
        Column(vietnamese(Text(head)), width, again.get(number, Again.NOTHING))
        for number, (head, width) in enumerate(courses.HEADS)
    ]
    add_list(book, N_("Sheet: courses of tasks"), columns, courses.rows(snapshot), foot)
    _add_agencies(book, snapshot, foot)


def _add_agencies(book: Workbook, snapshot: Mapping[str, Any], foot: str) -> None:
    sheet = add_sheet(book, N_("Sheet: tasks by lead agency"), _WIDTHS, foot)
    write_row(sheet, 0, courses.agency_heads(), _WIDTHS, Looks(book, bold=True, align="center"))
    *found, total = courses.agency_rows(snapshot)
    # Those with most tasks first, so that the bars can be drawn of the first rows; of equal ones as they come.
    found.sort(key=lambda row: -int(str(row[2])))
    looks = Looks(book)
    for number, row in enumerate(found, 1):
        write_row(sheet, number, [number, *row[1:]], _WIDTHS, looks)
    write_row(sheet, len(found) + 1, total, _WIDTHS, Looks(book, bold=True))
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    if found:
        _add_bars(book, sheet, min(len(found), _DRAWN), len(found) + 3, few=int(str(found[0][2])) <= _FEW)


def _add_bars(book: Workbook, sheet: Worksheet, drawn: int, below: int, *, few: bool) -> None:
    """Draw the first agencies; of a few tasks every line of the grid is one of them, as there are no half ones."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for place, color in enumerate(_COLORS, _FIRST):
        chart.add_series(_series(sheet.get_name(), place, drawn, color))
    chart.set_y_axis({"reverse": True, "num_font": _font(), "major_tick_mark": "none"})
    unit = {"major_unit": 1} if few else {}
    chart.set_x_axis({"num_font": _font(), "num_format": "0", "major_gridlines": {"visible": True}, "min": 0, **unit})
    title = vietnamese(Text(N_("Tasks by lead agency (chart)")))
    place_chart(sheet, chart, title, (below, 0), max(_LEAST, _BESIDE + _PER_BAR * drawn), _WIDE)


def _series(sheet: str, place: int, drawn: int, color: str) -> Mapping[str, object]:
    return {
        "name": [sheet, 0, place],
        "categories": [sheet, 1, 1, drawn, 1],
        "values": [sheet, 1, place, drawn, place],
        "fill": {"color": color},
        "gap": 50,
    }


def _font() -> dict[str, object]:
    return {"name": FONT, "size": _SMALL}
