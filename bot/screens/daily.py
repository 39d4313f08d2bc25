"""The desk's card of an afternoon: what has come since the last one, and how things stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.periods import Period
from bot.domain.texts import N_, NP_, Choice, Row, Screen, Text
from bot.domain.triage import QueueGroup, QueueView
from bot.domain.verbs.ledger import ShowLedger
from bot.domain.verbs.triage import ShowQueue
from bot.screens import reasons


@dataclass(frozen=True)
class PeriodFigures:
    """How many of the members that are due in a period have reported, and how many of them that nothing new arose."""

    period: Period
    due: int
    sent: int
    nil: int


@dataclass(frozen=True)
class Figures:
    """What a card says; `oldest` are the working days that the longest waiting difficulty has waited."""

    periodic: int
    adhoc: int
    waiting: int
    oldest: int
    periods: Sequence[PeriodFigures]
    tasks: int
    soon: int
    overdue: int
    to_release: Sequence[Period] = ()
    """The periods whose papers wait for their release."""


def card(today: date, since: datetime, found: Figures) -> Screen:
    """The card, which comes without a sound."""
    to_release = [Text(N_("Figures to be released: {period}"), period=each) for each in found.to_release]
    lines = [
        Text(N_("<b>Summary of {today:date}</b> (since {since:short})"), today=today, since=since),
        Text(
            N_("New reports: {count:count} ({periodic:count} periodic, {adhoc:count} ad hoc)"),
            count=found.periodic + found.adhoc,
            periodic=found.periodic,
            adhoc=found.adhoc,
        ),
        _waiting(found),
        *(_period(each) for each in found.periods),
        Text(
            N_("Tasks not done: {count:count}, of them {soon:count} due soon, {overdue:count} overdue"),
            count=found.tasks,
            soon=found.soon,
            overdue=found.overdue,
        ),
        *to_release,
        reasons.OF_DAY,
    ]
    queue = Choice(Text(N_("Open the waiting list")), ShowQueue(QueueView(QueueGroup.NEW)))
    missing = [Choice(Text(N_("View those missing")), ShowLedger(each.period)) for each in found.periods[:1]]
    row: Row = (queue, *missing)
    return Screen(tuple(lines), (row,), silent=True)


def _waiting(found: Figures) -> Text:
    if not found.waiting:
        return Text(N_("Waiting for acceptance: no difficulty"))
    return Text(
        NP_(
            "Waiting for acceptance: {count:count} difficulty, the longest {days}",
            "Waiting for acceptance: {count:count} difficulties, the longest {days}",
            by="count",
        ),
        count=found.waiting,
        days=Text(NP_("{count:count} working day", "{count:count} working days", by="count"), count=found.oldest),
    )


def _period(each: PeriodFigures) -> Text:
    return Text(
        N_("Report for {period}: {sent:count}/{due:count} members have sent it ({rate:tenths}%){nil}"),
        period=each.period,
        sent=each.sent,
        due=each.due,
        rate=round(1000 * each.sent / each.due),
        nil=Text(N_(", of them {count:count} nothing new"), count=each.nil) if each.nil else None,
    )
