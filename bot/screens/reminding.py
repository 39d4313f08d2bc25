"""Reminders of one report, the morning card of several matters, and the desk's card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.people import Seat
from bot.domain.periods import Cadence, Period, Schedule
from bot.domain.profiles import Profile
from bot.domain.reminder_rules import ON_THE_DAY, OPENING, Mark
from bot.domain.texts import N_, NP_, Choice, Label, Row, Screen, Text, joined
from bot.domain.verbs.desk import ShowAggregate
from bot.domain.verbs.reporting import OpenNilReport, OpenReport
from bot.screens.people.seat_requests import WAITING, desk_line
from bot.screens.tasks import reminding as of_tasks
from bot.screens.tasks.listing import TASKS, Entry, days_left, entry_line
from bot.screens.tasks.reminding import OfTask, TaskDue


@dataclass(frozen=True)
class ReportDue:
    """A report somebody owes, as a reminder shows it, with the working days `left` until its deadline."""

    mark: Mark
    seat: Seat
    body: Label
    """The short name of the body that the seat is in."""
    schedule: Schedule
    left: int
    tomorrow: bool
    draft_items: int
    missed_on: date | None
    """The day on which the reminder should have gone out, where it goes out late."""


_OPENING = N_(
    "The system now takes the report of difficulties with administrative procedures for {period}"
    " (data from {period:window}). Deadline: {due:full}."
)
_AHEAD = N_("The report for {period} of {organisation}: {left}, due {due:full}.")
_TODAY = N_("Today is the deadline of the report for {period} of {organisation} (before {due:clock}).")
_OVERDUE = N_(
    "The system has not received the report for {period} of {organisation} (deadline {due:stamp})."
    " Please send it before the aggregate is made ({digest:full}), so that it still enters it."
)
_WINDOW = N_("Data from {period:window}.")
_QUARTER_OPEN = N_(
    "Deadline of the report for {period} of members of the {body}: {due:full} (data from"
    " {period:window}). It holds the results of the tasks assigned, and difficulties and proposals."
)
_TOMORROW = N_("Tomorrow, {due:full}, is the deadline of the report for {period} of {organisation}.")


def reminder(item: ReportDue | OfTask, profile: Profile) -> Screen:
    """A reminder of one matter."""
    if isinstance(item, ReportDue):
        return _report_reminder(item)
    missed = item.missed_on if isinstance(item, TaskDue) else None
    return Screen((*of_tasks.lines(item, profile), *_missed(missed)), of_tasks.rows(item))


def short(item: ReportDue | OfTask, *, several: bool, alone: bool) -> tuple[Text, Row]:
    """A matter inside the morning card: its sentence and its choices.

    `several` says that the reports of the card are of more than one member, which is then named; `alone` that the
    card has no other report, so that nobody can mistake for which there is nothing new.
    """
    if not isinstance(item, ReportDue):
        return of_tasks.short(item), (of_tasks.view(item.task),)
    sentence = joined([_report_sentence(item), *_data(item)], " ")
    return sentence, (_report_choice(item, several=several), *(_nothing_new(item) if alone else ()))


def _missed(day: date | None) -> Sequence[Text]:
    if day is None:
        return ()
    msgid = N_("Because of an interruption this reminder of {day:date} is sent late. The deadline is unchanged.")
    return (Text(msgid, day=day),)


def _report_reminder(item: ReportDue) -> Screen:
    formal = item.mark == OPENING or _is_past(item)
    lines = [Text(N_("Dear {dear},"))] if formal else []
    lines += [_report_sentence(item), *_data(item)]
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
    elif not _is_past(item) and not _opens_quarter(item):
        lines.append(Text(N_("If there is nothing new, please report that to confirm it.")))
    lines.extend(_missed(item.missed_on))
    return Screen(tuple(lines), (_report_row(item),))


def _report_sentence(item: ReportDue) -> Text:
    schedule = item.schedule
    today_or_past = _is_past(item) or _is_today(item)
    return Text(
        _sentence(item),
        body=item.body,
        period=schedule.period,
        organisation=item.seat.organisation,
        left=days_left(item.left),
        due=schedule.due_at if today_or_past else schedule.stated(schedule.due_at),
        digest=schedule.stated(schedule.digest_at),
    )


def _sentence(item: ReportDue) -> str:
    if _opens_quarter(item):
        return _QUARTER_OPEN
    if item.mark == OPENING:
        return _OPENING
    if _is_past(item):
        return _OVERDUE
    if _is_today(item):
        return _TODAY
    return _TOMORROW if item.tomorrow else _AHEAD


def _is_past(item: ReportDue) -> bool:
    """Whether the deadline is past, also of a reminder of its day that is sent late."""
    return item.mark.is_overdue or (item.mark == ON_THE_DAY and item.missed_on is not None)


def _is_today(item: ReportDue) -> bool:
    """Whether no day is left: one that is sent late may meet another day than its mark's."""
    return item.mark == ON_THE_DAY or (item.mark.is_ahead and item.mark != OPENING and not item.left)


