"""Whether the figures of a paper are those of its rows: the identities that must hold before it is released.

Members: due = reported + reported late + nil + nil late + open + drafting + missing + excused. Lines: carried + new +
reopened + unmerged - ended - merged = open. The weight of a line is the number of distinct seats among its sources
and its co-signers. A mismatch names the rows it comes from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from bot.domain.difficulties import DifficultyState
from bot.domain.following import Course, Reckoning, reckon
from bot.domain.periods import SeatState

_WITH_REPORT = frozenset({SeatState.REPORTED, SeatState.REPORTED_LATE, SeatState.NIL, SeatState.NIL_LATE})
_NIL = frozenset({SeatState.NIL, SeatState.NIL_LATE})


class Mismatch(StrEnum):
    """What does not add up."""

    STATELESS = "stateless"
    """A member that is due has no state, or one that is not among those counted."""
    SEAT_TWICE = "seat_twice"
    SEATS = "seats"
    """A count of members is not that of the members listed; the sum is not the number of those due."""
    REPORT = "report"
    """The state of a member says something else than the report that is, or is not, there."""
    LINE_TWICE = "line_twice"
    LINES = "lines"
    """A term of the reckoning is not what the lines listed come to."""
    SUM = "sum"
    """The terms do not come to what is open."""
    BREAKDOWN = "breakdown"
    """A breakdown of the lines does not come to their number."""
    WEIGHT = "weight"
    """A line is given another number of members than stand behind it."""
    TASKS = "tasks"
    """A count of tasks is not that of the courses listed, or the agencies that lead do not come to it."""
    TASK_TWICE = "task_twice"


@dataclass(frozen=True)
class SeatRow:
    """A member that is due, as a paper lists it; `state` is None where it has none."""

    code: str
    name: str
    state: SeatState | None
    report: str = ""
    difficulties: int = 0


@dataclass(frozen=True)
class Line:
    """A difficulty as a paper lists it."""

    code: str
    course: Course
    report: str = ""
    """The code of the report of the period it is new in; empty for one of an earlier period."""
    weight: int = 1
    sources: Collection[str] = ()
    """The seats of what was merged into it and its own; empty where the paper names none."""
    cosigners: Collection[str] = ()


@dataclass(frozen=True)
class Figures:
    """What a paper states, and the rows it lists. `breakdowns` are the sums of its breakdowns, by their names."""

    due: int
    states: Mapping[SeatState, int]
    seats: Sequence[SeatRow]
    reckoning: Reckoning
    lines: Sequence[Line]
    breakdowns: Mapping[str, int] = field(default_factory=dict)
    listed: int = 0
    """Of how many lines the breakdowns are."""


@dataclass(frozen=True)
class Fault:
    """Something that does not add up: what is stated, what the rows come to, and the rows by name or code."""

    mismatch: Mismatch
    of: str = ""
    stated: int = 0
    found: int = 0
    rows: Sequence[str] = ()


def reconcile(figures: Figures) -> list[Fault]:
    """Return everything that does not add up; empty where the paper may be released."""
    return [*_seats(figures), *_reports(figures), *_lines(figures), *_weights(figures)]


def _seats(figures: Figures) -> Iterator[Fault]:
    stateless = [seat.name for seat in figures.seats if seat.state not in figures.states]
    if stateless:
        yield Fault(Mismatch.STATELESS, stated=figures.due, found=sum(figures.states.values()), rows=stateless)
    names = {seat.code: seat.name for seat in figures.seats}
    twice = [names[code] for code, n in Counter(seat.code for seat in figures.seats).items() if n > 1]
    if twice:
        yield Fault(Mismatch.SEAT_TWICE, rows=twice)
    for state, stated in figures.states.items():
        found = [seat.name for seat in figures.seats if seat.state is state]
        if len(found) != stated:
            yield Fault(Mismatch.SEATS, state.value, stated, len(found), found)
    total = sum(figures.states.values())
    if not figures.due == total == len(figures.seats) and not stateless:
        yield Fault(Mismatch.SEATS, "due", figures.due, total)


def _reports(figures: Figures) -> Iterator[Fault]:
    for seat in figures.seats:
        new = sum(bool(seat.report) and line.report == seat.report for line in figures.lines)
        has_report = seat.state in _WITH_REPORT
        if has_report != bool(seat.report) or seat.difficulties != new or (new and seat.state in _NIL):
            yield Fault(Mismatch.REPORT, seat.report, seat.difficulties, new, [seat.name])


def _lines(figures: Figures) -> Iterator[Fault]:
    twice = [code for code, n in Counter(line.code for line in figures.lines).items() if n > 1]
    if twice:
        yield Fault(Mismatch.LINE_TWICE, rows=twice)
    found = asdict(reckon(line.course for line in figures.lines))
    for term, stated in asdict(figures.reckoning).items():
        if found[term] != stated:
            rows = [line.code for line in figures.lines if term in line.course.terms]
            yield Fault(Mismatch.LINES, term, stated, found[term], rows)
    if not figures.reckoning.adds_up:
        yield Fault(Mismatch.SUM, "open", figures.reckoning.open, figures.reckoning.sum)
    for name, total in figures.breakdowns.items():
        if total != figures.listed:
            yield Fault(Mismatch.BREAKDOWN, name, total, figures.listed)


def _weights(figures: Figures) -> Iterator[Fault]:
    for line in figures.lines:
        behind = len({*line.sources, *line.cosigners}) or 1
        if behind != line.weight:
            yield Fault(Mismatch.WEIGHT, line.code, line.weight, behind, sorted({*line.sources, *line.cosigners}))


def was(state: str | None) -> DifficultyState | None:
    """Return the state a paper gives a line in the papers before; None where they did not know of it."""
    return DifficultyState(state) if state else None
