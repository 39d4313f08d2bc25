"""What stands in a paper, as its floor takes it (`scripts.bench.paper_floors`): texts, markup, cells, formats."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from scripts.bench.paper_floors import BODY, MARK

_BODY = re.compile(r"(?<=<w:body>).*(?=</w:body>)", re.DOTALL)
_TEXT = re.compile(r"(?<=>)[^<>]+(?=</w:t>)")
_PADDING = 5 / 7 // (1 / 256) / 256
"""What the file has of a width beside its digits: five of seven points, in 256 parts of a digit."""
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def of_docx(paper: Path, frame: Path) -> dict[str, Any]:
    """Return what a document says, and put it without that at `frame`."""
    markup, pieces = dict[str, int](), list[tuple[int, str]]()
    with zipfile.ZipFile(paper) as package, zipfile.ZipFile(frame, "w") as kept:
        for name in package.namelist():
            content = package.read(name)
            if name == BODY:
                text = content.decode()
                for before, said in _pieces(_BODY.search(text)[0]):  # type: ignore[index]  # each document has one
                    pieces.append((markup.setdefault(before, len(markup)), html.unescape(said)))
                content = _BODY.sub(f"<w:p><w:r><w:t>{MARK}</w:t></w:r></w:p>", text).encode()
            kept.writestr(name, content)
    return {"frame": str(frame), "markup": list(markup), "pieces": pieces}


def _pieces(body: str) -> Iterator[tuple[str, str]]:
    at = 0
    for found in _TEXT.finditer(body):
        yield body[at : found.start()], found[0]
        at = found.end()
    yield body[at:], ""


def of_xlsx(paper: Path) -> dict[str, Any]:
    """Return the cells of a workbook with their formats."""
    with zipfile.ZipFile(paper) as package:
        return {"formats": list(_formats(_read(package, "xl/styles.xml"))), "sheets": list(_sheets(package))}


def _read(package: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.parse(io.BytesIO(package.read(name))).getroot()  # noqa: S314 - of our own making


def _sheets(package: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    texts: list[str] = []
    if "xl/sharedStrings.xml" in package.namelist():
        texts = ["".join(each.itertext()) for each in _read(package, "xl/sharedStrings.xml")]
    places = {each.get("Id"): each.get("Target") for each in _read(package, "xl/_rels/workbook.xml.rels")}
    for each in _read(package, "xl/workbook.xml").iter(f"{_S}sheet"):
        sheet = _read(package, f"xl/{places[each.get(f'{_R}id')]}")
        filtered = sheet.find(f"{_S}autoFilter")
        yield {
            "name": each.get("name"),
            "columns": [_column(column) for column in sheet.iter(f"{_S}col")],
            "filter": None if filtered is None else filtered.get("ref"),
            "rows": [
                (float(row.get("ht", 15)), [_cell(cell, texts) for cell in row]) for row in sheet.iter(f"{_S}row")
            ],
        }


def _column(column: ET.Element) -> tuple[int, int, float]:
    width = float(column.get("width", 0)) - _PADDING
    return int(column.get("min", 1)) - 1, int(column.get("max", 1)) - 1, width


def _cell(cell: ET.Element, texts: list[str]) -> tuple[int, str | float, int]:
    kind, value = cell.get("t"), "".join(cell.itertext())
    said = texts[int(value)] if kind == "s" else value if kind == "inlineStr" else float(value or 0)
    return _number(re.match("[A-Z]+", cell.get("r", "A"))[0]), said, int(cell.get("s", 0))  # type: ignore[index]


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _formats(styles: ET.Element) -> Iterator[dict[str, Any]]:
    shown = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{_S}numFmt")}
    fonts = list(styles.iterfind(f"{_S}fonts/{_S}font"))
    for look in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
        font = fonts[int(look.get("fontId", 0))]
        name, size = font.find(f"{_S}name"), font.find(f"{_S}sz")
        found: dict[str, Any] = {"border": int(look.get("borderId", 0))}
        if name is not None and size is not None:
            found |= {"font_name": name.get("val"), "font_size": float(size.get("val", 11))}
        found |= {"bold": True} if font.find(f"{_S}b") is not None else {}
        found |= {"quote_prefix": True} if look.get("quotePrefix") else {}
        found |= {"num_format": shown[look.get("numFmtId")]} if look.get("numFmtId") in shown else {}
        yield found | _alignment(look.find(f"{_S}alignment"))


def _alignment(found: ET.Element | None) -> dict[str, Any]:
    if found is None:
        return {}
    across, down = found.get("horizontal"), found.get("vertical")
    return {
        **({"align": across} if across else {}),
        **({"valign": down} if down else {}),
        **({"text_wrap": True} if found.get("wrapText") else {}),
    }
