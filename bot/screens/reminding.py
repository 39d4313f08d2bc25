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
from bot.screens import answering, waited
from bot.screens.answering import AtDesk
from bot.screens.people.directory import CALL_LIST
from bot.screens.people.seat_requests import WAITING, desk_line
from bot.screens.tasks import reminding as of_tasks
from bot.screens.tasks.listing import HOME, TASKS, Entry, days_left, entry_line
from bot.screens.tasks.reminding import OfTask, TaskDue
from bot.screens.unsent import UNSENT, since_last_card
from bot.screens.waited import Waited


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
    aggregated: bool = False
    """Whether the aggregate of the period has been made: what is sent now enters an addendum."""


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
_AFTER_AGGREGATE = N_(
    "The system has not received the report for {period} of {organisation} (deadline {due:stamp})."
    " The aggregate has been made; what is sent before {stop:full} enters an addendum."
)
_WINDOW = N_("Data from {period:window}.")
_QUARTER_OPEN = N_(
    "Deadline of the report for {period} of members of the {body}: {due:full} (data from"
    " {period:window}). It holds the results of the tasks assigned, and difficulties and proposals."
)
_TOMORROW = N_("Tomorrow, {due:full}, is the deadline of the report for {period} of {organisation}.")


Matter = ReportDue | OfTask | Waited | AtDesk
MOST_NAMED = 8
"""So many matters a card names; the others are counted, with the way to the lists."""


@dataclass(frozen=True)
class Beside:
    """What a message says beside its matters: what else is overdue, and since when what it says is late.

    The first `pressing` matters are those that are due today or overdue.
    """

    overdue: Sequence[TaskDue] = ()
    pressing: int = 0
    late_since: date | None = None


def message(items: Sequence[Matter], profile: Profile, today: date, beside: Beside) -> Screen:
    """Everything one person is told at one hour: one matter in its own words, several in a card.

    The one place where the rows of a reminder are put together.
    """
    if len(items) == 1:
        screen = reminder(items[0], profile, today)
        return with_overdue(with_late(screen, beside.late_since, several=False), beside.overdue)
    return with_late(_card(items, today, beside), beside.late_since, several=True)


def reminder(item: Matter, profile: Profile, today: date) -> Screen:
    """A reminder of one matter."""
    if isinstance(item, ReportDue):
        return _report_reminder(item)
    if isinstance(item, Waited):
        return waited.alone(item, today)
    if isinstance(item, AtDesk):
        return Screen((answering.at_desk(item),), ((CALL_LIST,),))
    return Screen(tuple(of_tasks.lines(item, profile)), of_tasks.rows(item))


def _card(items: Sequence[Matter], today: date, beside: Beside) -> Screen:
    named, others = items[:MOST_NAMED], len(items) - MOST_NAMED
    reported = [item.seat.id for item in items if isinstance(item, ReportDue)]
    several, alone = len(set(reported)) > 1, len(reported) == 1
    parts = [short(item, several=several, alone=alone) for item in named]
    lines, rows = [line for line, _ in parts], [row for _, row in parts]
    if beside.overdue:
        lines.insert(min(beside.pressing, len(named)), of_tasks.overdue_line(beside.overdue))
    if others > 0:
        more = NP_("and {count:count} other matter.", "and {count:count} other matters.", by="count")
        lines.append(Text(more, count=others))
    if others > 0 or beside.overdue:
        rows.append((TASKS, HOME) if others > 0 else (TASKS,))
    return morning(today, lines, rows)


def short(item: Matter, *, several: bool, alone: bool) -> tuple[Text, Row]:
    """A matter inside the morning card: its sentence and its choices.

    `several` says that the reports of the card are of more than one member, which is then named; `alone` that the
    card has no other report, so that nobody can mistake for which there is nothing new.
    """
    if isinstance(item, Waited):
        return waited.short(item)
    if isinstance(item, AtDesk):
        return answering.at_desk(item), (CALL_LIST,)
    if not isinstance(item, ReportDue):
        return of_tasks.short(item), (of_tasks.view(item.task),)
    sentence = joined([_report_sentence(item), *_data(item)], " ")
    return sentence, (_report_choice(item, several=several), *(_nothing_new(item) if alone else ()))


def with_late(screen: Screen, since: date | None, *, several: bool) -> Screen:
    """Return a screen that also says that it is late, and since when."""
    if since is None:
        return screen
    one = N_("Because of an interruption this reminder of {day:date} is sent late. The deadline is unchanged.")
    more = N_("Because of an interruption reminders since {day:date} are sent late. Deadlines are unchanged.")
    return replace(screen, lines=(*screen.lines, Text(more if several else one, day=since)))


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
        stop=schedule.stated(schedule.stop_at),
    )


def _sentence(item: ReportDue) -> str:
    if _opens_quarter(item):
        return _QUARTER_OPEN
    if item.mark == OPENING:
        return _OPENING
    if _is_past(item):
        return _AFTER_AGGREGATE if item.aggregated else _OVERDUE
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


def desk_morning(
    today: date, periods: Sequence[DeskPeriod], overdue: Overdue, asked: int = 0, skipped: int = 0
) -> Screen:
    """The desk's card; only sent when there is something in it. `asked`: how many requests of members wait; `skipped`:
    how many reminders were not sent.
    """
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
    if skipped:
        lines.append(since_last_card(skipped))
        rows.append((UNSENT,))
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
