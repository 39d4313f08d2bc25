"""The acceptance of an ad hoc report, as the desk, its sender and the leaders see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import questions
from bot.domain.fields import Field
from bot.domain.people import Person
from bot.domain.profiles import Profile
from bot.domain.questions import ReportPart
from bot.domain.reminder_rules import Kind, Ruleset
from bot.domain.reports import Difficulty, Report, Urgency
from bot.domain.texts import BLANK, N_, NP_, Choice, Row, Screen, Text
from bot.domain.verbs.desk import AcceptAdhoc
from bot.domain.verbs.lookup import ShowReport
from bot.screens.reporting import answers
from bot.screens.reporting.amending import called

URGENCY_NAMES: Mapping[Urgency, str] = {
    Urgency.URGENT: N_("urgent handling asked for"),
    Urgency.SOON: N_("early handling asked for"),
}
_ITEMS_IN_ROW = 3


@dataclass(frozen=True)
class Acceptance:
    """Who accepted a report for handling, and when."""

    officer: str
    at: datetime


def open_items(report: Report) -> Sequence[Row]:
    """The choices that open the difficulties of a report, where each can be acted on."""
    items = [
        Choice(Text(N_("Open item {number}"), number=number), ShowReport(each.code))
        for number, each in enumerate(report.difficulties, 1)
    ]
    return [tuple(items[i : i + _ITEMS_IN_ROW]) for i in range(0, len(items), _ITEMS_IN_ROW)]


def span(limit: timedelta) -> Text:
    """Hours where they are whole, else minutes."""
    minutes = int(limit.total_seconds()) // 60
    if minutes % 60 == 0:
        return Text(NP_("{count:count} hour", "{count:count} hours", by="count"), count=minutes // 60)
    return Text(NP_("{count:count} minute", "{count:count} minutes", by="count"), count=minutes)


def working_days(count: int) -> Text:
    """So many of them, with their noun."""
    return Text(NP_("{count:count} working day", "{count:count} working days", by="count"), count=count)


def waited(rules: Ruleset, report: Report) -> Text:
    """How long a report waits for acceptance until the desk is called a second time."""
    return span(rules.waits(Kind.URGENT)) if report.urgency is Urgency.URGENT else waits_soon(rules)


def waits_urgent(rules: Ruleset) -> Text:
    """How long an urgent report waits for acceptance until leaders are told."""
    return span(rules.waits(Kind.URGENT_LEADER))


def waits_soon(rules: Ruleset) -> Text:
    """How long a report to be handled early waits for acceptance until the desk is called again."""
    return working_days(rules.of(Kind.SOON).marks[0].number)


def urgency_of(report: Report) -> Text:
    """How soon its sender asks for an ad hoc report to be handled."""
    assert report.urgency is not None
    return Text(URGENCY_NAMES[report.urgency])


def _view(report: Report) -> Choice:
    return Choice(Text(N_("View {code}"), code=report.code), ShowReport(report.code))


def card(
    fields: Mapping[str, Field],
    report: Report,
    organisation: str,
    sender: Person,
    acceptance: Acceptance | None,
    signed: Text | None = None,
) -> Screen:
    """The report as it reaches each officer, with sound; once it is accepted it says by whom.

    `signed`: who stands behind it, where that is not its sender alone.
    """
    lines = [
        Text(N_("<b>Ad hoc report {code}</b> – {urgency}"), code=called(report), urgency=urgency_of(report)),
        Text(N_("{organisation}, {at:stamp}"), organisation=organisation, at=report.sent_at),
        *_difficulties(fields, report),
        *([Text(N_("Prepared by: {signature}."), signature=signed)] if signed else []),
        _contact(sender),
    ]
    if acceptance is None:
        return Screen(tuple(lines), ((_accept(report),), *open_items(report)))
    return Screen((*lines, BLANK, accepted_line(acceptance)), tuple(open_items(report)))


def _accept(report: Report) -> Choice:
    return Choice(Text(N_("Accept")), AcceptAdhoc(report.code, report.version))


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
        urgency=urgency_of(report),
        organisation=organisation,
        at=report.filed_at,
        span=waited,
    )
    return Screen((said, *([also] if also else [])), ((_accept(report), _view(report)),))


def accepted_line(acceptance: Acceptance) -> Text:
    """Who accepted a report, wherever it is shown."""
    return Text(N_("Accepted for handling at {at:stamp} by {officer}."), at=acceptance.at, officer=acceptance.officer)


def _difficulties(fields: Mapping[str, Field], report: Report) -> Sequence[Text]:
    if len(report.difficulties) == 1:
        return _difficulty(fields, report, report.difficulties[0], Text(N_("View in full")))
    return [
        line
        for number, difficulty in enumerate(report.difficulties, 1)
        for line in (
            BLANK,
            *_difficulty(fields, report, difficulty, Text(N_("View item {number} in full"), number=number)),
        )
    ]


def _difficulty(fields: Mapping[str, Field], report: Report, difficulty: Difficulty, label: Text) -> Sequence[Text]:
    view = Choice(label, ShowReport(difficulty.code, ReportPart.DIFFICULTY, report.version))
    return (
        Text(N_("<b>{code} – {field}</b>"), code=difficulty.code, field=fields[difficulty.field].name),
        *answers.brief(questions.adhoc(), difficulty, view),
    )


def accepted_now(code: str) -> Text:
    """Over the button of the officer who was first."""
    return Text(N_("{code} is accepted for handling; the sender is being told."), code=code)


def amended_since(report: Report) -> Text:
    """Over the button of a card that shows an earlier version."""
    return Text(
        N_("{code} has been amended since; the card shows it anew. Please read it before accepting."), code=report.code
    )


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
                at=report.filed_at,
                span=span(limit),
            ),
            BLANK,
            *_difficulties(fields, report),
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
