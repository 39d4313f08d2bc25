"""The several ways in which somebody is reached: their order, and how one is linked or removed."""

from __future__ import annotations

import secrets
from datetime import timedelta

from bot.domain.operations import Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.ways import Way
from bot.errors import BotError
from bot.screens.people import ways as wording
from bot.services.people import secret_codes
from bot.services.people.enrolment import PREFIX, invitation_link_fact
from bot.services.people.leaving import end_link
from bot.services.reply import Reply
from storage import invitations, ledgers, people, shown_codes, ways
from storage.unit import Unit

CODE_FOR = timedelta(hours=1)
_TOKEN_BYTES = 16


def could_have_several(unit: Unit, actor: Actor) -> bool:
    """Return whether somebody has several ways, or could have another one."""
    return len(set_up(unit) | {way.channel for way in _ways(unit, actor)}) > 1


def show(unit: Unit, actor: Actor) -> Reply:
    """The ways in order."""
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.ways(_ways(unit, actor), actor.caller.channel))


def open_way(unit: Unit, actor: Actor, account: int) -> Reply:
    """One way. Raises BotError("stale") where it is none of the actor's."""
    found = _ways(unit, actor)
    chosen = _chosen(found, account)
    return Reply(wording.way(chosen, is_first=chosen.channel == found[0].channel))


def put_first(unit: Unit, actor: Actor, account: int) -> Reply:
    """A way is tried first from now on, the others as before. Raises BotError("stale")."""
    found = _ways(unit, actor)
    channels = dict.fromkeys([_chosen(found, account).channel, *(way.channel for way in found)])
    ways.put_order(unit.db, actor.person.id, list(channels))
    return show(unit, actor)


def ask_remove(unit: Unit, actor: Actor, account: int) -> Reply:
    """Ask whether to remove a way; of the last one say what that means. Raises BotError("stale")."""
    found = _ways(unit, actor)
    chosen = _chosen(found, account)
    return Reply(wording.ask_remove_last(chosen) if len(found) == 1 else wording.ask_remove(chosen))


def remove(unit: Unit, actor: Actor, account: int) -> Reply:
    """End the link of a way, never that of the last one. Raises BotError("stale")."""
    found = _ways(unit, actor)
    chosen = _chosen(found, account)
    if len(found) == 1:
        return ask_remove(unit, actor, account)
    told = end_link(unit, chosen.account, wording.removed(unit.rules.profile.office.phone))
    ledgers.append_audit(unit.db, unit.now, _by(actor), "account.unlinked", f"account:{chosen.account}")
    # Whoever removes the way they are in is told so there, and sees nothing else of the program any more.
    if chosen.account == actor.account:
        return Reply(notices=(told,))
    return Reply(wording.ways(_ways(unit, actor), actor.caller.channel), notices=(told,))


def add(unit: Unit, actor: Actor) -> Reply:
    """Show a code, this once, with which the person links another way; an earlier one that is open ends."""
    letters, token = secret_codes.drawn(), secrets.token_urlsafe(_TOKEN_BYTES)
    until = unit.now + CODE_FOR
    number = invitations.add_invitation(
        unit.db,
        actor.person.id,
        secret_codes.keyed(unit, token),
        secret_codes.keyed(unit, letters),
        unit.now,
        until,
        adds=True,
    )
    ledgers.append_audit(unit.db, unit.now, _by(actor), "way.code_issued", f"person:{actor.person.code}")
    others = sorted(set_up(unit) - {way.channel for way in _ways(unit, actor)})
    return Reply(
        wording.ways(_ways(unit, actor), actor.caller.channel),
        kept=wording.code(secret_codes.spelt(PREFIX, letters), others, until),
        kept_topic=Topic(TopicKind.MEMBERSHIP, {"invitation": number}),
        kept_anchor=shown_codes.anchor_of(actor.account, number),
    )


def _ways(unit: Unit, actor: Actor) -> list[Way]:
    return ways.of_person(unit.db, actor.person.id)


def _chosen(found: list[Way], account: int) -> Way:
    chosen = next((way for way in found if way.account == account), None)
    if chosen is None:
        raise BotError("stale")
    return chosen


def set_up(unit: Unit) -> set[str]:
    """Return the channels that have been connected: each has kept what its invitation links look like."""
    prefix = invitation_link_fact("")
    return {name.removeprefix(prefix) for name in ledgers.facts_named(unit.db, prefix)}


def _by(actor: Actor) -> str:
    return f"person:{actor.person.code}"
