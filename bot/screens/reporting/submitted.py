"""A report that waits for approval: as its writer sees it, as whoever approves sees it, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.approving import Reminder, Submission, SubmissionEnd
from bot.domain.periods import Schedule
from bot.domain.profiles import Profile
from bot.domain.reports import Report
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.verbs.approving import (
    ApproveReport,
    CompareSubmission,
    OpenDelegation,
    OpenProxy,
    ReadSubmission,
    RemindApprover,
    ReturnReport,
    SendUnapproved,
    ShowSubmission,
    TakeBack,
    TakeOver,
)
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.reporting import ContinueDraft
from bot.screens.reporting.form import HOME


@dataclass(frozen=True)
class Waiting:
    """A report that waits, as its screens name it."""

    submission: Submission
    organisation: str
    writer: str
    approvers: Sequence[str]
    schedule: Schedule | None = None
    """That of its period; None where it is ad hoc."""
    content: Sequence[Text] = field(default=())
    """What it says."""
    shown: int = 0
    """What a button carries that approves this content."""
    may_delegate: bool = False
    amends: Report | None = None
    """The version that it amends; None where it is sent for the first time."""

    @property
    def deadline(self) -> datetime | None:
        """By when it is to be sent; an amendment is judged by what it amends, and only has to come before the close."""
        if self.schedule is None:
            return None
        return self.schedule.stop_at if self.amends else self.schedule.due_at


def named(waiting: Waiting) -> Text:
    """Name a report inside a sentence."""
    if waiting.amends:
        return Text(N_("amendment of report {code}"), code=waiting.amends.code)
    if waiting.schedule is None:
        return Text(N_("ad hoc report"))
    return Text(N_("report for {period}"), period=waiting.schedule.period)


def _due(waiting: Waiting, now: datetime) -> Sequence[Text]:
    schedule = waiting.schedule
    if schedule is None:
        return ()
    if waiting.amends:
        msgid = N_("It can be sent until {stop:full}; whether the report was on time is judged by its first version.")
        return (Text(msgid, stop=schedule.stated(schedule.stop_at)),)
    if now <= schedule.due_at:
        return (Text(N_("Deadline: {due:full}."), due=schedule.stated(schedule.due_at)),)
    late = N_("The deadline was {due:full}; approved until {stop:full} it is recorded as late.")
    return (Text(late, due=schedule.due_at, stop=schedule.stated(schedule.stop_at)),)


def request(waiting: Waiting, now: datetime) -> Screen:
    """The card of whoever approves: what is asked of them, what the report says, what can be done."""
    submission = waiting.submission
    return Screen(
        (
            Text(N_("Dear {dear},")),
            Text(
                N_("{writer} submits the {report} of {organisation} for approval ({at:stamp}):"),
                writer=waiting.writer,
                report=named(waiting),
                organisation=waiting.organisation,
                at=submission.at,
            ),
            *waiting.content,
            BLANK,
            *_due(waiting, now),
        ),
        (
            (_approve(waiting), Choice(Text(N_("Return the report")), ReturnReport(submission.id))),
            (read(submission.id), Choice(Text(N_("Edit and send")), TakeOver(submission.id))),
            *_changes(waiting),
            *([(Choice(DELEGATE, OpenDelegation(submission.seat)),)] if waiting.may_delegate else []),
        ),
    )


DELEGATE = Text(N_("Delegate approval"))


def _approve(waiting: Waiting) -> Choice:
    verb = ApproveReport(waiting.submission.id, waiting.shown)
    return Choice(Text(N_("Approve and send")), verb, Weight.SEND)


def read(submission: int) -> Choice:
    """The choice that reads all of a report that waits."""
    return Choice(Text(N_("Read in full")), ReadSubmission(submission))


def _changes(waiting: Waiting) -> Sequence[Row]:
    """The choice that shows what an amendment changes; what is sent for the first time changes nothing."""
    view = Choice(Text(N_("View changes")), CompareSubmission(waiting.submission.id))
    return ((view,),) if waiting.amends else ()


def changed(at: datetime) -> Text:
    """Above the card: it shows something else than what was to be approved."""
    return Text(
        N_("The report was changed at {at:stamp}, after that. Nothing was sent; the latest content is shown below."),
        at=at,
    )


def waiting(found: Waiting, *, own: bool) -> Screen:
    """The writer's screen while a report waits; `own`: whether it is theirs to take back."""
    submission = found.submission
    at = Text(
        N_("{report} of {organisation} was submitted for approval at {at:stamp} by {writer}."),
        report=named_first(found),
        organisation=found.organisation,
        at=submission.at,
        writer=found.writer,
    )
    state = Text(N_("State: waiting for approval, not sent to the Standing Body."))
    who = [Text(N_("Approved by: {approvers}."), approvers=", ".join(found.approvers))] if found.approvers else []
    rows: list[Row] = [(_remind(submission), _take_back(submission))] if own else []
    return Screen((at, state, *who), (*rows, *_changes(found), (read(submission.id), HOME)))


