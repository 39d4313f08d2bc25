"""The same list means the same as CSV and as a workbook, whatever stands in its cells."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.escape import escape

from bot.services.tables import csv_file, workbook
from bot.services.tables.table import column_letter

CELLS = st.text(max_size=12).map(lambda text: ILLEGAL_CHARACTERS_RE.sub("", text).lstrip("="))


def as_csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    # A header of commas: which sign separates the cells is told by the first line that is not empty.
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])
    return out.getvalue()


def as_workbook(rows: list[list[str]]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for number, row in enumerate([["a", "b", "c"], *rows], 1):
        for position, value in enumerate(row, 1):
            cell = sheet.cell(number, position)
            cell.value, cell.data_type = escape(value), "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@settings(max_examples=40)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=4))
def test_a_csv_and_a_workbook_of_the_same_cells_are_the_same_table(rows: list[list[str]]) -> None:
    written, saved = csv_file.read(as_csv(rows)), workbook.read(as_workbook(rows))

    assert (written.records, written.faults) == (saved.records, saved.faults)


@pytest.mark.parametrize(
    ("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_a_column_is_named_as_spreadsheets_name_it(position: int, letters: str) -> None:
    assert column_letter(position) == letters
