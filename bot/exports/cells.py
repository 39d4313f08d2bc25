"""Cells of the workbook, and rows that are taller than Excel allows: they go on in the rows below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction

from bot.domain.characters import utf16_length
from bot.domain.texts import Text
from bot.exports.measure import height, tallness, wrapped
from bot.exports.wording import vietnamese


class Month(date):
    """The first day of a month that stands for all of it."""


Cell = str | int | date | datetime | Fraction
"""A text, a count, a day, an instant (aware) or a share (1 is all): each sorts and filters as what it is."""
Row = Sequence[Cell]

FONT, SIZE = "Times New Roman", 11
"""The type of every cell, in points."""
TALLEST = 409
"""Points; Excel allows no taller row."""
_DIGIT = 5.25
"""Points; widths of columns are counted in digits of the default font."""
_SAFE = 0.92
"""What part of a column is counted on: the printer does not break lines where the screen does."""
_ONE_LINE = height([""], SIZE)
CELL_LIMIT = 32_767
"""Characters Excel keeps in one cell, in UTF-16 units."""


class Again(Enum):
    """What a row that continues one shows of a column whose text has ended."""

    NOTHING = "nothing"
    SAME = "same"
    """What the first row shows, so that sorting and filtering keep the rows together."""
    MARKED = "marked"
    """The same, with a word that says that it goes on."""


@dataclass(frozen=True)
class Column:
    """A column of a list: its head, and its width in digits of the default font."""

    head: str
    width: int
    again: Again = Again.NOTHING


def spread(row: Row, columns: Sequence[Column]) -> Iterator[Row]:
    """Yield `row` as rows of which none is too tall; its texts one after the other are whole, but for white space."""
    pieces = [_pieces(cell, column) for cell, column in zip(row, columns, strict=True)]
    if all(len(of_cell) == 1 for of_cell in pieces):
        yield [of_cell[0] for of_cell in pieces]
        return
    for number in range(max(map(len, pieces))):
        yield [
            of_cell[number] if number < len(of_cell) else _again(of_cell[0], column)
            for of_cell, column in zip(pieces, columns, strict=True)
        ]


def row_height(row: Row, widths: Sequence[int]) -> float:
    """Return how tall `row` has to be, in points: Excel finds that by itself, LibreOffice does not."""
    tallest = max(
        [
            tallness(cell, _room(width), SIZE) if isinstance(cell, str) else _ONE_LINE
            for cell, width in zip(row, widths, strict=True)
        ]
    )
    return round(min(tallest + 3, TALLEST), 1)


def _room(characters: int) -> float:
    return characters * _DIGIT * _SAFE


def _pieces(cell: Cell, column: Column) -> Sequence[Cell]:
    if not isinstance(cell, str):
        return [cell]
    room = _room(column.width)
    if (2 * len(cell) <= CELL_LIMIT or utf16_length(cell) <= CELL_LIMIT) and tallness(cell, room, SIZE) + 3 <= TALLEST:
        return [cell.strip("\n")]
    pieces, piece = [], ""
    lines: list[str] = []
    for line in wrapped(cell, room, SIZE):
        if lines and (height([*lines, line], SIZE) + 3 > TALLEST or utf16_length(piece + line) > CELL_LIMIT):
            pieces.append(piece)
            piece, lines = "", []
        piece += line
        lines.append(line)
    return [part.strip("\n") for part in [*pieces, piece]]


def _again(cell: Cell, column: Column) -> Cell:
    if column.again is Again.SAME:
        return cell
    if column.again is Again.MARKED:
        return vietnamese(Text("{code} (continued)", code=str(cell)))
    return ""
