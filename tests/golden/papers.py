"""The situations whose papers are kept, and what those papers say, cell by cell and paragraph by paragraph."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from bot.exports import docx, xlsx
from tests.golden.word import dump_docx

PAPERS = Path(__file__).parent / "papers"
Snapshot = dict[str, Any]


def kept() -> list[str]:
    """Return the names of the snapshots that are kept."""
    return sorted(path.stem for path in PAPERS.glob("*.json"))


def load(name: str) -> Snapshot:
    """Return a kept snapshot."""
    found: Snapshot = json.loads((PAPERS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def dumps(name: str) -> Mapping[str, str]:
    """Return what the papers of a kept snapshot say now, by the name of the file it is kept in."""
    snapshot = load(name)
    return {
        f"{name}.xlsx.txt": dump_xlsx(xlsx.build(snapshot)),
        f"{name}.docx.txt": dump_docx(docx.build(snapshot)),
    }


def dump_xlsx(content: bytes) -> str:
    """Return everything a workbook shows and how."""
    book = load_workbook(io.BytesIO(content))
    core = book.properties
    lines = [f"workbook: title {core.title!r}, creator {core.creator!r}, created {core.created}, {core.modified}"]
    lines += [f"defined name {name}: {value.attr_text}" for name, value in sorted(book.defined_names.items())]
    for sheet in book.worksheets:
        lines += _sheet(sheet)
    return "\n".join(lines) + "\n"


def _sheet(sheet: Worksheet) -> Iterator[str]:
    yield f"### sheet {sheet.title!r} {sheet.dimensions} {sheet.sheet_state}"
    merged = sorted(map(str, sheet.merged_cells.ranges))
    yield f"freeze {sheet.freeze_panes}, filter {sheet.auto_filter.ref}, merged {merged}"
    setup, options = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
    yield (
        f"page: {setup.orientation}, paper {setup.paperSize}, fit {setup.fitToWidth}x{setup.fitToHeight}"
        f" {options.fitToPage if options else None}, scale {setup.scale}, titles {sheet.print_title_rows}"
        f" {sheet.print_title_cols}, area {sheet.print_area}"
    )
    margins = sheet.page_margins
    yield "margins: " + ", ".join(
        f"{s} {getattr(margins, s)}" for s in ("left", "right", "top", "bottom", "header", "footer")
    )
    for which in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
        item = getattr(sheet.HeaderFooter, which)
        for side in ("left", "center", "right"):
            if getattr(item, side).text:
                yield f"{which} {side}: {getattr(item, side).text!r}"
    view = sheet.sheet_view
    yield f"view: gridlines {view.showGridLines}, zoom {view.zoomScale}, selected {view.tabSelected}"
    for letter, column in sorted(sheet.column_dimensions.items()):
        yield f"column {letter} ({column.min}-{column.max}): width {column.width}, hidden {column.hidden}"
    for number, row in sorted(sheet.row_dimensions.items()):
        if row.height is not None or row.hidden:
            yield f"row {number}: height {row.height}, hidden {row.hidden}"
    conditional = len(list(sheet.conditional_formatting))
    yield f"validations {len(sheet.data_validations.dataValidation)}, conditional {conditional}"
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.value is not None or cell.has_style:
                yield f"{cell.coordinate} {cell.data_type} {cell.value!r} {_style(cell)}"


def _style(cell: Cell | MergedCell) -> str:
    font, place, fill = cell.font, cell.alignment, cell.fill
    borders = " ".join(
        f"{side}:{getattr(cell.border, side).style}"
        for side in ("left", "right", "top", "bottom")
        if getattr(cell.border, side) is not None and getattr(cell.border, side).style
    )
    marks = "".join(letter for letter, on in (("b", font.b), ("i", font.i), ("u", font.u)) if on)
    filled = f" fill {fill.fgColor.rgb}" if fill.fill_type else ""
    link = f" link {cell.hyperlink.target}" if cell.hyperlink else ""
    quoted = " quoted" if cell.quotePrefix else ""
    return (
        f"[{cell.number_format}; {font.name} {font.sz}{' ' + marks if marks else ''};"
        f" {place.horizontal}/{place.vertical}{' wrap' if place.wrap_text else ''}"
        f"{f' indent {place.indent}' if place.indent else ''}; {borders}{filled}{link}{quoted}]"
    )
