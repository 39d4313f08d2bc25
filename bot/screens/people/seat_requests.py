"""What members ask for their seats: the questions, what the desk sees, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain import seat_requests as asked
from bot.domain.days import kept
from bot.domain.periods import Period, Schedule
from bot.domain.profiles import Profile
from bot.domain.seat_requests import SeatOutcome, SeatRequest, SeatRequestKind
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.verbs.reporting import OpenNilReport, OpenReport
from bot.domain.verbs.seats import (
    AskAbsence,
    AskExcuse,
    ChooseExcuse,
    DeclineSeatRequest,
    GrantSeatRequest,
    ListSeatRequests,
    ShowSeatRequest,
    WithdrawSeatRequest,
)
from bot.screens.reporting.choosing import report_label
from bot.screens.reporting.form import HOME

CHOOSE = Choice(Text(N_("Ask to be excused")), ChooseExcuse())
ABSENCE = Choice(Text(N_("Report an absence")), AskAbsence())
WAITING = Choice(Text(N_("View requests")), ListSeatRequests())


@dataclass(frozen=True)
class Asked:
    """A request with what it names."""

    request: SeatRequest
    organisation: str
    by: str
    """The full name of whoever asks."""
    absent: str = ""
    """The full name of whoever is away."""

    @property
    def period(self) -> Period:
        """The period a seat is to be excused from."""
        return Period.parse(self.request.subject)


def choose(options: Sequence[tuple[str | None, AskExcuse, Schedule]]) -> Screen:
    """From which report a seat is to be excused; seats are named where there are several."""
    if not options:
        return Screen((Text(N_("There is no report at present from which to be excused.")),), ((HOME,),))
    rows = tuple((Choice(report_label(seat, schedule), verb),) for seat, verb, schedule in options)
    return Screen((Text(N_("From which report do you ask to be excused?")),), (*rows, (HOME,)))


def choose_seat(options: Sequence[tuple[str, AskAbsence]]) -> Screen:
    """For which member somebody stands in."""
    numbered = [Text(N_("{number}. {member}"), number=n, member=name) for n, (name, _) in enumerate(options, 1)]
    rows = [(Choice(Text(N_("Choose {number}"), number=n), verb),) for n, (_, verb) in enumerate(options, 1)]
    return Screen((Text(N_("For which member is there an absence?")), *numbered), (*rows, (HOME,)))


def excuse_heading(period: Period, organisation: str) -> Text:
    """What the form is about."""
    return Text(
        N_(
            "Request that {organisation} be excused from the report for {period}. If there are merely no difficulties,"
            " please report that there is nothing new."
        ),
        organisation=Excerpt(organisation),
        period=period,
    )


def absence_heading(organisation: str) -> Text:
    """What the form is about."""
    return Text(
        N_("<b>Absence</b> – somebody stands in for you at {organisation}. The Standing Body decides."),
        organisation=Excerpt(organisation),
    )


def nil_row(seat: int, period: Period) -> Row:
    """Instead of an excuse."""
    return (Choice(Text(N_("Nothing new")), OpenNilReport(seat, period)),)


SEND = Text(N_("Send request"))
DECLINE = Text(N_("Decline request"))
DESK_EXCUSE = Text(N_("Excuse member"))


def reason_line(body: Mapping[str, str]) -> Sequence[Text]:
    """What was given as the reason."""
    return (Text(N_("Reason: {reason}"), reason=Excerpt(body[asked.REASON])),)


def absence_lines(body: Mapping[str, str]) -> Sequence[Text]:
    """Who stands in, and when."""
    return (
        Text(N_("Substitute: {who}"), who=Excerpt(body[asked.WHO])),
        Text(
            N_("From {since:date} to {until:date}."),
            since=kept(body[asked.FROM]),
            until=kept(body[asked.UNTIL]),
        ),
    )


def sent(found: Asked, profile: Profile, due: Schedule | None, *, on_duty: bool) -> Screen:
    """To whoever asked: the desk decides, and until then nothing has changed."""
    lines = [_sent_line(found, due)]
    if not on_duty:
        nobody = N_("No officer can be reached through the system at present. Please call {phone}.")
        lines.append(Text(nobody, phone=profile.office.phone))
    return Screen(tuple(lines), ((take_back(found.request.id), HOME),))


def _sent_line(found: Asked, due: Schedule | None) -> Text:
    if due is None:
        return Text(N_("The request for a substitute was sent. Until it is decided nothing changes."))
    return Text(
        N_(
            "The request to be excused from the report for {period} was sent. Until it is decided the deadline remains"
            " {due:full}."
        ),
        period=found.period,
        due=due.due_at,
    )


def take_back(request: int) -> Choice:
    """The choice that takes a request back."""
    return Choice(Text(N_("Take back request")), WithdrawSeatRequest(request))


def waiting_line(found: Asked) -> Text:
    """On the main screen of whoever asked, or of a colleague."""
    if found.request.kind is SeatRequestKind.EXCUSE:
        msgid = N_("Request to be excused from the report for {period}: not decided yet (sent {at:stamp}).")
        return Text(msgid, period=found.period, at=found.request.made_at)
    return Text(N_("Request for a substitute: not decided yet (sent {at:stamp})."), at=found.request.made_at)


def withdrawn(found: Asked) -> Text:
    """To the member."""
    if found.request.kind is SeatRequestKind.EXCUSE:
        return Text(N_("The request to be excused from the report for {period} was taken back."), period=found.period)
    return Text(N_("The request for a substitute was taken back."))


def desk_line(count: int) -> Text:
    """On the desk's main screen and in its card."""
    return Text(N_("Requests of members to be decided: {count:count}."), count=count)


