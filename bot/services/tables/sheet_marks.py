"""What a sheet says of its rows, columns and cells beside what stands in them: hidden, merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element

from openpyxl.utils import range_boundaries
from openpyxl.xml.functions import iterparse

from bot.domain.texts import N_, Text
from bot.services.tables.table import in_column

_TRUE = ("1", "true")


@dataclass
class Marks:
    """Rows by their number, columns by their position; `merged` are the cells as Excel writes them, such as I3:I4."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[tuple[str, range]] = field(default_factory=list)

    def of_row(self, number: int) -> Iterator[Text]:
        """Yield why a row cannot be taken."""
        if number in self.hidden_rows:
            yield Text(N_("the row is hidden; please show it, or delete it if it does not belong into the list"))
        if merged := ", ".join(cells for cells, rows in self.merged if number in rows):
            yield Text(N_("the cells {cells} are merged; please split them and fill in each line"), cells=merged)

    def of_columns(self, header: Mapping[int, str]) -> Iterator[Text]:
        """Yield which columns under a heading cannot be taken."""
        for position, column in header.items():
            if any(position in hidden for hidden in self.hidden_columns):
                yield in_column(column, Text(N_("the column is hidden; please show it")))


def marks_of(part: IO[bytes]) -> Marks:
    """Return the marks of a sheet. Raises what `iterparse` raises where it is no XML."""
    marks = Marks()
    number = 0
    for _, element in iterparse(part):
        name = element.tag.rpartition("}")[2]
        if name == "row":
            number = int(element.get("r", number + 1))
            if _is_hidden(element, "ht"):
                marks.hidden_rows.add(number)
            element.clear()
        elif name == "col" and _is_hidden(element, "width"):
            marks.hidden_columns.append(range(int(element.get("min", "1")) - 1, int(element.get("max", "1"))))
        elif name == "mergeCell":
            cells = element.get("ref", "")
            _, top, _, bottom = range_boundaries(cells)
            marks.merged.append((cells, range(int(top or 0), int(bottom or 0) + 1)))
    return marks


def _is_hidden(element: Element, size: str) -> bool:
    return element.get("hidden") in _TRUE or float(element.get(size, "1")) == 0
