"""From an invitation to a linked account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.people import Duty, Person, Role
from bot.domain.periods import Schedule
from bot.domain.profiles import Profile
from bot.domain.texts import BLANK, N_, NP_, Choice, Screen, Text
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.joining import Address, ChooseAddress, Join, JoinStep
from bot.domain.verbs.reporting import ChooseReport
from bot.domain.verbs.settings import AskLeaving, Consent, Leaving

_HOW = Choice(Text(N_("Ask how to get a code")), Join(JoinStep.HOW))
_ENTER = Choice(Text(N_("Enter the code")), Join(JoinStep.ENTER))

ROLE_NAMES = {
    Role.PRINCIPAL: N_("Leader of a member of the {body}"),
    Role.FOCAL: N_("Focal person of a member of the {body}"),
    Role.SECRETARIAT: N_("Officer of the Standing Body"),
    Role.LEADER: N_("Leader of the Standing Body"),
    Role.ADMIN: N_("Administrator of the system"),
}

_ADDRESSES: Mapping[Address, str] = {
    Address.COMRADE: N_("Comrade"),
    Address.MR: N_("Mr"),
    Address.MS: N_("Ms"),
    Address.NEUTRAL: N_("Keep it neutral"),
}


def no_code(profile: Profile) -> Screen:
    """The fixed answer to whoever is not known."""
    return Screen(
        (
            Text(N_("<b>{title}</b>"), title=profile.bot_title),
            Text(
                N_(
                    "This channel is for members of the Working Group and the Advisory Council"
                    " on administrative procedure reform."
                )
            ),
            Text(
                N_(
                    "Please enter the invitation code issued by the Standing Body, for example:"
                    " <code>MOI-7K2Q-94XM-3P</code>."
                )
            ),
        ),
        ((_HOW,),),
    )


def help_code(profile: Profile) -> Screen:
    """Where a code comes from."""
    office = profile.office
    return Screen(
        (
            Text(N_("The invitation code is sent with the letter of invitation or by official e-mail.")),
            Text(
                N_("To be issued a new one, please contact {unit}, telephone {phone}, e-mail {email}."),
                unit=office.department,
                phone=office.phone,
                email=office.email,
            ),
        ),
        ((_ENTER,),),
    )


def confirm(profile: Profile, person: Person, duties: Sequence[Duty], *, linked_elsewhere: bool) -> Screen:
    """Whose invitation it is."""
    lines = [
        Text(N_("The invitation code was issued to:")),
        Text(N_("<b>{full_name}</b>"), full_name=person.full_name),
        *([Text(N_("{title}"), title=person.title)] if person.title else []),
        *(_duty(profile, duty) for duty in duties),
        BLANK,
        *(
            [
                Text(
                    N_(
                        "This person is linked to another device or app. After the change that one"
                        " receives no more messages; drafts and reports are kept."
                    )
                )
            ]
            if linked_elsewhere
            else []
        ),
        Text(N_("Please confirm that this is correct.")),
    ]
    row = (
        Choice(Text(N_("Confirm")), Join(JoinStep.CONFIRM)),
        Choice(Text(N_("Report a mistake")), Join(JoinStep.DENY)),
    )
    return Screen(tuple(lines), (row,))


def _duty(profile: Profile, duty: Duty) -> Text:
    role = Text(ROLE_NAMES[duty.role], body=profile.bodies[duty.seat.body].name if duty.seat else None)
    return Text(N_("{role}: {organisation}"), role=role, organisation=duty.seat.organisation) if duty.seat else role


def notice(profile: Profile) -> Screen:
    """What is stored, why, and where to turn to; agreed to before an account is linked."""
    agree = Choice(Text(N_("Agree and continue")), Join(JoinStep.AGREE))
    return Screen(_notice(profile), ((agree, Choice(Text(N_("Later")), Join(JoinStep.LATER))),))


def before_notice(*, has_agreed: bool, kept: bool, typed: bool, drafting: bool) -> tuple[Text, ...]:
    """Why a linked account is shown the notice, and what becomes of what was `typed` meanwhile.

    Who has signed in to the page by a link has not agreed to any version yet (`has_agreed`).
    """
    if has_agreed:
        lines = [Text(N_("The notice has changed. Please read it; the system goes on once you have agreed."))]
    else:
        lines = [Text(N_("Please read the notice; the system goes on once you have agreed."))]
    if drafting:
        lines.append(Text(N_("The draft is kept; it can be continued from the main screen.")))
    if kept:
        lines.append(Text(N_("What was typed has been kept and is offered in the next report.")))
    elif typed:
        lines.append(Text(N_("What was just sent has not been handled. Please send it again afterwards.")))
    return tuple(lines)


def notice_again(profile: Profile, before: tuple[Text, ...]) -> Screen:
    """The notice to a linked account that has not agreed to it in this version."""
    agree = Choice(Text(N_("Agree and continue")), Consent())
    refuse = Choice(Text(N_("Withdraw consent")), AskLeaving(Leaving.WITHDRAW))
    return Screen((*before, BLANK, *_notice(profile)), ((agree, refuse),))


def _notice(profile: Profile) -> tuple[Text, ...]:
    office = profile.office
    return (
        Text(N_("<b>Notice before use</b>")),
        Text(
            N_(
                "• {standing_body} stores your full name, title, organisation and chat account"
                " in order to receive reports and send messages about them."
            ),
            standing_body=office.standing_body,
        ),
        Text(
            N_(
                "• On Telegram and Zalo messages pass through the platform of a third party; on the page of the office"
                " they do not."
            )
        ),
        Text(
            N_("• The content of reports goes to the Standing Body, which aggregates it for the competent authority.")
        ),
        Text(N_("• Do not send information or documents that are state secrets through this channel.")),
        Text(
            N_(
                "• Under Settings (/caidat) {you} can see personal data, ask for their correction or deletion, or"
                " withdraw this consent. Contact: {unit}, {phone}, {email}."
            ),
            unit=office.department,
            phone=office.phone,
            email=office.email,
        ),
    )


def later(expires_at: datetime) -> Screen:
    """Consent was put off."""
    return Screen(
        (
            Text(
                N_("This chat account has not been linked. The invitation code is valid until {expires_at:full}."),
                expires_at=expires_at,
            ),
        ),
        ((Choice(Text(N_("Read the notice again")), Join(JoinStep.NOTICE)),),),
    )


def address(*, now_linked: bool) -> Screen:
    """How to be addressed; asked on the way in where the roster does not say, and again whenever it is wanted."""
    choices = [Choice(Text(label), ChooseAddress(address)) for address, label in _ADDRESSES.items()]
    return Screen(
        (
            *((Text(N_("The account has been linked.")),) if now_linked else ()),
            Text(N_('Please choose how the system should address you. Without a choice it says "{you}".')),
        ),
        (tuple(choices[:3]), tuple(choices[3:])),
    )


def done(full_name: str, now: datetime, schedules: Sequence[Schedule], *, may_report: bool) -> Screen:
    """The account is linked."""
    deadlines = [
        Text(N_("Deadline of the report for {period}: {due:full}."), period=s.period, due=s.stated(s.due_at))
        for s in schedules
    ]
    report = Choice(Text(N_("Send a report")), ChooseReport())
    home = Choice(Text(N_("Main screen")), ShowHome())
    return Screen(
        (
            Text(N_("The account of {full_name} was linked at {now:full}."), full_name=full_name, now=now),
            *deadlines,
        ),
        ((report, home) if may_report else (home,),),
    )


def self_changed(phone: str, now: datetime) -> Screen:
    """To the account that was linked before."""
    return Screen(
        (
            Text(
                N_(
                    "Your account was moved to another device or app at {now:stamp}."
                    " If it was not you who did so, please call {phone} at once."
                ),
                now=now,
                phone=phone,
            ),
        )
    )


def unknown_code(typed: str) -> Screen:
    """A code nobody issued."""
    return Screen(
        (
            Text(
                N_(
                    'No invitation code "{typed}" was found. Please check every character'
                    " (the code has no letters O, I, L and no digits 0, 1) and enter it again."
                ),
                typed=typed,
            ),
        ),
        ((_ENTER, _HOW),),
    )


def not_a_code(typed: str) -> Screen:
    """What looks like a code and can be none, such as a telephone number."""
    return Screen(
        (
            Text(
                N_(
                    '"{typed}" is no invitation code. A code has 10 characters after MOI, for example'
                    " <code>MOI-7K2Q-94XM-3P</code>, with no letters O, I, L and no digits 0, 1."
                ),
                typed=typed,
            ),
        ),
        ((_ENTER, _HOW),),
    )


def unknown_link() -> Screen:
    """A link nobody issued."""
    return Screen(
        (Text(N_("This invitation link is not known. Please enter the invitation code instead.")),), ((_HOW,),)
    )


def expired_code(expires_at: datetime, phone: str) -> Screen:
    """A code whose time is over."""
    return Screen(
        (
            Text(
                N_("This invitation code expired at {expires_at:stamp}. Please call {phone} to be issued a new one."),
                expires_at=expires_at,
                phone=phone,
            ),
        )
    )


def used_code(used_at: datetime, phone: str) -> Screen:
    """A code that has been used."""
    return Screen(
        (
            Text(
                N_(
                    "This invitation code was used at {used_at:stamp}."
                    " If it was not you who did so, please call {phone} at once."
                ),
                used_at=used_at,
                phone=phone,
            ),
        )
    )


def locked_code(phone: str) -> Screen:
    """A code that was reported to have reached somebody else."""
    return Screen(
        (Text(N_("This invitation code has been locked. Please call {phone} to be issued a new one."), phone=phone),)
    )


def foreign_code(full_name: str, phone: str) -> Screen:
    """Somebody else's code, entered by a member."""
    return Screen(
        (
            Text(
                N_(
                    "This invitation code was issued to another person, so nothing was changed:"
                    " this account stays linked to {full_name}. Questions: {phone}."
                ),
                full_name=full_name,
                phone=phone,
            ),
        )
    )


