"""What a reminder or a deadline is about, in a few words: the same wherever one is named."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.answering import STEPS
from bot.domain.periods import Period
from bot.domain.reminder_rules import Kind
from bot.domain.texts import N_, Excerpt, Text
from bot.errors import BotError
from bot.screens.rule_words import name

_MATTERS: Mapping[Kind, str] = {
    Kind.TASK: N_("task {code}"),
    Kind.JOINT: N_("task {code}, taken part in"),
    Kind.QUESTION: N_("what was asked about {code}"),
    Kind.CONFIRMATION: N_("result of {code}"),
    Kind.RECEIPT: N_("receipt of task {code}"),
    Kind.RECEIPT_PRINCIPAL: N_("receipt of task {code}"),
    Kind.RECEIPT_DESK: N_("receipt of task {code}"),
}
_OF_PERIODS: Mapping[Kind, str] = {
    Kind.REPORT: N_("report for {period}"),
    Kind.CLOSING: N_("report for {period}, which closes"),
    Kind.APPROVAL: N_("approval of the report for {period}"),
}


def matter(kind: Kind, subject: str) -> Text:
    """What is due, or waited for."""
    if kind in STEPS:
        of = matter(Kind.REPORT if subject[:1].isdigit() else Kind.TASK, subject)
        return Text(N_("{what}, overdue without a sign"), what=of)
    if kind in _OF_PERIODS:
        try:
            return Text(_OF_PERIODS[kind], period=Period.parse(subject))
        except (BotError, ValueError):
            return name(kind)
    if kind in _MATTERS:
        return Text(_MATTERS[kind], code=Excerpt(subject))
    return name(kind)


def reminder(kind: Kind, subject: str) -> Text:
    """That it is reminded of it."""
    return Text(N_("Reminder: {what}"), what=matter(kind, subject))
