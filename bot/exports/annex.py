"""The annex as a list of typed cells, and the files that its difficulties came with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from bot.domain import questions
from bot.domain.texts import N_, Text
from bot.exports import classified
from bot.exports.cells import Again, Cell, Column
from bot.exports.figures import annex_cell, files_of, is_listed, shared, unanswered, worded
from bot.exports.wording import instant, vietnamese

V = TypeVar("V")

WORDED_HEAD = N_("Annex column: wording of the desk")
_AGAIN: Mapping[str, Again] = {
    "number": Again.SAME,
    "code": Again.MARKED,
    "report": Again.SAME,
    "kind": Again.SAME,
    "organisation": Again.SAME,
    questions.FIELD: Again.SAME,
    "sent_at": Again.SAME,
    "late": Again.SAME,
}
_EMPTY = 9.0
"""Digits: a column with nothing but its head."""
_MORE = 20.0
"""Digits that a sheet is wider with a column for the wordings of the desk; for the rest they share with the content."""
_WORDED = "worded"
_FILE_COLUMNS = (
    (N_("Annex column: number"), 5, Again.SAME),
    (N_("Annex column: code"), 14, Again.MARKED),
    (N_("Annex column: member"), 44, Again.SAME),
    (N_("File column: name"), 90, Again.NOTHING),
)
_HASHED_COLUMNS = (
    *_FILE_COLUMNS[:-1],
    (N_("File column: name"), 58, Again.NOTHING),
    (N_("File column: SHA-256"), 36, Again.NOTHING),
)
"""Of a snapshot that knows the hash of a file."""


def annex_columns(snapshot: Mapping[str, Any]) -> list[Column]:
    """Return the columns of the annex in the workbook."""
    layout = questions.ANNEX_LAYOUTS[snapshot["schema"]]
    widths: dict[str, float] = {name: width for name, (_, width) in layout.items() if width is not None}
    if snapshot["difficulties"] and is_listed(snapshot):
        widths = shared(widths, dict.fromkeys(unanswered(snapshot), _EMPTY))
    if is_worded(snapshot["difficulties"]):
        half = (widths["content"] + _MORE) / 2
        widths = _with_worded({**widths, "content": half}, half)
    columns = [Column(_head(name), round(width), _AGAIN.get(name, Again.NOTHING)) for name, width in widths.items()]
    return [*columns, *classified.columns(classified.said_of(snapshot["difficulties"]))]


def is_worded(difficulties: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether any of these is said in the wording of the desk."""
    return any(each.get("worded") for each in difficulties)


def _with_worded(columns: Mapping[str, V], value: V) -> dict[str, V]:
    """The columns with one more, behind the words of the members."""
    found: dict[str, V] = {}
    for name, each in columns.items():
        found[name] = each
        if name == "proposal":
            found[_WORDED] = value
    return found


def _head(name: str) -> str:
    return vietnamese(Text(WORDED_HEAD if name == _WORDED else questions.annex_head(name)))


def annex_list(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return one row for every difficulty, in the order of the snapshot."""
    layout = questions.ANNEX_LAYOUTS[snapshot["schema"]]
    columns: dict[str, None] = {name: None for name, (_, width) in layout.items() if width is not None}
    names = list(_with_worded(columns, None)) if is_worded(snapshot["difficulties"]) else list(columns)
    said = classified.said_of(snapshot["difficulties"])
    return [
        [*(_typed(snapshot, name, number, difficulty) for name in names), *classified.cells(said, difficulty)]
        for number, difficulty in enumerate(snapshot["difficulties"], 1)
    ]


def _typed(snapshot: Mapping[str, Any], name: str, number: int, difficulty: Mapping[str, Any]) -> Cell:
    if name == _WORDED:
        return worded(difficulty)
    if name == "sent_at":
        return instant(difficulty[name])
    if name == "late":
        return yes_or_no(difficulty[name])
    if name == "kind":
        # A snapshot from before ad hoc reports were in it does not say.
        adhoc = difficulty.get("adhoc")
        return vietnamese(Text("ad hoc (in a column)") if adhoc else Text("periodic (in a column)"))
    if name == "file_count":
        return len(difficulty.get("files", ()))
    return number if name == "number" else annex_cell(snapshot, name, number, difficulty)


@cache
def yes_or_no(is_so: bool) -> str:
    """Return the word for a column that is filtered by it."""
    return vietnamese(Text("yes (in a column)") if is_so else Text("no (in a column)"))


def file_columns(snapshot: Mapping[str, Any]) -> list[Column]:
    """Return the columns of the list of files."""
    columns = _HASHED_COLUMNS if _has_hashes(snapshot) else _FILE_COLUMNS
    return [Column(vietnamese(Text(msgid)), width, again) for msgid, width, again in columns]


def file_rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return one row for every file, in the order of the annex."""
    files = [(d, *file) for d in snapshot["difficulties"] for file in files_of(d)]
    rows: list[list[Cell]] = [[n, d["code"], d["organisation"], name] for n, (d, name, _) in enumerate(files, 1)]
    if _has_hashes(snapshot):
        return [[*row, sha256] for row, (_, _, sha256) in zip(rows, files, strict=True)]
    return rows


def _has_hashes(snapshot: Mapping[str, Any]) -> bool:
    return any("file_hashes" in difficulty for difficulty in snapshot["difficulties"])
