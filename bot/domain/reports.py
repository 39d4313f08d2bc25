"""Reports and the difficulties in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain import questions
from bot.domain.attachments import Attachment
from bot.domain.carrying import Said
from bot.domain.characters import utf16_length
from bot.domain.classifying import UNCLASSIFIED, Classified
from bot.domain.fields import Field, find
from bot.domain.forms import NOT_MEANT, SUPPLEMENT, Form, Item, Step
from bot.domain.origins import Origin
from bot.domain.periods import Period
from bot.domain.questions import FIELD, PROCEDURE, Asking, Question
from bot.domain.tasks import TaskState
from bot.domain.texts import N_, Text
from bot.domain.understood import CODES, PROVISIONS

REPORT = "report"
"""The kind of a draft that becomes a periodic report."""
ADHOC = "adhoc"
"""The kind of a draft that becomes an ad hoc report."""
TASK_RESULT = "task_result"
"""The kind of a draft that becomes what a seat says of a task; its subject is the task's code."""
PROXY_REPORT, PROXY_ADHOC = "proxy_report", "proxy_adhoc"
"""The kinds of drafts that become such reports and are written by the secretariat in a member's place."""
PROXIES = frozenset({PROXY_REPORT, PROXY_ADHOC})
_NAME_UNITS = 60
"""A longer text is no name of a field: it describes a difficulty, and would be lost if taken for one."""


class Urgency(StrEnum):
    """How soon the sender of an ad hoc report asks for it to be handled."""

    URGENT = "khan"
    SOON = "som"


class Via(StrEnum):
    """By whom a report was entered."""

    SELF = "self"
    PROXY = "proxy"
    """By the secretariat, in the place of the member."""


class Approval(StrEnum):
    """How a report came to be sent where the member's head approves its reports."""

    NONE = ""
    """None was needed: the member asks for none, or the head sent it."""
    GIVEN = "given"
    UNREACHABLE = "unreachable"
    """Nobody who approves could be reached."""
    URGENT = "urgent"
    """It could not wait; who approves was told."""


@dataclass(frozen=True)
class Endorsement:
    """Who stands behind a report beside the person whose report it is."""

    via: Via = Via.SELF
    approval: Approval = Approval.NONE
    approved_by: int | None = None
    """The person who approved it, where somebody did."""
    origin: Origin | None = None
    """How it came to the desk, where that entered it; None of before this was asked."""


SENDER_ALONE = Endorsement()


