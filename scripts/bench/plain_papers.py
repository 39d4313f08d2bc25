"""The floor of the papers: the same texts in the same order, written as plainly as the format allows.

    .venv/bin/python -m scripts.bench.plain_papers docx|xlsx < TEXTS > FILE

TEXTS is JSON: of a .docx a list of paragraphs and rows (a text, or a list of texts), of an .xlsx a list of sheets.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

_MARK = "@@"


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def docx(blocks: list[str | list[str]]) -> bytes:
    """Return the library's empty document with the texts written into it one after the other."""
    from docx import Document

    frame, made = io.BytesIO(), io.BytesIO()
    empty = Document()
    empty.add_paragraph(_MARK)
    empty.save(frame)
    with zipfile.ZipFile(frame) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for each in given.infolist():
            content = given.read(each)
            if each.filename != "word/document.xml":
                package.writestr(each, content)
                continue
            before, _, after = content.decode().partition(_MARK)
            with package.open(each.filename, "w") as document:
                document.write(before[: before.rindex("<w:p>")].encode())
                for part in _parts(blocks):
                    document.write(part.encode())
                document.write(after.partition("</w:p>")[2].encode())
    return made.getvalue()


def _parts(blocks: list[str | list[str]]) -> Iterator[str]:
    is_table = False
    for block in [*blocks, ""]:
        if is_table != isinstance(block, list):
            is_table = not is_table
            yield "<w:tbl><w:tblPr/><w:tblGrid/>" if is_table else "</w:tbl>"
        if isinstance(block, list):
            yield "<w:tr>" + "".join(f"<w:tc>{_paragraph(text)}</w:tc>" for text in block) + "</w:tr>"
        else:
            yield _paragraph(block)


def xlsx(sheets: list[list[list[str]]]) -> bytes:
    """Return a workbook of plain cells."""
    import xlsxwriter  # type: ignore[import-untyped]

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        for sheet in sheets:
            page = workbook.add_worksheet()
            for row, cells in enumerate(sheet):
                for column, text in enumerate(cells):
                    page.write_string(row, column, text)
    return made.getvalue()


def main() -> None:
    """Write one file."""
    texts = json.load(sys.stdin)
    sys.stdout.buffer.write(docx(texts) if sys.argv[1] == "docx" else xlsx(texts))


if __name__ == "__main__":
    main()
