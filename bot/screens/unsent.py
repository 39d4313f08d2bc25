"""Reminders that were not sent: of whom, of what, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.reminders import Due, SkipReason
from bot.domain.texts import N_, Choice, Excerpt, Screen, Text
from bot.domain.verbs.ledger import ShowUnsent
from bot.screens.lookup import page_of
from bot.screens.matters import matter
from bot.screens.reporting.form import HOME

PAGE = 8
UNSENT = Choice(Text(N_("View unsent reminders")), ShowUnsent(0))
_REASONS: Mapping[SkipReason, str] = {
    SkipReason.LATE: N_("Not sent: the time in which it may be sent late was over."),
    SkipReason.PLANNED_LATE: N_("Not sent: its day had passed before it was due."),
    SkipReason.CLOSED: N_("Not sent before the period closed."),
    SkipReason.UNREACHABLE: N_("Not sent: no account can be reached."),
    SkipReason.DESK: N_("Cancelled by the Standing Body."),
    SkipReason.BUDGET: N_("Not sent: there were as many reminders as may be."),
    SkipReason.PAUSED: N_("Not sent: the reader had paused reminders."),
}


@dataclass(frozen=True)
class Line:
    """One reminder as the list shows it."""

    due: Due
    send_on: date
    reason: SkipReason
    full_name: str
    organisation: str


def unsent(found: Sequence[Line], page: int, pages: int) -> Screen:
    """A page of what was not sent, the newest first."""
    heading = Text(N_("<b>Reminders not sent</b>{page}"), page=page_of(page, pages))
    lines = [_line(number, each) for number, each in enumerate(found, page * PAGE + 1)]
    turns = [Choice(Text(N_("Previous page")), ShowUnsent(page - 1))] if page else []
    if page + 1 < pages:
        turns.append(Choice(Text(N_("Next page")), ShowUnsent(page + 1)))
    rows = (*((tuple(turns),) if turns else ()), (HOME,))
    return Screen((heading, *(lines or [Text(N_("There are no reminders that were not sent."))])), rows)


def _line(number: int, each: Line) -> Text:
    return Text(
        N_("{number}. {name} ({organisation}) – {what}, due {due:date}, planned for {day:date}. {reason}"),
        number=number,
        name=each.full_name,
        organisation=Excerpt(each.organisation),
        what=matter(each.due.kind, each.due.subject),
        due=each.due.due_on,
        day=each.send_on,
        reason=Text(_REASONS[each.reason]),
    )


def since_last_card(count: int) -> Text:
    """In the desk's card of a morning."""
    return Text(N_("Reminders not sent since the last card: {count:count}."), count=count)
