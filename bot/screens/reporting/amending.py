"""Amending and withdrawing a report that was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.amendments import Difference
from bot.domain.forms import Draft
from bot.domain.periods import Period, Schedule
from bot.domain.reports import Difficulty, Report
from bot.domain.texts import N_, Choice, Row, Screen, Text, Weight, joined
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.reporting import ContinueDraft, OpenAdhoc, OpenReport
from bot.domain.verbs.versions import AmendReport, AskWithdrawal, ShowDifference, WithdrawReport
from bot.screens.reporting.form import HOME

SEND = Text(N_("Send amendment"))
_SENDS = N_("It takes the place of what was sent only after Send amendment is chosen.")


def called(report: Report) -> Text:
    """A report by its code, and by its number where it is not the first version."""
    msgid = N_("{code}, No. {version:count}") if report.version > 1 else N_("{code}")
    return Text(msgid, code=report.code, version=report.version)


def amend(report: Report) -> Choice:
    """The choice that opens a report for something to be added or corrected."""
    return Choice(Text(N_("Amend the report")), AmendReport(report.code))


def view(report: Report) -> Choice:
    """The choice that shows a report."""
    return Choice(Text(N_("View {code}"), code=report.code), ShowReport(report.code))


def view_difference(report: Report) -> Choice:
    """The choice that shows what a version changes."""
    return Choice(
        Text(N_("Changes of No. {version:count}"), version=report.version), ShowDifference(report.code, report.version)
    )


def acts(report: Report, withdrawable_until: datetime | None) -> Row:
    """What its sender can do with a report that was sent."""
    if withdrawable_until is None:
        return (amend(report),)
    return (amend(report), Choice(Text(N_("Withdraw the report")), AskWithdrawal(report.code)))


def until_line(withdrawable_until: datetime | None) -> tuple[Text, ...]:
    """Until when a report can be withdrawn; nothing where it no longer can."""
    if withdrawable_until is None:
        return ()
    msgid = N_("It can be withdrawn before {until:clock}, as long as the Standing Body has not opened it.")
    return (Text(msgid, until=withdrawable_until),)


def heading(amends: Report) -> Sequence[Text]:
    """Above the review of an amendment: what it amends, and that this stays as it was sent."""
    return (
        Text(N_("<b>Amendment of {report}</b>, sent at {at:stamp}"), report=called(amends), at=amends.sent_at),
        Text(
            N_("What was sent stays as it was; what stands below takes its place as No. {n:count}."),
            n=amends.version + 1,
        ),
    )


def reminder() -> Text:
    """Below it: when it counts."""
    return Text(_SENDS)


def received(report: Report) -> Text:
    """The first line of the receipt of a version."""
    return Text(
        N_("<b>Amendment No. {version:count} of report {code} has been received</b>"),
        version=report.version,
        code=report.code,
    )


def summary(found: Difference) -> Text:
    """What a version changes, in a sentence."""
    parts = [
        *_named(N_("added: {codes}"), [each.code for each in found.added]),
        *_named(N_("changed: {codes}"), [each.difficulty.code for each in found.changed]),
        *_named(N_("withdrawn: {codes}"), [each.code for each in found.withdrawn]),
        *_named(N_("on earlier ones: {codes}"), [each.code for each in (*found.said, *found.unsaid)]),
        *([Text(N_("the level"))] if found.urgency else []),
        *([Text(N_("the opinion"))] if found.opinion is not None else []),
        *([Text(N_("the results of tasks"))] if found.tasks else []),
        *([Text(N_("nothing new to report"))] if found.nil and found.nil[1] else []),
    ]
    return Text(N_("Changes: {changes}."), changes=joined(parts, "; "))


def _named(msgid: str, codes: Sequence[str]) -> Sequence[Text]:
    return [Text(msgid, codes=", ".join(codes))] if codes else []


UNCHANGED = Text(N_("Nothing differs from what was sent; no amendment has been sent."))


def overtaken(live: Report, sender: str) -> Screen:
    """Another version has been sent since a draft was taken up."""
    said = Text(
        N_(
            "{report} was sent at {at:stamp} by {sender}, after this draft had been opened. What was entered is kept in"
            " the draft and has not been sent."
        ),
        report=called(live),
        at=live.sent_at,
        sender=sender,
    )
    how = Text(N_("To send it, please open the report again: the draft then goes on from the newest version."))
    return Screen((said, how), ((amend(live), view(live)), (HOME,)))


def ask(report: Report, schedule: Schedule | None) -> Screen:
    """Whether a report is to be withdrawn."""
    lines = [
        Text(
            N_("Withdraw report {report}? Its content becomes a draft again, and the report counts as not sent."),
            report=called(report),
        )
    ]
    if schedule:
        lines.append(Text(N_("It is due at {due:full}."), due=schedule.stated(schedule.due_at)))
    keep = Choice(Text(N_("Keep the report")), ShowReport(report.code))
    gone = Choice(Text(N_("Withdraw the report")), WithdrawReport(report.code), Weight.DESTRUCTIVE)
    return Screen(tuple(lines), ((keep, gone),))


def done(report: Report, draft: Draft, now: datetime, schedule: Schedule | None) -> Screen:
    """A report has been withdrawn."""
    said = Text(
        N_("{report} was withdrawn at {now:clock}. Its content is kept in the draft."), report=called(report), now=now
    )
    not_sent = Text(N_("The report for {period} has not been sent now."), period=schedule.period if schedule else None)
    change = Choice(Text(N_("Change the draft")), ContinueDraft(draft.id))
    return Screen((said, *([not_sent] if schedule else [])), ((change, HOME),))


def too_late(report: Report) -> Screen:
    """A report can no longer be withdrawn."""
    return Screen(
        (
            Text(
                N_(
                    "Report {report} has gone to the Standing Body and cannot be withdrawn. {You} can send what is to"
                    " be added or corrected."
                ),
                report=called(report),
            ),
        ),
        ((amend(report), HOME),),
    )


def withdrawn_before(code: str) -> Screen:
    """A button of a report that is withdrawn."""
    return Screen(
        (Text(N_("Report {code} has been withdrawn. Its content is in the draft of whoever withdrew it."), code=code),),
        ((HOME,),),
    )


def withdrawn_line(report: Report, organisation: str, now: datetime) -> Screen:
    """What stands in the place of the desk's copy of a report that was withdrawn."""
    said = Text(
        N_("Report {report} of {organisation} was withdrawn by its sender at {now:stamp}."),
        report=called(report),
        organisation=organisation,
        now=now,
    )
    return Screen((said,), silent=True)


def taken_out(report: Report, difficulty: Difficulty) -> Screen:
    """Tells whoever works on a difficulty that its sender has taken it out."""
    said = Text(
        N_("{difficulty}, which {you} accepted, was withdrawn by its sender with {report} at {at:stamp}."),
        difficulty=difficulty.code,
        report=called(report),
        at=report.sent_at,
    )
    return Screen((said,), ((view_difference(report), view(report)),))


def closed(report: Report, schedule: Schedule, following: Period | None) -> Screen:
    """A report cannot be amended, as its period has closed; what can be sent instead."""
    lines = (
        Text(
            N_("The period {period} was closed at {stop:full}; report {report} can no longer be amended."),
            period=schedule.period,
            stop=schedule.stop_at,
            report=called(report),
        ),
        Text(N_("What is to be added can be sent in the next report or as an ad hoc report.")),
    )
    adhoc = Choice(Text(N_("Ad hoc report")), OpenAdhoc(report.seat))
    if following is None:
        return Screen(lines, ((adhoc,), (HOME,)))
    later = Choice(Text(N_("Report for {period:short}"), period=following), OpenReport(report.seat, following))
    return Screen(lines, ((later, adhoc), (HOME,)))
