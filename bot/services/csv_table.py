"""Tables that an office keeps: read and checked as a whole, every fault with its line and reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.texts import N_, Text, joined
from bot.errors import BotError

_MOST_CHARACTERS = 300

Record = tuple[int, list[str]]
"""The number of a line and its cells, trimmed."""
Fault = tuple[int, Text]
"""The number of a line and what is wrong with it."""


@dataclass(frozen=True)
class Line:
    """A line of a table: its number in the file and its values, trimmed, by column."""

    number: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a value; of an optional column that the file does not have, an empty one."""
        return self.values.get(column, "")


def read_csv(text: str, error: str) -> list[Record]:
    """Return the records of a CSV (comma or semicolon, with or without a byte order mark). Raises BotError(`error`)."""
    # Spreadsheets begin a file in UTF-8 with a byte order mark.
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    # Where the comma is the decimal sign, as in Viet Nam, spreadsheets separate cells by semicolons.
    delimiter = ";" if first.count(";") > first.count(",") else ","
    # Not strict, a quote that is never closed would swallow the rest of the file in silence.
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        return [(number, [cell.strip() for cell in record]) for number, record in enumerate(reader, 1)]
    except csv.Error as broken:
        raise refusal(error, [(reader.line_num, Text(N_("the line is not CSV")))]) from broken


def check_records(
    records: Sequence[Record], columns: Sequence[str], error: str, optional: Sequence[str] = ()
) -> tuple[list[Line], list[Fault]]:
    """Return the lines below the header and what is wrong with the others; empty lines are passed over.

    The header is `columns`, then any of `optional` in any order. Raises BotError(`error`) where there is none.
    """
    header = records[0][1] if records else []
    if not _is_header(header, columns, optional):
        raise refusal(error, [(1, Text(N_("the header must be {header}"), header=",".join(columns)))])
    numbered = [(number, cells) for number, cells in records[1:] if any(cells)]
    lines = [Line(n, dict(zip(header, cells, strict=True))) for n, cells in numbered if len(cells) == len(header)]
    faults = [(n, Text(N_("the number of columns is wrong"))) for n, cells in numbered if len(cells) != len(header)]
    return lines, faults


def too_long(line: Line, most: int = _MOST_CHARACTERS) -> list[Text]:
    """Return a reason where a value is longer than anything that belongs into such a table."""
    if any(len(value) > most for value in line.values.values()):
        return [Text(N_("a value is longer than {most} characters"), most=most)]
    return []


def refusal(error: str, faults: Sequence[Fault]) -> BotError:
    """Return the error that lists every fault in the order of the lines."""
    ordered = sorted(faults, key=lambda fault: fault[0])
    lines = [Text(N_("line {number}: {reason}"), number=number, reason=reason) for number, reason in ordered]
    return BotError(error, count=len(faults), lines=joined(lines, "\n"))


def _is_header(header: Sequence[str], columns: Sequence[str], optional: Sequence[str]) -> bool:
    further = header[len(columns) :]
    return (
        tuple(header[: len(columns)]) == tuple(columns)
        and len(set(further)) == len(further)
        and set(further) <= set(optional)
    )