def own_code(full_name: str) -> Screen:
    """A member's own code, entered where the account is linked already."""
    return Screen(
        (Text(N_("This account is linked to {full_name} already. The code was not used."), full_name=full_name),)
    )


def too_many_wrong(times: int, until: datetime) -> Screen:
    """An account has entered too many wrong codes."""
    return Screen(
        (
            Text(
                NP_(
                    "A wrong code was entered {times:count} time. For safety the system takes no"
                    " codes until {until:clock}.",
                    "A wrong code was entered {times:count} times. For safety the system takes no"
                    " codes until {until:clock}.",
                    by="times",
                ),
                times=times,
                until=until,
            ),
        )
    )


def desk_many_wrong(times: int, now: datetime, each: int, wait: timedelta) -> Screen:
    """To the desk: somebody may be guessing codes."""
    return Screen(
        (
            Text(
                NP_(
                    "{times:number} wrong invitation code came within one hour (until {now:stamp}).",
                    "{times:number} wrong invitation codes came within one hour (until {now:stamp}).",
                    by="times",
                ),
                times=times,
                now=now,
            ),
            Text(
                N_(
                    "Right codes and invitation links still work; an account that enters {each:count} wrong codes"
                    " waits {minutes:count} minutes. If the messages go on, please tell whoever runs the system."
                ),
                each=each,
                minutes=int(wait.total_seconds()) // 60,
            ),
        )
    )
