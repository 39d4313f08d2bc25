"""Which periodic report: what can be sent, and what has been."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.periods import Schedule
from bot.domain.reports import Report
from bot.domain.texts import N_, Choice, Label, Row, Screen, Text
from bot.domain.verbs.reporting import OpenAdhoc, OpenNilReport, OpenReport
from bot.screens.reporting.amending import called
from bot.screens.reporting.form import HOME

ADHOC = Choice(Text(N_("Ad hoc report")), OpenAdhoc())


def choose(options: Sequence[tuple[Text, OpenReport]], filed: Sequence[Text], beside: Row = ()) -> Screen:
    """Which report to send; `options` are labels and verbs, `filed` what has been sent already.

    An ad hoc report can always be sent. `beside`: what can be asked for instead.
    """
    if not options:
        none = Text(N_("No periodic report is to be sent at present."))
        return Screen((*filed, none), ((ADHOC,), *((beside,) if beside else ()), (HOME,)))
    rows = tuple((Choice(label, verb),) for label, verb in options)
    return Screen(
        (Text(N_("<b>Send a report</b>")), *filed, Text(N_("Please choose the report:"))),
        (*rows, (ADHOC,), *((beside,) if beside else ()), (HOME,)),
    )


def choose_nil(options: Sequence[tuple[Text, OpenNilReport]]) -> Screen:
    """For which report it is to be said that nothing new arose."""
    rows = tuple((Choice(label, verb),) for label, verb in options)
    return Screen((Text(N_("For which report is nothing new to be reported?")),), (*rows, (HOME,)))


def filed_line(schedule: Schedule, report: Report, organisation: str) -> Text:
    """What has been sent for a period already."""
    return Text(
        N_("{period}{organisation}: received, code {code}, {at:stamp}."),
        period=schedule.period,
        organisation=Text(N_(" – {organisation}"), organisation=organisation) if organisation else None,
        code=called(report),
        at=report.sent_at,
    )


def report_label(organisation: Label | str | None, schedule: Schedule) -> Text:
    """The button of a report; names the member only where there is a choice of members."""
    if organisation:
        return Text(N_("{period:short} – {member}"), period=schedule.period, member=organisation)
    return Text(N_("Report for {period:short}"), period=schedule.period)
