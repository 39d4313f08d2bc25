"""The draft report to the head of the working group, with its annex: .docx, layout of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Mm
from docx.table import Table

from bot.clock import VN
from bot.domain.texts import N_, Text
from bot.exports.decree30 import (
    PORTRAIT_WIDTH,
    add_borderless_row,
    add_framed,
    add_landscape_section,
    add_rule,
    borderless_table,
    new_document,
    set_cell_margins,
    write,
)
from bot.exports.figures import Figures, annex_heads, annex_layout, annex_rows, figures, title
from bot.exports.package import repack
from bot.exports.snapshot import Snapshot, printable, sha256
from bot.exports.tasks import has_results, member_heads, member_rows, results
from bot.exports.wording import instant, official_date, percent, period_of, vietnamese

_HEAD_WIDTHS = (66.0, 99.0)
_ISSUER_RULE, _MOTTO_RULE, _TITLE_RULE = 22.0, 56.0, 55.0
_DRAFT_MARK = 30.0
_FOOT_WIDTHS = (PORTRAIT_WIDTH / 2, PORTRAIT_WIDTH / 2)
_NUMERALS = ("I", "II", "III", "IV", "V")
_TASK_WIDTHS = (10.0, 50.0, 15.0, 18.0, 18.0, 18.0, 18.0, 18.0)

_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


def build(snapshot: Snapshot) -> bytes:
    """Return the draft report on `snapshot`: number, day and month blank, marked as a draft."""
    fingerprint = sha256(snapshot)
    snapshot = printable(snapshot)
    document = new_document()
    _write_head(document, snapshot)
    _write_title(document, snapshot)
    _write_body(document, snapshot)
    _write_foot(document, snapshot["office"])
    add_landscape_section(document)
    _write_annex(document, snapshot)
    _write_fingerprint(document, snapshot, fingerprint)
    out = io.BytesIO()
    document.save(out)
    number, cell = (document.styles[name].style_id for name in ("Annex number", "Annex cell"))
    widths = _annex_widths(snapshot)
    starts = _cell_starts([number, *[cell] * (len(widths) - 1)], widths)
    rows = annex_rows(snapshot)
    edits = {"word/document.xml": lambda xml: _with_rows(xml, rows, starts)} if rows else {}
    return repack(out.getvalue(), title(snapshot), instant(snapshot["taken_at"]), edits)


def _write_head(document: Docx, snapshot: Mapping[str, Any]) -> None:
    office = snapshot["office"]
    table = borderless_table(document, _HEAD_WIDTHS)
    issuer, nation = add_borderless_row(table, _HEAD_WIDTHS)
    if office["parent"]:
        write(issuer, office["parent"], "Head")
    write(issuer, office["issuer"], "Head bold")
    add_rule(issuer, _ISSUER_RULE, _HEAD_WIDTHS[0])
    write(nation, vietnamese(Text("National title")), "Head bold")
    write(nation, vietnamese(Text("National motto")), "Head bold")
    add_rule(nation, _MOTTO_RULE, _HEAD_WIDTHS[1])
    number, place = add_borderless_row(table, _HEAD_WIDTHS)
    write(number, vietnamese(Text("No. (blank)/{sign}", sign=office["sign"])), "Head")
    add_framed(number, vietnamese(Text("DRAFT (document mark)")), _DRAFT_MARK, _HEAD_WIDTHS[0])
    write(
        place,
        vietnamese(Text("{place}, (blank day and month) {year}", place=office["place"], year=_year(snapshot))),
        "Head date",
    )


def _write_title(document: Docx, snapshot: Mapping[str, Any]) -> None:
    write(document, vietnamese(Text("REPORT")), "Report kind")
    subject = Text(
        "On sending reports and on difficulties with administrative procedures, {period}, members of {body}",
        period=period_of(snapshot),
        body=snapshot["body"]["name"],
    )
    write(document, vietnamese(subject), "Report title")
    add_rule(document, _TITLE_RULE, PORTRAIT_WIDTH)
    addressee = Text("To: {addressee}", addressee=snapshot["office"]["addressee"])
    write(document, vietnamese(addressee), "Addressee")


def _write_body(document: Docx, snapshot: Mapping[str, Any]) -> None:
    counts = figures(snapshot)
    for text in _opening(snapshot):
        document.add_paragraph(vietnamese(text))
    quarterly = has_results(snapshot)
    numerals = iter(_NUMERALS)
    _write_heading(document, next(numerals), N_("REPORTS SENT (heading)"))
    for line in _sending(counts, snapshot["ledger"]):
        document.add_paragraph(line)
    if quarterly:
        _write_heading(document, next(numerals), N_("RESULTS OF TASKS (heading)"))
        _write_results(document, snapshot)
    _write_heading(document, next(numerals), N_("DIFFICULTIES BY FIELD (heading)"))
    for line in _difficulties(counts, snapshot["fields"]):
        document.add_paragraph(line)
    if quarterly:
        _write_heading(document, next(numerals), N_("OPINIONS (heading)"))
        for line in _opinions(snapshot["opinions"]):
            document.add_paragraph(line)
    _write_heading(document, next(numerals), N_("PROPOSALS (heading)"))
    write(document, vietnamese(_closing(counts, snapshot["office"])), "Last paragraph")


def _write_heading(document: Docx, numeral: str, msgid: str) -> None:
    write(document, f"{numeral}. {vietnamese(Text(msgid))}", "Heading 1")


def _write_results(document: Docx, snapshot: Mapping[str, Any]) -> None:
    counts = results(snapshot)
    if not counts.stated:
        document.add_paragraph(vietnamese(Text("The reports state no tasks.")))
        return
    stated = Text(
        "{members:count} members state {n:count} tasks, {different:count} different ones; see the table:",
        members=counts.members,
        n=counts.stated,
        different=counts.different,
    )
    document.add_paragraph(vietnamese(stated))
    styles = _styles(document, ("Annex number", "Annex cell", *["Annex number"] * (len(_TASK_WIDTHS) - 2)))
    starts = _cell_starts(styles, _TASK_WIDTHS)
    rows = "".join(_row([str(cell) for cell in row], starts) for row in member_rows(snapshot))
    table = _add_table(document, _TASK_WIDTHS, member_heads())
    table._tbl.extend(parse_xml(f"<w:tbl {nsdecls('w')}>{rows}</w:tbl>"))


def _opinions(opinions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not opinions:
        yield vietnamese(Text("The reports hold no general opinions."))
    for opinion in opinions:  # a paragraph for each line: justified text stretches a line that is only broken
        yield from f"- {opinion['organisation']}: {opinion['text']}".split("\n")


def _opening(snapshot: Mapping[str, Any]) -> Iterator[Text]:
    period = snapshot["period"]
    yield Text(
        "{standing_body} sums up the reports of the members of {body} for {period}, data from {first} to {last}:",
        standing_body=snapshot["office"]["standing_body"],
        body=snapshot["body"]["name"],
        period=period_of(snapshot),
        first=official_date(date.fromisoformat(period["first_day"])),
        last=official_date(date.fromisoformat(period["last_day"])),
    )
    frozen = N_("The figures were taken at {taken:stamp}; reports were due at {due:stamp}.")
    provisional = N_("The figures are provisional, as of {taken:stamp}; reports are due at {due:stamp}.")
    msgid = provisional if snapshot["kind"] == "provisional" else frozen
    yield Text(
        msgid,
        taken=instant(snapshot["taken_at"]),
        due=instant(period["due_at"]),
    )


def _sending(counts: Figures, ledger: Mapping[str, int]) -> Iterator[str]:
    if not counts.due:
        yield vietnamese(Text("No member has to report in this period."))
        return
    share = percent(counts.sent, counts.due)
    head = Text(
        "{sent:count} of {due:count} members have reported, {share}:", sent=counts.sent, due=counts.due, share=share
    )
    yield vietnamese(head if counts.sent else Text("Of {due:count} members none has reported:", due=counts.due))
    late, drafting, overdue = N_("sent late: {n:count}"), N_("being drafted: {n:count}"), N_("overdue: {n:count}")
    lines: tuple[tuple[str, int, dict[str, int]], ...] = (
        (
            N_("Named difficulties: {n:count} members{detail}"),
            counts.with_difficulties,
            {late: ledger["reported_late"]},
        ),
        (N_("Nothing to report: {n:count} members{detail}"), counts.nil, {late: ledger["nil_late"]}),
        (
            N_("Not reported: {n:count} members{detail}"),
            counts.not_sent,
            {drafting: ledger["drafting"], overdue: ledger["missing"]},
        ),
        (N_("Excused: {n:count} members{detail}"), counts.excused, {}),
    )
    yield from _list([vietnamese(Text(msgid, n=n, detail=_detail(parts))) for msgid, n, parts in lines if n])


def _difficulties(counts: Figures, fields: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not counts.difficulties:
        none = Text("The reports name no difficulties.")
        yield vietnamese(none if counts.sent else Text("No report has been sent, so no difficulties are known."))
        return
    late = counts.late_difficulties
    detail = vietnamese(Text(" ({n:count} of them sent late)", n=late)) if late else ""
    yield vietnamese(
        Text(
            "{members:count} members name {n:count} difficulties{detail}, in {fields:count} fields; see the annex:",
            members=counts.members,
            n=counts.difficulties,
            detail=detail,
            fields=len(fields),
        )
    )
    yield from _list(
        [vietnamese(Text("{field}: {n:count} difficulties", field=field["name"], n=field["count"])) for field in fields]
    )


def _closing(counts: Figures, office: Mapping[str, Any]) -> Text:
    names = {"standing_body": office["standing_body"], "addressee": office["addressee"]}
    if not counts.difficulties:
        return Text("{standing_body} reports to {addressee}.", **names)
    return Text("With the proposals in the annex, {standing_body} reports to {addressee}.", **names)


def _detail(parts: Mapping[str, int]) -> str:
    named = [vietnamese(Text(msgid, n=n)) for msgid, n in parts.items() if n]
    return vietnamese(Text(", of which {parts}", parts=", ".join(named))) if named else ""


def _list(lines: Sequence[str]) -> list[str]:
    """Every item ends with a semicolon, the last with a full stop."""
    return [f"- {line}{'.' if number == len(lines) else ';'}" for number, line in enumerate(lines, 1)]


def _write_foot(document: Docx, office: Mapping[str, Any]) -> None:
    recipients, signatory = add_borderless_row(borderless_table(document, _FOOT_WIDTHS), _FOOT_WIDTHS)
    write(recipients, vietnamese(Text("Recipients:")), "Recipients title")
    for line in _list(office["recipients"]):
        write(recipients, line, "Recipient")
    for line in office["signatory"]:
        write(signatory, line, "Signatory")


def _write_annex(document: Docx, snapshot: Mapping[str, Any]) -> None:
    office, counts = snapshot["office"], figures(snapshot)
    write(document, vietnamese(Text("Annex (title)")), "Annex title")
    write(document, title(snapshot).upper(), "Annex title")
    source = Text(
        "(With report No. (blank)/{sign}, (blank day and month) {year}, of {standing_body})",
        sign=office["sign"],
        year=_year(snapshot),
        standing_body=office["standing_body"],
    )
    write(document, vietnamese(source), "Annex source")
    if not counts.difficulties:
        write(document, vietnamese(Text("No difficulties are named in this period.")), "Annex total")
        return
    _add_table(document, _annex_widths(snapshot), annex_heads(snapshot))  # `_with_rows` puts the rows below its head
    total = Text(
        "Total: {n:count} difficulties of {members:count} members.", n=counts.difficulties, members=counts.members
    )
    write(document, vietnamese(total), "Annex total")


def _styles(document: Docx, names: Iterable[str]) -> list[str]:
    return [document.styles[name].style_id for name in names]


def _add_table(document: Docx, widths: Sequence[float], heads: Sequence[str]) -> Table:
    """Add a table with nothing but its head, which every page repeats."""
    table: Table = document.add_table(0, len(widths), "Table Grid")
    table.autofit = False
    set_cell_margins(table, sides=1, above_and_below=0.5)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    styles = _styles(document, ["Annex head"] * len(widths))
    head = _row(heads, _cell_starts(styles, widths), "<w:tblHeader/>")
    table._tbl.extend(parse_xml(f"<w:tbl {nsdecls('w')}>{head}</w:tbl>"))
    return table


def _annex_widths(snapshot: Mapping[str, Any]) -> Sequence[float]:
    """In millimetres."""
    return [width for width, _ in annex_layout(snapshot).values()]


def _with_rows(document_xml: bytes, rows: Iterable[Sequence[str]], starts: Sequence[str]) -> bytes:
    """Put the annex's rows into the finished document, at the end of its last table.

    As text: 5,000 rows as elements take four times the time and 150 MB more.
    """
    before, after = document_xml.rsplit(b"</w:tbl>", 1)
    return b"".join([before, *(_row(row, starts).encode() for row in rows), b"</w:tbl>", after])


def _cell_starts(styles: Sequence[str], widths: Sequence[float]) -> list[str]:
    """What stands before the text of a cell, for each column."""
    return [
        f'<w:tc><w:tcPr><w:tcW w:w="{Mm(width).twips}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">'
        for width, style in zip(widths, styles, strict=True)
    ]


def _row(texts: Sequence[str], starts: Sequence[str], header: str = "") -> str:
    cells = [
        f"{start}{escape(text).replace(chr(10), _BREAK).replace(chr(9), _TAB)}</w:t></w:r></w:p></w:tc>"
        for start, text in zip(starts, texts, strict=True)
    ]
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{''.join(cells)}</w:tr>"


def _write_fingerprint(document: Docx, snapshot: Mapping[str, Any], fingerprint: str) -> None:
    note = Text(
        "Drafted by the program, figures as of {taken:stamp}, to be checked. SHA-256 of the figures: {sha256}",
        taken=instant(snapshot["taken_at"]),
        sha256=fingerprint,
    )
    write(document, vietnamese(note), "Fingerprint")


def _year(snapshot: Mapping[str, Any]) -> str:
    """The year in which the report is drafted, in Viet Nam."""
    return str(instant(snapshot["taken_at"]).astimezone(VN).year)
