"""Urging those whose report is missing: who would be reached, what they read, what has come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.people import Seat
from bot.domain.periods import Cadence, Period, Schedule
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Row, Screen, Text, Weight, joined
from bot.domain.urging import PAGE, Arrival, Missing, Urging, pages
from bot.domain.verbs.directory import ShowCallList
from bot.domain.verbs.ledger import (
    ChooseUrged,
    LeaveOut,
    SendUrging,
    ShowLedger,
    ShowUrgeWords,
    ShowUrging,
)
from bot.domain.verbs.reporting import OpenNilReport, OpenReport
from bot.screens.ledger import reach
from bot.screens.people.calling import GONE, why
from bot.screens.reporting.form import HOME

_CONTACTS = Choice(Text(N_("View contacts")), ShowCallList(0))


def preview(urging: Urging, to_urge: Sequence[Missing], not_urged: Sequence[Missing], now: datetime) -> Screen:
    """Ask whether to urge: by name, how often each was reminded, who cannot be reached and why; then who is left."""
    period = urging.period
    if not to_urge:
        nobody = Text(N_("Nobody is left to be urged for {period} at present."), period=period)
        choose = ((_choose(urging),),) if urging.left_out else ()
        return Screen((nobody, *_left(urging, not_urged)), (*choose, (_back(period), HOME)))
    question = NP_(
        "Urge {count:count} member whose report for {period} has not come?",
        "Urge {count:count} members whose report for {period} has not come?",
        by="count",
    )
    lines = [
        Text(N_("• {organisation} ({reach})"), organisation=Excerpt(each.seat.organisation), reach=reach(each, now))
        for each in to_urge
    ]
    words = Choice(Text(N_("View the words")), ShowUrgeWords(urging.id))
    send = Choice(Text(N_("Urge members")), SendUrging(urging.id), Weight.SEND)
    return Screen(
        (Text(question, count=len(to_urge), period=period), *lines, *_left(urging, not_urged)),
        ((words, send), (_choose(urging), _back(period))),
    )


def _choose(urging: Urging) -> Choice:
    return Choice(Text(N_("Leave out members")), ChooseUrged(urging.id, 0))


def _back(period: Period) -> Choice:
    return Choice(Text(N_("‹ Back to the ledger")), ShowLedger(period))


def _left(urging: Urging, not_urged: Sequence[Missing]) -> Sequence[Text]:
    """Whom it does not reach though their report is missing, with the reason."""
    if not not_urged:
        return ()
    lines = [
        Text(N_("• {organisation}: {why}"), organisation=Excerpt(each.seat.organisation), why=_why_not(urging, each))
        for each in not_urged
    ]
    return (BLANK, Text(N_("Not urged:")), *lines)


def _why_not(urging: Urging, each: Missing) -> Text:
    if each.urged_at:
        return Text(N_("urged today at {at:clock}"), at=each.urged_at)
    if each.waiting:
        return Text(N_("its report waits for the approval of its head"))
    assert each.seat.id in urging.left_out
    return Text(N_("left out"))


def choose(urging: Urging, found: Sequence[Missing], page: int) -> Screen:
    """A page of those who could be urged; pressing one leaves it out, or takes it in again."""
    here = found[page * PAGE : (page + 1) * PAGE]
    lines = [
        Text(
            N_("{number}. {organisation}: {state}"),
            number=number,
            organisation=Excerpt(each.seat.organisation),
            state=Text(N_("left out") if each.seat.id in urging.left_out else N_("urged")),
        )
        for number, each in enumerate(here, 1)
    ]
    choices = [
        Choice(Text(_turn(each, urging), number=number), LeaveOut(urging.id, each.seat.id, page))
        for number, each in enumerate(here, 1)
    ]
    rows: list[Row] = [tuple(choices[i : i + 3]) for i in range(0, len(choices), 3)]
    turns = [Choice(Text(N_("Previous page")), ChooseUrged(urging.id, page - 1))] if page else []
    if page + 1 < pages(len(found)):
        turns.append(Choice(Text(N_("Next page")), ChooseUrged(urging.id, page + 1)))
    rows += [tuple(turns)] if turns else []
    done = Choice(Text(N_("Go on")), ShowUrging(urging.id))
    return Screen((Text(N_("Whom to leave out?")), *lines), (*rows, (done,)))


def _turn(each: Missing, urging: Urging) -> str:
    return N_("Take in {number}") if each.seat.id in urging.left_out else N_("Leave out {number}")


def words(seat: Seat, schedule: Schedule, now: datetime) -> Screen:
    """What everybody of a seat reads who is urged: the reason, the deadline, and the two ways to answer."""
    period = schedule.period
    due = Text(
        N_("The deadline was {due:full}; the report can still be sent until {stop:full}.")
        if now > schedule.due_at
        else N_("Deadline: {due:full}."),
        due=schedule.due_at if now > schedule.due_at else schedule.stated(schedule.due_at),
        stop=schedule.stated(schedule.stop_at),
    )
    asked = N_(
        "The Standing Body has not received the report for {period} of {organisation} yet; {you} are asked to send it."
    )
    write = Choice(Text(N_("Write the report")), OpenReport(seat.id, period))
    monthly = period.cadence is Cadence.MONTH
    nil = (Choice(Text(N_("Nothing new")), OpenNilReport(seat.id, period)),) if monthly else ()
    confirm = (Text(N_("If there is nothing new, please report that to confirm it.")),) if monthly else ()
    return Screen(
        (
            Text(N_("Dear {dear},")),
            Text(asked, period=period, organisation=seat.organisation),
            due,
            *confirm,
        ),
        ((write, *nil),),
    )


def shown_words(screen: Screen, urging: Urging) -> Screen:
    """What members read, as the desk looks at it: without choices of theirs."""
    back = Choice(Text(N_("‹ Back")), ShowUrging(urging.id))
    return Screen((Text(N_("Members read:")), BLANK, *screen.lines), ((back,),))


def result(urging: Urging, found: Mapping[Arrival, Sequence[Missing]], now: datetime) -> Screen:
    """What has come of an urging: how many it reached of those it was for, and whom not and why."""
    sent, waiting, unopened, gone, nobody, not_needed = (found.get(each, ()) for each in Arrival)
    lost = [*(_lost(each, GONE) for each in gone), *(_lost(each, _why_lost(each, now)) for each in nobody)]
    count = len(sent) + len(waiting) + len(unopened) + len(lost)
    lines = [
        Text(
            N_("Members urged for {period}: {sent:count} of {count:count}."),
            period=urging.period,
            sent=len(sent),
            count=count,
        )
    ]
    if waiting:
        lines.append(Text(N_("On the way: {names}."), names=_names(waiting)))
    if unopened:
        lines.append(Text(N_("Sent and not opened: {names}."), names=_names(unopened)))
    if lost:
        lines.append(Text(N_("Not reached: {reasons}."), reasons=joined(lost, "; ")))
    if not_needed:
        lines.append(Text(N_("Reported before the message left: {names}."), names=_names(not_needed)))
    again = ((Choice(Text(N_("Show anew")), ShowUrging(urging.id)),),) if waiting else ()
    contacts = ((_CONTACTS,),) if lost else ()
    return Screen(tuple(lines), (*again, *contacts, (_back(urging.period), HOME)))


def _names(found: Sequence[Missing]) -> Excerpt:
    return Excerpt("; ".join(each.seat.organisation for each in found))


def _lost(each: Missing, reason: Text) -> Text:
    return Text(N_("{organisation} ({why})"), organisation=Excerpt(each.seat.organisation), why=reason)


def _why_lost(each: Missing, now: datetime) -> Text:
    if not each.holders:
        return Text(N_("nobody is recorded"))
    if each.is_reachable(now):
        return Text(N_("the message did not arrive"))
    return why(each.holders[0][0], now)
