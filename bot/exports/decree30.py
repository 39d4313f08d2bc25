"""The look of an official document: Decree 30/2020/NĐ-CP, Appendix I. One value is chosen for each measure.

Lengths are in millimetres, sizes of type and spaces between paragraphs in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

PAGE = (210.0, 297.0)
TOP, BOTTOM, LEFT, RIGHT = 20.0, 20.0, 30.0, 15.0
PORTRAIT_WIDTH = PAGE[0] - LEFT - RIGHT
_PAGE_NUMBER_FROM_EDGE = 10.0

_FONT = "Times New Roman"
_TWIPS_PER_MM = 1440 / 25.4


@dataclass(frozen=True)
class _Look:
    """How a paragraph looks. `align` is the value of w:jc, `line` a multiple of a single line.

    `indent` is that of the first line, `sides` that of the whole paragraph on either side.
    """

    size: float
    bold: bool = False
    italic: bool = False
    align: str = "center"
    indent: float = 0
    sides: float = 0
    before: float = 0
    after: float = 0
    line: float = 1
    keep_next: bool = False
    outline: int | None = None


_LOOKS = {
    "Normal": _Look(14, align="both", indent=12.7, after=6, line=1.15),
    "Heading 1": _Look(
        14, bold=True, align="both", indent=12.7, before=6, after=6, line=1.15, keep_next=True, outline=0
    ),
    "Last paragraph": _Look(14, align="both", indent=12.7, after=12, line=1.15, keep_next=True),
    "Page number": _Look(13),
    "Head": _Look(13),
    "Head bold": _Look(13, bold=True),
    "Head date": _Look(13, italic=True),
    "Report kind": _Look(14, bold=True, before=14),
    "Report title": _Look(14, bold=True),
    "Addressee": _Look(14, before=12, after=12, sides=20),
    "Signatory": _Look(14, bold=True),
    "Recipients title": _Look(12, bold=True, italic=True, align="left"),
    "Recipient": _Look(11, align="left"),
    "Annex title": _Look(14, bold=True, after=3, keep_next=True),
    "Annex source": _Look(13, italic=True, after=9, keep_next=True),
    "Annex head": _Look(11, bold=True),
    "Annex number": _Look(11),
    "Annex cell": _Look(11, align="left"),
    "Annex total": _Look(13, align="left", before=6, after=6),
    "Fingerprint": _Look(9, align="left"),
}


def new_document() -> Docx:
    """Return an empty A4 document with the styles of `_LOOKS` and the number on top of every page but the first."""
    document = Document()
    _set_defaults(document)
    for name, look in _LOOKS.items():
        if name not in document.styles:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style = document.styles[name].element
        for old in [*style.findall(qn("w:pPr")), *style.findall(qn("w:rPr"))]:
            style.remove(old)
        style.extend([_paragraph_properties(look), _run_properties(look)])
    section = document.sections[0]
    _set_page(section, WD_ORIENT.PORTRAIT)
    number = section.header.paragraphs[0]
    number.style = "Page number"
    number._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'))
    return document


def add_landscape_section(document: Docx) -> None:
    """Start an annex: a landscape page, numbered from 1 again (Appendix I, part I, section III.1)."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    end = document.paragraphs[-1].paragraph_format  # carries the break; of full height it could fill a page alone
    end.line_spacing = Pt(1)
    end.space_after = Pt(0)
    _set_page(section, WD_ORIENT.LANDSCAPE)
    margins = section._sectPr.find(qn("w:pgMar"))
    assert margins is not None
    margins.addnext(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'))


def add_borderless_row(table: Table, widths: Sequence[float]) -> Sequence[_Cell]:
    """Add a row to `table` that no page break splits; return its cells, empty of paragraphs to write in first."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    return row.cells


def borderless_table(document: Docx, widths: Sequence[float]) -> Table:
    """Add a table without rows, lines and inner margins, its columns `widths` wide."""
    table: Table = document.add_table(0, len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    set_cell_margins(table, sides=0, above_and_below=0)
    return table


def set_cell_margins(table: Table, sides: float, above_and_below: float) -> None:
    """Leave that much room between the lines of `table` and what stands in its cells."""
    margins = "".join(
        f'<w:{side} w:w="{_twips(sides if side in ("left", "right") else above_and_below)}" w:type="dxa"/>'
        for side in ("top", "left", "bottom", "right")
    )
    look = table._tblPr.find(qn("w:tblLook"))  # what stands behind the margins in the schema's order
    assert look is not None
    look.addprevious(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))


def write(container: Docx | _Cell, text: str, style: str) -> Paragraph:
    """Add a paragraph to `container`; in a cell the empty one it begins with is used first."""
    last = container.paragraphs[-1] if isinstance(container, _Cell) else None
    paragraph = container.add_paragraph() if last is None or last.text else last
    paragraph._p.style = style.replace(" ", "")  # by its id: by name python-docx reads its 160 styles each time
    paragraph.add_run(text)
    return paragraph


def add_rule(container: Docx | _Cell, length: float, width: float) -> None:
    """Add a centred line `length` long where the text is `width` wide."""
    paragraph = write(container, "", "Head")
    _border(paragraph, ("top",), (width - length) / 2)
    paragraph.paragraph_format.space_before = Pt(4)
    paragraph.paragraph_format.line_spacing = Pt(6)


def add_framed(cell: _Cell, text: str, length: float, width: float) -> None:
    """Add `text` in a frame `length` long to `cell`, which is `width` wide."""
    paragraph = write(cell, text, "Head bold")
    _border(paragraph, ("top", "left", "bottom", "right"), (width - length) / 2)
    paragraph.paragraph_format.space_before = Pt(6)


def _border(paragraph: Paragraph, sides: Sequence[str], indent: float) -> None:
    lines = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="1" w:color="000000"/>' for side in sides)
    paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>"))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)


def _set_defaults(document: Docx) -> None:
    """The template's own font comes from a theme, its language is English."""
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}")
    assert defaults is not None
    defaults[:] = [_run_properties(_LOOKS["Normal"], '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>')]


