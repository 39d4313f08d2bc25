"""What stands in a list, whatever the form of its file, and whether that is a list of the kind that is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.characters import clean, key
from bot.domain.encodings import is_damaged, is_legacy
from bot.domain.texts import N_, Text, joined
from bot.errors import BotError
from bot.services.tables.faults import MOST_FAULTS_ALONE, Fault, alone, grouped

MOST_ROWS = 10_000
"""Below the header."""


class Number(str):
    """What stands in a cell of a workbook as a number, not as a text."""

    __slots__ = ()


Record = tuple[int, Mapping[int, str]]
"""The number of a line in its file and its cells that are not empty, by the position of their column."""

_LETTERS = 26
_MOST_TITLE_ROWS = 20
_ROUNDED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
"""What spreadsheets save of a long number: 9.12E+08."""


@dataclass(frozen=True)
class ListForm:
    """What a kind of list looks like: the code of the error that refuses one, and its columns."""

    error: str
    columns: Sequence[str]
    optional: Sequence[str] = ()
    most_characters: int = 300
    written: frozenset[str] = frozenset()
    """The columns of codes and telephone numbers: as a number, such a value has lost its zeros."""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The columns that take one of a few words."""


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
    header = _header(table, form)
    below = table.records[1:]
    if len(below) > MOST_ROWS:
        too_many = Text(N_("the list has more than {most:number} lines below its header"), most=MOST_ROWS)
        raise refusal(form, [(below[MOST_ROWS][0], too_many)], table.sheet)
    faults = [*table.faults, *_stray_cells(below, header), *_counted(below, header, form)]
    refused = {number for number, _ in faults}
    lines = [
        Line(number, {column: _chosen(form, column, cells.get(position, "")) for position, column in header.items()})
        for number, cells in below
        if number not in refused
    ]
    garbled = [(line.number, reason) for line in lines for reason in _garbled(line, form)]
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


def _header(table: Table, form: ListForm) -> Mapping[int, str]:
    number, first = table.records[0] if table.records else (1, {})
    if header := _as_header(first, form):
        return header
    lower = next((other for other, cells in table.records[1:_MOST_TITLE_ROWS] if _as_header(cells, form)), None)
    if lower is not None:
        title = Text(N_("the header stands on line {lower} only; please delete what is above it"), lower=lower)
        raise refusal(form, [(number, title)], table.sheet)
    missing = Text(N_("the header must be {header}"), header=",".join(form.columns))
    raise refusal(form, [*table.faults, (number, missing)], table.sheet)


def _as_header(cells: Mapping[int, str], form: ListForm) -> Mapping[int, str]:
    """Return the columns by position, spelled as the form has them; nothing where the cells are no header of it."""
    known = {key(column): column for column in (*form.columns, *form.optional)}
    header = {position: known.get(key(cells[position]), "") for position in sorted(cells)}
    names = list(header.values())
    further = names[len(form.columns) :]
    fits = names[: len(form.columns)] == list(form.columns)
    return header if fits and len(set(further)) == len(further) and set(further) <= set(form.optional) else {}


def _chosen(form: ListForm, column: str, value: str) -> str:
    """Return a value that is one of a few words as the program writes it, whatever its letters."""
    return next((word for word in form.chosen.get(column, ()) if key(word) == key(value)), value)


def _counted(records: Iterable[Record], header: Mapping[int, str], form: ListForm) -> Iterator[Fault]:
    """A number in a column of codes or telephone numbers is not what somebody wrote."""
    written = {position: column for position, column in header.items() if column in form.written}
    for number, cells in records:
        if columns := [column for position, column in written.items() if isinstance(cells.get(position), Number)]:
            yield number, in_column(", ".join(columns), _lost_zeros())


def _lost_zeros() -> Text:
    return Text(
        N_("the value is a number, so its first zeros are lost; please format the column as text and enter it again")
    )


def _stray_cells(records: Iterable[Record], header: Mapping[int, str]) -> Iterator[Fault]:
    """A column without a heading must be empty, or something would be left unread in silence."""
    for number, cells in records:
        if stray := cells.keys() - header.keys():
            letter = column_letter(min(stray))
            yield number, Text(N_("column {column} has no heading but holds something on this line"), column=letter)


def _garbled(line: Line, form: ListForm) -> Iterator[Text]:
    rounded = [column for column, value in line.values.items() if column in form.written and _ROUNDED.fullmatch(value)]
    if rounded:
        yield in_column(", ".join(rounded), _lost_zeros())
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