def _remind(submission: Submission) -> Choice:
    return Choice(Text(N_("Remind approver")), RemindApprover(submission.id))


def _take_back(submission: Submission) -> Choice:
    return Choice(Text(N_("Take back to edit")), TakeBack(submission.id))


_REMINDED: Mapping[Reminder, str] = {
    Reminder.DAY_BEFORE: N_(
        "{report} of {organisation} has been waiting for {you} to approve it since {at:stamp}. Deadline: {due:full}."
    ),
    Reminder.HOURS_BEFORE: N_(
        "{report} of {organisation} has been waiting for {you} to approve it since {at:stamp}. Deadline:"
        " {due:clock} today."
    ),
    Reminder.OVERDUE: N_(
        "{report} of {organisation} has not been approved and therefore has not been sent (deadline {due:stamp})."
        " It can still be approved and sent until {stop:full}."
    ),
}
_WAITS = N_("{report} of {organisation} has been waiting for {you} to approve it since {at:stamp}.")


def reminded(found: Waiting, reminder: Reminder | None) -> Screen:
    """Reminds whoever approves; without a `reminder` of the deadline it is the writer who asks for it."""
    schedule = found.schedule
    due = {"due": found.deadline, "stop": schedule.stated(schedule.stop_at)} if schedule else {}
    line = Text(
        _REMINDED[reminder] if reminder else _WAITS,
        report=named_first(found),
        organisation=found.organisation,
        at=found.submission.at,
        **due,
    )
    return Screen((line, *found.content), ((_approve(found), read(found.submission.id)),))


def overdue_to_writer(found: Waiting) -> Screen:
    """To the writer, once the deadline has passed."""
    assert found.schedule is not None
    line = Text(
        N_(
            "{report} of {organisation} has not been approved and therefore has not been sent (deadline"
            " {due:stamp}). It can be approved and sent until {stop:full}."
        ),
        report=named_first(found),
        organisation=found.organisation,
        due=found.schedule.due_at,
        stop=found.schedule.stated(found.schedule.stop_at),
    )
    return Screen((line,), ((_remind(found.submission),),))


def reminder_sent(now: datetime) -> Text:
    """Over the button."""
    return Text(N_("The approver was reminded at {now:clock}."), now=now)


def reminded_lately(again: datetime) -> Text:
    """Over the button: not so soon again."""
    return Text(N_("The approver has been asked already; a reminder can be sent from {again:stamp} on."), again=again)


_ENDED: Mapping[SubmissionEnd, str] = {
    SubmissionEnd.APPROVED: N_("{report} was approved and sent by {who} at {at:stamp}."),
    SubmissionEnd.RETURNED: N_("{report} was returned by {who} at {at:stamp}."),
    SubmissionEnd.TAKEN_BACK: N_("{report} was taken back by {who} at {at:stamp}; it no longer waits."),
    SubmissionEnd.TAKEN_OVER: N_("{report} was taken over by {who} at {at:stamp}, to edit and send it."),
    SubmissionEnd.UNAPPROVED: N_(
        "{report} was sent by {who} at {at:stamp} without approval, as nobody who approves could be reached."
    ),
    SubmissionEnd.OVERTAKEN: N_("{report} no longer waits: a report of the member was sent at {at:stamp}."),
    SubmissionEnd.CLOSED: N_("{report} no longer waits: the period closed at {at:stamp}."),
}


def ended(found: Waiting, who: str) -> Text:
    """What became of a submission, for one for whom it is too late."""
    assert found.submission.end is not None
    return Text(_ENDED[found.submission.end], report=named_first(found), who=who, at=found.submission.ended_at)


def approved(found: Waiting, approver: str, code: str, at: datetime, late: Text | None) -> Screen:
    """To the writer."""
    said = N_("{report} of {organisation} was approved and sent by {approver} at {at:full}{late}. Code: {code}.")
    line = Text(
        said,
        report=named_first(found),
        organisation=found.organisation,
        approver=approver,
        at=at,
        late=Text(N_(" ({timeliness})"), timeliness=late) if late else None,
        code=code,
    )
    return Screen((line,), ((Choice(Text(N_("View {code}"), code=code), ShowReport(code)),),))


def returned(found: Waiting, approver: str, reason: str, at: datetime) -> Screen:
    """To the writer."""
    lines = (
        Text(
            N_("{report} of {organisation} was returned by {approver} at {at:stamp}."),
            report=named_first(found),
            organisation=found.organisation,
            approver=approver,
            at=at,
        ),
        Text(N_("Opinion: {reason}"), reason=Excerpt(reason)),
        Text(N_("What was entered is kept in the draft.")),
    )
    return Screen(lines, ((_edit(found.submission),),))


def _edit(submission: Submission) -> Choice:
    return Choice(Text(N_("Edit the report")), ContinueDraft(submission.draft))


def taken_over(found: Waiting, approver: str, at: datetime) -> Screen:
    """To the writer: somebody else writes on."""
    said = N_("{approver} took over the {report} of {organisation} at {at:stamp} to edit and send it.")
    line = Text(said, approver=approver, report=named(found), organisation=found.organisation, at=at)
    return Screen((line,))


