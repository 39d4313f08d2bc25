"""How well tasks are read from notices: `python -m scripts.notices`; `--sources DIR` holds the published texts.

Prints precision and recall of each field over the notices of `tests/notices` and whatever is read otherwise than
expected. The published texts are not part of this repository: where they lie in a folder, the places and values that
were read from them by hand are compared too (`tests/notices/nguon`, found by the hash of the text).
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.calendar_source import calendar_around
from bot.data_source import load_agencies
from bot.domain.notice_text import tidy
from bot.domain.notices import Named, Notice, Proposal, Span, read_notice

FOLDER = Path(__file__).parents[1] / "tests/notices"
SOURCES = FOLDER / "nguon"
UNSEEN = FOLDER / "moi"
FIELDS = ("task", "lead", "coordinating", "deadline", "quantity")

Value = tuple[str, str]
"""The field, and what stands in it: of a task its title, of anything else the task's title and the value."""


@dataclass(frozen=True)
class Measure:
    """What was read rightly, what without reason, and what was missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was read, the part that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, the part that was read."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass(frozen=True)
class Compared:
    """A notice of the folder: the values that are expected and those that were read."""

    name: str
    expected: Counter[Value]
    found: Counter[Value]


def read(text: str) -> Notice:
    """Read a text as the verb does, on the day that it names."""
    clean = tidy(text)
    first = read_notice(clean, load_agencies(), calendar_around(date(2026, 1, 1)))
    return read_notice(clean, load_agencies(), calendar_around(first.stated), first.stated) if first.stated else first


def notices(folder: Path = FOLDER) -> Iterator[Compared]:
    """Yield the notices of a folder."""
    for path in sorted(folder.glob("*.txt")):
        lines = path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
        starts = [line.split("\t")[0] for line in lines]
        proposals = read(path.read_text(encoding="utf-8")).proposals
        found = Counter(value for proposal in proposals for value in _values(proposal, starts))
        yield Compared(path.stem, Counter(value for line in lines for value in _expected(line)), found)


def _expected(line: str) -> Iterator[Value]:
    title, *cells = line.split("\t")
    yield "task", title
    for field, cell in zip(FIELDS[1:], cells, strict=True):
        yield from ((field, f"{title}: {value.strip()}") for value in cell.split(";") if value.strip())


def _values(proposal: Proposal, starts: Sequence[str]) -> Iterator[Value]:
    title = next((start for start in starts if proposal.title.startswith(start)), proposal.title)
    yield "task", title
    yield from (("lead", f"{title}: {_named(each)}") for each in proposal.lead)
    yield from (("coordinating", f"{title}: {_named(each)}") for each in proposal.coordinating)
    if due := proposal.due:
        yield "deadline", f"{title}: {due.words}={due.reading.kind.value}:{due.reading.deadline}"
    yield from (("quantity", f"{title}: {each.words}") for each in proposal.quantities)


def _named(named: Named) -> str:
    return f"{named.words}={named.code}" if named.code else named.words


def measured(compared: Iterable[Compared]) -> Mapping[str, Measure]:
    """Return how well each field is read."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for each in compared:
        for count, values in (
            (right, each.found & each.expected),
            (wrong, each.found - each.expected),
            (missed, each.expected - each.found),
        ):
            for (field, _), times in values.items():
                count[field] += times
    return {field: Measure(right[field], wrong[field], missed[field]) for field in FIELDS}


Row = tuple[str, ...]
"""Where the task begins, the field, where it stands, what it was read as and the words, as a line of `nguon` has it."""


def spans(notice: Notice, text: str) -> list[Row]:
    """Return where everything stands that was read, and what it was read as."""
    places = [place for proposal in notice.proposals for place in _spans(proposal)]
    return [
        (
            str(at.start),
            field,
            str(span.start),
            str(span.end),
            value,
            "" if field == "task" else text[span.start : span.end],
        )
        for at, field, span, value in places
    ]


def _spans(proposal: Proposal) -> Iterator[tuple[Span, str, Span, str]]:
    at = proposal.title_span
    yield at, "task", at, ""
    yield from ((at, "lead", each.span, each.code) for each in proposal.lead)
    yield from ((at, "coordinating", each.span, each.code) for each in proposal.coordinating)
    if due := proposal.due:
        yield at, "deadline", due.span, f"{due.reading.kind.value}:{due.reading.deadline}"
    yield from ((at, "quantity", each.span, "") for each in proposal.quantities)


def main() -> None:
    """Print the measures and every difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, help="a folder with the published texts")
    options = parser.parse_args()
    for folder, what in ((FOLDER, "written beside the reader"), (UNSEEN, "read by no version of it before")):
        listed = list(notices(folder))
        print(f"{len(listed)} notices {what}, {sum(not each.expected for each in listed)} of them without a task")
        _print(listed)
    if options.sources:
        _print(list(_sources(options.sources)))


def _print(listed: Sequence[Compared]) -> None:
    for field, measure in measured(listed).items():
        of = measure.right + measure.missed
        print(f"{field:13} precision {measure.precision:.2f}  recall {measure.recall:.2f}  of {of}")
    for each in listed:
        for sign, values in (("+", each.found - each.expected), ("-", each.expected - each.found)):
            for field, value in values:
                print(f"{sign} {each.name} {field}: {value}")


def _sources(folder: Path) -> Iterator[Compared]:
    """The published texts of a folder, each beside what was found by reading it."""
    known = {path.stem: path for path in SOURCES.glob("*.tsv")}
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        expected = known.get(hashlib.sha256(text.encode()).hexdigest()[:16])
        if expected:
            wanted = [
                tuple(line.split("\t")) for line in expected.read_text(encoding="utf-8").splitlines() if line[0] != "#"
            ]
            found = spans(read(text), tidy(text))
            yield Compared(path.stem, Counter(map(_in_place, wanted)), Counter(map(_in_place, found)))


def _in_place(row: Row) -> Value:
    """A value in its place; of a task where it begins, since sentences that go on may be one with it."""
    task, field, start, end, value, words = row
    return field, task if field == "task" else f"{task}: {start}-{end} {value} {words}"


if __name__ == "__main__":
    main()
