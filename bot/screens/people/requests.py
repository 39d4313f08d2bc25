"""What takes two administrators: the question to the second, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.directory import DirectoryView
from bot.domain.people import Duty, Person
from bot.domain.requests import RequestOutcome
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.verbs.directory import ConfirmRequest, ListMembers, RefuseRequest, ShowRequest
from bot.screens.people.changing import named, person_lines

_ENDED: Mapping[RequestOutcome, str] = {
    RequestOutcome.REFUSED: N_("The request for {full_name} was refused at {now:stamp}; nothing was changed."),
    RequestOutcome.WITHDRAWN: N_("The request for {full_name} was taken back at {now:stamp}; nothing was changed."),
    RequestOutcome.LAPSED: N_(
        "The request for {full_name} was not done: whoever made it is no administrator any more. Nothing was changed."
    ),
}


def of_duty(person: Person, duty: Duty) -> Sequence[Text]:
    """Who is to get which duty."""
    return (*person_lines(person), Text(N_("Duty: {duty}"), duty=named(duty)))


def of_file(name: str, changes: Sequence[Text]) -> Sequence[Text]:
    """What a roster file is to change."""
    return (Text(N_("Roster file: {name}"), name=Excerpt(name)), *changes)


def question(request: int, expires_at: datetime, asker: str, asked_for: Sequence[Text], *, own: bool) -> Screen:
    """To the second administrator, or to whoever asked, who may take it back."""
    lines = (
        Text(N_("<b>Confirmation of a second administrator</b>")),
        Text(N_("{asker} asks for this to be recorded:"), asker=Excerpt(asker)),
        BLANK,
        *asked_for,
        BLANK,
        Text(N_("Nothing is changed before it is confirmed. The request ends at {until:full}."), until=expires_at),
    )
    if own:
        waits = Text(N_("It waits for another administrator."))
        take_back = Choice(Text(N_("Take back request")), RefuseRequest(request))
        return Screen((*lines, waits), ((take_back,), to_list()))
    row = (
        Choice(Text(N_("Refuse")), RefuseRequest(request)),
        Choice(Text(N_("Confirm request")), ConfirmRequest(request), Weight.SEND),
    )
    return Screen(lines, (row,))


def asked(full_name: str, expires_at: datetime) -> Text:
    """To whoever asked: what happens now."""
    return Text(
        N_(
            "The request for {full_name} was sent to the other administrators. Nothing is changed before one of them"
            " confirms it; it ends at {until:full}."
        ),
        full_name=Excerpt(full_name),
        until=expires_at,
    )


def done(full_name: str, now: datetime) -> Text:
    """The request was confirmed."""
    return Text(
        N_("The request for {full_name} was confirmed and carried out at {now:stamp}."),
        full_name=Excerpt(full_name),
        now=now,
    )


def ended(outcome: RequestOutcome, full_name: str, now: datetime) -> Text:
    """The request was not carried out."""
    return Text(_ENDED[outcome], full_name=Excerpt(full_name), now=now)


def expired(full_name: str, made_at: datetime) -> Text:
    """Nobody answered in time."""
    return Text(
        N_("Nobody confirmed the request for {full_name} of {made_at:stamp} in time; nothing was changed."),
        full_name=Excerpt(full_name),
        made_at=made_at,
    )


def waiting_line(full_name: str, expires_at: datetime) -> Text:
    """Above the list of members."""
    return Text(
        N_("Waiting for a second administrator: {full_name}, until {until:short}."),
        full_name=Excerpt(full_name),
        until=expires_at,
    )


def to_request(request: int, number: int) -> Choice:
    """The choice that shows a request."""
    return Choice(Text(N_("View request {number}"), number=number), ShowRequest(request))


def to_list() -> Row:
    """The choice that shows the list of members."""
    return (Choice(Text(N_("Back to the list")), ListMembers(DirectoryView())),)
