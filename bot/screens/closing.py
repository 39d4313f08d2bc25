"""What members are told when a period closes: where a late report went, or that none came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.people import Seat
from bot.domain.periods import Period, Schedule
from bot.domain.texts import N_, Choice, Row, Screen, Text
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.reporting import OpenAdhoc, OpenReport


@dataclass(frozen=True)
class Outcome:
    """What the close of a period means for a seat."""

    seat: Seat
    report: str = ""
    """The code of its report in an addendum; empty where none came."""
    addendum: int = 0
    amends: int = 0
    """Which version of the report stands there, where it amends what was sent before; else 0."""
    adhoc: Sequence[str] = ()
    """What it sent ad hoc in the period's data window, by code."""


def closed(schedule: Schedule, outcomes: Sequence[Outcome], next_period: Period | None) -> Screen:
    """One message to a person, whatever their seats; without a `next_period` no other report can be sent yet."""
    heading = Text(
        N_("<b>The report for {period} is closed</b> since {stop:full}."),
        period=schedule.period,
        stop=schedule.stop_at,
    )
    missing = [outcome for outcome in outcomes if not outcome.report]
    return Screen(
        (
            Text(N_("Dear {dear},")),
            heading,
            *(line for outcome in outcomes for line in _lines(schedule.period, outcome)),
            *([_what_can_be_done(next_period)] if missing else []),
        ),
        _rows(outcomes, next_period),
        silent=True,
    )


def _lines(period: Period, outcome: Outcome) -> Sequence[Text]:
    if outcome.report:
        late = N_(
            "Report {code} of {organisation} came after the aggregate was made and stands in addendum No."
            " {number:count} of {period}."
        )
        amended = N_(
            "Amendment No. {version:count} of report {code} of {organisation} came after the aggregate was made and"
            " stands in addendum No. {number:count} of {period}."
        )
        named = {"organisation": outcome.seat.organisation, "number": outcome.addendum, "period": period}
        return (Text(amended if outcome.amends else late, code=outcome.report, version=outcome.amends, **named),)
    missing = N_("No periodic report of {organisation} has been received for {period}.")
    adhoc = N_("What was sent ad hoc ({codes}) stands in the aggregate of the period.")
    return (
        Text(missing, organisation=outcome.seat.organisation, period=period),
        *([Text(adhoc, codes=", ".join(outcome.adhoc))] if outcome.adhoc else []),
    )


def _what_can_be_done(next_period: Period | None) -> Text:
    if next_period is None:
        return Text(N_("No report can be sent for it any more. What is urgent can be sent as an ad hoc report."))
    return Text(
        N_(
            "No report can be sent for it any more. Its difficulties can be named in the report for {next},"
            " or sent as an ad hoc report."
        ),
        next=next_period,
    )


def _rows(outcomes: Sequence[Outcome], next_period: Period | None) -> tuple[Row, ...]:
    """Of several seats none is guessed: their report is chosen where it is begun."""
    views = tuple((Choice(Text(N_("View {code}"), code=o.report), ShowReport(o.report)),) for o in outcomes if o.report)
    missing = [outcome.seat.id for outcome in outcomes if not outcome.report]
    if len(missing) != 1:
        return views
    adhoc = (Choice(Text(N_("Ad hoc report")), OpenAdhoc(missing[0])),)
    if next_period is None:
        return (*views, adhoc)
    report = (Choice(Text(N_("Report for {period:short}"), period=next_period), OpenReport(missing[0], next_period)),)
    return (*views, report, adhoc)