def _data(item: ReportDue) -> Sequence[Text]:
    """Which data the report is about: those of the period before may have been answered before they were complete."""
    if item.mark == OPENING:  # its sentence says so
        return ()
    return (Text(_WINDOW, period=item.schedule.period),)


def _report_row(item: ReportDue) -> Row:
    period = item.schedule.period
    label = Text(N_("Continue draft")) if item.draft_items else Text(N_("Write the report"))
    write = Choice(label, OpenReport(item.seat.id, period))
    return (write, *_nothing_new(item))


def _nothing_new(item: ReportDue) -> Row:
    if _opens_quarter(item):
        return ()
    return (Choice(Text(N_("Nothing new")), OpenNilReport(item.seat.id, item.schedule.period)),)


def _opens_quarter(item: ReportDue) -> bool:
    """A quarterly report always has something in it, the tasks: its opening does not offer to report nothing."""
    return item.mark == OPENING and item.schedule.period.cadence is Cadence.QUARTER


def morning(today: date, lines: Sequence[Text], rows: Sequence[Row]) -> Screen:
    """Everything of one day in one message."""
    heading = Text(N_("<b>Today's matters</b> – {today:day}"), today=today)
    return Screen((heading, *lines), tuple(rows))


def with_parts(screen: Screen, parts: Sequence[tuple[Text, Row]]) -> Screen:
    """Return a screen that also says these lines, each with its choice."""
    lines, rows = (line for line, _ in parts), (row for _, row in parts)
    return replace(screen, lines=(*screen.lines, *lines), rows=(*screen.rows, *rows))


def with_overdue(screen: Screen, items: Sequence[TaskDue]) -> Screen:
    """Return a screen that also names what else is overdue, without a mark of today."""
    if not items:
        return screen
    return replace(screen, lines=(*screen.lines, of_tasks.overdue_line(items)), rows=(*screen.rows, (TASKS,)))


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


@dataclass(frozen=True)
class Overdue:
    """The tasks that are overdue, over all: how many, and the longest of them."""

    count: int
    entries: Sequence[Entry]


def desk_morning(today: date, periods: Sequence[DeskPeriod], overdue: Overdue, asked: int = 0) -> Screen:
    """The desk's card; only sent when there is something in it. `asked`: how many requests of members wait."""
    heading = Text(N_("<b>Today's matters</b> – {today:day}"), today=today)
    lines = [line for item in periods for line in _desk_lines(item)]
    choices = [Choice(Text(N_("View the aggregate")), ShowAggregate(item.period)) for item in periods[:1]]
    if overdue.count:
        lines += _overdue_lines(overdue)
        choices.append(TASKS)
    rows: list[Row] = [tuple(choices)] if choices else []
    if asked:
        lines.append(desk_line(asked))
        rows.append((WAITING,))
    return Screen((heading, *lines), tuple(rows))


def _overdue_lines(overdue: Overdue) -> Sequence[Text]:
    others = overdue.count - len(overdue.entries)
    rest = NP_("… and {count:count} other task.", "… and {count:count} other tasks.", by="count")
    more = [Text(rest, count=others)] if others else []
    return (
        Text(N_("Tasks overdue: {count:count}."), count=overdue.count),
        *(entry_line(number, entry) for number, entry in enumerate(overdue.entries, 1)),
        *more,
    )


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
