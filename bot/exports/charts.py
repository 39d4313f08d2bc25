"""Charts of the workbook: the office program's own, drawn from cells of the same sheet, so that they can be edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.domain import questions
from bot.domain.texts import N_, Text
from bot.exports.cells import FONT, SIZE
from bot.exports.looks import Looks
from bot.exports.sheets import add_sheet, write_row
from bot.exports.wording import vietnamese
from bot.exports.working import lines

_COLORS = ("#1F4E79", "#C55A11", "#548235")
"""Dark enough to be told apart on a page that is printed without colours."""
_LABELS, _TITLE_SIZE, _SMALL = 34, 12, 9
_WIDTH, _BESIDE, _PER_BAR, _LEAST = 620, 110, 26, 190
"""Pixels: of a chart; what it needs besides its bars, for each bar of a category, and at least."""
_APART = 6
"""Pixels between a chart and the edge of its row, which may be that of a page."""
_ROW = 20
"""Pixels that a row of the sheet is tall."""
_ABOVE_OR_BESIDE = ("above", "right")
"""Where the numbers of a line stand, turn and turn about, as lines come near each other."""
_SHOWN = 15
"""What is beyond so many categories is counted together."""


@dataclass(frozen=True)
class Table:
    """Numbers to be drawn: a name for each row, and the series by their names. `other`: what the rest is called."""

    title: str
    head: str
    series: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]
    other: str = ""

    @property
    def shown(self) -> list[tuple[str, Sequence[int]]]:
        """The rows, those with the least of them as one where there are many; nothing is left out of a sum."""
        if len(self.rows) <= _SHOWN or not self.other:
            return list(self.rows)
        first, rest = self.rows[: _SHOWN - 1], self.rows[_SHOWN - 1 :]
        return [*first, (self.other, [sum(of_series) for of_series in zip(*(n for _, n in rest), strict=True)])]


def add_charts(book: Workbook, snapshot: Mapping[str, Any], foot: str) -> None:
    """Add the sheet with the lines by field and by agency in charge; nothing where there are no lines."""
    tables = [table for table in (by_field(snapshot), by_agency(snapshot)) if table.rows]
    if tables:
        add_bars(book, N_("Sheet: charts"), tables, foot)


def by_field(snapshot: Mapping[str, Any]) -> Table:
    """Return what is new and what is being followed in each field, most new ones first."""
    return _counted(snapshot, N_("Difficulties by field (chart)"), N_("Annex column: field"), N_("Remaining fields"))


def by_agency(snapshot: Mapping[str, Any]) -> Table:
    """Return the same by agency in charge; nothing where none is named."""
    head, other = N_("Agency in charge (chart)"), N_("Other agencies")
    found = _counted(snapshot, N_("Difficulties by agency in charge (chart)"), head, other, of_agency=True)
    nobody = _label(N_("No agency in charge named yet (totals)"))
    named = [row for row in found.rows if row[0]]
    rows = [*named, *((nobody, counts) for name, counts in found.rows if not name)] if named else []
    return Table(found.title, found.head, found.series, rows, found.other)


def _counted(snapshot: Mapping[str, Any], title: str, head: str, other: str, *, of_agency: bool = False) -> Table:
    found = lines(snapshot)
    names = [line.agency if of_agency else str(line.said[questions.FIELD]) for line in found]
    pairs = list(zip(names, found, strict=True))
    new = Counter(name for name, line in pairs if line.is_new)
    open_ = Counter(name for name, line in pairs if line.is_open)
    # Of equal counts as they come.
    ranked = sorted(dict.fromkeys(name for name, line in pairs if line.is_new or line.is_open), key=lambda n: -new[n])
    series = [_label(N_("New (series)"))]
    if snapshot["kind"] == "addendum":
        rows: list[tuple[str, Sequence[int]]] = [(name, [new[name]]) for name in ranked if new[name]]
    else:
        series.append(_label(N_("Being followed (series)")))
        rows = [(name, [new[name], open_[name]]) for name in ranked]
    return Table(_label(title), _label(head), series, rows, _label(other))


def add_bars(book: Workbook, name: str | Text, tables: Sequence[Table], foot: str) -> None:
    """Add a sheet with each table and, beside it, its bars, a page each."""
    most = max(len(table.series) for table in tables)
    widths = [_LABELS, *[9] * most, 2, *[9] * 9]
    sheet = add_sheet(book, name, widths, foot)
    row, breaks = 0, []
    for table in tables:
        breaks.append(row)
        row = _add_table(book, sheet, row, table, widths, most) + 2
    sheet.set_h_pagebreaks(breaks[1:])


def _add_table(book: Workbook, sheet: Worksheet, top: int, table: Table, widths: Sequence[int], most: int) -> int:
    """Write a table and its chart from a row on; return the first row below both."""
    rows, count = table.shown, len(table.series)
    used = widths[: count + 1]
    write_row(sheet, top, [table.head, *table.series], used, Looks(book, bold=True, align="center"))
    looks = Looks(book)
    for number, (label, counts) in enumerate(rows, top + 1):
        write_row(sheet, number, [label, *counts], used, looks)
    chart = book.add_chart({"type": "bar"})
    for place in range(1, count + 1):
        chart.add_series(_series(sheet.get_name(), top, len(rows), place))
    chart.set_y_axis({"reverse": True, "num_font": _font(_SMALL), "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    tall = max(_LEAST, _BESIDE + _PER_BAR * len(rows) * count)
    place_chart(sheet, chart, table.title, (top, most + 2), tall)
    return top + max(len(rows) + 1, -(-tall // _ROW))


def place_chart(sheet: Worksheet, chart: Any, title: str, at: tuple[int, int], tall: int, wide: int = _WIDTH) -> None:
    """Put a chart with its title and legend on a sheet; heights and widths in pixels."""
    chart.set_title({"name": title, "name_font": {**_font(_TITLE_SIZE), "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _font(SIZE)})
    chart.set_size({"width": wide, "height": tall})
    # Where a row grows the chart keeps its shape.
    sheet.insert_chart(*at, chart, {"object_position": 2, "y_offset": _APART, "description": title})


def _series(sheet: str, top: int, rows: int, place: int) -> Mapping[str, object]:
    return {
        "name": [sheet, top, place],
        "categories": [sheet, top + 1, 0, top + rows, 0],
        "values": [sheet, top + 1, place, top + rows, place],
        "fill": {"color": _COLORS[place - 1]},
        "gap": 60,
        "data_labels": {"value": True, "font": _font(_SMALL)},
    }


def add_lines(
    book: Workbook, sheet: Worksheet, title: str, head: int, rows: int, places: Sequence[int], at: tuple[int, int]
) -> None:
    """Draw columns of a table as lines, by the first of its columns; `head` is its first row."""
    chart = book.add_chart({"type": "line"})
    name = sheet.get_name()
    for number, place in enumerate(places):
        color = _COLORS[number % len(_COLORS)]
        chart.add_series(
            {
                "name": [name, head, place],
                "categories": [name, head + 1, 0, head + rows, 0],
                "values": [name, head + 1, place, head + rows, place],
                "line": {"color": color, "width": 2.25},
                "marker": {"type": "circle", "size": 6, "fill": {"color": color}, "border": {"color": color}},
                "data_labels": {"value": True, "position": _ABOVE_OR_BESIDE[number % 2], "font": _font(_SMALL)},
            }
        )
    chart.set_x_axis({"num_font": _font(_SMALL)})
    chart.set_y_axis({"num_font": _font(_SMALL), "min": 0, "major_gridlines": {"visible": True}})
    place_chart(sheet, chart, title, at, tall=360, wide=900)


def _font(size: int) -> dict[str, object]:
    return {"name": FONT, "size": size}


def _label(msgid: str) -> str:
    return vietnamese(Text(msgid))
