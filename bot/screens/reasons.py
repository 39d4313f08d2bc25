"""Why a reminder came: one short line at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.people import Duty
from bot.domain.periods import Period
from bot.domain.reminder_rules import Kind
from bot.domain.texts import N_, Excerpt, Screen, Text
from bot.screens.people.changing import named


@dataclass(frozen=True)
class Why:
    """What one reminder of a member came for: `subject` is a period, or the code of a task, difficulty or report."""

    kind: Kind
    subject: str
    duty: Duty | None
    """For which it came; None where it is held no more."""
    leads: bool = True
    """Of a task: whether the seat leads it, and does not follow it in the name of an agency without a seat."""


_REPORT = N_("Why this came: {you} are {duty}, which has not sent the report for {period}.")
_OF_A_MEMBER: Mapping[Kind, str] = {
    Kind.REPORT: _REPORT,
    Kind.CLOSING: _REPORT,
    Kind.TASK: N_("Why this came: {you} are {duty}, which leads task {code}."),
    Kind.JOINT: N_("Why this came: {you} are {duty}, which takes part in task {code}; its lead has not finished it."),
    Kind.QUESTION: N_(
        "Why this came: {you} are {duty}, which has not answered what the Standing Body asked about {code}."
    ),
    Kind.CONFIRMATION: N_("Why this came: {you} are {duty}, which has not said whether the result of {code} helps."),
    Kind.APPROVAL: N_("Why this came: {you} are {duty}; a report waits for approval by {you}."),
    Kind.DRAFT: N_("Why this came: {you} have a draft that was not sent."),
    Kind.RECEIPT: N_("Why this came: {you} are {duty}, which leads task {code} and has not confirmed its receipt."),
    Kind.RECEIPT_PRINCIPAL: N_(
        "Why this came: {you} are {duty}, which leads task {code} and has not confirmed its receipt."
    ),
}
_WATCHING = N_("Why this came: {you} are {duty}, which follows task {code} in the name of an agency without a seat.")
_AT_DESK = N_("Why this came: {you} are an officer of the Standing Body; the lead of task {code} has not confirmed it.")
_SEVERAL = N_("Why this came: the matters above wait for {you} or {organisation}.")
_SEVERAL_OF_DESK = N_("Why this came: {you} are an officer of the Standing Body, which looks after the matters above.")


def of_one(why: Why) -> Text:
    """Why a reminder of one matter came."""
    if why.kind is Kind.RECEIPT_DESK:
        return Text(_AT_DESK, code=why.subject)
    if why.duty is None and why.kind is not Kind.DRAFT:
        return of_several("")
    msgid = _OF_A_MEMBER[why.kind] if why.leads or why.kind is not Kind.TASK else _WATCHING
    duty = named(why.duty) if why.duty else None
    if why.kind in (Kind.REPORT, Kind.CLOSING):
        return Text(msgid, duty=duty, period=Period.parse(why.subject))
    return Text(msgid, duty=duty, code=why.subject)


def of_several(organisation: str, *, of_desk: bool = False) -> Text:
    """Why a card of several matters came; `organisation` is that of all of them, or empty."""
    if of_desk:
        return Text(_SEVERAL_OF_DESK)
    name = Excerpt(organisation) if organisation else Text(N_("the member concerned"))
    return Text(_SEVERAL, organisation=name)


OF_DESK = Text(
    N_("Why this came: {you} are an officer of the Standing Body; the matters above are to be looked after today.")
)
NOBODY_GAVE_A_SIGN = Text(
    N_("Why this came: {you} are an officer of the Standing Body, which calls members who give no sign.")
)
OF_DAY = Text(N_("Why this came: officers of the Standing Body get this summary at the end of every working day."))
OF_WEEK = Text(N_("Why this came: leaders of the Standing Body get this summary at the beginning of every week."))


def with_reason(screen: Screen, why: Text) -> Screen:
    """Return a screen that ends with why it came."""
    return replace(screen, lines=(*screen.lines, why))
