"""The frame of dossiers: pages, type, headings and tables of papers that need no template of an office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.domain.texts import Text
from bot.exports.cells import FONT, Cell
from bot.exports.docx import set_cell_margins
from bot.exports.pages import is_tall
from bot.exports.wording import vietnamese

_CELL = "Annex cell"
"""The style of cells and of the foot, named as in the template of the draft report."""


def frame(*, landscape: bool) -> Docx:
    """Return an empty A4 page in the type, and with the margins, that official documents have."""
    document: Docx = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.left_margin, section.right_margin = (Mm(25), Mm(20)) if landscape else (Mm(30), Mm(15))
    section.top_margin = section.bottom_margin = Mm(20)
    cell = document.styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    for name, size in (("Normal", 13), ("Heading 1", 13), (_CELL, 11)):
        font = document.styles[name].font
        font.name, font.size, font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    cell.paragraph_format.space_after = Pt(0)
    heading = document.styles["Heading 1"]
    heading.font.bold = True
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(6)
    return document


def write_heading(document: Docx, msgid: str) -> None:
    """Write the heading of a section."""
    document.add_paragraph(vietnamese(Text(msgid)), "Heading 1")


def write_centred(document: Docx, text: str, *, bold: bool = True) -> Paragraph:
    """Write a centred line; return its paragraph."""
    paragraph = write_line(document, text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.runs[0].bold = bold
    return paragraph


def write_line(document: Docx, text: str) -> Paragraph:
    """Write a paragraph; return it."""
    # The run takes ends of lines and tabs as such; all else is text, whatever it looks like.
    paragraph: Paragraph = document.add_paragraph()
    paragraph.add_run(text)
    return paragraph


def write_labelled(document: Docx, label: str, text: str) -> Paragraph:
    """Write a paragraph that begins with a label in bold type; return it."""
    paragraph: Paragraph = document.add_paragraph()
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(text)
    return paragraph


def write_table(document: Docx, widths: Sequence[float], names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table whose head every page repeats; widths in millimetres."""
    rows = list(rows)
    table: Table = document.add_table(1 + len(rows), len(widths), "Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    set_cell_margins(table, sides=1, above_and_below=0.5)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    _fill(table, 0, names, widths, bold=True)
    _mark_row(table, 0, "tblHeader")
    for number, row in enumerate(rows, 1):
        texts = [_shown(cell) for cell in row]
        _fill(table, number, texts, widths)
        if not is_tall(texts, widths):
            _mark_row(table, number, "cantSplit")
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _mark_row(table: Table, row: int, mark: str) -> None:
    table.rows[row]._tr.get_or_add_trPr().append(parse_xml(f"<w:{mark} {nsdecls('w')}/>"))


def _fill(table: Table, row: int, texts: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> None:
    for cell, text, width in zip(table.rows[row].cells, texts, widths, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.style = _CELL
        if bold:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(text).bold = bold


def _shown(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return vietnamese(Text("{at:stamp}", at=cell))
    return vietnamese(Text("{day:date}", day=cell)) if isinstance(cell, date) else str(cell)