def card(found: Asked) -> Screen:
    """A request as the desk sees it."""
    request = found.request
    excuse = request.kind is SeatRequestKind.EXCUSE
    heading = (
        Text(
            N_("<b>Request to be excused from the report for {period}</b> – {organisation}"),
            period=found.period,
            organisation=Excerpt(found.organisation),
        )
        if excuse
        else Text(N_("<b>Request for a substitute</b> – {organisation}"), organisation=Excerpt(found.organisation))
    )
    asked_for = reason_line(request.body) if excuse else absence_lines(request.body)
    by = Text(N_("Asked by: {by}, {at:stamp}."), by=Excerpt(found.by), at=request.made_at)
    grant = Text(N_("Grant request")) if excuse else Text(N_("Name substitute"))
    return Screen(
        (heading, by, *asked_for),
        (
            (
                Choice(grant, GrantSeatRequest(request.id), Weight.SEND if excuse else Weight.PLAIN),
                Choice(Text(N_("Do not grant")), DeclineSeatRequest(request.id)),
            ),
            (HOME,),
        ),
    )


def listed(waiting: Sequence[Asked]) -> Screen:
    """What the desk has to decide."""
    if not waiting:
        return Screen((Text(N_("No request waits to be decided.")),), ((HOME,),))
    lines = [Text("{number}. {line}", number=number, line=_short(each)) for number, each in enumerate(waiting, 1)]
    choices = [
        Choice(Text(N_("View request {number}"), number=number), ShowSeatRequest(each.request.id))
        for number, each in enumerate(waiting, 1)
    ]
    rows = [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]
    return Screen((desk_line(len(waiting)), *lines), (*rows, (HOME,)))


def _short(found: Asked) -> Text:
    if found.request.kind is SeatRequestKind.EXCUSE:
        msgid = N_("{organisation}: to be excused from the report for {period} (sent {at:short})")
        return Text(msgid, organisation=found.organisation, period=found.period, at=found.request.made_at)
    msgid = N_("{organisation}: a substitute (sent {at:short})")
    return Text(msgid, organisation=found.organisation, at=found.request.made_at)


_ENDED: Mapping[SeatOutcome, str] = {
    SeatOutcome.GRANTED: N_("The request of {organisation} was granted at {at:stamp}."),
    SeatOutcome.REFUSED: N_("The request of {organisation} was declined at {at:stamp}."),
    SeatOutcome.WITHDRAWN: N_("The request of {organisation} was taken back at {at:stamp}."),
    SeatOutcome.LAPSED: N_("The request of {organisation} is past since {at:stamp}: it was about what is over."),
}


def ended(found: Asked) -> Text:
    """What became of a request, for the desk."""
    assert found.request.outcome is not None
    return Text(_ENDED[found.request.outcome], organisation=Excerpt(found.organisation), at=found.request.ended_at)


def granted(found: Asked) -> Screen:
    """To the member: no report is due."""
    return excused(found.organisation, found.period, found.request.body[asked.REASON])


def desk_excuse_heading(organisation: str, period: Period) -> Text:
    """What the desk is about to do of its own accord."""
    said = N_("<b>Excuse {organisation}</b> from the report for {period}.")
    return Text(said, organisation=Excerpt(organisation), period=period)


def excused(organisation: str, period: Period, reason: str) -> Screen:
    """To the member: no report is due, and why."""
    return Screen(
        (
            Text(
                N_(
                    "{organisation} is excused from the report for {period}. Reason: {reason}. The system sends no"
                    " reminder of it in this period."
                ),
                organisation=organisation,
                period=period,
                reason=Excerpt(reason.rstrip(".")),
            ),
        ),
        ((HOME,),),
    )


def declined(found: Asked, due: Schedule | None) -> Screen:
    """To the member, with the desk's words."""
    words = Excerpt(found.request.words.rstrip("."))
    if due is None:
        said = Text(N_("The request for a substitute was not granted. The Standing Body says: {words}."), words=words)
        return Screen((said,), ((HOME,),))
    period = found.period
    said = Text(
        N_(
            "The request to be excused from the report for {period} was not granted. The Standing Body says: {words}."
            " Deadline: {due:full}."
        ),
        period=period,
        words=words,
        due=due.due_at,
    )
    write = Choice(Text(N_("Write the report")), OpenReport(found.request.seat, period))
    return Screen((said,), ((write, *nil_row(found.request.seat, period)),))


def lapsed(found: Asked) -> Screen:
    """To the member: nobody decided in time."""
    if found.request.kind is SeatRequestKind.EXCUSE:
        msgid = N_("The request to be excused from the report for {period} was not decided before the period closed.")
        return Screen((Text(msgid, period=found.period),), ((HOME,),))
    msgid = N_("The request for a substitute was not decided before its last day.")
    return Screen((Text(msgid),), ((HOME,),))


def decline_heading(found: Asked) -> Text:
    """What the desk is about to decline."""
    return Text(N_("<b>Decline</b>: {what}"), what=_short(found))


def words_line(words: str) -> Sequence[Text]:
    """What the member will read."""
    return (Text(N_("To the member: {words}"), words=Excerpt(words)),)
