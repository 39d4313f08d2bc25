"""Reminders of what others wait for: what the desk asked, a result, an approval, a draft that lies, a close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.approving import Reminder
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.handling import WORDS, Case
from bot.domain.people import Seat
from bot.domain.periods import Schedule
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.approving import ShowSubmission
from bot.domain.verbs.difficulties import AddToDifficulty, ShowEvent
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.reporting import OpenNilReport, OpenReport
from bot.screens.difficulties import notices
from bot.screens.reporting import own_drafts, submitted


@dataclass(frozen=True)
class QuestionDue:
    """What the desk asked about a difficulty, until when."""

    case: Case
    until: datetime


@dataclass(frozen=True)
class ConfirmationDue:
    """A result of which nothing has been said, and when silence closes its difficulty."""

    case: Case
    until: datetime


@dataclass(frozen=True)
class ApprovalDue:
    """A report that waits for its reader's approval."""

    waiting: submitted.Waiting
    today: bool
    """Whether it is due today."""


@dataclass(frozen=True)
class DraftDue:
    """A draft that nobody has touched; `last_day`: after it, it is deleted, None where it only lies."""

    waiting: own_drafts.Waiting
    last_day: date | None


@dataclass(frozen=True)
class ClosingDue:
    """A report that is missing when its period closes."""

    seat: Seat
    schedule: Schedule
    closes_on: date
    today: bool
    draft: bool
    """Whether its reader has begun to write it."""


Waited = QuestionDue | ConfirmationDue | ApprovalDue | DraftDue | ClosingDue


def alone(item: Waited, today: date) -> Screen:
    """A matter by itself."""
    match item:
        case QuestionDue():
            sent = Choice(Text(N_("View what was sent")), ShowReport(item.case.code))
            return Screen((_asked(item),), ((notices.add(item.case), sent),))
        case ConfirmationDue():
            number = _number(item.case, DifficultyAct.ANSWERED)
            said = Text(
                N_("Nothing has been said yet of what the result for difficulty {code} has come to."),
                code=item.case.code,
            )
            view = Choice(Text(N_("View in full")), ShowEvent(item.case.code, number))
            rows = (*notices.answers(item.case, number), (view,))
            return Screen((said, *notices.question(item.case, number)), rows)
        case ApprovalDue():
            return submitted.reminded(item.waiting, Reminder.HOURS_BEFORE if item.today else Reminder.DAY_BEFORE)
        case DraftDue():
            heading = Text(N_("<b>Today's matters</b> – {today:day}"), today=today)
            return Screen((heading, _lies(item)), ((own_drafts.go_on(item.waiting),),))
        case ClosingDue():
            nothing = Choice(Text(N_("Nothing new")), OpenNilReport(item.seat.id, item.schedule.period))
            return Screen((Text(N_("Dear {dear},")), _closing(item)), ((_write(item), nothing),))


def short(item: Waited) -> tuple[Text, Row]:
    """A matter inside the card of several."""
    match item:
        case QuestionDue():
            add = Choice(Text(N_("Add to {code}"), code=item.case.code), AddToDifficulty(item.case.code))
            line = Text(
                N_("Waiting for what is added: {code} (deadline {until:stamp})."),
                code=item.case.code,
                until=item.until,
            )
            return line, (add,)
        case ConfirmationDue():
            line = Text(
                N_("Waiting to be confirmed: the result for {code} (until {until:stamp})."),
                code=item.case.code,
                until=item.until,
            )
            return line, (Choice(Text(N_("View {code}"), code=item.case.code), ShowReport(item.case.code)),)
        case ApprovalDue():
            found = item.waiting
            line = Text(
                N_("Waiting for approval: {report} of {organisation} (deadline {due:stamp})."),
                report=submitted.named(found),
                organisation=found.organisation,
                due=found.deadline,
            )
            return line, (Choice(Text(N_("View to approve")), ShowSubmission(found.submission.id)),)
        case DraftDue():
            return _lies(item), (own_drafts.go_on(item.waiting),)
        case ClosingDue():
            return _closing(item), (_write(item),)


def _asked(item: QuestionDue) -> Text:
    event = _event(item.case, DifficultyAct.ASKED)
    view = Choice(Text(N_("View in full")), ShowEvent(item.case.code, _number(item.case, DifficultyAct.ASKED)))
    return Text(
        N_("The Standing Body is waiting for what it asked about difficulty {code}: {words}. Deadline: {until:full}."),
        code=item.case.code,
        words=Excerpt(str(event.detail[WORDS]), view),
        until=item.until,
    )


def _number(case: Case, act: DifficultyAct) -> int:
    return max(number for number, event in enumerate(case.events, 1) if event.act is act)


def _event(case: Case, act: DifficultyAct) -> DifficultyEvent:
    return case.events[_number(case, act) - 1]


def _lies(item: DraftDue) -> Text:
    return own_drafts.lies(item.waiting, item.last_day)


_CLOSES_TODAY = N_(
    "The period {period} closes at {stop:clock} today, {day:day}. {You} can still send the report of {organisation} or"
    " report that there is nothing new; it is recorded as sent late."
)
_CLOSES = N_(
    "The period {period} closes at {stop:full}. {You} can still send the report of {organisation} or report that there"
    " is nothing new; it is recorded as sent late."
)


def _closing(item: ClosingDue) -> Text:
    return Text(
        _CLOSES_TODAY if item.today else _CLOSES,
        period=item.schedule.period,
        organisation=item.seat.organisation,
        stop=item.schedule.stop_at,
        day=item.closes_on,
    )


def _write(item: ClosingDue) -> Choice:
    label = Text(N_("Continue draft")) if item.draft else Text(N_("Write the report"))
    return Choice(label, OpenReport(item.seat.id, item.schedule.period))
