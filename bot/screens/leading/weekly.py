"""The card of a week for leaders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.leading import Went
from bot.domain.periods import Period
from bot.domain.reconciling import Figures
from bot.domain.texts import N_, Choice, Row, Screen, Text, joined
from bot.domain.verbs.leading import ListOpinions, ShowLate
from bot.screens import reasons
from bot.screens.leading.lists import SITUATION
from bot.screens.leading.tasks import waiting_line
from bot.screens.overview import Repeated, members_of_period, opinions_line, repeated_lines


@dataclass(frozen=True)
class Week:
    """What a card says: how the week before went, from its first day to its last, and how things stand now."""

    first: date
    last: date
    went: Went
    open: int
    missed: int
    """Difficulties that an authority has not replied about in time."""
    tasks: int
    overdue: int
    """Tasks that are not done, and those of them that are overdue."""
    periods: Sequence[tuple[Period, Figures]]
    asked: int
    repeated: Sequence[Repeated]
    now: datetime
    undecided: int = 0
    """Requests for a later deadline that the desk has not decided in time."""


def card(week: Week) -> Screen:
    """The card, which names no person."""
    lines = (
        Text(N_("<b>Situation of the week</b> – from {first:date} to {last:date}"), first=week.first, last=week.last),
        Text(
            N_(
                "Difficulties: new {new:count}; ended {ended:count}; being followed {open:count}; past the day of the"
                " reply {missed:count}."
            ),
            new=week.went.new,
            ended=week.went.ended,
            open=week.open,
            missed=week.missed,
        ),
        Text(
            N_("Tasks not done: {tasks:count}; overdue {overdue:count}."),
            tasks=week.tasks,
            overdue=week.overdue,
        ),
        *([waiting_line(week.undecided)] if week.undecided else []),
        *(_period(period, found) for period, found in week.periods),
        opinions_line(week.asked),
        *repeated_lines(week.repeated),
        Text(N_("The figures are provisional, as of {now:stamp}; no paper has been released with them."), now=week.now),
        reasons.OF_WEEK,
    )
    late = Choice(Text(N_("View what is overdue")), ShowLate(0))
    rows: list[Row] = [(SITUATION, late)]
    if week.asked:
        rows.append((Choice(Text(N_("Give opinions")), ListOpinions(0)),))
    return Screen(lines, tuple(rows), silent=True)


def _period(period: Period, found: Figures) -> Text:
    return Text(N_("Report for {period}: {parts}."), period=period, parts=joined(members_of_period(found), "; "))
