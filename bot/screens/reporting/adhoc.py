"""The screens of an ad hoc report, from its level to its acceptance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import questions
from bot.domain.fields import Field
from bot.domain.forms import Act, At, Draft, missing
from bot.domain.people import Person
from bot.domain.profiles import Profile
from bot.domain.questions import ReportPart
from bot.domain.reports import Report, Urgency
from bot.domain.texts import BLANK, N_, NP_, Choice, Screen, Text
from bot.domain.verbs import AcceptAdhoc, OpenAdhoc, ShowReport
from bot.screens.reporting import answers
from bot.screens.reporting.attachments import amount
from bot.screens.reporting.form import (
    HOME,
    View,
    choice,
    drop_screen,
    field_suffix,
    item_screen,
    save,
    send,
    step_screen,
)

URGENCY_NAMES: Mapping[Urgency, str] = {
    Urgency.URGENT: N_("urgent handling asked for"),
    Urgency.SOON: N_("early handling asked for"),
}
_SEND: Mapping[str, Text] = {
    Urgency.URGENT: Text(N_("Send as urgent")),
    Urgency.SOON: Text(N_("Send report")),
}


@dataclass(frozen=True)
class Acceptance:
    """Who accepted a report for handling, and when."""

    officer: str
    at: datetime


def choose_seat(options: Sequence[tuple[str, OpenAdhoc]]) -> Screen:
    """For which member an ad hoc report is; `options` are names and verbs."""
    numbered = [Text(N_("{number}. {member}"), number=n, member=name) for n, (name, _) in enumerate(options, 1)]
    rows = [(Choice(Text(N_("Choose {number}"), number=n), verb),) for n, (_, verb) in enumerate(options, 1)]
    return Screen(
        (Text(N_("<b>Ad hoc report</b>")), Text(N_("For which member is the report?")), *numbered), (*rows, (HOME,))
    )


def draft_screen(profile: Profile, view: View, draft: Draft) -> Screen:
    """The screen of the position where a draft stands."""
    if draft.position.at is At.OPENING:
        return _level(profile, draft)
    return _SCREENS[draft.position.at](view, draft)


def _level(profile: Profile, draft: Draft) -> Screen:
    return Screen(
        (
            Text(N_("<b>Ad hoc report</b>")),
            Text(N_("How soon should it be handled?")),
            Text(
                N_("1. Urgent: to be accepted within {span}; after that the leader in charge is notified"),
                span=span(profile.accept_within),
            ),
            Text(
                N_("2. Soon: to be accepted within {span}; after that the officers on duty are reminded"),
                span=_working_days(profile.soon_within),
            ),
            Text(
                N_(
                    "The Standing Body decides how it is handled. Where life or property is threatened, please call"
                    " 112, 113, 114 or 115."
                )
            ),
        ),
        (
            (
                choice(draft, Text(N_("Ask for urgent")), Act.CHOOSE, 0),
                choice(draft, Text(N_("Ask for soon")), Act.CHOOSE, 1),
            ),
            (choice(draft, Text(N_("‹ Back")), Act.EXIT),),
        ),
    )


def _step(view: View, draft: Draft) -> Screen:
    heading = Text(
        N_("<b>Ad hoc report</b> – step {step}/{steps}{field}{optional}"),
        step=view.form.number(draft.position.step) + 1,
        steps=len(view.form.steps),
        field=field_suffix(view, draft),
        optional=Text(N_(" (optional)")) if view.form.step(draft.position.step).optional else None,
    )
    return step_screen(view, draft, heading)


def _review(view: View, draft: Draft) -> Screen:
    item, lacking = draft.items[0], missing(view.form, draft)
    level = Text(URGENCY_NAMES[Urgency(draft.opening)])
    edit = choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0)
    relevel = choice(draft, Text(N_("Change level")), Act.REOPEN)
    if lacking:
        last = [Text(N_("The report is not complete; it has to be completed before sending."))]
        first = choice(draft, Text(N_("Complete content")), Act.COMPLETE)
    else:
        last = [
            Text(N_("Sending it notifies the officers on duty at once, also outside office hours.")),
            Text(N_("By sending it {you} confirm that the content holds no state secret.")),
        ]
        first = send(draft, _SEND[draft.opening])
    return Screen(
        (
            Text(N_("<b>Check before sending</b> – ad hoc report, {urgency}"), urgency=level),
            Text(N_("{organisation} – prepared by: {sender}"), organisation=view.organisation, sender=view.sender),
            Text(N_("Field: {field}"), field=view.fields[item["field"]].name if item.get("field") else None),
            *answers.review(view.form, item, draft.attached(0)),
            BLANK,
            *last,
        ),
        ((first, edit), (relevel, save(draft))),
    )


_SCREENS: Mapping[At, Callable[[View, Draft], Screen]] = {
    At.STEP: _step,
    At.REVIEW: _review,
    At.ITEM: item_screen,
    At.DROP: drop_screen,
}
"""Those of the item; the form has one and nothing to say where nothing arose, so no other position is reached."""


def receipt(profile: Profile, report: Report, paper: Text, *, on_duty: bool) -> Screen:
    """The report is stored, and goes into a `paper`; `on_duty`: whether an officer can be reached.

    Says nothing that has not happened.
    """
    codes = ", ".join(difficulty.code for difficulty in report.difficulties)
    notice = (
        Text(N_("The officers on duty are being notified now."))
        if on_duty
        else Text(N_("No officer can be reached through the system at present. Please call the number below."))
    )
    return Screen(
        (
            _received(report),
            Text(N_("Received: {at:full}."), at=report.sent_at),
            Text(N_("Content: {codes}{files}."), codes=codes, files=amount(report.files)),
            notice,
            *_promise(profile, report),
            paper,
            Text(N_("Telephone on duty: {phone}."), phone=profile.office.phone_duty),
        )
    )


def _received(report: Report) -> Text:
    return Text(
        N_("<b>Ad hoc report {code} has been received</b> ({urgency})"), code=report.code, urgency=_urgency(report)
    )


def _promise(profile: Profile, report: Report) -> Sequence[Text]:
    if report.urgency is not Urgency.URGENT:
        return ()
    return (
        Text(
            N_("If nobody accepts it within {span}, the system notifies the leader in charge and tells you here."),
            span=span(profile.accept_within),
        ),
    )


def span(limit: timedelta) -> Text:
    """Hours where they are whole, else minutes."""
    minutes = int(limit.total_seconds()) // 60
    if minutes % 60 == 0:
        return Text(NP_("{count:count} hour", "{count:count} hours", by="count"), count=minutes // 60)
    return Text(NP_("{count:count} minute", "{count:count} minutes", by="count"), count=minutes)


def _working_days(count: int) -> Text:
    return Text(NP_("{count:count} working day", "{count:count} working days", by="count"), count=count)


def waited(profile: Profile, report: Report) -> Text:
    """How long a report waits for acceptance until the desk is called a second time."""
    if report.urgency is Urgency.URGENT:
        return span(profile.call_again_after)
    return _working_days(profile.soon_within)


def _urgency(report: Report) -> Text:
    assert report.urgency is not None
    return Text(URGENCY_NAMES[report.urgency])


def _view(report: Report) -> Choice:
    return Choice(Text(N_("View {code}"), code=report.code), ShowReport(report.code))


def card(
    fields: Mapping[str, Field], report: Report, organisation: str, sender: Person, acceptance: Acceptance | None
) -> Screen:
    """The report as it reaches each officer, with sound; once it is accepted it says by whom."""
    lines = [
        Text(N_("<b>Ad hoc report {code}</b> – {urgency}"), code=report.code, urgency=_urgency(report)),
        Text(N_("{organisation}, {at:stamp}"), organisation=organisation, at=report.sent_at),
        *_difficulty(fields, report),
        _contact(sender),
    ]
    if acceptance is None:
        return Screen(tuple(lines), ((_accept(report),),))
    return Screen((*lines, BLANK, accepted_line(acceptance)))


def _accept(report: Report) -> Choice:
    return Choice(Text(N_("Accept")), AcceptAdhoc(report.code))


def _contact(sender: Person) -> Text:
    phone = Text(N_(", {phone}"), phone=sender.phone) if sender.phone else None
    return Text(N_("Contact of the sender: {sender}{phone}."), sender=sender.full_name, phone=phone)


def called_again(report: Report, organisation: str, waited: Text, also: Text | None = None) -> Screen:
    """Calls the desk a second time: nobody accepted a report within the time it has `waited`."""
    said = Text(
        N_(
            "Report {code} ({urgency}) of {organisation}, sent at {at:stamp}, has not been accepted within {span}."
            " Please accept it."
        ),
        code=report.code,
        urgency=_urgency(report),
        organisation=organisation,
        at=report.sent_at,
        span=waited,
    )
    return Screen((said, *([also] if also else [])), ((_accept(report), _view(report)),))


def accepted_line(acceptance: Acceptance) -> Text:
    """Who accepted a report, wherever it is shown."""
    return Text(N_("Accepted for handling at {at:stamp} by {officer}."), at=acceptance.at, officer=acceptance.officer)


def _difficulty(fields: Mapping[str, Field], report: Report) -> Sequence[Text]:
    difficulty = report.difficulties[0]
    view = Choice(Text(N_("View in full")), ShowReport(difficulty.code, ReportPart.DIFFICULTY, report.version))
    return (
        Text(N_("<b>{code} – {field}</b>"), code=difficulty.code, field=fields[difficulty.field].name),
        *answers.brief(questions.adhoc(), difficulty, view),
    )


def accepted_now(code: str) -> Text:
    """Over the button of the officer who was first."""
    return Text(N_("{code} is accepted for handling; the sender is being told."), code=code)


def accepted_before(code: str, acceptance: Acceptance) -> Text:
    """Over the button of every later press."""
    return Text(
        N_("{code} was accepted already, at {at:stamp} by {officer}."),
        code=code,
        at=acceptance.at,
        officer=acceptance.officer,
    )


def accepted(profile: Profile, report: Report, acceptance: Acceptance) -> Screen:
    """Tells the sender who accepted the report."""
    office = profile.office
    return Screen(
        (
            Text(N_("Report {code} was accepted for handling at {at:stamp}."), code=report.code, at=acceptance.at),
            Text(
                N_("Accepted by: {officer}, {unit}, {phone}."),
                officer=acceptance.officer,
                unit=office.department,
                phone=office.phone_duty,
            ),
        ),
        ((_view(report),),),
    )


def to_leader(
    fields: Mapping[str, Field], report: Report, organisation: str, sender: Person, limit: timedelta
) -> Screen:
    """Tells a leader that nobody accepted an urgent report in time, and what it says."""
    return Screen(
        (
            Text(N_("Dear {dear},")),
            Text(
                N_(
                    "Urgent report {code} of {organisation}, sent at {at:stamp}, has not been accepted within {span}."
                    " Please give directions."
                ),
                code=report.code,
                organisation=organisation,
                at=report.sent_at,
                span=span(limit),
            ),
            BLANK,
            *_difficulty(fields, report),
            _contact(sender),
        ),
        ((_view(report),),),
    )


def accepted_after_all(report: Report, organisation: str, acceptance: Acceptance) -> Screen:
    """Tells a leader who was told that nobody accepted a report that somebody has."""
    said = Text(N_("Urgent report {code} of {organisation}:"), code=report.code, organisation=organisation)
    return Screen((said, accepted_line(acceptance)), ((_view(report),),))


def notified(*, leaders: bool) -> Text:
    """Whether a leader could be notified."""
    if leaders:
        return Text(N_("The leader in charge is being notified."))
    return Text(N_("No leader can be reached through the system at present."))


def escalated(profile: Profile, report: Report, now: datetime, *, leaders: bool) -> Screen:
    """Tells the sender that nobody accepted the report in time; `leaders`: whether one could be notified."""
    return Screen(
        (
            Text(N_("Up to {now:clock}, nobody has accepted report {code}."), now=now, code=report.code),
            notified(leaders=leaders),
            Text(N_("To talk to somebody at once, please call {phone}."), phone=profile.office.phone_duty),
        ),
        ((_view(report),),),
    )
