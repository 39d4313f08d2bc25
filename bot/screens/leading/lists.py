"""The lists behind a leader's main screen: who has not reported, what is late, what each field or agency has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.buttons import Verb
from bot.domain.difficulties import DifficultyState
from bot.domain.leading import Breakdown, LeaderView
from bot.domain.periods import Period, SeatState
from bot.domain.texts import N_, NP_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.leading import OpenLate, OpenLine, ShowBreakdown, ShowLate, ShowLines, ShowSituation, ShowUnsent
from bot.screens.difficulties.merging import members_of
from bot.screens.difficulties.standing import STATES
from bot.screens.lookup import by_number, page_of
from bot.screens.reporting.acceptance import working_days
from bot.screens.summary import STATE_NAMES

UNSENT_SHOWN, LATE_SHOWN, PARTS_SHOWN, LINES_SHOWN = 10, 5, 6, 5
SITUATION = Choice(Text(N_("View the situation")), ShowSituation())


@dataclass(frozen=True)
class Unsent:
    """A member that has not reported; `represented`: whether somebody holds a duty for it."""

    organisation: str
    state: SeatState
    represented: bool


@dataclass(frozen=True)
class Late:
    """A task or a difficulty that is late, by so many working days, and who is in charge of it."""

    code: str
    days: int
    in_charge: Sequence[str]


@dataclass(frozen=True)
class Listed:
    """A difficulty as a list shows it; `members`: how many stand behind it."""

    code: str
    organisation: str
    state: DifficultyState
    members: int
    is_open: bool


@dataclass(frozen=True)
class Part:
    """The difficulties of one field or agency; `value` is what a button calls it."""

    value: int
    name: Text
    lines: Sequence[Listed]

    @property
    def open(self) -> int:
        """How many of them are being followed."""
        return sum(each.is_open for each in self.lines)


def unsent(
    period: Period, found: Sequence[Unsent], page: int, pages: int, total: int, others: Sequence[Period]
) -> Screen:
    """A page of the members whose report is missing."""
    msgid = N_("<b>Not sent, {period}</b> ({total:count} members{page})")
    heading = Text(msgid, period=period, total=total, page=page_of(page, pages))
    lines = [
        Text(
            N_("{number}. {organisation} – {state}{nobody}"),
            number=page * UNSENT_SHOWN + number,
            organisation=Excerpt(each.organisation),
            state=Text(STATE_NAMES[each.state]),
            nobody=None if each.represented else Text(N_(", without a representative")),
        )
        for number, each in enumerate(found, 1)
    ]
    none = [] if found else [Text(N_("Every member that is due has sent its report or is excused."))]
    turning = _turning(
        [ShowUnsent(period, page - 1)] if page else [], [ShowUnsent(period, page + 1)] if page + 1 < pages else []
    )
    beside: list[Row] = [(Choice(Text(N_("View {period}"), period=each), ShowUnsent(each, 0)),) for each in others]
    return Screen((heading, *lines, *none), (*turning, *beside, (SITUATION,)))


def _turning(before: Sequence[Verb], after: Sequence[Verb]) -> list[Row]:
    row = (
        *(Choice(Text(N_("Previous page")), verb) for verb in before),
        *(Choice(Text(N_("Next page")), verb) for verb in after),
    )
    return [row] if row else []


def late(found: Sequence[Late], page: int, pages: int, tasks: int, replies: int) -> Screen:
    """A page of what is late, the worst first."""
    counted = Text(
        N_("<b>Overdue</b> ({tasks}, {replies}{page})"),
        tasks=Text(NP_("{count:count} task", "{count:count} tasks", by="count"), count=tasks),
        replies=Text(NP_("{count:count} difficulty", "{count:count} difficulties", by="count"), count=replies),
        page=page_of(page, pages),
    )
    lines = [_late(number, each) for number, each in enumerate(found, 1)]
    none = [] if found else [Text(N_("There is nothing here at present."))]
    turning = _turning([ShowLate(page - 1)] if page else [], [ShowLate(page + 1)] if page + 1 < pages else [])
    choices = by_number([OpenLate(each.code, page) for each in found])
    return Screen((counted, *lines, *none), (*choices, *turning, (SITUATION,)))


def _late(number: int, each: Late) -> Text:
    of_task, of_reply = N_("overdue by {days} (task)"), N_("past the day of the reply by {days}")
    days = working_days(each.days) if each.days else Text(N_("less than one working day"))
    return Text(
        N_("{number}. {code} – {late}{in_charge}"),
        number=number,
        code=each.code,
        late=Text(of_task if each.code.startswith("NV-") else of_reply, days=days),
        in_charge=Text(N_(" – {agency}"), agency=Excerpt("; ".join(each.in_charge))) if each.in_charge else None,
    )


def back_to_late(page: int) -> Choice:
    """The way from what is late back to its list."""
    return Choice(Text(N_("‹ Back to the list")), ShowLate(page))


def breakdown(
    period: Period, by: Breakdown, parts: Sequence[Part], page: int, pages: int, others: Sequence[Period]
) -> Screen:
    """A page of the fields or agencies, with how many difficulties of the period each has."""
    fields, agencies = (
        N_("<b>Difficulties by field, {period}</b>{page}"),
        N_("<b>By agency in charge, {period}</b>{page}"),
    )
    heading = Text(fields if by is Breakdown.FIELD else agencies, period=period, page=page_of(page, pages))
    lines = [
        Text(
            N_("{number}. {name}: {count:count}, being followed {open:count}"),
            number=number,
            name=part.name,
            count=len(part.lines),
            open=part.open,
        )
        for number, part in enumerate(parts, 1)
    ]
    none = [] if parts else [Text(N_("There is nothing here at present."))]
    choices = by_number([ShowLines(LeaderView(by, part.value, 0, period)) for part in parts])
    turning = _turning(
        [ShowBreakdown(period, by, page - 1)] if page else [],
        [ShowBreakdown(period, by, page + 1)] if page + 1 < pages else [],
    )
    other = Breakdown.AGENCY if by is Breakdown.FIELD else Breakdown.FIELD
    label = N_("View by agency in charge") if other is Breakdown.AGENCY else N_("View by field")
    beside: list[Row] = [
        (Choice(Text(N_("View {period}"), period=each), ShowBreakdown(each, by, 0)),) for each in others
    ]
    return Screen(
        (heading, *lines, *none),
        (*choices, *turning, (Choice(Text(label), ShowBreakdown(period, other, 0)),), *beside, (SITUATION,)),
    )


def agency(name: str) -> Text:
    """The name of an agency in charge, or that nobody named one."""
    return Text("{name:organisation}", name=name) if name else Text(N_("no agency in charge named"))


def carried() -> Text:
    """What earlier periods leave open."""
    return Text(N_("Carried over from earlier periods"))


def lines(part: Part, found: Sequence[Listed], view: LeaderView, pages: int) -> Screen:
    """A page of the difficulties of one field or agency."""
    msgid = N_("<b>{name}</b> – {period} ({total:count}{page})")
    heading = Text(msgid, name=part.name, period=view.period, total=len(part.lines), page=page_of(view.page, pages))
    listed = [
        Text(
            N_("{number}. {code} – {organisation} – {state}{members}"),
            number=number,
            code=each.code,
            organisation=Excerpt(each.organisation),
            state=Text(STATES[each.state]),
            members=Text(N_(" – {members}"), members=members_of(each.members)) if each.members > 1 else None,
        )
        for number, each in enumerate(found, 1)
    ]
    choices = by_number([OpenLine(each.code, view) for each in found])
    turning = _turning(
        [ShowLines(replace(view, page=view.page - 1))] if view.page else [],
        [ShowLines(replace(view, page=view.page + 1))] if view.page + 1 < pages else [],
    )
    back = Choice(Text(N_("‹ Back to the breakdown")), ShowBreakdown(view.period, view.by, 0))
    return Screen((heading, *listed), (*choices, *turning, (back, SITUATION)))


def back_to_lines(view: LeaderView) -> Choice:
    """The way from a difficulty back to its list."""
    return Choice(Text(N_("‹ Back to the list")), ShowLines(view))
