"""The ledger of a period at the desk: how many seats stand where, the seats of a state, one seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.directory import DirectoryView, LinkState
from bot.domain.people import Seat
from bot.domain.periods import Period, Schedule, SeatState
from bot.domain.reports import Report
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Row, Screen, Text
from bot.domain.urging import PAGE, Holder, Missing, pages
from bot.domain.verbs.approving import OpenProxy
from bot.domain.verbs.directory import ShowMember
from bot.domain.verbs.ledger import AskUrge, ExcuseSeat, ShowLedger, ShowLedgerSeat, ShowLedgerState
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.seats import ShowSeatRequest
from bot.screens.lookup import by_number, page_of
from bot.screens.people.calling import why
from bot.screens.people.changing import ROLES
from bot.screens.reporting.amending import called
from bot.screens.reporting.form import HOME
from bot.screens.summary import STATE_NAMES

LEDGER = Choice(Text(N_("Ledger")), ShowLedger())


@dataclass(frozen=True)
class LedgerEntry:
    """A seat in a period: where it stands, its report with who stands behind it, or who could send one."""

    state: SeatState
    about: Missing
    report: Report | None = None
    sender: Text | None = None
    reason: str = ""
    """Why it is excused, where it is."""

    @property
    def seat(self) -> Seat:
        """Whose line it is."""
        return self.about.seat


def ledger(
    schedule: Schedule, counted: Mapping[SeatState, int], now: datetime, others: Sequence[Period], *, may_urge: bool
) -> Screen:
    """How many seats stand where: each is counted once. `others` are other periods that can be looked at."""
    period = schedule.period
    states = [state for state in STATE_NAMES if counted.get(state)]
    lines = [
        Text(N_("• {state}: {count:count}"), state=Text(STATE_NAMES[state]), count=counted[state]) for state in states
    ]
    total = Text(N_("Together: {count:count} members that are due."), count=sum(counted.values()))
    views = [
        Choice(
            Text(N_("{state} ({count:number})"), state=Text(STATE_NAMES[state]), count=counted[state]),
            ShowLedgerState(period, state, 0),
        )
        for state in states
    ]
    urge = Choice(Text(N_("Urge members")), AskUrge(period))
    turned = [Choice(Text(N_("Period {period:short}"), period=other), ShowLedger(other)) for other in others]
    return Screen(
        (Text(N_("<b>Ledger</b> – {period}"), period=period), _due(schedule, now), *lines, total),
        (
            *((view,) for view in views),
            *(((urge,),) if may_urge else ()),
            *(tuple(turned[i : i + 2]) for i in range(0, len(turned), 2)),
            (HOME,),
        ),
    )


def _due(schedule: Schedule, now: datetime) -> Text:
    if now >= schedule.stop_at:
        return Text(N_("Closed at {stop:full}."), stop=schedule.stop_at)
    return Text(
        N_("Deadline: {due:full}; can be sent until {stop:full}."),
        due=schedule.stated(schedule.due_at),
        stop=schedule.stated(schedule.stop_at),
    )


def seats(period: Period, state: SeatState, found: Sequence[LedgerEntry], page: int, now: datetime) -> Screen:
    """A page of the seats that stand in a state."""
    here = found[page * PAGE : (page + 1) * PAGE]
    heading = Text(
        N_("<b>{state}</b> – {period}: {count:count}{page}"),
        state=Text(STATE_NAMES[state]),
        period=period,
        count=len(found),
        page=page_of(page, pages(len(found))),
    )
    lines = [
        Text(
            N_("{number}. {organisation}{beside}"),
            number=number,
            organisation=Excerpt(each.seat.organisation),
            beside=_beside(each, now),
        )
        for number, each in enumerate(here, 1)
    ]
    turns = [Choice(Text(N_("Previous page")), ShowLedgerState(period, state, page - 1))] if page else []
    if page + 1 < pages(len(found)):
        turns.append(Choice(Text(N_("Next page")), ShowLedgerState(period, state, page + 1)))
    return Screen(
        (heading, *lines),
        (
            *by_number([ShowLedgerSeat(period, each.seat.id) for each in here]),
            *((tuple(turns),) if turns else ()),
            (_back(period), HOME),
        ),
    )


def _back(period: Period) -> Choice:
    return Choice(Text(N_("‹ Back to the ledger")), ShowLedger(period))


def _beside(each: LedgerEntry, now: datetime) -> Text | None:
    """What is said of a seat in a line: its report, why it is excused, or how it can be reached."""
    if each.report:
        return Text(N_(" – {code}, {at:stamp}"), code=called(each.report), at=each.report.sent_at)
    if each.state is SeatState.EXCUSED:
        return Text(N_(" – reason: {reason}"), reason=Excerpt(each.reason)) if each.reason else None
    if each.about.waiting:
        return Text(N_(" – waits for the approval of its head"))
    return Text(N_(" ({reach})"), reach=reach(each.about, now))


def reach(each: Missing, now: datetime) -> Text:
    """How often a seat was reminded, or why nobody of it is reached."""
    if not each.holders:
        return Text(N_("nobody is recorded"))
    if not each.is_reachable(now):
        return Text(N_("cannot be reached: {why}"), why=why(each.holders[0][0], now))
    times = NP_("reminded {count:count} time", "reminded {count:count} times", by="count")
    return Text(times, count=each.reminded) if each.reminded else Text(N_("not reminded yet"))


def seat(
    schedule: Schedule, each: LedgerEntry, request: int | None, now: datetime, *, accepting: bool, owed: bool
) -> Screen:
    """One seat in a period; `request`: what it asks for and nobody has decided, `owed`: whether a report is to come."""
    period = schedule.period
    heading = Text(
        N_("<b>{organisation}</b> – report for {period}: {state}."),
        organisation=Excerpt(each.seat.organisation),
        period=period,
        state=Text(STATE_NAMES[each.state]),
    )
    return Screen(
        (heading, *_of_report(each), *_of_missing(each, now, owed=owed), BLANK, *_holders(each.about.holders, now)),
        (*_acts(period, each, request, enter=accepting and owed), (_state(period, each.state), HOME)),
    )


def _state(period: Period, state: SeatState) -> Choice:
    return Choice(Text(N_("‹ Back to the list")), ShowLedgerState(period, state, 0))


def _of_report(each: LedgerEntry) -> Sequence[Text]:
    if each.report is None:
        return ()
    said = N_("{code}, sent at {at:stamp} by {sender}.")
    return (Text(said, code=called(each.report), at=each.report.sent_at, sender=each.sender),)


def _of_missing(each: LedgerEntry, now: datetime, *, owed: bool) -> Sequence[Text]:
    if each.state is SeatState.EXCUSED:
        return (Text(N_("Reason: {reason}"), reason=Excerpt(each.reason)),) if each.reason else ()
    if not owed:
        return ()
    lines = [Text(N_("Reminders: {reach}."), reach=reach(each.about, now))]
    if each.about.waiting:
        lines.append(Text(N_("The report has been written and waits for the approval of its head.")))
    if each.about.urged_at:
        lines.append(Text(N_("Urged today at {at:clock}."), at=each.about.urged_at))
    return lines


def _holders(holders: Sequence[Holder], now: datetime) -> Sequence[Text]:
    return [
        Text(
            N_("• {full_name} ({role}){phone}{why}"),
            full_name=Excerpt(entry.person.full_name),
            role=Text(ROLES[duty.role]),
            phone=Text(N_(", tel. {phone}"), phone=entry.person.phone) if entry.person.phone else None,
            why=None if entry.state(now) is LinkState.LINKED else Text(N_(": {why}"), why=why(entry, now)),
        )
        for entry, duty in holders
    ]


def _acts(period: Period, each: LedgerEntry, request: int | None, *, enter: bool) -> Sequence[Row]:
    rows: list[Row] = []
    if each.report:
        rows.append((Choice(Text(N_("View {code}"), code=each.report.code), ShowReport(each.report.code)),))
    if enter:
        rows.append((Choice(Text(N_("Enter in its place")), OpenProxy(each.seat.id, period)),))
    if enter and not request:
        rows.append((Choice(Text(N_("Excuse member")), ExcuseSeat(each.seat.id, period)),))
    if request:
        rows.append((Choice(Text(N_("View its request")), ShowSeatRequest(request)),))
    rows += [
        (Choice(Text(N_("View {full_name}"), full_name=entry.person.full_name), ShowMember(entry.person.id, _FIRST)),)
        for entry, _ in each.about.holders
    ]
    return rows


_FIRST = DirectoryView()
