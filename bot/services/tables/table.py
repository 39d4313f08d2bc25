"""What stands in a list, whatever the form of its file, and whether that is a list of the kind that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.characters import clean
from bot.domain.encodings import is_damaged, is_legacy
from bot.domain.texts import N_, Text, joined
from bot.errors import BotError
from bot.services.tables.faults import MOST_FAULTS_ALONE, Fault, alone, grouped

MOST_ROWS = 10_000
"""Below the header."""

Record = tuple[int, Mapping[int, str]]
"""The number of a line in its file and its cells that are not empty, by the position of their column."""

_LETTERS = 26


@dataclass(frozen=True)
class ListForm:
    """What a kind of list looks like: the code of the error that refuses one, and its columns."""

    error: str
    columns: Sequence[str]
    optional: Sequence[str] = ()
    most_characters: int = 300


@dataclass(frozen=True)
class Table:
    """What a file holds: its lines that are not empty, and those that could not be read.

    Of a workbook also the `sheet` that was read and the other ones, by name.
    """

    records: Sequence[Record]
    faults: Sequence[Fault] = ()
    sheet: str = ""
    other_sheets: Sequence[str] = ()


@dataclass(frozen=True)
class Line:
    """A line of a list: its number in the file and its values, cleaned, by column."""

    number: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a value; of an optional column that the file does not have, an empty one."""
        return self.values.get(column, "")


def cell(raw: str) -> str:
    """Return the text of a cell: cleaned, in one line, its words one space apart."""
    return clean(" ".join(raw.split()))


def column_letter(position: int) -> str:
    """Return the name that spreadsheets give a column: A for position 0."""
    before, last = divmod(position, _LETTERS)
    return (column_letter(before - 1) if before else "") + chr(ord("A") + last)


def in_column(column: str, reason: Text) -> Text:
    """Return a reason with the column it is about, or several of them."""
    return Text(N_("{column}: {reason}"), column=column, reason=reason)


def check(table: Table, form: ListForm) -> tuple[list[Line], list[Fault]]:
    """Return the lines below the header, and what is wrong with the others.

    The header is the first line: the columns of the form, then any optional ones in any order. A cell that is missing
    is empty. Raises the form's error where there is no such header or the list is too long.
    """
    number, header = table.records[0] if table.records else (1, {})
    if not _is_header([header[position] for position in sorted(header)], form):
        missing = Text(N_("the header must be {header}"), header=",".join(form.columns))
        raise refusal(form, [*table.faults, (number, missing)], table.sheet)
    below = table.records[1:]
    if len(below) > MOST_ROWS:
        too_many = Text(N_("the list has more than {most:number} lines below its header"), most=MOST_ROWS)
        raise refusal(form, [(below[MOST_ROWS][0], too_many)], table.sheet)
    faults = [*table.faults, *_stray_cells(below, header)]
    refused = {number for number, _ in faults}
    lines = [
        Line(number, {column: cells.get(position, "") for position, column in header.items()})
        for number, cells in below
        if number not in refused
    ]
    garbled = [(line.number, reason) for line in lines for reason in _garbled(line)]
    refused = {number for number, _ in garbled}
    return [line for line in lines if line.number not in refused], faults + garbled


def too_long(line: Line, most: int) -> Iterator[Text]:
    """Yield a reason for each value longer than anything that belongs into such a list."""
    for column, value in line.values.items():
        if len(value) > most:
            yield in_column(column, Text(N_("the value is longer than {most} characters"), most=most))


def refusal(form: ListForm, faults: Iterable[Fault], sheet: str = "") -> BotError:
    """Return the error that lists every fault once, in the order of the lines; many of them by their reason."""
    ordered = sorted(dict.fromkeys(faults), key=lambda fault: fault[0])
    lines = grouped(ordered, sheet) if len(ordered) > MOST_FAULTS_ALONE else [alone(*fault, sheet) for fault in ordered]
    return BotError(form.error, count=len(ordered), lines=joined(lines, "\n"))


def _is_header(header: Sequence[str], form: ListForm) -> bool:
    further = header[len(form.columns) :]
    return (
        tuple(header[: len(form.columns)]) == tuple(form.columns)
        and len(set(further)) == len(further)
        and set(further) <= set(form.optional)
    )


def _stray_cells(records: Iterable[Record], header: Mapping[int, str]) -> Iterator[Fault]:
    """A column without a heading must be empty, or something would be left unread in silence."""
    for number, cells in records:
        if stray := cells.keys() - header.keys():
            letter = column_letter(min(stray))
            yield number, Text(N_("column {column} has no heading but holds something on this line"), column=letter)


def _garbled(line: Line) -> Iterator[Text]:
    legacy = [column for column, value in line.values.items() if is_legacy(value)]
    if legacy:
        convert = N_(
            "the text is typed in a legacy font (TCVN3 or VNI); please convert it to Unicode, for example with the"
            " conversion tool of UniKey (Ctrl+Shift+F6)"
        )
        yield in_column(", ".join(legacy), Text(convert))
    damaged = [column for column, value in line.values.items() if value and is_damaged(value)]
    if damaged:
        save = N_("letters were lost when the file was saved; please save the original as CSV UTF-8 or .xlsx")
        yield in_column(", ".join(damaged), Text(save))
