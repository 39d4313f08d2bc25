"""The draft report to the head of the working group, with its annex: .docx, layout of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import count
from typing import Any

from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.clock import VN
from bot.domain.texts import N_, Text
from bot.exports import (
    carried,
    check_template,
    conflicts,
    cosigned,
    courses,
    directed,
    directions,
    provisions,
    release,
    sentences,
    trends,
)
from bot.exports.figures import (
    annex_heads,
    annex_rows,
    annex_widths,
    as_written,
    files_of,
    has_results,
    lists_files,
    title,
)
from bot.exports.package import repack
from bot.exports.pages import finished, is_tall
from bot.exports.snapshot import Snapshot, printable, sha256
from bot.exports.tasks import member_heads, member_rows, results, statements
from bot.exports.template import Values, fill, marked, open_template, remove
from bot.exports.wording import instant, vietnamese

NUMERALS = ("I", "II", "III", "IV", "V", "VI")
"""Of the sections."""
_TASK_WIDTHS = (10.0, 50.0, 15.0, 18.0, 18.0, 18.0, 18.0, 18.0)

_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_MARKUP = re.compile(r"[&<>\n\t]")
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


BODY, ANNEX_TABLE = "noi_dung", "bang_phu_luc"
"""The marks that stand for more than one paragraph."""
STYLES = ("Normal", "Heading 1", "Last paragraph", "Table Grid", "Annex head", "Annex number", "Annex cell")
"""What the template must have for what is written in the place of these marks."""
_ROOM = "<w:tr/>"
"""Where the rows of the annex go: the only row in the document without a cell."""


def build(snapshot: Snapshot) -> bytes:
    """Return the draft report on `snapshot`: number, day and month blank, marked as a draft.

    Raises BotError("template_bad") where marks or styles are missing, "template_changed" where the template is not
    the one that was there when the snapshot was taken.
    """
    # Of the figures as they were frozen: what is cleaned for XML is cleaned afterwards.
    fingerprint = sha256(snapshot)
    check_template(snapshot)
    snapshot = printable(snapshot)
    values = _values(snapshot)
    document = open_template({*values, BODY, ANNEX_TABLE}, STYLES)
    fill(document, values)
    body, table = marked(document, BODY), marked(document, ANNEX_TABLE)
    _write_body(document, body, snapshot)
    rows, widths = annex_rows(snapshot), list(annex_widths(snapshot).values())
    if rows:
        annex = add_table(document, table, widths, annex_heads(snapshot))
        annex._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}/>"))
    remove(body)
    remove(table)
    package = finished(document, release.foot(snapshot, fingerprint))
    starts = _cell_starts(_styles(document, ["Annex number", *["Annex cell"] * (len(widths) - 1)]), widths)
    edits = {"word/document.xml": lambda xml: _with_rows(xml, rows, widths, starts)} if rows else {}
    return repack(package, title(snapshot), instant(snapshot["taken_at"]), edits)


def _values(snapshot: Mapping[str, Any]) -> Values:
    """What stands in the place of each mark of the template that is one line, or one line repeated."""
    office = snapshot["office"]
    note = Text(
        "Drafted by the program, figures as of {taken:stamp}, to be checked before signing.",
        taken=release.known_until(snapshot),
    )
    return {
        "co_quan_chu_quan": office["parent"],
        "co_quan_ban_hanh": office["issuer"],
        "ky_hieu": office["sign"],
        "dia_danh": office["place"],
        "nam": str(instant(snapshot["taken_at"]).astimezone(VN).year),
        "ky_bao_cao": sentences.which_period(snapshot),
        "to_chuc": snapshot["body"]["name"],
        "noi_gui": office["addressee"],
        # A profile writes them as they are printed.
        "noi_nhan": sentences.listed([line.rstrip(" ;.") for line in office["recipients"]]),
        "nguoi_ky": office["signatory"],
        "ten_phu_luc": sentences.annex_title(snapshot).upper(),
        "co_quan_thuong_truc": office["standing_body"],
        "tong_phu_luc": [
            vietnamese(sentences.annex_total(snapshot)),
            *_files(snapshot),
            *carried.annex_lines(snapshot),
            *directed.annex_lines(snapshot),
        ],
        "ghi_chu_he_thong": vietnamese(note),
    }


def _files(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """The files of the difficulties: their names may be longer than a cell is wide."""
    if not lists_files(snapshot):
        return
    yield vietnamese(Text("Files that came with the difficulties (list below the annex):"))
    with_files = [(d["code"], files_of(d)) for d in snapshot["difficulties"] if d.get("files")]
    yield from sentences.listed([f"{code}: {'; '.join(map(_file, files, count(1)))}" for code, files in with_files])


def _file(file: tuple[str, str], number: int) -> str:
    name, sha256 = file
    if not sha256:
        return f"({number}) {name}"
    shown = Text("({number}) {name} (SHA-256: {sha256}, below the annex)", number=number, name=name, sha256=sha256[:16])
    return vietnamese(shown)


def _write_body(document: Docx, end: Paragraph, snapshot: Mapping[str, Any]) -> None:
    """Write the sections of the report before the paragraph `end`."""
    for line in (*sentences.opening(snapshot), *sentences.remarks(snapshot)):
        end.insert_paragraph_before(line)
    quarterly = has_results(snapshot)
    numerals = iter(NUMERALS)
    write_heading(end, next(numerals), N_("REPORTS SENT (heading)"))
    for line in sentences.sending(snapshot):
        end.insert_paragraph_before(line)
    if quarterly or courses.has_courses(snapshot):
        write_heading(end, next(numerals), N_("RESULTS OF TASKS (heading)"))
        _write_courses(document, end, snapshot)
    if quarterly:
        _write_results(document, end, snapshot)
    write_heading(end, next(numerals), N_("DIFFICULTIES BY FIELD (heading)"))
    about = (
        sentences.difficulties,
        directions.raised_again,
        cosigned.paragraphs,
        provisions.paragraphs,
        conflicts.paragraphs,
    )
    for line in (line for lines in about for line in lines(snapshot)):
        end.insert_paragraph_before(line)
    if told := list(trends.sentences(snapshot)):
        write_heading(end, next(numerals), N_("CHANGES OVER THE PERIODS (heading)"))
        for line in told:
            end.insert_paragraph_before(line)
    if quarterly:
        write_heading(end, next(numerals), N_("OPINIONS (heading)"))
        for line in _opinions(snapshot):
            end.insert_paragraph_before(line)
    write_heading(end, next(numerals), N_("PROPOSALS (heading)"))
    _write_directions(document, end, snapshot)
    end.insert_paragraph_before(sentences.closing(snapshot), "Last paragraph")


def _write_directions(document: Docx, end: Paragraph, snapshot: Mapping[str, Any]) -> None:
    """Write what is proposed to be directed; nothing where nobody is named in charge of anything open."""
    rows = directions.rows(snapshot)
    if not rows:
        return
    lead = vietnamese(Text("The agencies in charge are proposed to be directed as follows:"))
    end.insert_paragraph_before(sentences.scoped(snapshot, lead))
    styles = ("Annex number", *["Annex cell"] * (len(directions.WIDTHS) - 2), "Annex number")
    write_table(document, end, directions.heads(), rows, directions.WIDTHS, styles)


def write_table(
    document: Docx,
    before: Paragraph,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
    styles: Sequence[str],
) -> None:
    """Write a table of some rows before a paragraph; widths in millimetres, the styles those of the columns."""
    body = "".join(_rows(rows, widths, _cell_starts(_styles(document, styles), widths)))
    table = add_table(document, before, widths, heads)
    table._tbl.extend(parse_xml(f"<w:tbl {nsdecls('w')}>{body}</w:tbl>"))


def write_heading(end: Paragraph, numeral: str, msgid: str) -> None:
    """Write the heading of a section before a paragraph."""
    end.insert_paragraph_before(f"{numeral}. {vietnamese(Text(msgid))}", "Heading 1")


def _write_courses(document: Docx, end: Paragraph, snapshot: Mapping[str, Any]) -> None:
    """Write how the tasks stand that are followed; nothing where the paper tells of none."""
    if not courses.has_courses(snapshot):
        return
    for line in courses.sentences(snapshot):
        end.insert_paragraph_before(line)
    _write_lead(end, vietnamese(Text(N_("Tasks by lead agency (a task counts for each of its leads):"))))
    styles = ("Annex number", "Annex cell", *["Annex number"] * (len(_TASK_WIDTHS) - 2))
    rows = [[str(cell) for cell in row] for row in courses.agency_rows(snapshot)]
    write_table(document, end, courses.agency_heads(), rows, _TASK_WIDTHS, styles)


def _write_results(document: Docx, end: Paragraph, snapshot: Mapping[str, Any]) -> None:
    counts = results(snapshot)
    if not counts.stated:
        end.insert_paragraph_before(sentences.scoped(snapshot, vietnamese(Text("The reports state no tasks."))))
        return
    stated = Text(
        "{members:count} members state {n:count} tasks, {different:count} different ones; see the table:",
        members=counts.members,
        n=counts.stated,
        different=counts.different,
    )
    end.insert_paragraph_before(sentences.scoped(snapshot, vietnamese(stated)))
    styles = ("Annex number", "Annex cell", *["Annex number"] * (len(_TASK_WIDTHS) - 2))
    rows = [[str(cell) for cell in row] for row in member_rows(snapshot)]
    write_table(document, end, member_heads(), rows, _TASK_WIDTHS, styles)
    _write_statements(end, snapshot)


def _write_statements(end: Paragraph, snapshot: Mapping[str, Any]) -> None:
    """In paragraphs: a table of five columns would leave a long answer three words a line."""
    told = list(statements(snapshot))
    if not told:
        return
    _write_lead(end, vietnamese(Text("Results, documents and causes of delay as the members state them:")))
    for named, answers in told:
        # In a type of its own: an answer has lines too, which could be written like the name of a task.
        _write_lead(end, named).runs[0].italic = True
        for line in "\n".join(f"- {answer}" for answer in answers).split("\n"):
            end.insert_paragraph_before(line)


def _write_lead(end: Paragraph, text: str) -> Paragraph:
    """Write a line that stays on the page of what it leads to; return its paragraph."""
    line = end.insert_paragraph_before(text)
    line.paragraph_format.keep_with_next = True
    return line


def _opinions(snapshot: Mapping[str, Any]) -> Iterator[str]:
    if not snapshot["opinions"]:
        yield sentences.scoped(snapshot, vietnamese(Text("The reports hold no general opinions.")))
    for opinion in snapshot["opinions"]:  # a paragraph for each line: justified text stretches a line that is broken
        yield from f"- {opinion['organisation']}: {as_written(snapshot, opinion['text'])}".split("\n")


def _styles(document: Docx, names: Iterable[str]) -> list[str]:
    return [document.styles[name].style_id for name in names]


def add_rows(table: Table, document: Docx, widths: Sequence[float], rows: Iterable[Sequence[str]]) -> None:
    """Write rows of a number and texts below the head of a table."""
    starts = _cell_starts(_styles(document, ("Annex number", *["Annex cell"] * (len(widths) - 1))), widths)
    table._tbl.extend(parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(_rows(rows, widths, starts))}</w:tbl>"))


def add_table(document: Docx, before: Paragraph, widths: Sequence[float], heads: Sequence[str]) -> Table:
    """Add a table with nothing but its head, which every page repeats."""
    table: Table = document.add_table(0, len(widths), "Table Grid")
    before._p.addprevious(table._tbl)
    table.autofit = False
    set_cell_margins(table, sides=1, above_and_below=0.5)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    styles = _styles(document, ["Annex head"] * len(widths))
    head = _row(heads, _cell_starts(styles, widths, "<w:keepNext/>"), "<w:cantSplit/><w:tblHeader/>")
    table._tbl.extend(parse_xml(f"<w:tbl {nsdecls('w')}>{head}</w:tbl>"))
    return table


def set_cell_margins(table: Table, sides: float, above_and_below: float) -> None:
    """Leave that many millimetres between the lines of `table` and what stands in its cells."""
    margins = "".join(
        f'<w:{side} w:w="{Mm(sides if side in ("left", "right") else above_and_below).twips}" w:type="dxa"/>'
        for side in ("top", "left", "bottom", "right")
    )
    look = table._tblPr.find(qn("w:tblLook"))  # what stands behind the margins in the schema's order
    assert look is not None
    look.addprevious(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))


def _with_rows(
    document_xml: bytes, rows: Iterable[Sequence[str]], widths: Sequence[float], starts: Sequence[str]
) -> Iterator[bytes]:
    """Put the annex's rows into the finished document, where its table has room for them.

    As text: 5,000 rows as elements take four times the time and 150 MB more.
    """
    before, after = document_xml.split(_ROOM.encode())
    yield before
    for row in _rows(rows, widths, starts):
        yield row.encode()
    yield after


def _rows(rows: Iterable[Sequence[str]], widths: Sequence[float], starts: Sequence[str]) -> Iterator[str]:
    for row in rows:
        yield _row(row, starts, "" if is_tall(row, widths) else "<w:cantSplit/>")


def _cell_starts(styles: Sequence[str], widths: Sequence[float], look: str = "") -> list[str]:
    """What stands before the text of a cell, for each column."""
    return [
        f'<w:tc><w:tcPr><w:tcW w:w="{Mm(width).twips}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{look}</w:pPr><w:r><w:t xml:space="preserve">'
        for width, style in zip(widths, styles, strict=True)
    ]


def _row(texts: Sequence[str], starts: Sequence[str], look: str) -> str:
    if _MARKUP.search("".join(texts)):
        texts = [_escaped(text) for text in texts]
    cells = [f"{start}{text}</w:t></w:r></w:p></w:tc>" for start, text in zip(starts, texts, strict=True)]
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def _escaped(text: str) -> str:
    # Breaks and tabs after escaping: they are markup of our own.
    return escape(text, quote=False).replace("\n", _BREAK).replace("\t", _TAB)
