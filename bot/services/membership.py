"""The desk's acts on the persons of the roster: look through them, invite them, end a link."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.members import Actor
from bot.domain.membership import Membership, Place, listed, pages
from bot.domain.operations import Send
from bot.domain.screens import Screen
from bot.domain.wording import members as wording
from bot.errors import BotError
from bot.services import enrolment
from bot.services.answer import Answer
from storage import ledgers, outbox, people, rosters
from storage.unit import Unit


def show(unit: Unit, actor: Actor, place: Place) -> Answer:
    """Show one screen of the list, the last one where it has become shorter."""
    people.set_open_draft(unit.db, actor.account, None)
    everybody = rosters.memberships(unit.db, unit.today)
    shown = listed(everybody, tuple(unit.rules.profile.bodies), unlinked=place.unlinked)
    place = replace(place, page=min(place.page, pages(len(shown)) - 1))
    return Answer(wording.people(shown, everybody, place, unit.now))


def person(unit: Unit, actor: Actor, person_id: int, place: Place) -> Answer:
    """Show one person."""
    return Answer(_screen(unit, actor, _membership(unit, person_id), place))


def invite(unit: Unit, actor: Actor, person_id: int, newest: int, place: Place) -> Answer:
    """Issue an invitation and show its code this once; `newest` is the invitation the officer saw as the last one.

    Raises BotError("stale") where there is another by now, so that a second press ends no code just handed out.
    """
    before = _membership(unit, person_id)
    if before.invitation != newest:
        raise BotError("stale")
    issued = enrolment.issue(unit, before.person, _by(actor))
    link = issued.link(ledgers.fact(unit.db, "bot_username") or "")
    code = wording.invitation(before.person, before.duties[0], issued.code, link, issued.expires_at)
    return Answer(_screen(unit, actor, _membership(unit, person_id), place), kept=code)


def ask_unlink(unit: Unit, actor: Actor, person_id: int, place: Place) -> Answer:
    """Ask whether to end a person's link."""
    return Answer(wording.ask_unlink(_linked(unit, actor, person_id), place))


def unlink(unit: Unit, actor: Actor, person_id: int, account: int, place: Place) -> Answer:
    """End a person's link, if `account` is still the newest one, and tell the account; others of the person end too."""
    membership = _linked(unit, actor, person_id)
    if membership.account != account:
        raise BotError("stale")
    notice = wording.link_ended(unit.rules.profile, unit.now)
    notices = []
    for live in rosters.live_accounts(unit.db, person_id):
        to = people.recipient(unit.db, live, unit.today)
        assert to is not None
        outbox.cancel_for(unit.db, live, unit.now)
        outbox.forget_anchors(unit.db, live)
        people.unlink_account(unit.db, live, unit.now)
        ledgers.append_audit(unit.db, unit.now, _by(actor), "account.unlinked", f"account:{live}")
        if membership.reachable:
            notices.append(Send(to, notice, key=f"account-left:{live}"))
    screen = _screen(unit, actor, _membership(unit, person_id), place)
    done = wording.unlinked(membership.person.full_name, unit.now)
    return Answer(screen.with_line_first(done), notices=tuple(notices))


def _membership(unit: Unit, person_id: int) -> Membership:
    found = rosters.membership(unit.db, person_id, unit.today)
    if found is None:
        raise BotError("stale")
    return found


def _linked(unit: Unit, actor: Actor, person_id: int) -> Membership:
    """Return a person who is linked and is not the officer, who would be left outside."""
    found = _membership(unit, person_id)
    if not found.account or person_id == actor.person.id:
        raise BotError("stale")
    return found


def _screen(unit: Unit, actor: Actor, membership: Membership, place: Place) -> Screen:
    own = membership.person.id == actor.person.id
    return wording.person(unit.rules.profile, membership, place, unit.now, own=own)


def _by(actor: Actor) -> str:
    return f"person:{actor.person.code}"
