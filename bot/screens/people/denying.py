"""An invitation that reached somebody else, as that person and the desk see it."""

from __future__ import annotations

from datetime import datetime

from bot.domain.profiles import Profile
from bot.domain.texts import N_, Choice, Screen, Text
from bot.domain.verbs.directory import IssueInvitation
from bot.domain.verbs.joining import Join, JoinStep


def ask(full_name: str) -> Screen:
    """Whether to report that an invitation is somebody else's; the harmless answer comes first."""
    return Screen(
        (
            Text(
                N_(
                    "Report that the invitation code issued to {name} is not yours? The code is locked and cannot be"
                    " opened again; the Standing Body is told and can issue a new one."
                ),
                name=full_name,
            ),
        ),
        (
            (
                Choice(Text(N_("‹ Back")), Join(JoinStep.BACK)),
                Choice(Text(N_("Lock the code")), Join(JoinStep.LOCK)),
            ),
        ),
    )


def locked(profile: Profile, most: int) -> Screen:
    """The invitation is locked; a reason of at most so many units would help the desk."""
    return Screen(
        (
            Text(
                N_(
                    "The system has locked this invitation code and is telling the Standing Body."
                    " Please do not pass the code on to others."
                )
            ),
            Text(
                N_(
                    "Please write in one message what is not correct, for example a name, a title or how the code"
                    " reached you (optional, up to {most:number} characters)."
                ),
                most=most,
            ),
            _contact(profile),
        ),
        ((Choice(Text(N_("Give no reason")), Join(JoinStep.NO_REASON)),),),
    )


def reason_taken(profile: Profile) -> Screen:
    """A reason was given."""
    return Screen((Text(N_("The reason is being sent to the Standing Body.")), _contact(profile)))


def no_reason(profile: Profile) -> Screen:
    """No reason was given."""
    return Screen((Text(N_("The code stays locked; no reason was given.")), _contact(profile)))


def _contact(profile: Profile) -> Text:
    return Text(N_("Contact: {unit}, {phone}."), unit=profile.office.department, phone=profile.office.phone)


def to_desk(full_name: str, organisation: str, locked_at: datetime, reason: str, issue: IssueInvitation) -> Screen:
    """To the desk: an invitation reached somebody else, with the reason as far as there is one; empty where not."""
    said = Text(
        N_(
            "The invitation code of {full_name} ({organisation}) was opened by somebody who says"
            " it is not theirs; it was locked at {now:stamp}. Please issue a new one."
        ),
        full_name=full_name,
        organisation=organisation,
        now=locked_at,
    )
    given = (Text(N_("Reason given: {reason}"), reason=reason),) if reason else ()
    return Screen((said, *given), ((Choice(Text(N_("Issue invitation")), issue),),))
