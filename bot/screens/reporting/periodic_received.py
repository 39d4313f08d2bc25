"""The screens of a periodic report that has been received, and of one that cannot be sent any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.amendments import Difference
from bot.domain.forms import Draft
from bot.domain.periods import Schedule
from bot.domain.profiles import Profile
from bot.domain.reports import PROXIES, Report
from bot.domain.texts import BLANK, N_, NP_, Choice, Screen, Text
from bot.domain.verbs.approving import OpenProxy
from bot.domain.verbs.reporting import MoveDraft, OpenAdhoc
from bot.screens.reporting import (
    alike,
    amending,
    approval,
    attachments,
    carrying,
    quarterly,
)
from bot.screens.reporting.form import HOME
from bot.screens.reporting.periodic import View, nil_content, unfinished_lines


def receipt(
    profile: Profile,
    view: View,
    report: Report,
    paper: Text,
    until: datetime | None,
    found: Difference | None,
    cosigned: Sequence[str] = (),
) -> Screen:
    """The report is stored, and goes into a `paper`; `until` when it can be withdrawn, `found` what it changes.

    Says nothing that has not happened.
    """
    office = profile.office
    return Screen(
        (
            amending.received(report) if found else _received(report),
            Text(
                N_("Period: {period}. Member: {organisation}."),
                period=view.schedule.period,
                organisation=view.organisation,
            ),
            *_received_lines(view, report, found),
            *approval.endorsement_lines(report, view.signature),
            _content(report) if report.difficulties else nil_content(view),
            *alike.receipt_line(cosigned),
            *carrying.said_lines(report.said),
            *carrying.left_alone(len(view.going.carried) - len(report.said)),
            *(unfinished_lines(view) if report.nil else ()),
            *(quarterly.receipt_lines(report.quarterly) if report.quarterly else ()),
            BLANK,
            paper,
            *amending.until_line(until),
            Text(N_("Contact: {unit}, {phone}."), unit=office.department, phone=office.phone),
        ),
        (amending.acts(report, until),),
    )


def _received(report: Report) -> Text:
    return Text(N_("<b>Report {report} has been received</b>"), report=amending.called(report))


def _received_lines(view: View, report: Report, found: Difference | None) -> Sequence[Text]:
    judged = timeliness(view.late)
    if found is None:
        return (Text(N_("Received: {at:full} ({timeliness})."), at=report.sent_at, timeliness=judged),)
    first = N_("Received: {at:full}. The report was first received at {first:stamp} ({timeliness}), which counts.")
    return (
        Text(first, at=report.sent_at, first=report.filed_at, timeliness=judged),
        amending.summary(found),
    )


def _content(report: Report) -> Text:
    return Text(
        NP_(
            "Content: {count:count} difficulty ({codes}){files}.",
            "Content: {count:count} difficulties ({codes}){files}.",
            by="count",
        ),
        count=len(report.difficulties),
        codes=", ".join(difficulty.code for difficulty in report.difficulties),
        files=attachments.amount(report.attachments),
    )


def timeliness(late: bool) -> Text:
    """How the time of a report that has been sent is called."""
    return Text(N_("late")) if late else Text(N_("on time"))


def already_received(
    report: Report,
    organisation: str,
    sender: Text,
    schedule: Schedule,
    kept: Draft | None,
    following: Schedule | None,
    *,
    is_closed: bool,
    by_desk: bool,
) -> Screen:
    """The seat has reported for this period; there is one report per seat and period, which its people can amend.

    A draft that is kept beside it goes into the amendment, or into the `following` period, if there is one by now.
    """
    received = Text(
        N_(
            "The report of {organisation} for {period} was received at {at:stamp}, code {code},"
            " sent by {sender}. It need not be sent again."
        ),
        organisation=organisation,
        period=schedule.period,
        at=report.sent_at,
        code=amending.called(report),
        sender=sender,
    )
    act = amending.view(report) if by_desk else amending.amend(report)
    change = () if is_closed else ((act,),)
    if kept is None:
        return Screen((received,), (*change, (HOME,)))
    beside = Text(N_("What was entered in the draft is kept; it has not been sent."))
    move = (_move(kept, following),) if following else ()
    return Screen((received, beside), (*change, (*move, HOME)))


def closed(schedule: Schedule, draft: Draft, following: Schedule | None) -> Screen:
    """The period closed before the draft was sent."""
    lines = [
        Text(
            N_("The period {period} was closed at {stop:full}. What was entered is kept."),
            period=schedule.period,
            stop=schedule.stop_at,
        )
    ]
    adhoc = OpenProxy(draft.seat) if draft.kind in PROXIES else OpenAdhoc(draft.seat)
    instead = (
        *((_move(draft, following),) if following else ()),
        Choice(Text(N_("Ad hoc report")), adhoc),
    )
    return Screen(tuple(lines), (instead, (HOME,)))


def _move(draft: Draft, following: Schedule) -> Choice:
    return Choice(Text(N_("Move to {period:short}"), period=following.period), MoveDraft(draft.id))
