"""Reminders of one report, the morning card of several matters, and the desk's card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.characters import cut
from bot.domain.people import Seat
from bot.domain.periods import Cadence, Period, Schedule
from bot.domain.reminders import Mark
from bot.domain.tasks import Task, TaskFilter
from bot.domain.texts import N_, NP_, Choice, Label, Row, Screen, Text
from bot.domain.verbs import OpenNilReport, OpenReport, ShowAggregate, ShowTask

_TITLE_UNITS = 90
"""A longer title is cut; the task itself shows it whole."""


@dataclass(frozen=True)
class ReportDue:
    """A report somebody owes, as a reminder shows it. `days` are left until the deadline (0: today)."""

    mark: Mark
    seat: Seat
    body: Label
    """The short name of the body that the seat is in."""
    schedule: Schedule
    days: int
    draft_items: int
    missed_on: date | None
    """The day on which the reminder should have gone out, where it goes out late."""


@dataclass(frozen=True)
class TaskDue:
    """A task that is not done, as a reminder shows it."""

    mark: Mark
    task: Task
    due_at: datetime
    days: int
    working_days: int
    missed_on: date | None


_BEFORE = NP_(
    "The report for {period} of {organisation} is due in {days:count} day ({due:full}).",
    "The report for {period} of {organisation} is due in {days:count} days ({due:full}).",
    by="days",
)
_SENTENCES: Mapping[Mark, str] = {
    Mark.OPEN: N_(
        "The system now takes the report of difficulties with administrative procedures for {period}"
        " (data from {period:window}). Deadline: {due:full}."
    ),
    Mark.D7: _BEFORE,
    Mark.D3: _BEFORE,
    Mark.D1: _BEFORE,
    Mark.D0: N_("Today is the deadline of the report for {period} of {organisation} (before {due:clock})."),
    Mark.O1: N_(
        "The system has not received the report for {period} of {organisation} (deadline {due:stamp})."
        " Please send it before {digest:full}, so that it still enters the aggregate."
    ),
}
_QUARTER_OPEN = N_(
    "Deadline of the report for {period} of members of the {body}: {due:full} (data from"
    " {period:window}). It holds the results of the tasks assigned, and difficulties and proposals."
)
_TOMORROW = N_("Tomorrow, {due:full}, is the deadline of the report for {period} of {organisation}.")
_FORMAL = (Mark.OPEN, Mark.O1)
"""Marks whose message begins with an address."""


def reminder(item: ReportDue | TaskDue) -> Screen:
    """A reminder of one matter."""
    return _report_reminder(item) if isinstance(item, ReportDue) else _task_reminder(item)


def short(item: ReportDue | TaskDue, *, several: bool) -> tuple[Text, Row]:
    """A matter inside the morning card: its sentence and its choice.

    `several` says that the reports of the card are of more than one member, which is then named.
    """
    if isinstance(item, TaskDue):
        return _task_sentence(item), (_task_choice(item.task),)
    return _report_sentence(item), (_report_choice(item, several=several),)


def _task_reminder(item: TaskDue) -> Screen:
    lines = [_task_sentence(item), *_missed(item.missed_on)]
    return Screen(tuple(lines), ((_task_choice(item.task),),))


_TASK_SENTENCES: Mapping[Mark, str] = {
    Mark.D7: NP_(
        'Task {code} "{title}" is due in {days:count} day ({due:full}).',
        'Task {code} "{title}" is due in {days:count} days ({due:full}).',
        by="days",
    ),
    Mark.D3: NP_(
        'Task {code} "{title}" is due in {days:count} day ({due:full}).',
        'Task {code} "{title}" is due in {days:count} days ({due:full}).',
        by="days",
    ),
    Mark.D1: NP_(
        'Task {code} "{title}": {working:count} working day left, due {due:full}.',
        'Task {code} "{title}": {working:count} working days left, due {due:full}.',
        by="working",
    ),
    Mark.D0: N_('Task {code} "{title}" is due today, before {due:clock}.'),
}


def _task_sentence(item: TaskDue) -> Text:
    return Text(
        # One that is sent late may meet another day than its mark's.
        _TASK_SENTENCES[item.mark if item.days else Mark.D0],
        code=item.task.code,
        title=cut(item.task.title, _TITLE_UNITS),
        days=item.days,
        working=item.working_days,
        due=item.due_at,
    )


def _task_choice(task: Task) -> Choice:
    return Choice(Text(N_("View {code}"), code=task.code), ShowTask(task.id, TaskFilter.OPEN, 0))


def _missed(day: date | None) -> Sequence[Text]:
    if day is None:
        return ()
    msgid = N_("Because of an interruption this reminder of {day:date} is sent late. The deadline is unchanged.")
    return (Text(msgid, day=day),)


def _report_reminder(item: ReportDue) -> Screen:
    lines = [Text(N_("Dear {dear},"))] if item.mark in _FORMAL else []
    lines.append(_report_sentence(item))
    if item.draft_items:
        lines.append(
            Text(
                NP_(
                    "Saved in the draft: {count:count} difficulty.",
                    "Saved in the draft: {count:count} difficulties.",
                    by="count",
                ),
                count=item.draft_items,
            )
        )
    elif item.mark is not Mark.O1 and not _opens_quarter(item):
        lines.append(Text(N_("If there is nothing new, please report that to confirm it.")))
    lines.extend(_missed(item.missed_on))
    return Screen(tuple(lines), (_report_row(item),))


def _report_sentence(item: ReportDue) -> Text:
    schedule = item.schedule
    # One that is sent late may meet another day than its mark's.
    msgid = _TOMORROW if item.days == 1 and item.mark in (Mark.D7, Mark.D3, Mark.D1) else _SENTENCES[item.mark]
    return Text(
        _QUARTER_OPEN if _opens_quarter(item) else msgid,
        body=item.body,
        period=schedule.period,
        organisation=item.seat.organisation,
        days=item.days,
        due=schedule.due_at,
        digest=schedule.digest_at,
    )


def _report_row(item: ReportDue) -> Row:
    period = item.schedule.period
    label = Text(N_("Continue draft")) if item.draft_items else Text(N_("Write the report"))
    write = Choice(label, OpenReport(item.seat.id, period))
    if _opens_quarter(item):
        return (write,)
    return (write, Choice(Text(N_("Nothing new")), OpenNilReport(item.seat.id, period)))


def _opens_quarter(item: ReportDue) -> bool:
    """A quarterly report always has something in it, the tasks: its opening does not offer to report nothing."""
    return item.mark is Mark.OPEN and item.schedule.period.cadence is Cadence.QUARTER


def morning(today: date, lines: Sequence[Text], rows: Sequence[Row]) -> Screen:
    """Everything of one day in one message."""
    heading = Text(N_("<b>Today's matters</b> – {today:day}"), today=today)
    return Screen((heading, *lines), tuple(rows))


def _report_choice(item: ReportDue, *, several: bool) -> Choice:
    period = item.schedule.period
    named = Text(N_("{period:short} – {member}"), period=period, member=item.seat.code)
    label = named if several else Text(N_("Report for {period:short}"), period=period)
    return Choice(label, OpenReport(item.seat.id, period))


@dataclass(frozen=True)
class DeskPeriod:
    """A period the desk has to look after today; `at` is the hour of its digest and of its close."""

    period: Period
    missing: int
    digest_today: bool
    closes_today: bool
    at: datetime


def desk_morning(today: date, periods: Sequence[DeskPeriod]) -> Screen:
    """The desk's card; only sent when there is something in it."""
    heading = Text(N_("<b>Today's matters</b> – {today:day}"), today=today)
    lines = [line for item in periods for line in _desk_lines(item)]
    choice = Choice(Text(N_("View the aggregate")), ShowAggregate(periods[0].period))
    return Screen((heading, *lines), ((choice,),))


def _desk_lines(item: DeskPeriod) -> Sequence[Text]:
    period = item.period
    said = (
        (
            item.missing > 0,
            Text(
                NP_(
                    "Report for {period} not sent: {count:count} member.",
                    "Report for {period} not sent: {count:count} members.",
                    by="count",
                ),
                period=period,
                count=item.missing,
            ),
        ),
        (
            item.digest_today,
            Text(N_("The aggregate of {period} is made today ({at:clock})."), period=period, at=item.at),
        ),
        (item.closes_today, Text(N_("The period {period} closes today ({at:clock})."), period=period, at=item.at)),
    )
    return [text for wanted, text in said if wanted]
