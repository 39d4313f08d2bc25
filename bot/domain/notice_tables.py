"""Tables of tasks in the text of a notice: rows with bars or tabs between their cells, columns known by their heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.agencies import Agency
from bot.domain.day_phrases import NotADay, Today
from bot.domain.days import quoted, read
from bot.domain.notice_parties import Party, parties
from bot.domain.notice_text import is_table
from bot.domain.notice_values import Confidence, Due, Named, Proposal, Span, quantities, sentence

_TASK, _LEAD, _HELP, _DUE = "task", "lead", "help", "due"
_HEADS = (
    (_HELP, re.compile(r"(?:co quan |don vi )?phoi hop\b")),
    (_LEAD, re.compile(r"(?:co quan |don vi )?(?:chu tri|thuc hien)\b|co quan, don vi|trach nhiem|dau moi")),
    (_DUE, re.compile(r"(?:thoi (?:han|gian|diem)|han |han$|tien do|ngay hoan thanh|hoan thanh)")),
    (_TASK, re.compile(r"(?:ten |noi dung )?(?:nhiem vu|cong viec|noi dung|giai phap|hoat dong)\b")),
)
_REPORTED = re.compile(r"\b(?:tinh hinh|tinh trang|ket qua (?:thuc hien|xu ly|den nay)|da|so luong|ty le|luy ke)\b")
"""A column of these tells how far something is: the table reports and gives no tasks."""
_LATEST_HEAD = 3
"""Rows; the heads of a table stand within so many, where one head spans several columns in two of them."""
_SHORTEST = 12
_GAP = re.compile(r"[^\S\n]*(?:[|\t][^\S\n]*)")


@dataclass(frozen=True)
class _Row:
    cells: tuple[Span, ...]


@dataclass(frozen=True)
class Tables:
    """The tables of a tidy text; `plain` is the text as `flat` returns it."""

    text: str
    plain: str
    agencies: Mapping[str, Agency]
    stated: Today | None

    def proposals(self) -> Iterator[Proposal]:
        """Yield the tasks of every table that has a column of tasks, and one of who or by when."""
        for rows in self._tables():
            head, columns = self._head(rows)
            if not columns:
                continue
            for row in rows[head + 1 :]:
                if len(row.cells) == len(rows[head].cells) and (found := self._proposal(row, columns)):
                    yield found

    def _tables(self) -> Iterator[list[_Row]]:
        rows: list[_Row] = []
        for line in re.finditer(r"[^\n]+", self.text):
            if is_table(line[0]):
                rows.append(_Row(tuple(self._cells(line))))
            elif rows:
                yield rows
                rows = []
        if rows:
            yield rows

    def _cells(self, line: re.Match[str]) -> Iterator[Span]:
        begin, end = line.span()
        stripped = self.text[begin:end].strip()
        begin += self.text[begin:end].index(stripped)
        end = begin + len(stripped)
        begin += stripped.startswith("|")
        end -= stripped.endswith("|") and end - begin > 1
        for gap in (*_GAP.finditer(self.text, begin, end), None):
            stop = gap.start() if gap else end
            yield self._trimmed(begin, stop)
            begin = gap.end() if gap else end

    def _trimmed(self, start: int, end: int) -> Span:
        words_of = self.text[start:end]
        first = start + len(words_of) - len(words_of.lstrip())
        return Span(first, max(first, start + len(words_of.rstrip())))

    def _head(self, rows: Sequence[_Row]) -> tuple[int, Mapping[int, str]]:
        """The last row of heads and what each column is; nothing where it is no table of tasks."""
        best: tuple[int, Mapping[int, str]] = (0, {})
        for at, row in enumerate(rows[:_LATEST_HEAD]):
            heads = [self.plain[cell.start : cell.end] for cell in row.cells]
            columns = {number: kind for number, head in enumerate(heads) if (kind := _kind(head))}
            kinds = list(columns.values())
            if any(_REPORTED.search(head) for head in heads):
                return 0, {}
            if kinds.count(_TASK) == 1 and len(kinds) > 1 and len(set(kinds)) >= len(set(best[1].values())):
                best = at, columns
        return best

    def _proposal(self, row: _Row, columns: Mapping[int, str]) -> Proposal | None:
        cells = {kind: [row.cells[at] for at, each in columns.items() if each == kind] for kind in columns.values()}
        task = cells[_TASK][0]
        others = [cell for at, cell in enumerate(row.cells) if columns.get(at) in (_LEAD, _DUE)]
        # A row that says neither who nor by when divides the table, as one whose cells are joined does.
        if task.end - task.start < _SHORTEST or all(self._is_empty(cell, task) for cell in others):
            return None
        return Proposal(
            Span(row.cells[0].start, row.cells[-1].end),
            sentence(self.text[task.start : task.end].rstrip(" .;")),
            Span(task.start, task.start + len(self.text[task.start : task.end].rstrip(" .;"))),
            self._named(cells.get(_LEAD, [])),
            self._named(cells.get(_HELP, [])),
            next(
                (due for cell in (*cells.get(_DUE, []), task) if (due := self._due(cell, is_task=cell == task))), None
            ),
            quantities(self.text, self.plain, task),
            Confidence.CLEAR,
        )

    def _is_empty(self, cell: Span, task: Span) -> bool:
        return cell.start == cell.end or self.text[cell.start : cell.end] == self.text[task.start : task.end]

    def _named(self, cells: Sequence[Span]) -> tuple[Named, ...]:
        """Who is named in cells; of a cell that names nobody who is known, all that it says."""
        found: list[Named] = []
        for cell in cells:
            known = parties(self.plain, cell.start, cell.end, self.agencies) or (Party(cell.start, cell.end, ""),)
            found += [self._whoever(party) for party in known if party.end > party.start]
        return tuple(dict.fromkeys(found))

    def _whoever(self, party: Party) -> Named:
        span = Span(party.start, party.end)
        return Named(span, self.text[party.start : party.end], party.code, Confidence.CLEAR)

    def _due(self, cell: Span, *, is_task: bool) -> Due | None:
        said = self.text[cell.start : cell.end]
        if self.stated is None or not said:
            return None
        if not is_task and not isinstance(whole := read(said, self.stated), NotADay):
            return Due(cell, said, whole, Confidence.CLEAR)
        for found in quoted(said, self.stated):
            span = Span(cell.start + found.start, cell.start + found.end)
            return Due(span, self.text[span.start : span.end], found.reading, Confidence.CLEAR)
        return None


def _kind(head: str) -> str:
    return next((kind for kind, form in _HEADS if form.match(head.strip())), "")
