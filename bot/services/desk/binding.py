"""The group of the desk: how a group becomes it by a one-time code, and how it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.codes import invitation_letters
from bot.domain.operations import Lane, Leave, Operation, Send, Topic, TopicKind
from bot.domain.people import Actor, Caller, Role, To
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.i18n import render
from bot.screens import errors
from bot.screens import group as wording
from bot.screens.people.enrolment import too_many_wrong
from bot.services.desk.cards import to_place
from bot.services.desk.notices import to_desk
from bot.services.people import duties, secret_codes
from storage import ledgers, outbox, places
from storage.outbox import Envelope
from storage.places import Left, Place
from storage.unit import Unit

_PREFIX = "NHOM"
_TEXT_LIMIT = 1000
"""What every channel takes (`bot.runtime.ports.PLAINEST`)."""
# A command may stand before it, and the bot's name: without either a group does not tell the bot what is written.
_TYPED = re.compile(r"(?:/\S+\s+)?(?:@\S+\s+)?(NHOM[\W_].{9,24}?|NHOM\w{10})(?:\s+@\S+)?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Issued:
    """A code as it is handed out; afterwards only its hash is known."""

    code: str
    expires_at: datetime


def issue(unit: Unit, by: str) -> Issued:
    """Make a code by which a group becomes the desk's; an earlier one ends. `by` goes into the audit."""
    letters = secret_codes.drawn()
    expires_at = unit.now + unit.rules.profile.invitations.valid_for
    places.add_code(unit.db, secret_codes.keyed(unit, _PREFIX + letters), unit.now, expires_at)
    ledgers.append_audit(unit.db, unit.now, by, "place.code_issued", "place:desk")
    return Issued(secret_codes.spelt(_PREFIX, letters), expires_at)


def code_in(typed: str) -> str | None:
    """Return the letters of the code that a text in a group is, however it is spelt; None for any other text."""
    found = _TYPED.fullmatch(typed.strip())
    letters = invitation_letters(found[1]) if found else ""
    secret = letters.removeprefix(_PREFIX)
    is_code = len(secret) == secret_codes.LENGTH and set(secret) <= set(secret_codes.ALPHABET)
    return letters if letters.startswith(_PREFIX) and is_code else None


def enter(unit: Unit, caller: Caller, actor: Actor | None, address: str, letters: str) -> Sequence[Operation]:
    """A code was typed in a group, by whomever: it counts from an officer alone, and only there does it get used up."""
    here = To(caller.channel, address)
    if places.living_at(unit.db, caller.channel, address):
        return [Send(here, wording.bound_before())]
    if actor is None or Role.SECRETARIAT not in actor.roles:
        phone = unit.rules.profile.office.phone
        return [Send(here, errors.screen(BotError("rights", phone=phone)))]
    # Before the code is looked up: during a pause a right one must not be told from a wrong one.
    until = secret_codes.paused_until(unit, caller)
    if until:
        times = unit.rules.profile.invitations.wrong_per_account
        return [Send(here, too_many_wrong(times, until))]
    used = places.use_code(unit.db, secret_codes.keyed(unit, letters), unit.now)
    if used is None:
        return [Send(here, wording.unknown_code()), *secret_codes.wrong(unit, caller)]
    return _bind(unit, actor, address) if used else [Send(here, wording.spent_code())]


def _bind(unit: Unit, actor: Actor, address: str) -> Sequence[Operation]:
    before = places.living(unit.db)
    said = wording.bound(actor.person.full_name, unit.now)
    left: list[Operation] = []
    if before:
        _end(unit, before, Left.REPLACED, duties.by(actor))
        left = [Send(to_place(before), wording.replaced(unit.now)), Leave(to_place(before))]
        said = replace(said, lines=(*said.lines, wording.instead_of_another()))
    number = places.bind(unit.db, actor.caller.channel, address, actor.person.id, unit.now)
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), "place.bound", f"place:{number}")
    return [*left, Send(To(actor.caller.channel, address), said)]


def elsewhere(unit: Unit, channel: str, address: str) -> Sequence[Operation]:
    """The bot is in a group that is not the desk's, or was asked something there: it says one sentence and leaves.

    While there is a code that can still be used, this may be the group it is for: it says what is to be typed.
    """
    here = To(channel, address)
    if places.is_awaited(unit.db, unit.now):
        return [Send(here, wording.waits_for_code())]
    return [Send(here, wording.not_here()), Leave(here)]


def lost(unit: Unit, channel: str, address: str, how: Left = Left.OUT) -> Sequence[Operation]:
    """Nothing arrives in a group any more: where it is the desk's its place ends, and officers are told in private."""
    place = places.living_at(unit.db, channel, address)
    if place is None:
        return ()
    _end(unit, place, how, "system")
    notice = wording.lost(unit.now, mute=how is Left.MUTE)
    return to_desk(unit, notice, f"place-lost:{place.id}", Topic(TopicKind.UNDELIVERED))


def unbind(unit: Unit, by: str) -> bool:
    """End the place of the desk, say so there, and leave; return False where there is none.

    One that was lost is not missed any more.
    """
    place = places.living(unit.db)
    if place is None:
        return places.dismiss(unit.db)
    _end(unit, place, Left.UNBOUND, by)
    _put(unit, place, "send", wording.unbound(unit.now))
    _put(unit, place, "leave", None)
    return True


def _end(unit: Unit, place: Place, how: Left, by: str) -> None:
    places.leave(unit.db, place, how, unit.now)
    ledgers.append_audit(unit.db, unit.now, by, "place.left", f"place:{place.id}", {"how": how.value})


def _put(unit: Unit, place: Place, kind: str, screen: Screen | None) -> None:
    to = to_place(place)
    body = dict(render(screen, to.reader, _TEXT_LIMIT)) if screen else {}
    key = f"place-left:{place.id}:{kind}"
    outbox.put(unit.db, Envelope(key, to.channel, to.address, None, Lane.INTERACTIVE, kind, body), unit.now)
