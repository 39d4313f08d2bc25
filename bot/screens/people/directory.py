"""The desk's list of members: who is invited, who is linked, and the acts on one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.directory import PAGE, DirectoryEntry, DirectoryView, LinkState, Listed, pages
from bot.domain.people import Duty, Person
from bot.domain.profiles import Profile
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.verbs.directory import (
    AskEndDuty,
    AskUnlink,
    IssueInvitation,
    ListMembers,
    OpenAddition,
    OpenHandover,
    ShowCallList,
    ShowMember,
    Unlink,
)
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.seats import OpenSubstitute
from bot.screens.people.changing import ROLES
from bot.screens.people.enrolment import ROLE_NAMES
from bot.screens.people.turning import Change, cancel_row, planned


@dataclass(frozen=True)
class Acts:
    """What is offered on the screen of one person."""

    invite: bool
    unlink: bool
    """Nobody ends a link of their own."""
    changed: tuple[Duty, ...]
    """The duties that can be ended or handed over."""
    turns: tuple[Change, ...] = ()
    """What is recorded of these duties for days to come, or goes on."""


def people(
    shown: Sequence[DirectoryEntry], everybody: Sequence[DirectoryEntry], view: DirectoryView, now: datetime
) -> Screen:
    """One screen of the list `shown`; the figures are those of everybody."""
    title = (
        N_("<b>Members not linked yet</b> – page {page}/{pages}")
        if view.unlinked
        else N_("<b>Members</b> – page {page}/{pages}")
    )
    here = shown[view.page * PAGE : (view.page + 1) * PAGE]
    lines = [
        Text(title, page=view.page + 1, pages=pages(len(shown))),
        _figures(everybody, now),
        *([] if here else [Text(N_("Everybody in the list has been linked."))]),
        *(_line(number, entry, now) for number, entry in enumerate(here, 1)),
    ]
    choices = [
        Choice(Text(N_("Choose {number}"), number=number), ShowMember(m.person.id, view))
        for number, m in enumerate(here, 1)
    ]
    rows: list[Row] = [tuple(choices[i : i + 3]) for i in range(0, len(choices), 3)]
    rows += _turning(view, pages(len(shown)))
    rows.append((Choice(Text(N_("Add a person")), OpenAddition()), CALL_LIST))
    return Screen(tuple(lines), (*rows, (_other_filter(view), Choice(Text(N_("Main screen")), ShowHome()))))


CALL_LIST = Choice(Text(N_("Who must be called")), ShowCallList(0))


def _figures(everybody: Sequence[DirectoryEntry], now: datetime) -> Text:
    states = [entry.state(now) for entry in everybody]
    return Text(
        N_(
            "{all:count} persons: {linked:count} linked, {unreachable:count} cannot be reached,"
            " {invited:count} invited, {others:count} without a valid code."
        ),
        all=len(states),
        linked=states.count(LinkState.LINKED),
        unreachable=states.count(LinkState.UNREACHABLE),
        invited=states.count(LinkState.INVITED),
        others=states.count(LinkState.NOT_INVITED) + states.count(LinkState.LAPSED),
    )


def _line(number: int, entry: DirectoryEntry, now: datetime) -> Text:
    duty = entry.duties[0]
    of = Text(N_("{organisation} – "), organisation=Excerpt(duty.seat.organisation)) if duty.seat else None
    return Text(
        N_("{number}. {member}{full_name} ({role}): {state}"),
        number=number,
        member=of,
        full_name=Excerpt(entry.person.full_name),
        role=Text(ROLES[duty.role]),
        state=_state(entry, now),
    )


def _state(entry: DirectoryEntry, now: datetime) -> Text:
    match entry.state(now):
        case LinkState.LINKED:
            return Text(N_("linked"))
        case LinkState.UNREACHABLE:
            return Text(N_("cannot be reached"))
        case LinkState.INVITED:
            return Text(N_("invited, code valid until {until:short}"), until=entry.open_until)
        case LinkState.LAPSED:
            return Text(N_("invited before, no valid code"))
        case LinkState.NOT_INVITED:
            return Text(N_("not invited"))


def _turning(view: DirectoryView, count: int) -> list[Row]:
    row = []
    if view.page > 0:
        row.append(_to(N_("View previous page"), DirectoryView(view.which, view.page - 1)))
    if view.page + 1 < count:
        row.append(_to(N_("View next page"), DirectoryView(view.which, view.page + 1)))
    return [tuple(row)] if row else []


def _other_filter(view: DirectoryView) -> Choice:
    return (
        _to(N_("View all"), DirectoryView())
        if view.unlinked
        else _to(N_("View those not linked"), DirectoryView(Listed.UNLINKED))
    )


def _to(label: str, view: DirectoryView) -> Choice:
    return Choice(Text(label), ListMembers(view))


def person(profile: Profile, entry: DirectoryEntry, view: DirectoryView, now: datetime, acts: Acts) -> Screen:
    """One person, and what can be done."""
    who = entry.person
    lines = [
        Text(N_("<b>{full_name}</b> ({code})"), full_name=Excerpt(who.full_name), code=who.code),
        *([Text(N_("{title}"), title=Excerpt(who.title))] if who.title else []),
        *_duties(profile, entry),
        *([Text(N_("Telephone: {phone}"), phone=Excerpt(who.phone))] if who.phone else []),
        Text(N_("State: {state}."), state=_state_in_full(entry, now)),
    ]
    lines += [planned(each) for each in acts.turns]
    if not acts.invite:
        lines.append(_COMMAND_LINE)
    first = (
        [Choice(Text(N_("Issue invitation")), IssueInvitation(who.id, entry.invitation, view))] if acts.invite else []
    )
    if acts.unlink:
        first.append(Choice(Text(N_("End the link")), AskUnlink(who.id, view)))
    rows: list[Row] = [tuple(first)] if first else []
    rows += [row for duty in acts.changed for row in _of_duty(entry, duty, view)]
    rows += [cancel_row(each) for each in acts.turns]
    rows.append((Choice(Text(N_("Add a duty")), OpenAddition(who.id)), _to(N_("Back to the list"), view)))
    return Screen(tuple(lines), tuple(rows))


_COMMAND_LINE = Text(
    N_(
        "An invitation for an administrator is issued on the command line only:"
        " <code>python main.py invite --person CODE</code>."
    )
)


def _of_duty(entry: DirectoryEntry, duty: Duty, view: DirectoryView) -> Sequence[Row]:
    """What can be done with one duty, by its place where there are several."""
    number = entry.duties.index(duty) + 1 if len(entry.duties) > 1 else None
    end, hand = (N_("End duty {number}"), N_("Hand over {number}")) if number else (N_("End duty"), N_("Hand over"))
    row = [Choice(Text(end, number=number), AskEndDuty(duty.id, view))]
    if duty.seat is None:
        return (tuple(row),)
    row.append(Choice(Text(hand, number=number), OpenHandover(duty.id)))
    stand_in = N_("Name substitute {number}") if number else N_("Name substitute")
    return tuple(row), (Choice(Text(stand_in, number=number), OpenSubstitute(duty.id)),)


def _duties(profile: Profile, entry: DirectoryEntry) -> list[Text]:
    if len(entry.duties) == 1:
        return [_duty(profile, entry.duties[0])]
    return [
        Text("{number}. {duty}", number=number, duty=_duty(profile, duty))
        for number, duty in enumerate(entry.duties, 1)
    ]


def _duty(profile: Profile, duty: Duty) -> Text:
    role = Text(ROLE_NAMES[duty.role], body=profile.bodies[duty.seat.body].name if duty.seat else None)
    if duty.seat is None:
        return role
    return Text(N_("{role}: {organisation}"), role=role, organisation=Excerpt(duty.seat.organisation))


def _state_in_full(entry: DirectoryEntry, now: datetime) -> Text:
    if entry.linked_at is None:
        return _state(entry, now)
    return Text(N_("{state}, linked at {at:stamp}"), state=_state(entry, now), at=entry.linked_at)


def invitation(who: Person, duty: Duty, code: str, link: str, expires_at: datetime) -> Screen:
    """The code, which is shown this once."""
    organisation = Text(N_(", {organisation}"), organisation=Excerpt(duty.seat.organisation)) if duty.seat else None
    lines = [
        Text(
            N_(
                "An invitation code was made for <b>{full_name}</b> ({role}{organisation}): <code>{code}</code>."
                " It can be used once, until {expires_at:full}."
            ),
            full_name=Excerpt(who.full_name),
            role=Text(ROLES[duty.role]),
            organisation=organisation,
            code=code,
            expires_at=expires_at,
        ),
        *([Text(N_("Invitation link: <code>{link}</code>"), link=link)] if link else []),
        BLANK,
        Text(N_("The code is shown this once; codes issued to this person before are no longer valid.")),
        Text(N_("Please send it by official letter or official e-mail only, and delete this message afterwards.")),
    ]
    return Screen(tuple(lines))


def code_used(full_name: str) -> Screen:
    """In the place of a code that was used."""
    return Screen((Text(N_("The invitation of <b>{full_name}</b> was used."), full_name=Excerpt(full_name)),))


def code_over(full_name: str) -> Screen:
    """In the place of a code that cannot be used any more."""
    return Screen((Text(N_("The invitation of <b>{full_name}</b> is no longer valid."), full_name=Excerpt(full_name)),))


def ask_unlink(entry: DirectoryEntry, view: DirectoryView) -> Screen:
    """Whether to end a person's link."""
    who = entry.person
    return Screen(
        (
            Text(N_("End the link of the account of <b>{full_name}</b>?"), full_name=Excerpt(who.full_name)),
            Text(
                N_(
                    "The account receives no more messages from then on. Drafts and reports are kept."
                    " To come back the person needs a new invitation code."
                )
            ),
        ),
        (
            (
                Choice(Text(N_("Keep the link")), ShowMember(who.id, view)),
                Choice(Text(N_("End the link")), Unlink(who.id, entry.account, view), Weight.DESTRUCTIVE),
            ),
        ),
    )


def unlinked(full_name: str, now: datetime) -> Text:
    """What was done, above the person's screen."""
    return Text(N_("The link of {full_name} was ended at {now:stamp}."), full_name=Excerpt(full_name), now=now)


def link_ended(profile: Profile, now: datetime) -> Screen:
    """To the account whose link was ended."""
    return Screen(
        (
            Text(
                N_(
                    "The Standing Body ended the link of your account at {now:stamp}; no more messages will come here."
                    " Drafts and reports are kept. Questions and a new invitation code: {unit}, {phone}."
                ),
                now=now,
                unit=profile.office.department,
                phone=profile.office.phone,
            ),
        )
    )
