"""The dossier of a seat as a Word file: reports, difficulties with their way and outcome, tasks.

Its frame is its own and not the template of the draft report, which an office may edit for that paper.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

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

from bot.domain.texts import N_, Text
from bot.exports.cells import FONT, Cell
from bot.exports.docx import set_cell_margins
from bot.exports.dossier import (
    REPORT_HEADS,
    TASK_HEADS,
    asked,
    heads,
    made,
    opinions,
    raised,
    report_rows,
    stated,
    stated_heads,
    task_rows,
    title,
    wording,
)
from bot.exports.figures import files_of
from bot.exports.package import repack
from bot.exports.pages import is_tall, write_foot
from bot.exports.snapshot import Snapshot, printable, sha256
from bot.exports.wording import instant, period_of, vietnamese
from bot.screens.reporting.carrying import age

_REPORT_WIDTHS = (10.0, 27.0, 30.0, 16.0, 30.0, 38.0, 57.0, 44.0)
_TASK_WIDTHS = (10.0, 24.0, 80.0, 22.0, 24.0, 34.0, 24.0, 34.0)
"""Millimetres; they fill a landscape page."""
_CELL = "Annex cell"
"""The style of cells and of the foot, named as in the template of the draft report."""


def build(snapshot: Snapshot) -> bytes:
    """Return the dossier `snapshot` as a Word file."""
    fingerprint = sha256(snapshot)
    snapshot = printable(snapshot)
    document = _frame()
    _write_head(document, snapshot)
    _heading(document, N_("I. REPORTS SENT (dossier)"))
    if snapshot["reports"]:
        _add_table(document, _REPORT_WIDTHS, heads(REPORT_HEADS), report_rows(snapshot))
    else:
        _line(document, vietnamese(Text(N_("Nothing was sent in this period. (dossier)"))))
    for opinion in opinions(snapshot):
        _labelled(document, vietnamese(Text(N_("General opinion (dossier)"))), opinion)
    _heading(document, N_("II. DIFFICULTIES AND THEIR OUTCOME (dossier)"))
    for number, difficulty in enumerate(snapshot["difficulties"], 1):
        _write_difficulty(document, number, difficulty)
    if not snapshot["difficulties"]:
        _line(document, vietnamese(Text(N_("There are no difficulties. (dossier)"))))
    _heading(document, N_("III. TASKS (dossier)"))
    _write_tasks(document, snapshot)
    write_foot(document, vietnamese(Text("SHA-256 of the figures: {sha256} (foot)", sha256=fingerprint)))
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue(), title(snapshot), instant(snapshot["taken_at"]))


def _frame() -> Docx:
    """A landscape page in the type that official documents have."""
    document: Docx = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(25),
        Mm(20),
        Mm(20),
        Mm(20),
    )
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


def _write_head(document: Docx, snapshot: Mapping[str, Any]) -> None:
    seat = snapshot["seat"]
    _centred(document, seat["organisation"].upper())
    _centred(document, seat["body"], bold=False)
    named = Text(N_("DOSSIER OF REPORTS, DIFFICULTIES AND TASKS (dossier)"))
    _centred(document, vietnamese(named)).paragraph_format.space_before = Pt(10)
    period = period_of(snapshot)
    _centred(document, vietnamese(Text(N_("{period} ({period:window}) (dossier)"), period=period)))
    note = _centred(document, made(snapshot), bold=False)
    note.runs[0].italic = True
    note.runs[0].font.size = Pt(11)


def _write_difficulty(document: Docx, number: int, difficulty: Mapping[str, Any]) -> None:
    named = Text(
        N_("{number}. {code} – {field} (dossier)"), number=number, code=difficulty["code"], field=difficulty["field"]
    )
    head = _line(document, vietnamese(named))
    head.runs[0].bold = True
    head.paragraph_format.keep_with_next = True
    head.paragraph_format.space_before = Pt(8)
    state = vietnamese(Text(N_("State (dossier)")))
    _labelled(document, state, difficulty["state"]).paragraph_format.keep_with_next = True
    found = raised(difficulty)
    if found:
        _labelled(document, vietnamese(Text(N_("Raised (dossier)"))), vietnamese(age(*found)))
    if difficulty["result"]:
        _labelled(document, vietnamese(Text(N_("Outcome (dossier)"))), difficulty["result"])
    if difficulty.get("verdict"):
        _labelled(document, vietnamese(Text(N_("Dossier column: opinion of the member"))), difficulty["verdict"])
    _labelled(document, vietnamese(Text(N_("Last sent in (dossier)"))), difficulty["report"])
    for label, answer in (*asked(difficulty), *wording(difficulty)):
        _labelled(document, label, answer)
    if difficulty["files"]:
        _labelled(document, vietnamese(Text(N_("Files (dossier)"))), "; ".join(map(_file, files_of(difficulty))))
    way = _line(document, vietnamese(Text(N_("What has happened: (dossier)"))))
    way.runs[0].bold = True
    way.paragraph_format.keep_with_next = True
    for event in difficulty["way"]:
        said = Text(N_("{at:stamp}: {what} (dossier)"), at=instant(event["at"]), what=event["what"])
        _line(document, f"– {vietnamese(said)}").paragraph_format.left_indent = Mm(6)


def _file(file: tuple[str, str]) -> str:
    name, sha256 = file
    return vietnamese(Text(N_("{name} (SHA-256: {sha256}) (dossier)"), name=name, sha256=sha256)) if sha256 else name


def _write_tasks(document: Docx, snapshot: Mapping[str, Any]) -> None:
    if not snapshot["tasks"]:
        _line(document, vietnamese(Text(N_("The member has no tasks. (dossier)"))))
        return
    _line(document, vietnamese(Text(N_("As they stood at {at:stamp}. (dossier)"), at=instant(snapshot["taken_at"]))))
    _add_table(document, _TASK_WIDTHS, heads(TASK_HEADS), task_rows(snapshot))
    for task in snapshot["tasks"]:
        for line in task["went"]:
            _labelled(document, f"{task['code']} – {vietnamese(Text(N_('Course (dossier)')))}", line)
        for label, answer in zip(stated_heads(), stated(task), strict=True):
            if answer:
                _labelled(document, f"{task['code']} – {label}", answer)


def _heading(document: Docx, msgid: str) -> None:
    document.add_paragraph(vietnamese(Text(msgid)), "Heading 1")


def _centred(document: Docx, text: str, *, bold: bool = True) -> Paragraph:
    paragraph = _line(document, text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.runs[0].bold = bold
    return paragraph


def _line(document: Docx, text: str) -> Paragraph:
    # The run takes ends of lines and tabs as such; all else is text, whatever it looks like.
    paragraph: Paragraph = document.add_paragraph()
    paragraph.add_run(text)
    return paragraph


def _labelled(document: Docx, label: str, text: str) -> Paragraph:
    paragraph: Paragraph = document.add_paragraph()
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(text)
    return paragraph


def _add_table(document: Docx, widths: Sequence[float], names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
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
