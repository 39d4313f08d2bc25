"""The dossier of a seat as a workbook: reports, difficulties, what happened to them, tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain import questions
from bot.domain.texts import N_, Text
from bot.exports.annex import WORDED_HEAD, is_worded
from bot.exports.book import Book
from bot.exports.cells import Again, Cell, Column
from bot.exports.dossier import (
    NUMBER,
    REPORT_HEADS,
    TASK_HEADS,
    WAY_HEADS,
    heads,
    raised,
    report_rows,
    stated,
    stated_heads,
    task_rows,
    title,
    way_rows,
)
from bot.exports.figures import files_of, worded
from bot.exports.sheets import add_list
from bot.exports.snapshot import Snapshot, printable, sha256
from bot.exports.wording import instant, vietnamese

_REPORT_WIDTHS = (5, 14, 18, 10, 17, 26, 44, 30)
_WAY_WIDTHS = (5, 14, 17, 110)
_TASK_WIDTHS = (5, 12, 50, 11, 12, 18, 12, 30)
_STATED_WIDTH = 36
_WIDE = {"content": 44, "proposal": 34}
_USUAL = 16


def build(snapshot: Snapshot) -> bytes:
    """Return the dossier `snapshot` as a workbook of typed cells, none of them a formula."""
    fingerprint = sha256(snapshot)
    snapshot = printable(snapshot)
    foot = vietnamese(Text("SHA-256 of the figures: {sha256} (foot)", sha256=fingerprint))
    book = Book()
    add_list(book, N_("Sheet: reports"), _columns(heads(REPORT_HEADS), _REPORT_WIDTHS), report_rows(snapshot), foot)
    add_list(book, N_("Sheet: difficulties"), _difficulty_columns(snapshot), _difficulty_rows(snapshot), foot)
    add_list(book, N_("Sheet: way"), _columns(heads(WAY_HEADS), _WAY_WIDTHS), way_rows(snapshot), foot)
    widths = (*_TASK_WIDTHS, *[_STATED_WIDTH] * len(stated_heads()))
    add_list(
        book,
        N_("Sheet: tasks of the member"),
        _columns([*heads(TASK_HEADS), *stated_heads()], widths),
        _tasks(snapshot),
        foot,
    )
    return book.packed(title(snapshot), instant(snapshot["taken_at"]))


def _columns(names: Sequence[str], widths: Sequence[int]) -> list[Column]:
    again = [Again.SAME, Again.MARKED]
    return [
        Column(*column, *again[number : number + 1]) for number, column in enumerate(zip(names, widths, strict=True))
    ]


def _difficulty_columns(snapshot: Mapping[str, Any]) -> list[Column]:
    named = [(vietnamese(Text(each.head)), _WIDE.get(each.name, _USUAL)) for each in _asked()]
    first = [*zip(heads((NUMBER, N_("Annex column: code"), N_("Last sent in (dossier)"))), (5, 14, 16), strict=True)]
    last = [
        (vietnamese(Text(msgid)), width)
        for msgid, width in (
            (N_("File column: name"), 30),
            (N_("File column: SHA-256"), 36),
            (N_("Carried column: times raised"), 8),
            (N_("Carried column: since"), 14),
            (N_("Dossier column: state"), 24),
            (N_("Dossier column: result"), 44),
            (N_("Dossier column: opinion of the member"), 44),
            *([(WORDED_HEAD, 44)] if is_worded(snapshot["difficulties"]) else []),
        )
    ]
    names, widths = zip(*first, *named, *last, strict=True)
    return _columns(names, widths)


def _asked() -> Sequence[questions.Question]:
    return [question for question in questions.texts() if question.head]


def _difficulty_rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    with_wordings = is_worded(snapshot["difficulties"])
    return [
        [
            number,
            each["code"],
            each["report"],
            *(each.get(question.name, "") for question in _asked()),
            "\n".join(each["files"]),
            "\n".join(sha256 for _, sha256 in files_of(each)),
            *_raised(each),
            each["state"],
            each["result"],
            each.get("verdict", ""),
            *([worded(each)] if with_wordings else []),
        ]
        for number, each in enumerate(snapshot["difficulties"], 1)
    ]


def _raised(difficulty: Mapping[str, Any]) -> tuple[Cell, Cell]:
    found = raised(difficulty)
    return (found[0], vietnamese(Text("{period}", period=found[1]))) if found else ("", "")


def _tasks(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    return [[*row, *stated(task)] for row, task in zip(task_rows(snapshot), snapshot["tasks"], strict=True)]
