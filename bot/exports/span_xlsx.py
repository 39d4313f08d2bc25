"""Half a year or a year as a workbook: totals, periods, the ledger of members, charts, results; all typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from bot.domain.difficulties import DifficultyState
from bot.domain.tasks import Bucket
from bot.domain.texts import N_, Text
from bot.exports import release, span, span_courses
from bot.exports.book import Book
from bot.exports.cells import Again, Cell, Column, spread
from bot.exports.charts import Table, add_bars
from bot.exports.looks import Looks
from bot.exports.sheets import add_list, add_sheet, write_row
from bot.exports.snapshot import Snapshot, printable, sha256
from bot.exports.span import Body
from bot.exports.tasks import BUCKETS
from bot.exports.trend_sheet import add_runs
from bot.exports.wording import instant, period_of, vietnamese
from bot.screens.names import STANDS

_TOTALS = (Column("", 80), Column("", 46))
_NAMED = (
    (N_("Annex column: number"), 5, Again.SAME),
    (N_("Annex column: code"), 14, Again.MARKED),
    (N_("Annex column: member"), 44, Again.SAME),
    (N_("Annex column: field"), 26, Again.SAME),
    (N_("Carried column: since"), 16, Again.SAME),
    (N_("Carried column: state"), 28, Again.SAME),
)
_PERIOD = (N_("Result column: in the papers of"), 18, Again.SAME)
_TIMES = (N_("Carried column: times raised"), 12, Again.SAME)
Total = tuple[str, Cell, bool]
"""Label, value, and whether the line is a heading or a sum."""


def build(snapshot: Snapshot) -> bytes:
    """Return `snapshot` as a workbook: the totals, then a few sheets for each body."""
    fingerprint = sha256(snapshot)
    snapshot = printable(snapshot)
    foot = release.foot(snapshot, fingerprint)
    book = Book()
    _add_totals(book, [*_totals(snapshot), (_label(N_("SHA-256 of the figures (totals)")), fingerprint, False)], foot)
    for body in snapshot["bodies"]:
        if body["runs"]:
            _add_body(book, body, foot)
    return book.packed(span.title(snapshot), instant(snapshot["taken_at"]))


def _add_totals(book: Workbook, rows: Sequence[Total], foot: str) -> None:
    widths = [column.width for column in _TOTALS]
    sheet, number = add_sheet(book, N_("Sheet: totals"), widths, foot), 0
    sums, plain = Looks(book, bold=True), Looks(book)
    for label, value, is_sum in rows:
        for part in spread((label, value), _TOTALS):
            write_row(sheet, number, part, widths, sums if is_sum else plain)
            number += 1


def _add_body(book: Book, body: Body, foot: str) -> None:
    add_runs(book, span.runs(body), foot, _named(body, N_("Sheet: trend of {body}")))
    heads = span.ledger_heads(body)
    # What is counted stands in the first row of a member alone.
    columns = [
        *(Column(head, width, Again.SAME) for head, width in zip(heads[:2], (5, 44), strict=True)),
        *(Column(head, 11) for head in heads[2:]),
    ]
    add_list(book, _named(body, N_("Sheet: ledger of {body}")), columns, span.ledger_rows(body), foot)
    charts = [table for table in _tables(body) if table.rows]
    if charts:
        add_bars(book, _named(body, N_("Sheet: charts of {body}")), charts, foot)
    for name, rows, more in (
        (N_("Sheet: results of {body}"), body["results"], _PERIOD),
        (N_("Sheet: repeated of {body}"), body["repeated"], _TIMES),
    ):
        if rows:
            columns = [Column(_label(head), width, again) for head, width, again in (*_NAMED, more)]
            add_list(book, _named(body, name), columns, [_line(n, each) for n, each in enumerate(rows, 1)], foot)


def _named(body: Body, msgid: str) -> Text:
    return Text(msgid, body=body["short"])


def _tables(body: Body) -> Iterator[Table]:
    for title, head, other, name in (
        (N_("Difficulties by field (chart)"), N_("Annex column: field"), N_("Remaining fields"), "fields"),
        (
            N_("Difficulties by agency in charge (chart)"),
            N_("Agency in charge (chart)"),
            N_("Other agencies"),
            "agencies",
        ),
    ):
        # Where nobody named an agency there is nothing to draw.
        rows = [(label, [n]) for label, n in span.counted(body, name)] if any(d["code"] for d in body[name]) else []
        yield Table(_label(title), _label(head), [_label(N_("New (series)"))], rows, _label(other))


def _line(number: int, each: Mapping[str, Any]) -> list[Cell]:
    last: Cell = each["times"] if "times" in each else span.name_of(each["period"])
    state = _label(STANDS[DifficultyState(each["state"])])
    return [number, each["code"], each["organisation"], each["field"], span.name_of(each["since"]), state, last]


def _totals(snapshot: Mapping[str, Any]) -> Iterator[Total]:
    yield span.title(snapshot), "", True
    yield _label(N_("Period (totals)")), vietnamese(Text("{period}", period=period_of(snapshot))), False
    as_of = N_("Figures as of (totals)") if "released" in snapshot else N_("Figures as of, provisional (totals)")
    yield _label(as_of), instant(snapshot["taken_at"]), False
    yield from release.totals(snapshot)
    for body in snapshot["bodies"]:
        yield body["name"], "", True
        yield from _of_body(body)


def _of_body(body: Body) -> Iterator[Total]:
    yield _label(N_("Periods with released figures (totals)")), len(body["runs"]), False
    for each in body["missing"]:
        yield _label(N_("Period without released figures (totals)")), span.name_of(each), False
    found = span.turns(body)
    for msgid, n in (
        (N_("Times members were due (totals)"), found.due),
        (N_("Times they reported (totals)"), found.sent),
        (N_("Of which late (totals)"), found.named_late + found.nil_late),
        (N_("Of which nothing to report (totals)"), found.nil),
        (N_("Times they did not report (totals)"), found.unsent),
        (N_("Times they were excused (totals)"), found.excused),
    ):
        yield _label(msgid), n, False
    yield from _reckoning(body)
    for heading, name in (
        (N_("Difficulties by field (totals)"), "fields"),
        (N_("Difficulties by agency in charge (totals)"), "agencies"),
    ):
        if body[name]:
            yield _label(heading), "", True
            yield from ((label, n, False) for label, n in span.counted(body, name))
    yield from span_courses.totals(body)
    for bucket, n in body.get("tasks", {}).get("buckets", {}).items():
        yield vietnamese(Text("Tasks: {state}", state=_label(BUCKETS[Bucket(bucket)]))), n, False


def _reckoning(body: Body) -> Iterator[Total]:
    found = span.sum_of(body)
    if found is None:
        return
    for msgid, n in (
        (N_("Difficulties carried over (totals)"), found.carried),
        (N_("Difficulties new in the period (totals)"), found.new),
        (N_("Difficulties reopened (totals)"), found.reopened),
        (N_("Difficulties no longer merged (totals)"), found.unmerged),
        (N_("Difficulties closed (totals)"), found.closed),
        (N_("Difficulties merged with others (totals)"), found.merged),
        (N_("Difference over periods without figures (totals)"), found.unknown),
    ):
        yield _label(msgid), n, False
    yield _label(N_("Difficulties being followed (totals)")), found.open, True


def _label(msgid: str) -> str:
    return vietnamese(Text(msgid))
