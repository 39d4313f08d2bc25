"""A list in CSV."""

from __future__ import annotations

import csv
import io

from bot.domain.texts import N_, Text
from bot.services.tables.faults import Fault
from bot.services.tables.table import Record, Table, cell


def read(text: str) -> Table:
    """Return what a CSV holds: comma or semicolon, with or without a byte order mark.

    A line is a record, as spreadsheets count: a cell may have line breaks in it.
    """
    # Spreadsheets begin a file in UTF-8 with a byte order mark.
    text = text.removeprefix("\ufeff")
    # Not strict, a quote that is never closed would swallow the rest of the file in silence.
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=_delimiter(text), strict=True)
    records: list[Record] = []
    faults: list[Fault] = []
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if cells := {position: value for position, raw in enumerate(row) if (value := cell(raw))}:
                records.append((number, cells))
    except csv.Error:
        faults.append((number + 1, Text(N_("the line is not CSV"))))
    return Table(records, faults)


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip(" ,;")), "")
    # Where the comma is the decimal sign, as in Viet Nam, spreadsheets separate cells by semicolons.
    return ";" if header.count(";") > header.count(",") else ","
