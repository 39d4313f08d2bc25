"""What a cell of the workbook is says how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import IntEnum
from fractions import Fraction

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]

from bot.clock import VN
from bot.domain.texts import Text
from bot.exports.cells import FONT, SIZE, Cell, Month
from bot.exports.wording import vietnamese

_FIRST_DAY = date(1900, 1, 1)
"""Excel counts its days from here."""
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Look(IntEnum):
    """How a cell is shown, by its place among `Looks.formats`."""

    PLAIN = 0
    QUOTED = 1
    COUNT = 2
    INSTANT = 3
    DAY = 4
    SHARE = 5
    MONTH = 6


_MORE: Mapping[Look, Mapping[str, object]] = {
    Look.PLAIN: {},
    Look.QUOTED: {"quote_prefix": True},
    Look.COUNT: {"align": "center"},
    Look.INSTANT: {"num_format": "dd/mm/yyyy hh:mm", "align": "center"},
    Look.DAY: {"num_format": "dd/mm/yyyy", "align": "center"},
    Look.SHARE: {"num_format": "0.0%", "align": "center"},
    Look.MONTH: {"num_format": "mm/yyyy", "align": "center"},
}
_BY_TYPE = {
    int: Look.COUNT,
    datetime: Look.INSTANT,
    date: Look.DAY,
    Fraction: Look.SHARE,
    Month: Look.MONTH,
}


class Looks:
    """The formats of one book's cells."""

    def __init__(self, book: Workbook, **more: object) -> None:
        """Make the formats of `book`, all of them with `more`."""
        look = {"font_name": FONT, "font_size": SIZE, "text_wrap": True, "valign": "top", "border": 1, **more}
        self.formats: list[Format] = [book.add_format({**look, **_MORE[each]}) for each in Look]

    def of(self, cell: Cell) -> Format:
        """Return the format of a cell."""
        return self.formats[look_of(cell)]


def look_of(cell: Cell) -> Look:
    """Return how a cell is shown; a text that begins like a formula says that it is a text."""
    if isinstance(cell, str):
        return Look.QUOTED if cell.startswith(_LIKE_A_FORMULA) else Look.PLAIN
    return _BY_TYPE.get(type(cell), Look.COUNT)


def storable(cell: Cell) -> Cell:
    """Return a cell as a workbook can hold it.

    Times are those of Viet Nam, as a workbook knows no zones, in whole seconds; a day before the first is a text.
    """
    if isinstance(cell, datetime):
        return cell.astimezone(VN).replace(tzinfo=None, microsecond=0)
    return vietnamese(Text("{day:date}", day=cell)) if isinstance(cell, date) and cell < _FIRST_DAY else cell
