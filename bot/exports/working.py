"""The workbook as something to work with: one row for each line of the period, typed, to be sorted and filtered.

A line is a difficulty that is new in the period, or one of an earlier period that is open or was when it began. The
annex is what is printed and attached; here a line is one row, whatever it says. Snapshots of before the members' kinds
were in them have no such sheets, so that their files stay what they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from bot.domain import questions
from bot.domain.difficulties import UNRESOLVED, DifficultyState
from bot.domain.following import first_period
from bot.domain.periods import Period
from bot.domain.texts import N_, Text
from bot.domain.understood import CODES, PROVISIONS
from bot.exports.annex import yes_or_no
from bot.exports.book import Book
from bot.exports.carried import since
from bot.exports.cells import Cell, Month
from bot.exports.figures import as_written
from bot.exports.looks import Looks
from bot.exports.sheets import add_sheet, write_row
from bot.exports.wording import instant, vietnamese
from bot.screens.names import STANDS

Difficulty = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """A line as a snapshot has it: a new one, or one of an earlier period."""

    said: Difficulty
    is_new: bool
    agency: str
    """The name of the agency in charge; empty where none is named."""
    since: Period

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return DifficultyState(self.said["state"]) in UNRESOLVED

    @property
    def weight(self) -> int:
        """How many members stand behind it."""
        return int(self.said.get("members", 1))


@dataclass(frozen=True)
class _Column:
    head: str
    width: int
    name: str
    optional: bool = False
    """Whether it is left out where nobody filled it in."""


_BEFORE = (
    _Column(N_("Annex column: number"), 5, "number"),
    _Column(N_("Annex column: code"), 13, "code"),
    _Column(N_("Data column: new or carried over"), 12, "part"),
    _Column(N_("Annex column: member"), 24, "organisation"),
    _Column(N_("Data column: kind of member"), 12, "kind"),
)
_LAW = (
    _Column(N_("Data column: procedure code"), 11, CODES),
    _Column(N_("Data column: provision"), 22, PROVISIONS),
)
_AFTER = (
    _Column(N_("Data column: forwarded to"), 18, "forwarded", optional=True),
    _Column(N_("Carried column: state"), 16, "state"),
    _Column(N_("Annex column: outcome"), 30, "result", optional=True),
    _Column(N_("Carried column: since"), 9, "since"),
    _Column(N_("Carried column: times raised"), 7, "times"),
    _Column(N_("Co-signed column: members"), 8, "weight"),
    _Column(N_("Annex column: report code"), 13, "report"),
    _Column(N_("Annex column: sent at"), 16, "sent_at"),
    _Column(N_("Annex column: sent late"), 8, "late"),
    _Column(N_("Annex column: files"), 7, "file_count"),
)
_WIDTHS = {questions.FIELD: 14, questions.PROCEDURE: 22, "content": 60, "proposal": 45}
_USUAL_WIDTH = 22
_ACROSS = 2
"""Pages side by side; on one the type would be too small to read."""


def is_working(snapshot: Mapping[str, Any]) -> bool:
    """Return whether the files of a snapshot have what is to be worked with."""
    return "short" in snapshot["body"]


def lines(snapshot: Mapping[str, Any]) -> list[Line]:
    """Return the new lines in the order of the annex, then those of earlier periods."""
    agencies = {code: each["name"] for each in snapshot["agencies"] for code in each["difficulties"]}
    new = [
        Line(each, True, agencies.get(each["code"], ""), first_period(each["code"]))
        for each in snapshot["difficulties"]
    ]
    return [*new, *(Line(each, False, each.get("agency", ""), since(each)) for each in snapshot["carried"])]


def add_data(book: Book, snapshot: Mapping[str, Any], foot: str) -> None:
    """Add the sheet of all lines; `foot` stands small in the foot of each page."""
    found = lines(snapshot)
    columns = _columns(found)
    widths = [column.width for column in columns]
    sheet = add_sheet(book, N_("Sheet: data"), widths, foot)
    sheet.fit_to_pages(_ACROSS, 0)
    sheet.repeat_columns(0, 1)
    heads = [vietnamese(Text(column.head)) for column in columns]
    write_row(sheet, 0, heads, widths, Looks(book, bold=True, align="center"))
    names = [column.name for column in columns]
    book.put_list(sheet, (_row(snapshot, line, n, names) for n, line in enumerate(found, 1)), widths, Looks(book))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(found), len(columns) - 1)
    sheet.repeat_rows(0)


def _columns(found: Sequence[Line]) -> list[_Column]:
    wanted = [*_BEFORE, *_answers(), *_AFTER]
    return [each for each in wanted if not each.optional or any(line.said.get(each.name) for line in found)]


def _answers() -> Iterator[_Column]:
    """A column for every question that the annex has; what the law calls a thing stands behind what people call it."""
    for question in questions.texts():
        if question.head:
            optional = question.optional and question.name != questions.PROCEDURE and not question.names_agency
            yield _Column(question.head, _WIDTHS.get(question.name, _USUAL_WIDTH), question.name, optional)
        if question.name == questions.PROCEDURE:
            yield from _LAW


def _month(period: Period) -> Month:
    last_day = period.last_day
    return Month(last_day.year, last_day.month, 1)


def _row(snapshot: Mapping[str, Any], line: Line, number: int, names: Sequence[str]) -> list[Cell]:
    typed = _typed(snapshot, line, number)
    return [typed[name] if name in typed else as_written(snapshot, str(line.said.get(name, ""))) for name in names]


def _typed(snapshot: Mapping[str, Any], line: Line, number: int) -> Mapping[str, Cell]:
    """Everything but what somebody wrote."""
    said, part = line.said, N_("new (in a column)") if line.is_new else N_("carried over (in a column)")
    return {
        "number": number,
        "part": vietnamese(Text(part)),
        "kind": str(snapshot["body"]["short"]),
        "agency": line.agency,
        "state": vietnamese(Text(STANDS[DifficultyState(said["state"])])),
        "since": _month(line.since),
        "times": int(said.get("times", 1)),
        "weight": line.weight,
        # What is known of a new line alone.
        "sent_at": instant(said["sent_at"]) if line.is_new else "",
        "late": yes_or_no(said["late"]) if line.is_new else "",
        "file_count": len(said.get("files", ())) if line.is_new else "",
    }


@dataclass(frozen=True)
class CrossTable:
    """Members by fields: how many lines each member has in each field. Both margins come to `total`."""

    members: Sequence[str]
    fields: Sequence[str]
    counts: Sequence[Sequence[int]]
    """A row for each member."""

    @property
    def by_member(self) -> list[int]:
        """The sums of the rows."""
        return [sum(row) for row in self.counts]

    @property
    def by_field(self) -> list[int]:
        """The sums of the columns."""
        return [sum(row[place] for row in self.counts) for place in range(len(self.fields))]

    @property
    def total(self) -> int:
        """How many lines there are."""
        return sum(self.by_member)


def cross_table(found: Sequence[Line]) -> CrossTable:
    """Return these lines by member and field, each in the order in which it comes first."""
    # By the code of the seat: two may bear one name.
    seats = {line.said["seat"]: line.said["organisation"] for line in found}
    fields = list(dict.fromkeys(line.said[questions.FIELD] for line in found))
    counts = {(seat, field): 0 for seat in seats for field in fields}
    for line in found:
        counts[line.said["seat"], line.said[questions.FIELD]] += 1
    return CrossTable(list(seats.values()), fields, [[counts[seat, field] for field in fields] for seat in seats])


def add_cross_tables(book: Workbook, snapshot: Mapping[str, Any], foot: str) -> None:
    """Add a table of what is new and one of what is being followed; an addendum lists what it adds alone."""
    found = lines(snapshot)
    _add_cross_table(book, N_("Sheet: cross-table, new"), cross_table([each for each in found if each.is_new]), foot)
    if snapshot["kind"] != "addendum":
        followed = cross_table([each for each in found if each.is_open])
        _add_cross_table(book, N_("Sheet: cross-table, followed"), followed, foot)


def _add_cross_table(book: Workbook, name: str, table: CrossTable, foot: str) -> None:
    total = vietnamese(Text(N_("Total (in a table)")))
    heads = [vietnamese(Text(N_("Annex column: number"))), vietnamese(Text(N_("Annex column: member")))]
    widths = [5, 40, *[11] * len(table.fields), 9]
    sheet = add_sheet(book, name, widths, foot)
    write_row(sheet, 0, [*heads, *table.fields, total], widths, Looks(book, bold=True, align="center"))
    plain, sums = Looks(book), Looks(book, bold=True)
    rows = zip(table.members, table.counts, table.by_member, strict=True)
    for number, (member, counts, of_member) in enumerate(rows, 1):
        # What is not there is an empty cell: a table full of zeros is not read.
        write_row(sheet, number, [number, member, *(n or "" for n in counts), of_member], widths, plain)
    last = len(table.members) + 1
    write_row(sheet, last, ["", total, *table.by_field, table.total], widths, sums)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last - 1, len(widths) - 1)
    sheet.repeat_rows(0)
