"""Figures, what is asked of them, and the table they stand in."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

BEGIN = "[//]: # (figures: begin)"
END = "[//]: # (figures: end)"
HEADINGS = ("figure", "value", "gate", "aim", "verdict")


class Verdict(StrEnum):
    """How a figure stands to what is asked of it."""

    AHEAD = "ahead"
    WITHIN = "within the gate"
    SHORT = "short"
    REPORTED = ""
    NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Figure:
    """A figure: `value` None where it was not measured, and `note` says why."""

    name: str
    value: float | None
    gate: float | None = None
    aim: float | None = None
    unit: str = "x"
    at_least: bool = False
    """Whether more is better."""
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """How it stands to its gate and its aim."""
        if self.value is None:
            return Verdict.NOT_MEASURED
        if self.gate is None:
            return Verdict.REPORTED
        if self.aim is not None and self._meets(self.value, self.aim):
            return Verdict.AHEAD
        return Verdict.WITHIN if self._meets(self.value, self.gate) else Verdict.SHORT

    def _meets(self, value: float, asked: float) -> bool:
        return value >= asked if self.at_least else value <= asked

    @property
    def row(self) -> tuple[str, ...]:
        """Its line of the table."""
        sign = "≥ " if self.at_least else "≤ "
        asked = ["" if each is None else f"{sign}{shown(each)} {self.unit}".rstrip() for each in (self.gate, self.aim)]
        value = "" if self.value is None else f"{shown(self.value)} {self.unit}".rstrip()
        name = f"{self.name} ({self.note})" if self.note else self.name
        return (name, value, *asked, str(self.verdict))


def shown(value: float) -> str:
    """Return a number with as many digits as say anything."""
    if value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def not_measured(name: str, why: str) -> Figure:
    """Return the line of what could not be measured."""
    return Figure(name, None, note=why)


def ratio(of: Sequence[float], to: Sequence[float]) -> float:
    """Return how many times as much: the median of the pairs that were measured one after the other.

    Raises ValueError where there is nothing to divide by.
    """
    pairs = [one / other for one, other in zip(of, to, strict=True) if other]
    if not pairs:
        raise ValueError("nothing was measured of what it is compared with")
    return statistics.median(pairs)


def median(values: Iterable[float]) -> float:
    """Return the middle one."""
    return statistics.median(values)


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table that is read as it is and as Markdown."""
    rows = [HEADINGS, *(figure.row for figure in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADINGS))]
    padded = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    line = " | ".join("-" * width for width in widths)
    return "\n".join(f"| {each} |" for each in (padded[0], line, *padded[1:]))


def replaced(text: str, generated: str, begin: str = BEGIN, end: str = END) -> str:
    """Return a page with what stands between its markers made anew.

    Raises ValueError where there are no markers.
    """
    before, opened, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not opened or not closed:
        raise ValueError(f"there is no place between {begin} and {end}")
    return f"{before}{begin}\n\n{generated.strip()}\n\n{end}{after}"
