"""The main screen of a leader: how the periods that run stand, the tasks, and what waits for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.periods import Period, SeatState
from bot.domain.profiles import Profile
from bot.domain.tasks import Bucket
from bot.domain.texts import N_, Row, Screen, Text, joined
from bot.screens.home import AGGREGATE, HELP
from bot.screens.missed import view_rows
from bot.screens.tasks import BUCKET_NAMES, TASKS

_SENT = (SeatState.REPORTED, SeatState.REPORTED_LATE, SeatState.NIL, SeatState.NIL_LATE)
_NIL = (SeatState.NIL, SeatState.NIL_LATE)
_UNSENT = (SeatState.OPEN, SeatState.DRAFTING)
_VIEWED = 4
"""So many of the urgent reports that wait have a button; the others are named."""


def overview(profile: Profile, lines: Sequence[Text], waiting: Sequence[str]) -> Screen:
    """The figures, and a button for each act that follows from them; `waiting` are codes of urgent reports."""
    rows: tuple[Row, ...] = (*view_rows(waiting[:_VIEWED]), (AGGREGATE, TASKS), (HELP,))
    return Screen((Text(N_("<b>{title}</b>"), title=profile.bot_title), *lines), rows)


def period_lines(period: Period, now: datetime, members: Mapping[SeatState, int], difficulties: int) -> Sequence[Text]:
    """How a period stands: members by what they have sent, and the difficulties in their reports."""
    due = sum(members.values())
    sent, nil, unsent = (_total(members, states) for states in (_SENT, _NIL, _UNSENT))
    parts = [
        Text(
            N_("{sent:count}/{due:count} have sent a report ({rate:tenths}%){nil}"),
            sent=sent,
            due=due,
            rate=round(1000 * sent / due),
            nil=Text(N_(", of them {count:count} nothing new"), count=nil) if nil else None,
        ),
        *_counted(N_("{count:count} not sent"), unsent),
        *_counted(N_("{count:count} not sent, past the deadline"), members.get(SeatState.MISSING, 0)),
        *_counted(N_("{count:count} excused"), members.get(SeatState.EXCUSED, 0)),
    ]
    return (
        Text(N_("<b>Situation of {period}</b> – up to {now:stamp}"), period=period, now=now),
        Text(N_("Members: {parts}."), parts=joined(parts, "; ")),
        Text(N_("Difficulties in the reports of the period: {count:count}."), count=difficulties),
    )


def _total(members: Mapping[SeatState, int], states: Sequence[SeatState]) -> int:
    return sum(members.get(state, 0) for state in states)


def _counted(msgid: str, count: int) -> Sequence[Text]:
    return (Text(msgid, count=count),) if count else ()


def task_line(buckets: Sequence[Bucket]) -> Text:
    """The tasks by where they stand, those that are done among them."""
    if not buckets:
        return Text(N_("Tasks: none is recorded."))
    counts = Counter(buckets)
    named = [
        Text(N_("{bucket} {count:count}"), bucket=Text(BUCKET_NAMES[bucket]), count=counts[bucket])
        for bucket in Bucket
        if counts[bucket]
    ]
    return Text(N_("Tasks ({total:count}): {buckets}."), total=len(buckets), buckets=joined(named, "; "))


def waiting_line(codes: Sequence[str]) -> Text:
    """The urgent reports that nobody has accepted, the oldest first."""
    if not codes:
        return Text(N_("Urgent reports waiting for acceptance: none."))
    msgid = N_("Urgent reports waiting for acceptance: {count:count} ({codes}).")
    return Text(msgid, count=len(codes), codes="; ".join(codes))
