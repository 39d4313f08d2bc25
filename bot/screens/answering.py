"""What a reminder of something overdue asks, who has confirmed it, and what whoever confirms it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.answering import Acknowledged, Matter
from bot.domain.people import Seat
from bot.domain.periods import Period
from bot.domain.reminder_rules import Kind
from bot.domain.texts import N_, NP_, Choice, Row, Screen, Text
from bot.domain.verbs.answering import AcknowledgeReport, AcknowledgeTask


@dataclass(frozen=True)
class Asked:
    """Something overdue of a seat, as a reminder asks for a sign of it; `again` whether it was asked for before."""

    matter: Matter
    seat: Seat
    verb: AcknowledgeReport | AcknowledgeTask
    by: Acknowledged | None
    again: bool


@dataclass(frozen=True)
class AtDesk:
    """How many overdue matters nobody has confirmed have come to the call list."""

    count: int


def with_asks(screen: Screen, asked: Sequence[Asked]) -> Screen:
    """Return a reminder that also asks for a sign of these, or says who has given it."""
    if not asked:
        return screen
    lines = [line for each in asked for line in _of_one(each)]
    waited = [each for each in asked if each.by is None]
    if waited:
        lines.append(Text(N_("Please choose Received to confirm receipt of this reminder.")))
    choices = [Choice(_label(each, asked), each.verb) for each in waited]
    rows: list[Row] = [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]
    return replace(screen, lines=(*screen.lines, *lines), rows=(*screen.rows, *rows))


def _of_one(each: Asked) -> Sequence[Text]:
    if each.by:
        msgid = N_("Receipt of the reminder about {what}: confirmed by {full_name} at {at:stamp}.")
        return (Text(msgid, what=_what(each.matter, each.seat), full_name=each.by.full_name, at=each.by.at),)
    if each.again:
        msgid = N_("Nobody has confirmed receipt of the reminder about {what} yet.")
        return (Text(msgid, what=_what(each.matter, each.seat)),)
    return ()


def _label(each: Asked, asked: Sequence[Asked]) -> Text:
    if len(asked) == 1:
        return Text(N_("Received"))
    matter = each.matter
    if matter.kind is Kind.TASK:
        return Text(N_("Received {code}"), code=matter.subject)
    period = Period.parse(matter.subject)
    of_others = [other.seat.id for other in asked if other.matter.kind is Kind.REPORT]
    if len(set(of_others)) > 1:
        return Text(N_("Received {member}"), member=each.seat.code)
    return Text(N_("Received {period:short}"), period=period)


def _what(matter: Matter, seat: Seat) -> Text:
    if matter.kind is Kind.TASK:
        return Text(N_("task {code}"), code=matter.subject)
    period = Period.parse(matter.subject)
    return Text(N_("the report for {period} of {organisation}"), period=period, organisation=seat.organisation)


def acknowledged(matter: Matter, seat: Seat, before: Acknowledged | None, now: datetime, stop: object) -> Screen:
    """To whoever confirms: what is expected now, and by when; or that it was confirmed before, and by whom."""
    what = _what(matter, seat)
    if before:
        msgid = N_("Receipt of the reminder about {what} was recorded before: {full_name}, {at:stamp}.")
        first = Text(msgid, what=what, full_name=before.full_name, at=before.at)
    else:
        first = Text(N_("Receipt of the reminder about {what} was recorded at {at:stamp}."), what=what, at=now)
    return Screen((first, expected(matter, stop)))


def expected(matter: Matter, stop: object) -> Text:
    """What is expected of something overdue; `stop`: until when, an instant."""
    if matter.kind is Kind.REPORT:
        return Text(N_("The report is still to be sent, at the latest by {stop:full}."), stop=stop)
    return Text(
        N_(
            "The deadline was {due:date}. Please report the result, update the progress or ask for a later deadline, at"
            " the latest by {stop:full}."
        ),
        stop=stop,
        due=matter.due_on,
    )


def at_desk(item: AtDesk) -> Text:
    """To an officer."""
    return Text(
        NP_(
            "{count:count} overdue matter whose reminders nobody has confirmed after 03 working days is in the call"
            " list.",
            "{count:count} overdue matters whose reminders nobody has confirmed after 03 working days are in the call"
            " list.",
            by="count",
        ),
        count=item.count,
    )
