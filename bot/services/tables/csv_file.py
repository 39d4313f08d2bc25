"""A list in CSV."""

from __future__ import annotations

import csv
import io
import re

from bot.domain.texts import N_, Text
from bot.services.tables.faults import Fault
from bot.services.tables.table import Record, Table, cell

_SEPARATORS = (",", ";", "\t")
# The first line by which a file tells spreadsheets its separator; they do not show it and do not count it.
_NAMED = re.compile('"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)


def read(text: str) -> Table:
    """Return what a CSV holds: comma, semicolon or tab, with or without a byte order mark or a line such as `sep=;`.

    A line is a record, as spreadsheets count: a cell may have line breaks in it.
    """
    # Spreadsheets begin a file in UTF-8 with a byte order mark.
    text = text.removeprefix("\ufeff")
    named = _NAMED.match(text)
    delimiter = named[1] if named else _delimiter(text)
    text = text[named.end() :] if named else text
    # Not strict, a quote that is never closed would swallow the rest of the file in silence.
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)
    records: list[Record] = []
    faults: list[Fault] = []
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if not any(row):
                continue  # of these there may be a million
            if cells := {position: value for position, raw in enumerate(row) if raw and (value := cell(raw))}:
                records.append((number, cells))
    except csv.Error:
        faults.append((number + 1, Text(N_("the line is not CSV"))))
    return Table(records, faults)


def _delimiter(text: str) -> str:
    header = next((line for line in io.StringIO(text, newline=None) if line.strip(" ,;\t\n")), "")
    # Where the comma is the decimal sign, as in Viet Nam, spreadsheets separate cells by semicolons.
    return max(_SEPARATORS, key=header.count)