@dataclass(frozen=True)
class Difficulty:
    """One difficulty as it was sent."""

    id: int
    code: str
    answers: Mapping[str, str]
    """By `questions.columns`; what was skipped or not asked is empty."""
    attachments: tuple[Attachment, ...] = ()
    classified: Classified = UNCLASSIFIED
    """What the desk says of it; the answers are then as they were corrected, see `bot.domain.correcting`."""

    @property
    def own(self) -> Difficulty:
        """As its sender has it."""
        if self.classified == UNCLASSIFIED:
            return self
        return replace(self, answers={**self.answers, **self.classified.chosen}, classified=UNCLASSIFIED)

    @property
    def field(self) -> str:
        """The code of its field."""
        return self.answers[FIELD]

    @property
    def procedure(self) -> str:
        """The procedure as it was typed; empty where it is not known."""
        return self.answers[PROCEDURE]

    @property
    def searched(self) -> str:
        """What searching looks at: the words of its sender, and what the desk says otherwise or besides."""
        names = [*(question.name for question in questions.QUESTIONS if question.searched), PROVISIONS, CODES]
        own = self.own.answers
        corrected = [self.answers[name] for name in names if self.answers[name] != own[name]]
        return "\n".join((*(own[name] for name in names), *corrected, *self.classified.searched))

    @property
    def item(self) -> Item:
        """As an item of a form, from which `questions.kept` makes the same again."""
        answered = {question.name: self.answers[question.name] for question in questions.texts()}
        stored = (*self.provisions, *self.procedure_codes)
        dropped = [each for each in questions.understood(answered) if each not in stored]
        return {**answered, NOT_MEANT: "\n".join(dropped)} if dropped else answered

    @property
    def provisions(self) -> tuple[str, ...]:
        """What its words name of the law, as it is cited."""
        return tuple(self.answers[PROVISIONS].split("\n")) if self.answers[PROVISIONS] else ()

    @property
    def procedure_codes(self) -> tuple[str, ...]:
        """The codes of procedures that its words name."""
        return tuple(self.answers[CODES].split("\n")) if self.answers[CODES] else ()


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
    """A report of a seat, in one of its versions: for a period, or ad hoc with an urgency."""

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
    said: tuple[Said, ...] = ()
    """What it says of difficulties of earlier reports."""
    version: int = 1
    """Counted from 1 under one code; a later version takes the place of the one before, which stays as it was sent."""
    first_sent_at: datetime | None = None
    """When the first of the versions was sent that have been live without a break, where it is another one."""

    @property
    def filed_at(self) -> datetime:
        """The instant by which it is judged: amending keeps it, filing again after a withdrawal gives a new one."""
        return self.first_sent_at or self.sent_at

    endorsed: Endorsement = SENDER_ALONE

    @property
    def is_amendment(self) -> bool:
        """Whether it takes the place of a version that stood; what is filed after a withdrawal is a report anew."""
        return self.filed_at != self.sent_at

    @property
    def signers(self) -> frozenset[int]:
        """The persons whose names stand under it."""
        return frozenset({self.person, self.endorsed.approved_by or self.person})

    @property
    def reference(self) -> str:
        """Names this version wherever the code alone would name all of them, such as BC-2611-007:1."""
        return f"{self.code}:{self.version}"

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files of all difficulties."""
        return tuple(attachment for difficulty in self.difficulties for attachment in difficulty.attachments)


@dataclass(frozen=True)
class Reception:
    """What became of an ad hoc report: who accepted it for handling and when, when the desk was called a second time,
    and when leaders were told.
    """

    accepted_at: datetime | None = None
    accepted_by: int | None = None
    called_again_at: datetime | None = None
    escalated_at: datetime | None = None


def withdrawable_until(report: Report, within: timedelta) -> datetime:
    """Return until when a report can be withdrawn if nobody opens it; amending does not prolong that."""
    return report.filed_at + within


def due_for_escalation(sent_at: datetime, now: datetime, reception: Reception, limit: timedelta) -> bool:
    """Return whether leaders have to be told of an urgent report: nobody accepted it within `limit`, nobody was told.

    At any hour of any day; both instants are aware.
    """
    return reception.accepted_at is None and reception.escalated_at is None and now - sent_at >= limit


def due_for_second_call(due_at: datetime, now: datetime, reception: Reception) -> bool:
    """Return whether the desk has to be called a second time: nobody accepted a report by `due_at`, nobody was told.

    Where leaders are told, so is the desk, and there is nothing left to call it for.
    """
    told = reception.called_again_at or reception.escalated_at
    return reception.accepted_at is None and told is None and now >= due_at


_SUPPLEMENT = Step(
    SUPPLEMENT,
    (Text(N_("What is to be added? For example: figures, a new case, a document that was issued since.")),),
    least=3,
    most=1000,
    extendable=True,
)


def report_form(fields: Sequence[Field], items_max: int) -> Form:
    """Return the form of a periodic report."""
    asked = questions.QUESTIONS
    steps = tuple(_step(each, each.periodic, fields) for each in asked if each.periodic)
    return Form(steps, items_max, may_be_nil=True, understood=questions.understood, supplement=_SUPPLEMENT)


def quarterly_form(fields: Sequence[Field], items_max: int) -> Form:
    """Return the form of a quarterly report: that of a periodic one, then a free paragraph."""
    return replace(report_form(fields, items_max), closing=Step("opinion", optional=True, least=3, most=2000))


def adhoc_form(fields: Sequence[Field], items_max: int) -> Form:
    """Return the form of an ad hoc report: its urgency, then difficulties."""
    asked = questions.QUESTIONS
    steps = tuple(_step(each, each.adhoc, fields) for each in asked if each.adhoc)
    return Form(steps, items_max, openings=tuple(Urgency), understood=questions.understood)


def statement_form(*, late: bool) -> Form:
    """Return the form in which a seat says what became of a task; the cause of a delay is asked where it is `late`."""
    asked = [(each, each.statement) for each in questions.STATEMENT if late or each.name != questions.CAUSE]
    return Form(tuple(_step(each, asking, ()) for each, asking in asked if asking), items_max=1)


def _step(question: Question, asking: Asking, fields: Sequence[Field]) -> Step:
    def find_codes(typed: str) -> tuple[str, ...]:
        found = find(fields, typed) if utf16_length(typed) <= _NAME_UNITS else ()
        return tuple(field.code for field in found)

    return Step(
        name=question.name,
        words=asking.words,
        optional=question.optional,
        least=question.least,
        most=question.most,
        extendable=asking.extendable,
        files_max=question.files_max,
        options=tuple(field.code for field in fields) if question.chosen else (),
        find=find_codes if question.chosen else None,
    )


def report_code(period: Period, number: int) -> str:
    """Return the code of a periodic report, such as BC-2611-007 or BC-26Q4-003."""
    return f"BC-{period.code}-{number:03}"


def adhoc_code(month: Period, number: int) -> str:
    """Return the code of an ad hoc report filed in a month, such as DX-2611-002."""
    return f"DX-{month.code}-{number:03}"


def difficulty_code(period: Period, number: int) -> str:
    """Return the code of a difficulty, such as VM-2611-031."""
    return f"VM-{period.code}-{number:03}"
