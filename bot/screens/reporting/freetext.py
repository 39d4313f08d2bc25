"""A text that was sent while nothing was open, and messages that were edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.characters import ends
from bot.domain.profiles import Profile
from bot.domain.texts import N_, Choice, Screen, Text, Weight
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.reporting import DropKept
from bot.domain.writing import Written
from bot.screens.reporting.choosing import ADHOC
from bot.screens.reporting.form import HOME
from bot.screens.reporting.written import DISCARD_IT, KEEP_IT, discard_lines, kept_line

_SHOWN_UNITS = 120

DISCARD = Choice(DISCARD_IT, DropKept())


def offered(kept: Sequence[Written], reports: Sequence[Choice]) -> Screen:
    """What was typed while nothing was open looks like content: what shall become of it?"""
    lines = (
        Text(N_("What {you} sent looks like the content of a report. It has been kept and has not been sent.")),
        kept_line(kept),
        Text(N_("Please choose what it is for; it is offered as the answer there.")),
    )
    return Screen(lines, (*((report,) for report in reports), (ADHOC,), (DISCARD, HOME)))


def kept_beside(code: str) -> Text:
    """A text in answer to something that was sent or assigned: it is kept, and changes nothing there."""
    return Text(
        N_("What {you} just sent about {code} has been kept and has not been sent. It is offered in the next report."),
        code=code,
    )


def changes_nothing(code: str) -> Text:
    """The same of a text that is not kept."""
    return Text(N_("What was just sent about {code} has not been recorded or passed on."), code=code)


def discarding(kept: Sequence[Written], units: int) -> Screen:
    """Whether what is kept, of so many `units`, is to be discarded."""
    gone = Choice(DISCARD_IT, DropKept(units), Weight.DESTRUCTIVE)
    return Screen(discard_lines(kept), ((Choice(KEEP_IT, ShowHome()), gone),))


def nothing_kept() -> Text:
    """There is nothing to be discarded."""
    return Text(N_("Nothing is being kept."))


def discarded() -> Text:
    """What was kept is gone."""
    return Text(N_("What was kept has been discarded."))


def kept_edited(new: Written) -> Screen:
    """An edited message changed what is kept."""
    return Screen(
        (Text(N_("What is kept was changed as the message was edited: {text}"), text=ends(new.text, _SHOWN_UNITS)),)
    )


def edited_after_sending(code: str, at: datetime, profile: Profile) -> Screen:
    """A message was edited whose report had been sent."""
    office = profile.office
    return Screen(
        (
            Text(
                N_(
                    "The edited message stands in the report {code}, received at {at:stamp}; the report has not been"
                    " changed. To correct or add something, please send an ad hoc report or call {unit}, {phone}."
                ),
                code=code,
                at=at,
                unit=office.department,
                phone=office.phone,
            ),
        ),
        ((ADHOC,),),
    )


def edited_while_waiting() -> Screen:
    """An edited message whose draft waits for approval."""
    said = N_(
        "The report this message is part of waits for approval, so that the edit changed nothing. To change it, please"
        " choose Take back to edit first."
    )
    return Screen((Text(said),))


def edited_nowhere() -> Screen:
    """A message was edited that stands in no draft."""
    return Screen((Text(N_("The edited message stands in no draft; nothing has been changed by it.")),))
