"""The annex as a workbook: .xlsx with the rows of the annex, the members and the totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from bot.domain.texts import N_, Text
from bot.exports import (
    carried,
    charts,
    conflicts,
    cosigned,
    course_sheets,
    courses,
    directed,
    provisions,
    release,
    stated_courses,
    trend_sheet,
    working,
)
from bot.exports.annex import annex_columns, annex_list, file_columns, file_rows, yes_or_no
from bot.exports.book import Book
from bot.exports.cells import Again, Cell, Column, spread
from bot.exports.figures import difficulties_by_member, figures, has_results, lists_files, title
from bot.exports.looks import Looks
from bot.exports.sentences import again, is_addendum, seat_remarks
from bot.exports.sheets import add_list, add_sheet, write_row
from bot.exports.snapshot import Snapshot, printable, sha256
from bot.exports.tasks import (
    BUCKETS,
    opinion_heads,
    opinion_rows,
    results,
    said,
    task_heads,
    task_rows,
)
from bot.exports.wording import STATES, instant, period_of, vietnamese

_SEAT_WIDTHS = (5, 44, 28, 14, 17, 9, 26, 11, 34)
_TASK_WIDTHS = (5, 30, 14, 12, 44, 11, 12, 18, 12)
_SAID_WIDTH = 36
"""In it the longest answer stays within the tallest row, unless it is mostly ends of lines."""
_OPINION_WIDTHS = (5, 30, 14, 90)
_TOTALS = (Column("", 80), Column("", 46))
_SMALL = 7
"""Points."""
_SEAT_COLUMNS = (
    N_("Annex column: number"),
    N_("Annex column: member"),
    N_("Member column: state"),
    N_("Member column: report code"),
    N_("Member column: sent at"),
    N_("Annex column: sent late"),
    N_("Member column: sender"),
    N_("Member column: difficulties in the periodic report"),
    N_("Member column: remark"),
)


_LATE = ("reported_late", "nil_late")


def build(snapshot: Snapshot) -> bytes:
    """Return the annex of `snapshot` as a workbook of typed cells, none of them a formula.

    Three sheets; files, difficulties of earlier periods, provisions, difficulties that are co-signed, opinions of
    leaders and difficulties that rules make have one more each, the tasks that are followed two, and a quarter has two
    more, for what members state of tasks and for opinions.
    Before the totals stand the sheets to work with: all lines, members by fields, charts, and how the periods before
    went.
    """
    # Of the figures as they were frozen: what is cleaned for XML is cleaned afterwards.
    fingerprint = sha256(snapshot)
    snapshot = printable(snapshot)
    foot = release.foot(snapshot, fingerprint)
    book = Book()
    add_list(book, N_("Sheet: annex"), annex_columns(snapshot), annex_list(snapshot), foot)
    if lists_files(snapshot):
        add_list(book, N_("Sheet: files"), file_columns(snapshot), file_rows(snapshot), foot)
    if cosigned.cosigned(snapshot):
        add_list(book, N_("Sheet: co-signed"), cosigned.columns(), cosigned.rows(snapshot), foot)
    if directed.directed(snapshot):
        add_list(book, N_("Sheet: opinions of leaders"), directed.columns(), directed.rows(snapshot), foot)
    if provisions.named(snapshot):
        add_list(book, N_("Sheet: provisions"), provisions.columns(), provisions.rows(snapshot), foot)
    if conflicts.conflicts(snapshot):
        add_list(book, N_("Sheet: conflicting rules"), conflicts.columns(), conflicts.rows(snapshot), foot)
    if carried.is_carried(snapshot):
        add_list(book, N_("Sheet: carried over"), carried.columns(snapshot), carried.rows(snapshot), foot)
    seats = [_label(msgid) for msgid in _SEAT_COLUMNS]
    add_list(book, N_("Sheet: members"), _columns(seats, _SEAT_WIDTHS), _seat_rows(snapshot), foot)
    if has_results(snapshot):
        went_widths = stated_courses.WIDTHS if stated_courses.are_in(snapshot) else ()
        task_widths = (*_TASK_WIDTHS, *[_SAID_WIDTH] * len(said(snapshot)), *went_widths)
        add_list(book, N_("Sheet: tasks"), _columns(task_heads(snapshot), task_widths), task_rows(snapshot), foot)
        opinions = _columns(opinion_heads(), _OPINION_WIDTHS)
        add_list(book, N_("Sheet: opinions"), opinions, opinion_rows(snapshot), foot)
    course_sheets.add_courses(book, snapshot, foot)
    if working.is_working(snapshot):
        working.add_data(book, snapshot, foot)
        working.add_cross_tables(book, snapshot, foot)
        charts.add_charts(book, snapshot, foot)
    trend_sheet.add_trend(book, snapshot, foot)
    _add_totals(book, _totals(snapshot), fingerprint, foot)
    named, taken_at = title(snapshot), instant(snapshot["taken_at"])
    del snapshot  # what the lists do not need of it leaves its room to packing them
    return book.packed(named, taken_at)


def _columns(heads: Sequence[str], widths: Sequence[int]) -> list[Column]:
    """Columns of a list in which a row that goes on repeats its number, the member and the code of the report."""
    again = [Again.SAME, Again.SAME, Again.MARKED]
    columns = zip(heads, widths, strict=True)
    return [Column(*column, *again[number : number + 1]) for number, column in enumerate(columns)]


def _add_totals(book: Workbook, rows: Iterable[tuple[str, Cell, bool]], fingerprint: str, foot: str) -> None:
    widths = [column.width for column in _TOTALS]
    sheet = add_sheet(book, N_("Sheet: totals"), widths, foot)
    sums, plain = Looks(book, bold=True), Looks(book)
    lines = [
        (part, sums if is_sum else plain) for label, value, is_sum in rows for part in spread((label, value), _TOTALS)
    ]
    small = (_label(N_("SHA-256 of the figures (totals)")), fingerprint)
    for number, (row, looks) in enumerate([*lines, (small, Looks(book, font_size=_SMALL))]):
        write_row(sheet, number, row, widths, looks)


def _seat_rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    urgencies = {each["code"]: each["urgency"] for each in snapshot.get("adhoc", ())}
    return [
        [
            number,
            seat["organisation"],
            _label(STATES[seat["state"]]),
            seat["report"] or "",
            instant(seat["sent_at"]) if seat["sent_at"] else "",
            yes_or_no(seat["state"] in _LATE) if seat["sent_at"] else "",
            seat["sender"] or "",
            seat["difficulties"] if seat["report"] else "",
            "; ".join(seat_remarks(seat, urgencies)),
        ]
        for number, seat in enumerate(snapshot["seats"], 1)
    ]


def _totals(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, Cell, bool]]:
    """Label, value, and whether the line is a heading or a sum."""
    counts = figures(snapshot)
    provisional, frozen = N_("Figures as of, provisional (totals)"), N_("Figures as of (totals)")
    yield title(snapshot), "", True
    yield _label(N_("Period (totals)")), vietnamese(Text("{period}", period=period_of(snapshot))), False
    as_of = provisional if snapshot["kind"] == "provisional" else frozen
    yield _label(as_of), release.known_until(snapshot), False
    yield from release.totals(snapshot)
    yield from ((told, "", False) for told in again(snapshot))
    added = is_addendum(snapshot)
    whole, own = (_after, _alone) if added else (str, str)
    yield whole(_label(N_("By state of the report (totals)"))), "", True
    for state, msgid in STATES.items():
        yield whole(_label(msgid)), snapshot["ledger"][state], False
    yield whole(_label(N_("Members due (totals)"))), counts.due, True
    yield whole(_label(N_("Members that reported (totals)"))), counts.sent, False
    if counts.due:
        share = Fraction(counts.sent, counts.due)
        yield whole(_label(N_("Share of members that reported (totals)"))), share, False
    if "adhoc" in snapshot:
        yield own(_label(N_("Ad hoc reports (totals)"))), counts.adhoc, True
    fields = [(field["name"], field["count"]) for field in snapshot["fields"]]
    agencies = _agencies(snapshot)
    # Once, above them: each of the lists below comes to it.
    yield own(_label(N_("Difficulties (totals)"))), counts.difficulties, True
    for heading, counted in (
        (N_("Difficulties by field (totals)"), fields),
        *([(N_("Difficulties by agency in charge (totals)"), agencies)] if agencies else []),
        (N_("Difficulties by member (totals)"), difficulties_by_member(snapshot)),
    ):
        yield from ((own(label), value, is_sum) for label, value, is_sum in _parts(heading, counted))
    if counts.adhoc_difficulties:
        yield own(_label(N_("Difficulties in periodic reports (totals)"))), counts.periodic_difficulties, False
        yield own(_label(N_("Difficulties in ad hoc reports (totals)"))), counts.adhoc_difficulties, False
    yield from _after_totals(snapshot)
    whole_period = ((whole(label), value, is_sum) for label, value, is_sum in carried.totals(snapshot))
    yield from whole_period
    yield from courses.totals(snapshot)
    yield from ((own(label), value, is_sum) for label, value, is_sum in _task_totals(snapshot))


def _agencies(snapshot: Mapping[str, Any]) -> list[tuple[str, int]]:
    """None where nobody named one, and none of a snapshot of before they were counted."""
    found = snapshot.get("agencies", [])
    if not any(each["name"] for each in found):
        return []
    nobody = _label(N_("No agency in charge named yet (totals)"))
    return [(each["name"] or nobody, each["count"]) for each in found]


def _parts(heading: str, counts: Sequence[tuple[str, int]]) -> Iterator[tuple[str, Cell, bool]]:
    yield _label(heading), "", True
    for label, count in counts:
        yield label, count, False


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
    yield _label(N_("Tasks by state (totals)")), "", True
    for bucket, msgid in BUCKETS.items():
        yield vietnamese(Text("Tasks: {state}", state=_label(msgid))), counts.buckets[bucket], False
    yield _label(N_("Tasks stated (totals)")), counts.stated, True


def _label(msgid: str) -> str:
    return vietnamese(Text(msgid))
