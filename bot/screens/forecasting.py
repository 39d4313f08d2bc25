"""What the program will send of its own accord, in words: at the terminal, in the chat, on the page of the sandbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.forecasts import DESK, Matter, Push, persons_of
from bot.domain.operations import TopicKind
from bot.domain.periods import Period
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import SkipReason
from bot.domain.texts import N_, NP_, Text
from bot.screens.matters import reminder

KINDS: Mapping[str, str] = {
    TopicKind.RECEIPT: N_("Receipt of a report"),
    TopicKind.REMINDER: N_("Reminder"),
    TopicKind.DESK_COPY: N_("Copy of a report to the desk"),
    TopicKind.ATTACHMENT: N_("Copy of a report to the desk"),
    TopicKind.ESCALATION: N_("Urgent report brought to the leaders"),
    TopicKind.HANDLING: N_("Notice of how an urgent report is handled"),
    TopicKind.COSIGNED: N_("Notice of an outcome to those who co-signed"),
    TopicKind.DAILY: N_("Afternoon card of the desk"),
    TopicKind.WEEKLY: N_("Weekly card of the leaders"),
    TopicKind.URGE: N_("Urging for a report"),
    TopicKind.BROADCAST: N_("Announcement of the desk"),
    TopicKind.CLOSING: N_("Notice that a period is closed"),
}
NOTICE = N_("Notice")
"""What is of no other kind."""
_WHY: Mapping[str, str] = {
    SkipReason.LATE: N_("too late to be sent"),
    SkipReason.PLANNED_LATE: N_("its day had passed before it was known"),
    SkipReason.CLOSED: N_("the period has closed"),
    SkipReason.UNREACHABLE: N_("nobody can be written to"),
    SkipReason.DESK: N_("cancelled by the desk"),
}
_FOLDED = N_("a nearer reminder takes its place")
_MESSAGES = NP_("{count:count} message", "{count:count} messages", by="count")
_PERSONS = NP_("{count:count} person", "{count:count} persons", by="count")
_DESK_CARD = Text(N_("Morning card of the desk"))
DESK_GROUP = Text(N_("Group of the Standing Body"))


def heading(first: date, last: date, pushes: Sequence[Push]) -> Text:
    """How many messages go to how many persons."""
    words = N_("From {first:date} to {last:date}: {messages} to {persons}.")
    return Text(words, first=first, last=last, messages=messages(pushes), persons=_persons(pushes))


def of_day(day: date, pushes: Sequence[Push]) -> Text:
    """The same of one day."""
    return Text(N_("{day:day}: {messages} to {persons}"), day=day, messages=messages(pushes), persons=_persons(pushes))


def messages(pushes: Sequence[Push]) -> Text:
    """How many messages, with the word."""
    return Text(_MESSAGES, count=len(pushes))


def _persons(pushes: Sequence[Push]) -> Text:
    return Text(_PERSONS, count=persons_of(pushes))


def what(push: Push) -> Sequence[Text]:
    """What a message is about: each matter of a reminder, else its kind."""
    if push.matters:
        return [matter(each) for each in push.matters]
    if push.topic == TopicKind.AGGREGATE:
        return [aggregate(Period.parse(push.subject), number=0, is_file=push.is_file)]
    if push.topic == TopicKind.REMINDER and push.subject == DESK:
        return [_DESK_CARD]
    return [Text(KINDS.get(push.topic, NOTICE))]


def matter(found: Matter) -> Text:
    """What a reminder is of."""
    return reminder(Kind(found.kind), found.subject)


def aggregate(period: Period, *, number: int, is_file: bool) -> Text:
    """The aggregate of a period, or an addendum to it."""
    if number:
        msgid = N_("Addendum, file: {period}") if is_file else N_("Addendum: {period}")
    else:
        msgid = N_("Aggregate, file: {period}") if is_file else N_("Aggregate: {period}")
    return Text(msgid, period=period)


def why(reason: str) -> Text:
    """Why a reminder is not sent; without a reason a nearer one came."""
    return Text(_WHY.get(reason, _FOLDED))
