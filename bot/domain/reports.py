"""Reports and the difficulties in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.attachments import FILES_MAX, Attachment
from bot.domain.characters import fold, utf16_length
from bot.domain.fields import Field, find
from bot.domain.forms import Form, Step
from bot.domain.periods import Period
from bot.domain.tasks import TaskState

REPORT = "report"
"""The kind of a draft that becomes a periodic report."""
ADHOC = "adhoc"
"""The kind of a draft that becomes an ad hoc report."""
_NAME_UNITS = 60
"""A longer text is no name of a field: it describes a difficulty, and would be lost if taken for one."""


_FILES = Step("files", optional=True, files_max=FILES_MAX)


class Urgency(StrEnum):
    """How soon the sender of an ad hoc report asks for it to be handled."""

    URGENT = "khan"
    SOON = "som"


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
    attachments: tuple[Attachment, ...] = ()

    @property
    def folded(self) -> str:
        """What searching looks at."""
        return fold(" ".join((self.procedure, self.content, self.legal, self.proposal)))


@dataclass(frozen=True)
class Quarterly:
    """What a quarterly report says beside its difficulties: the seat's tasks as they stood, and a free paragraph."""

    tasks: tuple[TaskState, ...]
    opinion: str = ""
    """Empty where it was skipped."""


@dataclass(frozen=True)
class Filed:
    """A report as it is listed: by code, member and time of sending."""

    code: str
    organisation: str
    at: datetime
    adhoc: bool


@dataclass(frozen=True)
class Report:
    """A report of a seat, in its live version: for a period, or ad hoc with an urgency."""

    id: int
    code: str
    seat: int
    period: str
    """The period as `Period.iso` writes it; empty where the report is ad hoc."""
    nil: bool
    person: int
    sent_at: datetime
    difficulties: tuple[Difficulty, ...]
    urgency: Urgency | None = None
    quarterly: Quarterly | None = None
    """None in every other report, and in quarterly ones sent before the program stored it."""

    @property
    def files(self) -> int:
        """How many files the difficulties carry."""
        return sum(len(difficulty.attachments) for difficulty in self.difficulties)


@dataclass(frozen=True)
class Reception:
    """What became of an ad hoc report: who accepted it for handling and when, and when leaders were told."""

    accepted_at: datetime | None = None
    accepted_by: int | None = None
    escalated_at: datetime | None = None


def due_for_escalation(sent_at: datetime, now: datetime, reception: Reception, limit: timedelta) -> bool:
    """Return whether leaders have to be told of an urgent report: nobody accepted it within `limit`, nobody was told.

    At any hour of any day; both instants are aware.
    """
    return reception.accepted_at is None and reception.escalated_at is None and now - sent_at >= limit


def report_form(fields: Sequence[Field], items_max: int) -> Form:
    """Return the form of a periodic report. Lengths are in UTF-16 units."""
    return Form(
        steps=(
            _field_step(fields),
            Step("procedure", optional=True, least=3, most=300),
            Step("content", least=20, most=2000, extendable=True),
            Step("legal", optional=True, least=3, most=500),
            Step("proposal", least=10, most=2000, extendable=True),
            _FILES,
        ),
        items_max=items_max,
    )


def quarterly_form(fields: Sequence[Field], items_max: int) -> Form:
    """Return the form of a quarterly report: that of a periodic one, then a free paragraph."""
    return replace(report_form(fields, items_max), closing=Step("opinion", optional=True, least=3, most=2000))


def adhoc_form(fields: Sequence[Field]) -> Form:
    """Return the form of an ad hoc report: its urgency, then one difficulty. Lengths are in UTF-16 units."""
    return Form(
        steps=(
            _field_step(fields),
            Step("content", least=20, most=2000, extendable=True),
            Step("proposal", least=10, most=2000),
            _FILES,
        ),
        items_max=1,
        openings=tuple(Urgency),
    )


def _field_step(fields: Sequence[Field]) -> Step:
    def find_code(typed: str) -> str | None:
        field = find(fields, typed) if utf16_length(typed) <= _NAME_UNITS else None
        return field.code if field else None

    return Step("field", options=tuple(field.code for field in fields), find=find_code)


def report_code(period: Period, number: int) -> str:
    """Return the code of a periodic report, such as BC-2611-007 or BC-26Q4-003."""
    return f"BC-{period.code}-{number:03}"


def adhoc_code(month: Period, number: int) -> str:
    """Return the code of an ad hoc report filed in a month, such as DX-2611-002."""
    return f"DX-{month.code}-{number:03}"


def difficulty_code(period: Period, number: int) -> str:
    """Return the code of a difficulty, such as VM-2611-031."""
    return f"VM-{period.code}-{number:03}"
