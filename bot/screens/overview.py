"""The main screen of a leader: how the periods that run stand, the tasks, and what waits for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.periods import Period, SeatState
from bot.domain.profiles import Profile
from bot.domain.tasks import Bucket
from bot.domain.texts import N_, Excerpt, Row, Screen, Text, joined
from bot.screens.home import AGGREGATE, HELP
from bot.screens.missed import view_rows
from bot.screens.reporting.acceptance import Acceptance
from bot.screens.tasks import BUCKET_NAMES, TASKS

_SENT = (SeatState.REPORTED, SeatState.REPORTED_LATE, SeatState.NIL, SeatState.NIL_LATE)
_NIL = (SeatState.NIL, SeatState.NIL_LATE)
_UNSENT = (SeatState.OPEN, SeatState.DRAFTING)
_VIEWED = 4
"""So many urgent reports have a button, and so many of those accepted are named."""


@dataclass(frozen=True)
class Accepted:
    """An urgent report that somebody has accepted."""

    code: str
    organisation: str
    acceptance: Acceptance


def overview(profile: Profile, lines: Sequence[Text], urgent: Sequence[str]) -> Screen:
    """The figures, and a button for each act that follows from them; `urgent` are codes, of what waits first."""
    rows: tuple[Row, ...] = (*view_rows(urgent[:_VIEWED]), (AGGREGATE, TASKS), (HELP,))
    return Screen((Text(N_("<b>{title}</b>"), title=profile.bot_title), *lines), rows)


def period_lines(
    period: Period, now: datetime, members: Mapping[SeatState, int], difficulties: int, adhoc: Sequence[str]
) -> Sequence[Text]:
    """How a period stands: members by what they have sent, the difficulties in that, and what was sent ad hoc."""
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
        *_adhoc(adhoc),
    )


def _adhoc(codes: Sequence[str]) -> Sequence[Text]:
    if not codes:
        return ()
    msgid = N_("Ad hoc reports in the data window: {count:count} ({codes}).")
    return (Text(msgid, count=len(codes), codes=Excerpt("; ".join(codes))),)


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
