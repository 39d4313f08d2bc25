"""The sheet of the periods one after the other: their figures, a chart of them, what was new in each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.domain.texts import N_, Text
from bot.exports.cells import Cell
from bot.exports.charts import add_lines
from bot.exports.looks import Looks
from bot.exports.sheets import add_sheet, write_row
from bot.exports.trends import Run, runs
from bot.exports.wording import vietnamese

_HEADS = (
    N_("Trend column: period"),
    N_("Trend column: due"),
    N_("Trend column: sent"),
    N_("Trend column: carried over"),
    N_("Trend column: new"),
    N_("Trend column: reopened"),
    N_("Trend column: ended"),
    N_("Trend column: followed"),
)
_NEW, _ENDED, _OPEN = 4, 6, 7
"""The columns that are drawn."""
_CHART_ROWS = 26
"""Rows of the sheet that the chart lies over."""


def add_trend(book: Workbook, snapshot: Mapping[str, Any], foot: str) -> None:
    """Add the sheet of the periods with their lines, and of their fields; nothing where there is one period alone."""
    found = runs(snapshot)
    if found:
        add_runs(book, found, foot, N_("Sheet: trend"))


def add_runs(book: Workbook, found: Sequence[Run], foot: str, name: str | Text) -> None:
    """Add the sheet of these periods, oldest first: the figures, a chart, and new difficulties by field."""
    names = _ranked(found)
    widths = [24, *[14] * max(len(_HEADS) - 1, len(found))]
    sheet = add_sheet(book, name, widths, foot)
    head, looks = Looks(book, bold=True, align="center"), Looks(book)
    rows: list[list[Cell]] = [_row(run) for run in found]
    _write(sheet, 0, [_label(msgid) for msgid in _HEADS], rows, widths, (head, looks))
    below = len(rows) + 2
    title = _label(N_("Difficulties over the periods (chart)"))
    add_lines(book, sheet, title, 0, len(rows), (_NEW, _ENDED, _OPEN), (below, 0))
    below += _CHART_ROWS
    periods = [vietnamese(Text("{period}", period=run.period)) for run in found]
    of_fields: list[list[Cell]] = [[name, *(run.fields.get(name, 0) for run in found)] for name in names]
    heads = [_label(N_("Trend column: new by field")), *periods]
    _write(sheet, below, heads, of_fields, widths, (head, looks))
    sheet.set_h_pagebreaks([below])


def _ranked(found: Sequence[Run]) -> list[str]:
    """The fields of all periods, those with the most first."""
    names = dict.fromkeys(name for run in found for name in run.fields)
    return sorted(names, key=lambda name: -sum(run.fields.get(name, 0) for run in found))


def _row(run: Run) -> list[Cell]:
    named = vietnamese(Text("{period}", period=run.period))
    return [named, run.due, run.sent, run.carried, run.new, run.reopened, run.ended, run.open]


def _write(
    sheet: Worksheet,
    top: int,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[int],
    looks: tuple[Looks, Looks],
) -> None:
    used = widths[: len(heads)]
    write_row(sheet, top, heads, used, looks[0])
    for number, row in enumerate(rows, top + 1):
        write_row(sheet, number, row, used, looks[1])


def _label(msgid: str) -> str:
    return vietnamese(Text(msgid))
