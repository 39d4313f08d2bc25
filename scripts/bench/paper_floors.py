"""The floors of the papers: the same paragraphs and cells with the same styles, streamed, by the same libraries.

    .venv/bin/python -m scripts.bench.paper_floors docx|xlsx < CONTENTS > FILE

CONTENTS is JSON, what `scripts.bench.paper_contents` reads out of a paper. Of a .docx: the library opens the paper
without its text and saves it, and the text is streamed into it as markup, which gives the very same document. Of an
.xlsx: the library writes each cell, typed and with its format, in rows with their heights, in its streaming mode
(`constant_memory`); columns, frozen heads and filters too, charts not. Neither works anything out: not what a paper
says, not how tall a row is.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

BODY = "word/document.xml"
MARK = "@@"
"""Where the body of a document goes, in the paper without it."""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_A4 = 9


def docx(given: dict[str, Any]) -> bytes:
    """Return a document: of `frame`, a file, with the pieces of `pieces` in it.

    Each of these is the number of a piece of `markup`, and the text behind it.
    """
    from docx import Document

    opened, made = io.BytesIO(), io.BytesIO()
    Document(given["frame"]).save(opened)
    with zipfile.ZipFile(opened) as frame, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for each in frame.infolist():
            with package.open(each.filename, "w") as part:
                part.writelines(_body(frame.read(each), given) if each.filename == BODY else [frame.read(each)])
    return made.getvalue()


def _body(frame: bytes, given: dict[str, Any]) -> Iterator[bytes]:
    before, _, after = frame.decode().partition(f"<w:p><w:r><w:t>{MARK}</w:t></w:r></w:p>")
    yield before.encode()
    markup = given["markup"]
    for number, text in given["pieces"]:
        yield f"{markup[number]}{text.translate(_ESCAPES)}".encode()
    yield after.encode()


def xlsx(given: dict[str, Any]) -> bytes:
    """Return a workbook of `sheets`: of each the widths of its columns, and rows of a height and cells.

    A cell is its column, its value, and the number of its format in `formats`.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"constant_memory": True}) as workbook:
        formats = [workbook.add_format(each) for each in given["formats"]]
        for each in given["sheets"]:
            sheet = workbook.add_worksheet(each["name"])
            _lay_out(sheet, each)
            _fill(sheet, each["rows"], formats)
    return made.getvalue()


def _lay_out(sheet: Any, given: dict[str, Any]) -> None:
    for first, last, width in given["columns"]:
        sheet.set_column(first, last, width)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    if given["filter"]:
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(given["filter"])


def _fill(sheet: Any, rows: Iterable[tuple[float, list[tuple[int, str | float, int]]]], formats: list[Any]) -> None:
    for number, (height, cells) in enumerate(rows):
        sheet.set_row(number, height)
        for column, value, look in cells:
            if isinstance(value, str):
                sheet.write_string(number, column, value, formats[look])
            else:
                sheet.write_number(number, column, value, formats[look])


def main() -> None:
    """Write one file."""
    given = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(docx(given) if sys.argv[1] == "docx" else xlsx(given))


if __name__ == "__main__":
    main()
