"""Reports and the difficulties in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.fields import Field, find
from bot.domain.forms import Form, Step
from bot.domain.periods import Period
from bot.domain.text import fold, units

REPORT = "report"
"""The kind of a draft that becomes a periodic report."""
_NAME_UNITS = 60
"""A longer text is no name of a field: it describes a difficulty, and would be lost if taken for one."""


@dataclass(frozen=True)
class Difficulty:
    """One difficulty as it was sent. Texts that were skipped are empty."""

    id: int
    code: str
    field: str
    procedure: str
    content: str
    legal: str
    proposal: str

    @property
    def folded(self) -> str:
        """What searching looks at."""
        return fold(" ".join((self.procedure, self.content, self.legal, self.proposal)))


@dataclass(frozen=True)
class Report:
    """A report of a seat for a period, in its live version."""

    id: int
    code: str
    seat: int
    period: str
    """The period as `Period.iso` writes it."""
    nil: bool
    person: int
    sent_at: datetime
    difficulties: tuple[Difficulty, ...]


def report_form(fields: Sequence[Field], items_max: int) -> Form:
    """Return the form of a periodic report. Lengths are in UTF-16 units."""

    def find_code(typed: str) -> str | None:
        field = find(fields, typed) if units(typed) <= _NAME_UNITS else None
        return field.code if field else None

    return Form(
        steps=(
            Step("field", options=tuple(field.code for field in fields), find=find_code),
            Step("procedure", optional=True, least=3, most=300),
            Step("content", least=20, most=2000, extendable=True),
            Step("legal", optional=True, least=3, most=500),
            Step("proposal", least=10, most=2000, extendable=True),
        ),
        items_max=items_max,
    )


def report_code(period: Period, number: int) -> str:
    """Return the code of a periodic report, such as BC-2611-007 or BC-26Q4-003."""
    return f"BC-{period.code}-{number:03}"


def difficulty_code(period: Period, number: int) -> str:
    """Return the code of a difficulty, such as VM-2611-031."""
    return f"VM-{period.code}-{number:03}"
