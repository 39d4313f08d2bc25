"""Papers that an officer sends to the leaders by hand, and what the officer is told of it."""

from __future__ import annotations

from datetime import datetime

from bot.domain.periods import Period
from bot.domain.texts import N_, Choice, Screen, Text, Weight
from bot.domain.verbs.desk import ShowAggregate, ShowToLeaders
from bot.screens.releasing import SHOW, figures, heading
from bot.screens.summary import Summary


def draft(period: Period, number: int, fixed_at: datetime, summary: Summary, officer: str) -> Screen:
    """What leaders are sent before the release: that it is a draft, and who answers for its figures."""
    said = N_(
        "Draft, not released: the reports are fixed as of {at:full}, the figures may still change. Sent by {officer},"
        " who answers for these figures."
    )
    return Screen((heading(period, number), Text(said, at=fixed_at, officer=officer), *figures(summary)))


def ask(period: Period, fingerprint: int, officer: str) -> Screen:
    """Figures that are not released reach the leaders in the name of an officer."""
    asked = N_(
        "Send the draft of {period} to the leaders before its release? It is marked as a draft that is not released,"
        " and names {officer} as the one who answers for its figures."
    )
    send = Choice(Text(SHOW), ShowToLeaders(period, fingerprint), Weight.SEND)
    return Screen((Text(asked, period=period, officer=officer),), ((send,), (_back(period),)))


def _back(period: Period) -> Choice:
    return Choice(Text(N_("‹ Back")), ShowAggregate(period))


def shown(period: Period, count: int, at: datetime, officer: str) -> Screen:
    """The answer to the officer; the papers are on their way."""
    said = N_(
        "The draft of {period} is on its way to leaders ({count:count}), at {at:full}; it names {officer} as the one"
        " who answers for its figures."
    )
    return Screen((Text(said, period=period, count=count, at=at, officer=officer),), ((_back(period),),))


def shown_before(period: Period, at: datetime, officer: str) -> Screen:
    """The same figures are sent once."""
    said = N_("These figures of {period} were sent to the leaders at {at:full} by {officer}. Nothing was sent again.")
    return Screen((Text(said, period=period, at=at, officer=officer),), ((_back(period),),))


def nobody(period: Period) -> Screen:
    """No leader can be written to."""
    said = N_("No leader can be reached through the system at present. Nothing was sent.")
    return Screen((Text(said),), ((_back(period),),))


def sent_again(period: Period, number: int, count: int, leaders: int) -> Screen:
    """What was released is sent to whoever has not got it."""
    again = N_("The released papers of {period} are on their way to leaders who had not got them: {count:count}.")
    all_have = N_("Every leader who can be reached ({leaders:count}) has got the released papers of {period}.")
    if not leaders:
        return nobody(period)
    said = Text(again if count else all_have, period=period, count=count, leaders=leaders)
    return Screen((said,), ((Choice(Text(N_("Get the files again")), ShowAggregate(period, number)),),))
