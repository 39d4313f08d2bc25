"""The annex as a workbook: .xlsx with the rows of the annex, the members and the totals."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.domain.characters import cut
from bot.domain.texts import N_, Text
from bot.exports.figures import annex_heads, annex_layout, annex_rows, figures, title
from bot.exports.package import repack
from bot.exports.sentences import is_addendum, seat_remarks
from bot.exports.snapshot import Snapshot, printable, sha256
from bot.exports.tasks import (
    BUCKETS,
    Cell,
    has_results,
    opinion_heads,
    opinion_rows,
    results,
    said,
    task_heads,
    task_rows,
)
from bot.exports.wording import STATES, instant, period_of, vietnamese

_A4 = 9
"""The number that the file format gives to this size of paper."""
_CELL_LIMIT = 32_767
"""Characters Excel keeps in one cell, in UTF-16 units."""

# The library would make a formula or a link of what people wrote.
_TEXT_IS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_SEAT_WIDTHS = (5, 44, 28, 14, 22, 26, 11, 34)
_TASK_WIDTHS = (5, 30, 14, 12, 44, 11, 12, 18, 12)
_SAID_WIDTH = 36
"""In it the longest answer stays within the tallest row, unless it is mostly ends of lines."""
_OPINION_WIDTHS = (5, 30, 14, 90)
_TOTAL_WIDTHS = (60, 36)
_LINE, _TALLEST_ROW = 15, 409
"""Points; Excel allows no taller row."""

_NARROWER = 1.2
"""Widths are counted in digits of the default font; so many letters of ours stand in the room of one."""

_SEAT_COLUMNS = (
    N_("Annex column: number"),
    N_("Annex column: member"),
    N_("Member column: state"),
    N_("Member column: report code"),
    N_("Member column: sent at"),
    N_("Member column: sender"),
    N_("Member column: difficulties"),
    N_("Member column: remark"),
)


def build(snapshot: Snapshot) -> bytes:
    """Return the annex of `snapshot` as a workbook; every cell is plain text or a number.

    Three sheets; a quarter has two more, for tasks and opinions.
    """
    # Of the figures as they were frozen: what is cleaned for XML is cleaned afterwards.
    fingerprint = sha256(snapshot)
    snapshot = printable(snapshot)
    out = io.BytesIO()
    # In memory, as temporary files would leave what people wrote on the disk.
    with Workbook(out, {"in_memory": True, **_TEXT_IS_TEXT}) as book:
        # The number as a number: the rows are made of texts, for the Word paper as well.
        annex: list[list[Cell]] = [[number, *row[1:]] for number, row in enumerate(annex_rows(snapshot), 1)]
        widths = [characters for _, characters in annex_layout(snapshot).values()]
        _add_list(book, N_("Sheet: annex"), widths, annex_heads(snapshot), annex)
        seats = [vietnamese(Text(msgid)) for msgid in _SEAT_COLUMNS]
        _add_list(book, N_("Sheet: members"), _SEAT_WIDTHS, seats, _seat_rows(snapshot))
        if has_results(snapshot):
            task_widths = (*_TASK_WIDTHS, *[_SAID_WIDTH] * len(said(snapshot)))
            _add_list(book, N_("Sheet: tasks"), task_widths, task_heads(snapshot), task_rows(snapshot))
            _add_list(book, N_("Sheet: opinions"), _OPINION_WIDTHS, opinion_heads(), opinion_rows(snapshot))
        _add_totals(book, _totals(snapshot, fingerprint))
    return repack(out.getvalue(), title(snapshot), instant(snapshot["taken_at"]))


def _add_list(
    book: Workbook, name: str, widths: Sequence[int], heads: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> None:
    """Add a sheet whose first row stays in sight, filters, and repeats on every printed page."""
    sheet = _new_sheet(book, name, widths)
    head, plain = _format(book, bold=True, align="center"), _format(book)
    _write_row(sheet, 0, heads, widths, head)
    for number, row in enumerate(rows, 1):
        _write_row(sheet, number, row, widths, plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    sheet.repeat_rows(0)


def _add_totals(book: Workbook, rows: Iterator[tuple[str, Cell, bool]]) -> None:
    sheet = _new_sheet(book, N_("Sheet: totals"), _TOTAL_WIDTHS)
    sums, plain = _format(book, bold=True), _format(book)
    for number, (label, value, is_sum) in enumerate(rows):
        _write_row(sheet, number, (label, value), _TOTAL_WIDTHS, sums if is_sum else plain)


def _new_sheet(book: Workbook, name: str, widths: Sequence[int]) -> Worksheet:
    sheet = book.add_worksheet(vietnamese(Text(name)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.set_footer("&C&P/&N")
    return sheet


def _format(book: Workbook, **more: object) -> Format:
    look = {"font_name": "Times New Roman", "font_size": 11, "text_wrap": True, "valign": "top", "border": 1}
    return book.add_format({**look, **more})


def _write_row(sheet: Worksheet, row: int, values: Sequence[Cell], widths: Sequence[int], look: Format) -> None:
    """Excel finds the height of a row with wrapped text by itself, LibreOffice does not: it is stated."""
    lines = max(_lines(str(value), width) for value, width in zip(values, widths, strict=True))
    sheet.set_row(row, min(_LINE * lines, _TALLEST_ROW))
    for column, value in enumerate(values):
        if isinstance(value, int):
            sheet.write_number(row, column, value, look)
        else:
            sheet.write_string(row, column, cut(value, _CELL_LIMIT), look)


def _lines(text: str, width: int) -> int:
    """About how many lines `text` takes in a column of `width` characters."""
    return sum(int(len(line) / (width * _NARROWER)) + 1 for line in text.split("\n"))


def _seat_rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    urgencies = {each["code"]: each["urgency"] for each in snapshot.get("adhoc", ())}
    return [
        [
            number,
            seat["organisation"],
            _label(STATES[seat["state"]]),
            seat["report"] or "",
            vietnamese(Text("{at:stamp}", at=instant(seat["sent_at"]))) if seat["sent_at"] else "",
            seat["sender"] or "",
            seat["difficulties"],
            "; ".join(seat_remarks(seat, urgencies)),
        ]
        for number, seat in enumerate(snapshot["seats"], 1)
    ]


def _totals(snapshot: Mapping[str, Any], fingerprint: str) -> Iterator[tuple[str, Cell, bool]]:
    """Label, value, and whether the line is a sum."""
    counts = figures(snapshot)
    provisional, frozen = N_("{at:stamp} (provisional figures)"), N_("{at:stamp} (figures taken)")
    msgid = provisional if snapshot["kind"] == "provisional" else frozen
    as_of = Text(msgid, at=instant(snapshot["taken_at"]))
    yield title(snapshot), "", True
    yield _label(N_("Period (totals)")), vietnamese(Text("{period}", period=period_of(snapshot))), False
    yield _label(N_("Figures as of (totals)")), vietnamese(as_of), False
    added = is_addendum(snapshot)
    whole, own = (_after, _alone) if added else (str, str)
    for state, msgid in STATES.items():
        yield whole(_label(msgid)), snapshot["ledger"][state], False
    yield whole(_label(N_("Members due (totals)"))), counts.due, True
    if "adhoc" in snapshot:
        yield own(_label(N_("Ad hoc reports (totals)"))), counts.adhoc, True
    for field in snapshot["fields"]:
        yield own(field["name"]), field["count"], False
    if counts.adhoc_difficulties:
        yield own(_label(N_("Difficulties in periodic reports (totals)"))), counts.periodic_difficulties, False
        yield own(_label(N_("Difficulties in ad hoc reports (totals)"))), counts.adhoc_difficulties, False
    yield own(_label(N_("Difficulties (totals)"))), counts.difficulties, True
    yield from _after_totals(snapshot)
    yield from ((own(label), value, is_sum) for label, value, is_sum in _task_totals(snapshot))
    yield _label(N_("SHA-256 of the figures (totals)")), fingerprint, False


def _after_totals(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, Cell, bool]]:
    """What the period has come to with an addendum; one that was frozen before this was in it does not say."""
    after = snapshot.get("after")
    if after:
        yield _after(_label(N_("Ad hoc reports (totals)"))), after["adhoc"], True
        for field in after["fields"]:
            yield _after(field["name"]), field["count"], False
        yield _after(_label(N_("Difficulties (totals)"))), after["difficulties"], True


def _after(label: str) -> str:
    return vietnamese(Text("{label} (after this addendum)", label=label))


def _alone(label: str) -> str:
    return vietnamese(Text("{label} (this addendum alone)", label=label))


def _task_totals(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, Cell, bool]]:
    if not has_results(snapshot):
        return
    counts = results(snapshot)
    for bucket, msgid in BUCKETS.items():
        yield vietnamese(Text("Tasks: {state}", state=_label(msgid))), counts.buckets[bucket], False
    yield _label(N_("Tasks stated (totals)")), counts.stated, True


def _label(msgid: str) -> str:
    return vietnamese(Text(msgid))