def _set_page(section: Section, orientation: WD_ORIENT) -> None:
    width, height = PAGE if orientation is WD_ORIENT.PORTRAIT else PAGE[::-1]
    section.orientation = orientation
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(_PAGE_NUMBER_FROM_EDGE)
    section.different_first_page_header_footer = True


def _paragraph_properties(look: _Look) -> object:
    keep = "<w:keepNext/>" if look.keep_next else ""
    outline = "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>'
    before, after = round(20 * look.before), round(20 * look.after)
    sides, indent = _twips(look.sides), _twips(look.indent)
    return parse_xml(
        f"<w:pPr {nsdecls('w')}>{keep}<w:widowControl/>"
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="{round(240 * look.line)}" w:lineRule="auto"/>'
        f'<w:ind w:left="{sides}" w:right="{sides}" w:firstLine="{indent}"/>'
        f'<w:jc w:val="{look.align}"/>{outline}</w:pPr>'
    )


def _run_properties(look: _Look, more: str = "") -> object:
    """East Asian and complex-script text is stated too, else Word and LibreOffice choose fonts of their own."""
    fonts = " ".join(f'w:{script}="{_FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    bold, italic = (f'w:val="{int(on)}"' for on in (look.bold, look.italic))
    size = round(2 * look.size)
    return parse_xml(
        f"<w:rPr {nsdecls('w')}><w:rFonts {fonts}/><w:b {bold}/><w:bCs {bold}/><w:i {italic}/><w:iCs {italic}/>"
        f'<w:color w:val="000000"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{more}</w:rPr>'
    )


def _twips(mm: float) -> int:
    return round(mm * _TWIPS_PER_MM)
