"""The main screen of a leader: how the periods that run stand, the tasks, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.following import Reckoning
from bot.domain.leading import NIL, SENT, Breakdown, counted
from bot.domain.periods import Period, SeatState
from bot.domain.profiles import Profile
from bot.domain.reconciling import Figures
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text, joined
from bot.domain.verbs.leading import ListOpinions, ShowBreakdown, ShowLate, ShowUnsent
from bot.screens.difficulties.merging import members_of
from bot.screens.home import AGGREGATE, HELP
from bot.screens.leading.lists import SITUATION
from bot.screens.leading.tasks import FIGURES
from bot.screens.missed import view_rows
from bot.screens.reporting.acceptance import Acceptance
from bot.screens.tasks.listing import TASKS

_VIEWED = 4
"""So many urgent reports have a button, and so many of those accepted are named."""


@dataclass(frozen=True)
class Accepted:
    """An urgent report that somebody has accepted."""

    code: str
    organisation: str
    acceptance: Acceptance


@dataclass(frozen=True)
class Repeated:
    """A difficulty behind which several members stand."""

    code: str
    field: str
    members: int


def overview(
    profile: Profile, lines: Sequence[Text], periods: Sequence[Period], asked: int, urgent: Sequence[str]
) -> Screen:
    """The figures, and a button for each act that follows from them; `urgent` are codes, of what waits first.

    `asked`: on how many difficulties an opinion is asked for.
    """
    late = Choice(Text(N_("View what is overdue")), ShowLate(0))
    of_period: list[Row] = [(late, *_opinions(asked))]
    if periods:
        unsent = Choice(Text(N_("View those missing")), ShowUnsent(periods[0], 0))
        fields = Choice(Text(N_("View fields")), ShowBreakdown(periods[0], Breakdown.FIELD, 0))
        of_period = [(unsent, late), (fields, *_opinions(asked))]
    rows: tuple[Row, ...] = (*of_period, *view_rows(urgent[:_VIEWED]), (AGGREGATE, TASKS), (FIGURES, HELP))
    return Screen((Text(N_("<b>{title}</b>"), title=profile.bot_title), *lines), rows)


def _opinions(asked: int) -> Row:
    return (Choice(Text(N_("Give opinions")), ListOpinions(0)),) if asked else ()


def to_situation(asked: int) -> Row:
    """The ways from another main screen."""
    return (SITUATION, *_opinions(asked))


def period_lines(period: Period, now: datetime, found: Figures, missed: int, adhoc: Sequence[str]) -> Sequence[Text]:
    """How a period stands: members by what they have sent, difficulties by what has become of them.

    `missed`: how many of these an authority has not replied about in time; `adhoc` are the codes of what was sent ad
    hoc.
    """
    reckoning = found.reckoning
    followed = N_("Difficulties being followed: {open:count}{missed}; new in the period: {new:count}.")
    late = Text(N_(" (past the day of the reply: {count:count})"), count=missed) if missed else None
    return (
        Text(N_("<b>Situation of {period}</b> – up to {now:stamp}"), period=period, now=now),
        Text(N_("Members: {parts}."), parts=joined(members_of_period(found), "; ")),
        Text(followed, open=reckoning.open, missed=late, new=reckoning.new),
        _ended(reckoning),
        *_adhoc(adhoc),
    )


def members_of_period(found: Figures) -> list[Text]:
    """Members by what they have sent, a part of a line each."""
    sent, nil = counted(found, SENT), counted(found, NIL)
    return [
        Text(
            N_("{sent:count}/{due:count} have sent a report ({rate:tenths}%){nil}"),
            sent=sent,
            due=found.due,
            rate=round(1000 * sent / found.due),
            nil=Text(N_(", of them {count:count} nothing new"), count=nil) if nil else None,
        ),
        *_counted(N_("{count:count} not sent"), counted(found, (SeatState.OPEN, SeatState.DRAFTING))),
        *_counted(N_("{count:count} not sent, past the deadline"), counted(found, (SeatState.MISSING,))),
        *_counted(N_("{count:count} excused"), counted(found, (SeatState.EXCUSED,))),
    ]


def _ended(reckoning: Reckoning) -> Text:
    share = reckoning.handled
    rate = Text(N_("; handled: {rate:tenths}%"), rate=round(1000 * share)) if share is not None else None
    return Text(N_("Ended in the period: {closed:count}{rate}."), closed=reckoning.closed, rate=rate)


def opinions_line(asked: int) -> Text:
    """How many difficulties wait for an opinion."""
    return Text(N_("Waiting for an opinion: {count:count}."), count=asked)


def repeated_lines(found: Sequence[Repeated]) -> Sequence[Text]:
    """The difficulties behind which most members stand."""
    if not found:
        return ()
    lines = [
        Text(
            N_("{number}. {code} ({field}): {members}"),
            number=number,
            code=each.code,
            field=each.field,
            members=members_of(each.members),
        )
        for number, each in enumerate(found, 1)
    ]
    return (Text(N_("Named by most members:")), *lines)


def _adhoc(codes: Sequence[str]) -> Sequence[Text]:
    if not codes:
        return ()
    msgid = N_("Ad hoc reports in the data window: {count:count} ({codes}).")
    return (Text(msgid, count=len(codes), codes=Excerpt("; ".join(codes))),)


def _counted(msgid: str, count: int) -> Sequence[Text]:
    return (Text(msgid, count=count),) if count else ()


def waiting_line(codes: Sequence[str]) -> Text:
    """The urgent reports that nobody has accepted, the oldest first."""
    if not codes:
        return Text(N_("Urgent reports waiting for acceptance: none."))
    msgid = N_("Urgent reports waiting for acceptance: {count:count} ({codes}).")
    return Text(msgid, count=len(codes), codes="; ".join(codes))


def accepted_lines(accepted: Sequence[Accepted], days: int) -> Sequence[Text]:
    """The urgent reports accepted in the last `days`, the latest first: by whom, and when."""
    if not accepted:
        return ()
    named = N_("• {code}, {organisation}: accepted at {at:stamp} by {officer}")
    lines = [
        Text(
            named,
            code=each.code,
            organisation=Excerpt(each.organisation),
            at=each.acceptance.at,
            officer=each.acceptance.officer,
        )
        for each in accepted[:_VIEWED]
    ]
    heading = N_("Urgent reports accepted in the last {days:count} days: {count:count}.")
    return (Text(heading, days=days, count=len(accepted)), *lines)
