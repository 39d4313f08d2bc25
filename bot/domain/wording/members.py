"""The desk's list of members: who is invited, who is linked, and the acts on one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.callbacks import pack
from bot.domain.members import Duty, Person, Role
from bot.domain.membership import PAGE, LinkState, Membership, Place, pages
from bot.domain.profiles import Profile
from bot.domain.screens import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.wording.enrolment import ROLE_NAMES

_ALL, _UNLINKED = "a", "u"
_SHORT_ROLES: Mapping[Role, str] = {
    Role.PRINCIPAL: N_("leader"),
    Role.FOCAL: N_("focal person"),
    Role.SECRETARIAT: N_("officer of the Standing Body"),
    Role.LEADER: N_("leader of the Standing Body"),
    Role.ADMIN: N_("administrator of the system"),
}


def place_args(place: Place) -> tuple[str, int]:
    """Return what a button carries of a place in the list."""
    return (_UNLINKED if place.unlinked else _ALL), place.page


def place_of(filter_: str, page: int) -> Place | None:
    """Return the place a button carries, or None where it is not of our making."""
    return Place(filter_ == _UNLINKED, page) if filter_ in (_ALL, _UNLINKED) else None


def people(shown: Sequence[Membership], everybody: Sequence[Membership], place: Place, now: datetime) -> Screen:
    """One screen of the list `shown`; the figures are those of everybody."""
    title = (
        N_("<b>Members not linked yet</b> – page {page}/{pages}")
        if place.unlinked
        else N_("<b>Members</b> – page {page}/{pages}")
    )
    here = shown[place.page * PAGE : (place.page + 1) * PAGE]
    lines = [
        Text(title, page=place.page + 1, pages=pages(len(shown))),
        _figures(everybody, now),
        *([] if here else [Text(N_("Everybody in the list has been linked."))]),
        *(_entry(number, membership, now) for number, membership in enumerate(here, 1)),
    ]
    choices = [
        Choice(Text(N_("Choose {number}"), number=number), pack("mi", m.person.id, *place_args(place)))
        for number, m in enumerate(here, 1)
    ]
    rows: list[Row] = [tuple(choices[i : i + 3]) for i in range(0, len(choices), 3)]
    rows += _turning(place, pages(len(shown)))
    return Screen(tuple(lines), (*rows, (_other_filter(place), Choice(Text(N_("Main screen")), pack("h")))))


def _figures(everybody: Sequence[Membership], now: datetime) -> Text:
    states = [membership.state(now) for membership in everybody]
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


def _entry(number: int, membership: Membership, now: datetime) -> Text:
    duty = membership.duties[0]
    of = Text(N_("{organisation} – "), organisation=Excerpt(duty.seat.organisation)) if duty.seat else None
    return Text(
        N_("{number}. {member}{full_name} ({role}): {state}"),
        number=number,
        member=of,
        full_name=Excerpt(membership.person.full_name),
        role=Text(_SHORT_ROLES[duty.role]),
        state=_state(membership, now),
    )


def _state(membership: Membership, now: datetime) -> Text:
    match membership.state(now):
        case LinkState.LINKED:
            return Text(N_("linked"))
        case LinkState.UNREACHABLE:
            return Text(N_("cannot be reached"))
        case LinkState.INVITED:
            return Text(N_("invited, code valid until {until:short}"), until=membership.open_until)
        case LinkState.LAPSED:
            return Text(N_("invited before, no valid code"))
        case LinkState.NOT_INVITED:
            return Text(N_("not invited"))


def _turning(place: Place, count: int) -> list[Row]:
    row = []
    if place.page > 0:
        row.append(_to(N_("View previous page"), Place(place.unlinked, place.page - 1)))
    if place.page + 1 < count:
        row.append(_to(N_("View next page"), Place(place.unlinked, place.page + 1)))
    return [tuple(row)] if row else []


def _other_filter(place: Place) -> Choice:
    return _to(N_("View all"), Place()) if place.unlinked else _to(N_("View those not linked"), Place(unlinked=True))


def _to(label: str, place: Place) -> Choice:
    return Choice(Text(label), pack("m", *place_args(place)))


def person(profile: Profile, membership: Membership, place: Place, now: datetime, *, own: bool) -> Screen:
    """One person, and what the desk can do; nobody ends a link of their own."""
    who, back = membership.person, place_args(place)
    lines = [
        Text(N_("<b>{full_name}</b> ({code})"), full_name=Excerpt(who.full_name), code=who.code),
        *([Text(N_("{title}"), title=Excerpt(who.title))] if who.title else []),
        *(_duty(profile, duty) for duty in membership.duties),
        *([Text(N_("Telephone: {phone}"), phone=Excerpt(who.phone))] if who.phone else []),
        Text(N_("State: {state}."), state=_state_in_full(membership, now)),
    ]
    acts = [Choice(Text(N_("Issue invitation")), pack("mc", who.id, membership.invitation, *back))]
    if membership.account and not own:
        acts.append(Choice(Text(N_("End the link")), pack("mu", who.id, *back)))
    return Screen(tuple(lines), (tuple(acts), (_to(N_("Back to the list"), place),)))


def _duty(profile: Profile, duty: Duty) -> Text:
    role = Text(ROLE_NAMES[duty.role], body=profile.bodies[duty.seat.body].name if duty.seat else None)
    if duty.seat is None:
        return role
    return Text(N_("{role}: {organisation}"), role=role, organisation=Excerpt(duty.seat.organisation))


def _state_in_full(membership: Membership, now: datetime) -> Text:
    if membership.linked_at is None:
        return _state(membership, now)
    return Text(N_("{state}, linked at {at:stamp}"), state=_state(membership, now), at=membership.linked_at)


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
            role=Text(_SHORT_ROLES[duty.role]),
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


def ask_unlink(membership: Membership, place: Place) -> Screen:
    """Whether to end a person's link."""
    who, back = membership.person, place_args(place)
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
                Choice(Text(N_("Keep the link")), pack("mi", who.id, *back)),
                Choice(Text(N_("End the link")), pack("mx", who.id, membership.account, *back)),
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
                unit=profile.office.unit,
                phone=profile.office.phone,
            ),
        )
    )
