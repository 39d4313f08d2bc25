"""Every measure of the layout of Decree 30/2020/NĐ-CP, read out of the XML of each paper as an editor resolves it.

Twips are twentieths of a point: 567 to the centimetre, 1134 to 20 mm.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.exports import docx, slip, span_docx
from bot.exports.measure import width
from tests.exports.rich import rich
from tests.exports.test_slip import SNAPSHOT as SLIP

SPAN = json.loads((Path(__file__).parent / "span.json").read_text(encoding="utf-8"))
SOURCES = [{"code": "VM-2611-040", "organisation": "Hiệp hội B", "content": "Nộp lại bản sao."}]
PAPERS: dict[str, Callable[[], bytes]] = {
    "period": lambda: docx.build(rich()),
    "addendum": lambda: docx.build(rich(kind="addendum")),
    "quarter": lambda: docx.build(rich(kind="quarter")),
    "half-year": lambda: span_docx.build(SPAN),
    "slip": lambda: slip.build({**SLIP, "members": 2, "sources": SOURCES}),
}
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)
MARGINS = [20, 20, 30, 15]
BOLD = 1.05
"""How much wider than upright letters bold ones are."""
_TALL = 7
"""Lines of a cell."""


class Look:
    """What a paragraph looks like: its own, then its style, then what that is based on, then the defaults."""

    def __init__(self, document: Docx, paragraph: Paragraph) -> None:
        self.text = paragraph.text
        self._document, self._paragraph = document, paragraph

    def _chain(self, group: str) -> Iterator[Any]:
        run = next(iter(self._paragraph._p.iter(qn("w:r"))), None)
        if group == "rPr" and run is not None:
            yield run.find(qn("w:rPr"))
        yield self._paragraph._p.pPr if group == "pPr" else None
        style = self._paragraph.style
        while style is not None:
            yield style.element.find(qn(f"w:{group}"))
            style = getattr(style, "base_style", None)
        yield self._document.styles.element.find(f".//{qn(f'w:{group}Default')}/{qn(f'w:{group}')}")

    def value(self, group: str, name: str, attribute: str = "val") -> str | None:
        """Return an attribute of the nearest that states it."""
        for found in self._chain(group):
            element = None if found is None else found.find(qn(f"w:{name}"))
            if element is not None and (attribute == "val" or element.get(qn(f"w:{attribute}")) is not None):
                return element.get(qn(f"w:{attribute}")) or ""
        return None

    def is_on(self, name: str) -> bool:
        return self.value("rPr", name) in ("", "1", "true", "on")

    @property
    def size(self) -> float:
        return int(self.value("rPr", "sz") or 20) / 2

    @property
    def letters(self) -> tuple[float, bool, bool]:
        """Size in points, bold, italic."""
        return self.size, self.is_on("b"), self.is_on("i")

    @property
    def alignment(self) -> str:
        return self.value("pPr", "jc") or "left"

    def twips(self, name: str, attribute: str) -> int:
        return int(self.value("pPr", name, attribute) or 0)

    @property
    def has_rule(self) -> bool:
        border = self._paragraph._p.pPr.find(qn("w:pBdr")) if self._paragraph._p.pPr is not None else None
        if border is None and self._paragraph.style is not None:
            border = self._paragraph.style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
        return border is not None and border.find(qn("w:top")) is not None


@pytest.fixture(params=PAPERS, scope="module")
def paper(request: pytest.FixtureRequest) -> tuple[str, Docx]:
    return request.param, Document(io.BytesIO(PAPERS[request.param]()))


def looks(document: Docx, paragraphs: list[Paragraph]) -> list[Look]:
    return [Look(document, each) for each in paragraphs]


def in_cell(document: Docx, table: int, row: int, column: int) -> list[Look]:
    return looks(document, document.tables[table].rows[row].cells[column].paragraphs)


def test_pages_have_their_size_their_margins_and_their_number(paper: tuple[str, Docx]) -> None:
    name, document = paper
    pages = [(PORTRAIT, "portrait"), (LANDSCAPE, "landscape")][: 1 if name == "slip" else 2]

    assert len(document.sections) == len(pages)
    for section, (size, orientation) in zip(document.sections, pages, strict=True):
        element = section._sectPr.find(qn("w:pgSz"))
        found = tuple(round(int(element.get(qn(f"w:{side}"))) / 56.7) for side in ("w", "h"))
        assert found == size
        assert (element.get(qn("w:orient")) or "portrait") == orientation
        margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
        assert [round(each.mm) for each in margins if each is not None] == MARGINS
        assert section.different_first_page_header_footer  # no number on the first page
    header = document.sections[0].header
    [number] = [p for p in header.paragraphs if p._p.findall(f".//{qn('w:fldSimple')}")]
    look = Look(document, number)
    assert (look.alignment, look.is_on("i")) == ("center", False)
    assert 13 <= look.size <= 14
    assert not any(p.text for p in document.sections[0].first_page_header.paragraphs)


def test_the_head_is_that_of_an_official_document(paper: tuple[str, Docx]) -> None:
    name, document = paper
    issuer, nation = in_cell(document, 0, 0, 0), in_cell(document, 0, 0, 1)
    number, place = in_cell(document, 0, 1, 0), in_cell(document, 0, 1, 1)

    assert nation[0].text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert nation[1].text == "Độc lập - Tự do - Hạnh phúc"
    for look, least, most in ((nation[0], 12, 13), (nation[1], 13, 14), (issuer[0], 12, 13)):
        assert least <= look.size <= most
        assert look.letters[1:] == (True, False)
        assert look.alignment == "center"
    assert issuer[0].text == issuer[0].text.upper()
    # A rule as long as the motto; one of a third to a half of the line below the issuer.
    cells = [_twips(column) for column in document.tables[0]._tbl.tblGrid]
    motto = width(nation[1].text, nation[1].size) * 20 * BOLD / cells[1]
    for lines, cell, low, high in (
        (nation, cells[1], motto * 0.95, motto * 1.05),
        (issuer, cells[0], 1 / 3, 1 / 2),
    ):
        [rule] = [each for each in lines if each.has_rule]
        assert not rule.text
        long = cell - rule.twips("ind", "left") - rule.twips("ind", "right")
        assert low <= long / cell <= high
    sign = "PC-VPCP" if name == "slip" else "BC-VPCP"
    assert re.fullmatch(rf"Số:\s{{4,}}/{sign}", number[0].text)
    assert number[0].letters == (13, False, False)
    assert number[1].text == "DỰ THẢO"
    assert place[0].text.startswith("Hà Nội, ngày …… tháng …… năm ")
    assert (13 <= place[0].size <= 14, place[0].is_on("i"), place[0].is_on("b")) == (True, True, False)


def _twips(column: Any) -> int:
    return int(column.get(qn("w:w")))


def test_title_body_and_end_are_set_as_the_decree_wants(paper: tuple[str, Docx]) -> None:
    name, document = paper
    found = looks(document, document.paragraphs)
    kind = next(n for n, each in enumerate(found) if each.text in ("BÁO CÁO", "PHIẾU CHUYỂN"))
    addressee = next(n for n, each in enumerate(found) if each.text.startswith("Kính gửi:"))
    about = found[kind + 1 : addressee]

    for look in (found[kind], about[0]):
        assert (13 <= look.size <= 14, look.letters[1:], look.alignment) == (True, (True, False), "center")
    [rule] = [each for each in about if each.has_rule]
    text_width = 11906 - 1701 - 850
    assert 1 / 3 <= (text_width - rule.twips("ind", "left") - rule.twips("ind", "right")) / text_width <= 1 / 2
    assert (found[addressee].letters[1:], 13 <= found[addressee].size <= 14) == ((False, False), True)
    body = [each for each in found[addressee + 1 :] if each.alignment == "both" and each.text and not each.is_on("b")]
    assert len(body) >= 5
    for look in body:
        assert 13 <= look.size <= 14, look.text
        assert look.twips("ind", "firstLine") in range(567, 721), look.text  # 1 or 1.27 cm
        assert look.twips("spacing", "after") >= 120, look.text
        assert 240 <= look.twips("spacing", "line") <= 360, look.text
    headings = [each for each in found if re.match(r"[IVX]+\. ", each.text)]
    assert bool(headings) == (name != "slip")
    assert all(each.letters == (14, True, False) for each in headings)
    to, by = (in_cell(document, _closing(document), 0, column) for column in (0, 1))
    assert (to[0].text, to[0].letters) == ("Nơi nhận:", (12, True, True))
    assert all(each.letters == (11, False, False) for each in to[1:])
    assert to[-1].text.startswith("- Lưu:")
    assert [each.text[-1] for each in to[1:]] == [";"] * (len(to) - 2) + ["."]
    assert all(
        (13 <= each.size <= 14, each.letters[1:], each.alignment) == (True, (True, False), "center")
        for each in by
        if each.text
    )


def _closing(document: Docx) -> int:
    """Return which table has the recipients and who signs."""
    return next(n for n, table in enumerate(document.tables) if table.rows[0].cells[0].text.startswith("Nơi nhận"))


def test_annexes_have_their_heads_and_tables_stay_within_the_text(paper: tuple[str, Docx]) -> None:
    name, document = paper
    closing = _closing(document)
    found = looks(document, document.paragraphs)
    at = next(n for n, each in enumerate(found) if re.fullmatch(r"Phụ lục( [IVX]+)?", each.text))

    assert (found[at].letters, found[at].alignment) == ((14, True, False), "center")
    assert found[at + 1].text == found[at + 1].text.upper()
    assert (13 <= found[at + 1].size <= 14, found[at + 1].letters[1:]) == (True, (True, False))
    assert re.match(r"\(Kèm theo .+ số\s+/", found[at + 2].text)
    assert (13 <= found[at + 2].size <= 14, found[at + 2].letters[1:]) == (True, (False, True))
    for number, table in enumerate(document.tables):
        across = number > closing and name != "slip"
        room = (16838 if across else 11906) - 1701 - 850
        assert sum(_twips(column) for column in table._tbl.tblGrid) <= room + 15, number
        if number not in (0, closing):
            _is_list(table)


def _is_list(table: Table) -> None:
    """A head that every page repeats, and no row that splits, but for one that is taller than most of a page."""
    head, *rows = table.rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert rows
    for row in (head, *rows):
        is_whole = row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None
        assert is_whole or max(cell.text.count("\n") for cell in row.cells) >= _TALL


def test_every_letter_is_times_new_roman_in_black(paper: tuple[str, Docx]) -> None:
    document = paper[1]
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]

    for look in looks(document, [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]):
        assert {look.value("rPr", "rFonts", script) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {
            "Times New Roman"
        }, look.text
        assert look.value("rPr", "color") in ("000000", "auto", None), look.text
