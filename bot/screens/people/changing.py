"""Duties that are given, ended and handed over: the questions before, and what everybody is told after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.directory import DirectoryEntry, DirectoryView
from bot.domain.people import Duty, Honorific, Person, Role
from bot.domain.profiles import Profile
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Screen, Text, Weight
from bot.domain.verbs.directory import EndDuty, ShowMember
from bot.domain.verbs.home import ShowHome

ROLES: Mapping[Role, str] = {
    Role.PRINCIPAL: N_("leader"),
    Role.FOCAL: N_("focal person"),
    Role.SECRETARIAT: N_("officer of the Standing Body"),
    Role.LEADER: N_("leader of the Standing Body"),
    Role.ADMIN: N_("administrator of the system"),
}
ADDRESSES: Mapping[Honorific, str] = {
    Honorific.COMRADE: N_("Comrade"),
    Honorific.MR: N_("Mr"),
    Honorific.MS: N_("Ms"),
    Honorific.NONE: N_("neutral"),
}
LANGUAGES: Mapping[str, str] = {"vi": N_("Vietnamese"), "en": N_("English")}


def named(duty: Duty) -> Text:
    """What a duty is called: the role and, where there is one, the member."""
    role = Text(ROLES[duty.role])
    if duty.seat is None:
        return role
    return Text(N_("{role} of {organisation}"), role=role, organisation=Excerpt(duty.seat.organisation))


def person_lines(person: Person) -> Sequence[Text]:
    """What the roster keeps of a person."""
    return (
        Text(N_("Full name: {full_name}"), full_name=Excerpt(person.full_name)),
        *([Text(N_("Title: {title}"), title=Excerpt(person.title))] if person.title else []),
        Text(N_("Form of address: {address}"), address=Text(ADDRESSES[person.honorific])),
        *([Text(N_("Telephone: {phone}"), phone=Excerpt(person.phone))] if person.phone else []),
        Text(N_("Language: {language}"), language=Text(LANGUAGES[person.lang])),
    )


def duty_given(profile: Profile, duty: Duty, now: datetime) -> Screen:
    """To a linked person who has got a duty."""
    return Screen(
        (
            Text(
                N_("The Standing Body recorded a duty for {you} at {now:stamp}: {duty}. Questions: {unit}, {phone}."),
                now=now,
                duty=named(duty),
                unit=profile.office.department,
                phone=profile.office.phone,
            ),
        ),
        ((Choice(Text(N_("Main screen")), ShowHome()),),),
    )


def duty_ended(profile: Profile, duty: Duty, now: datetime, successor: str, *, last: bool) -> Screen:
    """To whoever lost a duty; `last`: no other is left, and the link of the account has ended with it."""
    words = (
        N_(
            "Your duty as {duty} ended at {now:stamp}{successor}. The link of this account ended with it; no more"
            " messages will come here. Questions: {unit}, {phone}."
        )
        if last
        else N_(
            "Your duty as {duty} ended at {now:stamp}{successor}. Your other duties go on. Questions: {unit}, {phone}."
        )
    )
    handed = Text(N_("; {successor} takes over"), successor=Excerpt(successor)) if successor else None
    office = profile.office
    said = Text(words, duty=named(duty), now=now, successor=handed, unit=office.department, phone=office.phone)
    return Screen((said,), () if last else ((Choice(Text(N_("Main screen")), ShowHome()),),))


def ask_end(entry: DirectoryEntry, duty: Duty, drafts: int, kept_for: int, view: DirectoryView) -> Screen:
    """Whether to end a duty, and what ends with it; `kept_for`: days."""
    who, last = entry.person, len(entry.duties) == 1
    ends = [
        Text(N_("• reminders and copies that belong to this duty are no longer sent;")),
        Text(N_("• functions that only this duty opens are closed at once;")),
    ]
    if last and entry.account:
        ends.append(
            Text(N_("• it is the last duty of this person: the link of the account and any open invitation end;"))
        )
    elif last:
        ends.append(Text(N_("• it is the last duty of this person: any open invitation ends;")))
    if drafts:
        ends.append(
            Text(
                N_(
                    "• drafts not sent ({drafts:count}) cannot be opened or sent any more; they are deleted"
                    " {days:count} days after the last change."
                ),
                drafts=drafts,
                days=kept_for,
            )
        )
    stays = Text(N_("Reports that were sent and tasks stay with the member.")) if duty.seat else None
    return Screen(
        (
            Text(
                N_("End the duty of <b>{full_name}</b> as {duty}?"), full_name=Excerpt(who.full_name), duty=named(duty)
            ),
            Text(N_("With it:")),
            *ends,
            *([BLANK, stays] if stays else []),
        ),
        (
            (
                Choice(Text(N_("Keep the duty")), ShowMember(who.id, view)),
                Choice(Text(N_("End the duty")), EndDuty(duty.id, view), Weight.DESTRUCTIVE),
            ),
        ),
    )


def ended(full_name: str, duty: Duty, now: datetime) -> Text:
    """What was done, above the screen that follows."""
    return Text(
        N_("The duty of {full_name} as {duty} ended at {now:stamp}."),
        full_name=Excerpt(full_name),
        duty=named(duty),
        now=now,
    )


def given(person: Person, duty: Duty, now: datetime) -> Text:
    """What was done, above the screen of the person."""
    return Text(
        N_(
            "{full_name} was recorded as {duty} at {now:stamp}. The person's code in the roster is {code}: please put"
            " it into the roster file too."
        ),
        full_name=Excerpt(person.full_name),
        duty=named(duty),
        code=person.code,
        now=now,
    )


def handed_over(
    before: str, after: Person, duty: Duty, now: datetime, *, tasks: int, reports: int, passed: int, deleted: int
) -> Sequence[Text]:
    """The receipt of a handover: from whom to whom, and what went over."""
    lines = [
        Text(
            N_("{before} handed over to {after} ({code}) as {duty} at {now:stamp}."),
            before=Excerpt(before),
            after=Excerpt(after.full_name),
            code=after.code,
            duty=named(duty),
            now=now,
        ),
        Text(
            N_("Staying with the member: {tasks:count} tasks under way, {reports:count} reports sent."),
            tasks=tasks,
            reports=reports,
        ),
    ]
    if passed:
        lines.append(Text(N_("Drafts passed on to the successor: {count:count}."), count=passed))
    if deleted:
        lines.append(Text(N_("Drafts deleted: {count:count}."), count=deleted))
    return (*lines, BLANK)
