"""The draft report on half a year or a year: .docx in the same frame as that of a period, its annex the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from docx.document import Document as Docx
from docx.text.paragraph import Paragraph

from bot.clock import VN
from bot.domain.texts import N_, Text
from bot.exports import check_template, release, span, span_courses
from bot.exports.docx import ANNEX_TABLE, BODY, NUMERALS, STYLES, write_heading, write_table
from bot.exports.package import repack
from bot.exports.pages import finished
from bot.exports.sentences import listed
from bot.exports.snapshot import Snapshot, printable, sha256
from bot.exports.span import Body
from bot.exports.template import Values, fill, marked, open_template, remove
from bot.exports.wording import instant, period_of, vietnamese

_RUN_WIDTHS = (44.0, 18.0, 18.0, 18.0, 16.0, 18.0, 18.0, 15.0)
_RUN_HEADS = (
    N_("Trend column: period"),
    N_("Trend column: due"),
    N_("Trend column: sent"),
    N_("Trend column: carried over"),
    N_("Trend column: new"),
    N_("Trend column: reopened"),
    N_("Trend column: ended"),
    N_("Trend column: followed"),
)
_ACROSS, _NUMBER, _MEMBER, _SUM, _LEAST_MEMBER = 252.0, 11.0, 80.0, 14.0, 50.0
"""Millimetres of the annex: the page, the number, the member (at least), each of the sums."""
_SUMS = 3


def build(snapshot: Snapshot) -> bytes:
    """Return the draft report on `snapshot`. Raises as the report of a period does."""
    fingerprint = sha256(snapshot)
    check_template(snapshot)
    snapshot = printable(snapshot)
    values = _values(snapshot)
    document = open_template({*values, BODY, ANNEX_TABLE}, STYLES)
    fill(document, values)
    body, annex = marked(document, BODY), marked(document, ANNEX_TABLE)
    _write_body(document, body, snapshot)
    for of_body in snapshot["bodies"]:
        if of_body["runs"]:
            _write_ledger(document, annex, of_body)
    remove(body)
    remove(annex)
    package = finished(document, release.foot(snapshot, fingerprint))
    return repack(package, span.title(snapshot), instant(snapshot["taken_at"]))


def _values(snapshot: Mapping[str, Any]) -> Values:
    office, period = snapshot["office"], period_of(snapshot)
    note = N_("Drafted by the program, figures as of {taken:stamp}, to be checked before signing.")
    annex = vietnamese(Text(N_("Reports sent by each member, {period} (document title)"), period=period))
    return {
        "co_quan_chu_quan": office["parent"],
        "co_quan_ban_hanh": office["issuer"],
        "ky_hieu": office["sign"],
        "dia_danh": office["place"],
        "nam": str(instant(snapshot["taken_at"]).astimezone(VN).year),
        "ky_bao_cao": vietnamese(Text("{period}", period=period)),
        "to_chuc": span.bodies(snapshot),
        "noi_gui": office["addressee"],
        "noi_nhan": listed([line.rstrip(" ;.") for line in office["recipients"]]),
        "nguoi_ky": office["signatory"],
        "ten_phu_luc": annex.upper(),
        "co_quan_thuong_truc": office["standing_body"],
        "tong_phu_luc": [span.legend()],
        "ghi_chu_he_thong": vietnamese(Text(note, taken=instant(snapshot["taken_at"]))),
    }


def _write_body(document: Docx, end: Paragraph, snapshot: Mapping[str, Any]) -> None:
    """Write the sections of the report before the paragraph `end`."""
    for line in span.opening(snapshot):
        end.insert_paragraph_before(line)
    numerals = iter(NUMERALS)
    write_heading(end, next(numerals), N_("REPORTS SENT (heading)"))
    _write_of_each(end, snapshot, span.sending)
    write_heading(end, next(numerals), N_("DIFFICULTIES OVER THE PERIODS (heading)"))
    for body in snapshot["bodies"]:
        _write_reckoning(document, end, body)
    write_heading(end, next(numerals), N_("OUTCOMES (heading)"))
    _write_of_each(end, snapshot, span.outcomes)
    if any(body.get("tasks") or body.get("courses") for body in snapshot["bodies"]):
        write_heading(end, next(numerals), N_("RESULTS OF TASKS (heading)"))
        _write_of_each(end, snapshot, _named_courses)
        _write_of_each(end, snapshot, span.tasks)
    office = snapshot["office"]
    names = {"standing_body": office["standing_body"], "addressee": office["addressee"]}
    end.insert_paragraph_before(vietnamese(Text("{standing_body} reports to {addressee}.", **names)), "Last paragraph")


def _named_courses(body: Body) -> Iterator[str]:
    """The tasks of a body's papers, under its name: each says as of when."""
    if told := list(span_courses.sentences(body)):
        yield f"{body['name']}:"
        yield from told


def _write_of_each(end: Paragraph, snapshot: Mapping[str, Any], lines: Callable[[Body], Iterator[str]]) -> None:
    for body in snapshot["bodies"]:
        for line in lines(body):
            end.insert_paragraph_before(line)


def _write_reckoning(document: Docx, end: Paragraph, body: Body) -> None:
    for line in span.reckoning(body):
        end.insert_paragraph_before(line).paragraph_format.keep_with_next = True
    runs = span.runs(body)
    if not runs:
        return
    counts = [(r.due, r.sent, r.carried, r.new, r.reopened, r.ended, r.open) for r in runs]
    names = [vietnamese(Text("{period}", period=run.period)) for run in runs]
    rows = [[name, *map(str, row)] for name, row in zip(names, counts, strict=True)]
    styles = ("Annex cell", *["Annex number"] * len(counts[0]))
    write_table(document, end, [vietnamese(Text(msgid)) for msgid in _RUN_HEADS], rows, _RUN_WIDTHS, styles)
    for line in (*span.absent(body), *span.breakdown(body)):
        end.insert_paragraph_before(line)


def _write_ledger(document: Docx, before: Paragraph, body: Body) -> None:
    """The ledger of a body: a table across the page, under its name."""
    before.insert_paragraph_before(f"{body['name']}:").paragraph_format.keep_with_next = True
    heads = span.ledger_heads(body)
    periods = len(heads) - 2 - _SUMS
    # Many periods leave a member less room.
    member = max(_LEAST_MEMBER, _MEMBER - periods)
    each = (_ACROSS - _NUMBER - member - _SUMS * _SUM) / periods
    widths = [_NUMBER, member, *[each] * periods, *[_SUM] * _SUMS]
    rows = [[str(cell) for cell in row] for row in span.ledger_rows(body)]
    styles = ("Annex number", "Annex cell", *["Annex number"] * (periods + _SUMS))
    write_table(document, before, heads, rows, widths, styles)
