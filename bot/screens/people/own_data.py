"""What is stored about a person, as they read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.people import Person
from bot.domain.profiles import Profile
from bot.domain.texts import BLANK, N_, Choice, Screen, Text
from bot.domain.verbs.settings import AskLeaving, AskOfOwnData, DataRequest, Leaving, SendOwnData, ShowOwnData
from bot.screens.people.settings import SETTINGS

_BACK = Choice(Text(N_("‹ Back")), ShowOwnData())


def own_data(
    profile: Profile,
    person: Person,
    organisations: Sequence[str],
    drafts_for: timedelta,
    messages_for: timedelta,
    mail: Text | None = None,
) -> Screen:
    """What is stored, why, for how long, who sees it, and what can be done; `mail`: the address of e-mail, if any."""
    office = profile.office
    lines = [
        Text(N_("<b>Personal data</b>")),
        Text(
            N_("Stored: full name {full_name}, title {title}, telephone {phone}, organisation {organisation}."),
            full_name=person.full_name,
            title=person.title or Text(N_("not given")),
            phone=person.phone or Text(N_("not given")),
            organisation=", ".join(organisations) if organisations else Text(N_("none")),
        ),
        *((mail,) if mail else ()),
        Text(N_("Also: the number of the chat account, what was sent, and the record of what was done and when.")),
        Text(N_("Purpose: receiving reports, reminding, aggregating. Controller: {body}."), body=office.standing_body),
        BLANK,
        Text(N_("<b>Who sees it</b>")),
        Text(N_("• Officers of the Standing Body: name, title, telephone, and whatever was sent.")),
        Text(N_("• Leaders of the Standing Body: reports with the name of whoever sent them.")),
        Text(N_("• Persons of the same organisation: the reports of the organisation and who sent them.")),
        Text(N_("• Other members see neither name nor content; what is shared is a headline without a name.")),
        BLANK,
        Text(
            N_(
                "Drafts are deleted {drafts:count} days after they were last touched, messages after {messages:count}"
                " days. Reports are official records and are kept as the rules on archives say."
            ),
            drafts=drafts_for.days,
            messages=messages_for.days,
        ),
    ]
    rows = (
        (Choice(Text(N_("Download my data")), SendOwnData()),),
        (
            Choice(Text(N_("Ask for correction")), AskOfOwnData(DataRequest.CORRECT, 0)),
            Choice(Text(N_("Ask for deletion")), AskOfOwnData(DataRequest.ERASE, 0)),
        ),
        (Choice(Text(N_("Withdraw consent")), AskLeaving(Leaving.WITHDRAW)), SETTINGS),
    )
    return Screen(tuple(lines), rows)


_ASK: Mapping[DataRequest, str] = {
    DataRequest.CORRECT: N_("Ask the Standing Body to correct your data? An officer calls you to learn what is wrong."),
    DataRequest.ERASE: N_(
        "Ask the Standing Body to delete your data? The account is unlinked then; reports that were sent are kept"
        " without your name."
    ),
}
_DONE: Mapping[DataRequest, str] = {
    DataRequest.CORRECT: N_("The request to correct personal data was received at {now:stamp}."),
    DataRequest.ERASE: N_("The request to delete personal data was received at {now:stamp}."),
}
_TOLD: Mapping[DataRequest, str] = {
    DataRequest.CORRECT: N_("{full_name} ({code}) asked at {now:stamp} to have personal data corrected. Call {phone}."),
    DataRequest.ERASE: N_(
        "{full_name} ({code}) asked at {now:stamp} to have personal data deleted. Call {phone}. Once the duties have"
        " ended, whoever runs the system deletes them: privacy erase {code}."
    ),
}


def caption(now: datetime) -> Text:
    """Under the file of what is stored about a person."""
    return Text(N_("What is stored about you, at {now:stamp}. Please do not pass it on."), now=now)


def ask(request: DataRequest) -> Screen:
    """Whether to ask the desk."""
    go = Choice(Text(N_("Send the request")), AskOfOwnData(request, 1))
    return Screen((Text(_ASK[request]),), ((_BACK, go),))


def asked(request: DataRequest, now: datetime) -> Screen:
    """The desk has been asked."""
    told = Text(N_("The result is made known within the time that the law sets."))
    return Screen((Text(_DONE[request], now=now), told), ((SETTINGS,),))


def desk_asked(request: DataRequest, person: Person, now: datetime) -> Screen:
    """To the desk: what somebody asks for."""
    phone = person.phone or Text(N_("not given"))
    return Screen((Text(_TOLD[request], full_name=person.full_name, code=person.code, now=now, phone=phone),))
