"""A workbook of the library whose long lists are put into the finished file as text.

The library keeps each cell as an object and writes all sheets before it packs the first one: 200,000 cells of 5,000
difficulties take a second and 50 MB more. In its streaming mode it would leave what people wrote on the disk, and
write texts as Apple Numbers does not show them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from zipfile import ZipFile

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.domain.characters import cut
from bot.exports.cells import CELL_LIMIT, FONT, SIZE, Cell, Row, row_height
from bot.exports.looks import Looks, look_of, storable
from bot.exports.package import Edit, repack

_OPTIONS = {
    # In memory, as temporary files would leave what people wrote on the disk.
    "in_memory": True,
    # The library would make a formula or a link of what people wrote.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_STRINGS = "xl/sharedStrings.xml"
_COUNTS = re.compile(rb'count="(\d+)" uniqueCount="(\d+)"')
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_SPECIMEN = re.compile(rb'<row r="2".*?</row>')
_LOOK = re.compile(rb' s="(\d+)"')
_DAY_NOUGHT, _MARCH = date(1899, 12, 30).toordinal(), 61
"""From which Excel counts days, and the first of March 1900: it believes in a day before, which there was not."""
_ODD = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""The format writes these by their numbers, and so the first sign of what only looks like that."""


@dataclass(frozen=True)
class _List:
    columns: Sequence[str]
    rows: Sequence[tuple[float, Row]]
    """Each with its height, in points."""


class Book(Workbook):  # type: ignore[misc]  # the library has no types
    """A workbook; `packed` is the file."""

    def __init__(self) -> None:
        """Begin with no sheet."""
        self._package = io.BytesIO()
        self._long_lists: dict[str, _List] = {}
        self._texts: dict[str, int] = {}
        self._text_cells = 0
        # Widths are counted in digits of its font, and not every machine has the one that is usual. A dictionary of
        # its own, as the library writes into it.
        default = {"font_name": FONT, "font_size": SIZE}
        super().__init__(self._package, {**_OPTIONS, "default_format_properties": default})

    def put_list(self, sheet: Worksheet, rows: Iterable[Row], widths: Sequence[int], looks: Looks) -> int:
        """Put rows below the first one of the sheet that was added last; return how many they are."""
        stored = [(_pixels(row_height(row, widths)), [self._kept(cell) for cell in row]) for row in rows]
        if stored:
            # Where the library has written each look once, it says by which number it calls it.
            for column, look in enumerate(looks.formats):
                sheet.write_blank(1, column, None, look)
            columns = [xl_col_to_name(column) for column in range(len(widths))]
            self._long_lists[f"xl/worksheets/sheet{len(self.worksheets())}.xml"] = _List(columns, stored)
        return len(stored)

    def packed(self, title: str, taken_at: datetime) -> bytes:
        """Close the workbook and return the file (`repack`)."""
        self.close()
        package = self._package.getvalue()
        return repack(package, title, taken_at, self._edits(package) if self._long_lists else {})

    def _kept(self, stated: Cell) -> Cell:
        cell = storable(stated)
        if isinstance(cell, str):
            # No sign takes more than two units. What is too long for a cell stands in the annex whole.
            cell = cut(cell, CELL_LIMIT) if 2 * len(cell) > CELL_LIMIT else cell
            self._texts.setdefault(cell, len(self._texts))
            self._text_cells += 1
        return cell

    def _edits(self, package: bytes) -> Mapping[str, Edit]:
        with ZipFile(io.BytesIO(package)) as file:
            _, unique = _counts(file.read(_STRINGS))
        edits: dict[str, Edit] = {_STRINGS: self._with_texts}
        for name, found in self._long_lists.items():
            edits[name] = lambda xml, found=found: self._with_rows(xml, found, unique)  # type: ignore[misc]
        return edits

    def _with_texts(self, xml: bytes) -> Iterator[bytes]:
        """Put the texts of the lists behind those of the library; one that both have stands there twice."""
        count, unique = _counts(xml)
        said = f'count="{count + self._text_cells}" uniqueCount="{unique + len(self._texts)}"'
        before, end, _ = _COUNTS.sub(said.encode(), xml, count=1).rpartition(b"</sst>")
        yield before
        yield from (_text(text).encode() for text in self._texts)
        yield end

    def _with_rows(self, xml: bytes, found: _List, first_text: int) -> Iterator[bytes]:
        last = f"{found.columns[-1]}{len(found.rows) + 1}"
        xml = _DIMENSION.sub(f'<dimension ref="A1:{last}"/>'.encode(), xml, count=1)
        before, after = _SPECIMEN.split(xml, 1)
        looks = [int(number) for number in _LOOK.findall(xml[len(before) : len(xml) - len(after)])]
        yield before
        for number, (height, row) in enumerate(found.rows, 2):
            cells = "".join(self._cells(number, row, found.columns, looks, first_text))
            yield f'<row r="{number}" ht="{height:.16g}" customHeight="1">{cells}</row>'.encode()
        yield after

    def _cells(
        self, number: int, row: Row, columns: Sequence[str], looks: Sequence[int], first_text: int
    ) -> Iterator[str]:
        for column, cell in zip(columns, row, strict=True):
            look = looks[look_of(cell)]
            if isinstance(cell, str):
                text = first_text + self._texts[cell]
                yield f'<c r="{column}{number}" s="{look}" t="s"><v>{text}</v></c>'
            else:
                yield f'<c r="{column}{number}" s="{look}"><v>{_number(cell):.16G}</v></c>'


def _pixels(height: float) -> float:
    """Screens know no parts of pixels, of which there are four to three points."""
    return int(height * 4 / 3 + 0.5) * 0.75


def _counts(strings: bytes) -> tuple[int, int]:
    found = _COUNTS.search(strings)
    assert found is not None  # each list has a head
    return int(found[1]), int(found[2])


def _text(text: str) -> str:
    space = "" if text == text.strip() else ' xml:space="preserve"'
    if _ODD.search(text):
        text = escape(_CONTROL.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text), quote=False)
    return f"<si><t{space}>{text}</t></si>"


def _number(cell: Cell) -> float:
    """Days are counted, and hours as parts of a day."""
    if isinstance(cell, date):
        days = cell.toordinal() - _DAY_NOUGHT
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second if isinstance(cell, datetime) else 0
        return (days if days >= _MARCH else days - 1) + seconds / 86_400
    assert not isinstance(cell, str)
    return float(cell)
