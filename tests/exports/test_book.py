"""Long lists are put into a workbook as text: it says and shows the same as if the library had written each cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.domain.characters import utf16_length
from bot.exports.book import Book
from bot.exports.cells import Cell, Column, Month
from bot.exports.looks import Looks
from bot.exports.sheets import add_list, add_sheet, write_row
from tests.golden.papers import dump_xlsx

AT = datetime(2026, 11, 20, 2, 14, 7, 999_999, tzinfo=UTC)
COLUMNS = [Column("STT", 5), Column("Nội dung", 30), Column("Thời điểm", 16)]
WIDTHS = [column.width for column in COLUMNS]
TEXTS = [
    "",
    "Thủ tục cấp phép <xây dựng> & \"nhà ở\" 'riêng lẻ'",
    " hai đầu có khoảng trắng ",
    "\ndòng đầu trống\ndòng cuối trống\n",
    "=1+1",
    "-không phải công thức",
    "_x0041_ và _x000d_ là chữ",
    "a\u00a0",
    "\x01\x0b\x1f\r\ufffe",
    "😀 漢字",
    "dài " * 90,
]
TYPED: list[Cell] = [
    0,
    12_345_678,
    -1,
    date(1899, 12, 31),
    date(1900, 1, 1),
    date(1900, 2, 28),
    date(1900, 3, 1),
    date(2026, 11, 20),
    AT,
    AT + timedelta(hours=20),
    Fraction(1, 3),
    Month(2026, 11, 1),
]
ROWS: list[Sequence[Cell]] = [[n, text, cell] for n, text in enumerate(TEXTS) for cell in TYPED]


def listed(rows: Sequence[Sequence[Cell]]) -> bytes:
    book = Book()
    sheet = add_sheet(book, "Danh sách", WIDTHS, "chân trang")
    write_row(sheet, 0, [column.head for column in COLUMNS], WIDTHS, Looks(book, bold=True))
    book.put_list(sheet, rows, WIDTHS, Looks(book))
    return book.packed("Danh sách", AT)


def written_by_the_library(rows: Sequence[Sequence[Cell]]) -> bytes:
    book = Book()
    sheet = add_sheet(book, "Danh sách", WIDTHS, "chân trang")
    write_row(sheet, 0, [column.head for column in COLUMNS], WIDTHS, Looks(book, bold=True))
    looks = Looks(book)
    for number, row in enumerate(rows, 1):
        write_row(sheet, number, row, WIDTHS, looks)
    return book.packed("Danh sách", AT)


@pytest.mark.parametrize("count", [0, 1, len(ROWS)])
def test_a_list_is_what_the_library_would_have_written(count: int) -> None:
    assert dump_xlsx(listed(ROWS[:count])) == dump_xlsx(written_by_the_library(ROWS[:count]))


def test_the_numbers_of_a_list_are_those_the_library_writes_to_the_last_digit() -> None:
    def values(package: bytes) -> list[str | None]:
        sheet = ET.fromstring(part(package, "xl/worksheets/sheet1.xml"))
        return [cell.findtext("{*}v") for cell in sheet.iter("{*}c") if cell.get("t") != "s"]

    assert values(listed(ROWS)) == values(written_by_the_library(ROWS))


def test_what_no_cell_can_hold_is_cut_where_it_is_not_spread_over_rows() -> None:
    sheet = load_workbook(io.BytesIO(listed([[1, "đ" * 40_000, 2], [2, "😀" * 20_000, 2]])))["Danh sách"]

    kept = [str(row[1]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [utf16_length(text) for text in kept] == [32_767, 32_767]
    assert all(text.endswith("…") for text in kept)


def test_each_text_of_the_lists_is_kept_once_and_its_cells_are_counted() -> None:
    strings = part(listed([*ROWS, *ROWS]), "xl/sharedStrings.xml").decode()
    texts = len(TEXTS) + len(["31/12/1899"])
    cells = 2 * len(TEXTS) * (len(TYPED) + 1)

    assert f'count="{cells + len(COLUMNS)}" uniqueCount="{texts + len(COLUMNS)}"' in strings
    assert strings.count("<si>") == texts + len(COLUMNS)


def test_two_lists_of_a_book_share_their_texts_and_keep_their_own_rows() -> None:
    book = Book()
    add_list(book, "Một", COLUMNS, ROWS, "")
    add_list(book, "Hai", COLUMNS[:2], [row[:2] for row in reversed(ROWS)], "")
    made = load_workbook(io.BytesIO(book.packed("Hai danh sách", AT)))

    first, second = ([row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] for sheet in made)
    assert first == second[::-1]
    assert [sheet.dimensions for sheet in made] == [f"A1:C{len(ROWS) + 1}", f"A1:B{len(ROWS) + 1}"]


def test_the_library_keeps_no_more_cells_of_a_list_the_longer_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    written = dict[str, int]()

    def counted(name: str) -> None:
        method = getattr(Worksheet, name)

        def write(*arguments: object) -> object:
            written[name] = written.get(name, 0) + 1
            return method(*arguments)

        monkeypatch.setattr(Worksheet, name, write)

    for name in ("write_string", "write_number", "write_datetime", "write_blank", "set_row"):
        counted(name)
    listed(ROWS[:1])
    of_one = dict(written)
    written.clear()
    listed(ROWS)

    assert written == of_one


def part(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return file.read(name)
