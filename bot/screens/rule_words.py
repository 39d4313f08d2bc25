"""A rule of reminders, and what it reminds of, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from itertools import groupby

from bot.domain.people import Role
from bot.domain.reminder_rules import AT_ONCE, ON_THE_DAY, Kind, Mark, Rule, Side
from bot.domain.texts import N_, NP_, Text, joined
from bot.screens.people.changing import ROLES

NAMES: Mapping[Kind, str] = {
    Kind.REPORT: N_("Periodic report"),
    Kind.CLOSING: N_("Report missing when the period closes"),
    Kind.TASK: N_("Task led"),
    Kind.JOINT: N_("Task taken part in"),
    Kind.QUESTION: N_("What was asked about a difficulty"),
    Kind.CONFIRMATION: N_("Opinion on a result"),
    Kind.APPROVAL: N_("Report that waits for approval"),
    Kind.DRAFT: N_("Draft not sent"),
    Kind.RECEIPT: N_("Receipt of a task, asked of the focal person"),
    Kind.RECEIPT_PRINCIPAL: N_("Receipt of a task, asked of the leader"),
    Kind.RECEIPT_DESK: N_("Receipt of a task, told the Standing Body"),
    Kind.UNANSWERED: N_("Overdue without a sign, asked again"),
    Kind.UNANSWERED_PRINCIPAL: N_("Overdue without a sign, asked of the leader too"),
    Kind.UNANSWERED_DESK: N_("Overdue without a sign, told the Standing Body"),
    Kind.URGENT: N_("Urgent report not accepted, officers called again"),
    Kind.URGENT_LEADER: N_("Urgent report not accepted, leaders told"),
    Kind.SOON: N_("Report to be handled soon not accepted, officers called again"),
}
_MARKS: Mapping[Side, str] = {
    Side.OPENING: N_("when the period opens"),
    Side.WAITED: N_("after {numbers} working days of waiting"),
    Side.BEFORE: N_("{numbers} days before"),
    Side.BEFORE_WORKING: N_("{numbers} working days before"),
    Side.AFTER: N_("{numbers} working days after"),
    Side.MINUTES: N_("after {numbers} minutes"),
}


def name(kind: Kind) -> Text:
    """What a rule is called."""
    return Text(NAMES[kind])


def line(kind: Kind, rule: Rule) -> Text:
    """A rule in one line."""
    parts = {"name": name(kind), "marks": marks(rule.marks), "roles": roles(rule), "hour": hour(kind, rule)}
    if kind in AT_ONCE:
        return Text(N_("{name}: {marks}. To: {roles}. {hour}"), **parts)
    return Text(N_("{name}: {marks}. To: {roles}. {hour} {late}"), **parts, late=late(rule.late_days))


def marks(found: Sequence[Mark]) -> Text:
    """The marks of a rule, those of one side together."""
    return joined([*_sides(found)], "; ")


def _sides(found: Sequence[Mark]) -> Iterator[Text]:
    for (side, on_the_day), of_side in groupby(found, lambda mark: (mark.side, mark == ON_THE_DAY)):
        if on_the_day:
            yield Text(N_("on the day itself"))
        else:
            numbers = joined([Text(N_("{number:count}"), number=mark.number) for mark in of_side], ", ")
            yield Text(_MARKS[side], numbers=numbers)


def roles(rule: Rule) -> Text:
    """To whom a rule sends."""
    return joined([Text(ROLES[role]) for role in Role if role in rule.audience], ", ")


def hour(kind: Kind, rule: Rule) -> Text:
    """At which hour."""
    if kind in (Kind.URGENT, Kind.URGENT_LEADER):
        return Text(N_("Hour: any, also on days off."))
    if kind in AT_ONCE:
        return Text(N_("Hour: that of deadlines."))
    return at(rule.hour)


def at(chosen: time | None) -> Text:
    """An hour that a rule may name, or that of each person."""
    return Text(N_("Hour: {at}."), at=chosen) if chosen else Text(N_("Hour: the one each person has chosen."))


def late(days: int) -> Text:
    """How late it may still be sent."""
    if not days:
        return Text(N_("Not sent late."))
    msgid = NP_(
        "Sent late within {count:count} working day.", "Sent late within {count:count} working days.", by="count"
    )
    return Text(msgid, count=days)
