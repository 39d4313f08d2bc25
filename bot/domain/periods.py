"""Reporting periods and the days that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Cadence(StrEnum):
    """How often a body reports."""

    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, order=True)
class Period:
    """A reporting period: `number` is the month 1-12 or the quarter 1-4 of `year`."""

    year: int
    number: int
    cadence: Cadence = Cadence.MONTH