def overtaken(found: Waiting, code: str) -> Screen:
    """To the writer: the member has reported otherwise."""
    said = N_(
        "Report {code} of {organisation} was sent, so the {report} that was submitted for approval no longer waits."
        " What was entered is kept in the draft."
    )
    line = Text(said, code=code, organisation=found.organisation, report=named(found))
    return Screen((line,), ((Choice(Text(N_("View {code}"), code=code), ShowReport(code)), HOME),))


def closed(found: Waiting) -> Screen:
    """To the writer: it was not approved before the period closed."""
    assert found.schedule is not None
    said = N_(
        "{report} of {organisation} was not approved before the period closed ({stop:full}) and was not sent. What"
        " was entered is kept in the draft."
    )
    line = Text(said, report=named_first(found), organisation=found.organisation, stop=found.schedule.stop_at)
    return Screen((line,), ((Choice(Text(N_("Continue draft")), ContinueDraft(found.submission.draft)), HOME),))


def nobody_reachable(draft: int, rev: int, organisation: str, profile: Profile) -> Screen:
    """To the writer: who may send is offered."""
    lines = (
        Text(
            N_(
                "The reports of {organisation} are approved before they are sent, but nobody who approves can be"
                " reached: they have not linked an account, or messages do not arrive."
            ),
            organisation=organisation,
        ),
        Text(
            N_(
                "{You} may send the report without approval, which its receipt says; or ask the Standing Body to enter"
                " it: {unit}, {phone}. The Standing Body is being told. What was entered is kept."
            ),
            unit=profile.office.department,
            phone=profile.office.phone,
        ),
    )
    unapproved = Choice(Text(N_("Send unapproved")), SendUnapproved(draft, rev), Weight.SEND)
    return Screen(lines, ((Choice(Text(N_("Edit the report")), ContinueDraft(draft)), unapproved),))


def stranded(found: Waiting, rev: int, profile: Profile) -> Screen:
    """To the writer of a report that waits: nobody who approves can be reached any more."""
    screen = nobody_reachable(found.submission.draft, rev, found.organisation, profile)
    unapproved = screen.rows[0][1]
    return Screen(screen.lines, ((_take_back(found.submission), unapproved),))


def nobody_reachable_to_desk(found: Waiting) -> Screen:
    """To the desk, which may enter the report."""
    said = N_(
        "{writer} of {organisation} has a {report} ready, but nobody who approves it can be reached. {writer} may send"
        " it without approval, or the Standing Body enters it in the member's place."
    )
    line = Text(said, writer=found.writer, organisation=found.organisation, report=named(found))
    period = found.schedule.period if found.schedule else None
    enter = Choice(Text(N_("Enter for member")), OpenProxy(found.submission.seat, period))
    return Screen((line,), ((enter,),))


def somebody_reachable() -> Text:
    """Above the draft: approval can be asked for after all."""
    return Text(N_("Somebody who approves can be reached again. Nothing was sent; please submit it for approval."))


def urgent_told(report: str, organisation: str, sender: str, at: datetime) -> Screen:
    """To whoever approves: an urgent report was sent and did not wait."""
    said = N_(
        "{sender} sent urgent ad hoc report {code} of {organisation} at {at:stamp}. It did not wait for approval."
    )
    line = Text(said, sender=sender, code=report, organisation=organisation, at=at)
    return Screen((line,), ((Choice(Text(N_("View {code}"), code=report), ShowReport(report)),),))


def read_heading(found: Waiting) -> Text:
    """Above what is read in full."""
    return Text(
        N_("<b>{report} of {organisation}</b>, not sent yet"),
        report=named_first(found),
        organisation=found.organisation,
    )


def named_first(found: Waiting) -> Text:
    """Name a report at the beginning of a sentence."""
    if found.amends:
        return Text(N_("Amendment of report {code}"), code=found.amends.code)
    if found.schedule is None:
        return Text(N_("Ad hoc report"))
    return Text(N_("Report for {period}"), period=found.schedule.period)


def to_submission(found: Waiting, *, decides: bool) -> Choice:
    """The way to a report that waits, for whoever decides on it or submitted it."""
    if not decides:
        return Choice(Text(N_("View the submission")), ShowSubmission(found.submission.id))
    if found.schedule is None:
        return Choice(Text(N_("Approve ad hoc")), ShowSubmission(found.submission.id))
    label = Text(N_("Approve {period:short}"), period=found.schedule.period)
    return Choice(label, ShowSubmission(found.submission.id))


def waits_line(found: Waiting, *, decides: bool) -> Text:
    """A report that waits, in a list."""
    msgid = (
        N_("• {report} of {organisation}: waits for {you}, submitted by {writer} at {at:stamp}")
        if decides
        else N_("• {report} of {organisation}: waits for approval, submitted by {writer} at {at:stamp}")
    )
    return Text(
        msgid,
        report=named_first(found),
        organisation=found.organisation,
        writer=found.writer,
        at=found.submission.at,
    )
