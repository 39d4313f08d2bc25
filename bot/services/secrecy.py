"""Messages with a mark of secrecy: held back before anything else is done with them.

Of such a message a keyed hash stays for half an hour, so that its sender can say that it is no secret: after that a
message with this hash passes, and no other.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.characters import clean
from bot.domain.operations import Lane, Operation, Replace, Send, Topic, TopicKind
from bot.domain.people import Actor, Caller, Role, To
from bot.domain.secrecy import Mark, mark_in
from bot.domain.texts import Screen
from bot.domain.verbs.secrecy import GuardStep
from bot.errors import BotError
from bot.screens import secrecy as wording
from storage import addressees, ledgers, outbox, secrecy
from storage.secrecy import Refused
from storage.unit import Unit

KEPT_FOR = timedelta(minutes=30)
_LISTED = 10
_TOPIC = Topic(TopicKind.SECRECY)


@dataclass(frozen=True)
class Said:
    """All words of a message: its texts, the names of its files, and how large these are."""

    texts: tuple[str, ...]
    names: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()

    @property
    def mark(self) -> Mark | None:
        """The mark it bears, or None."""
        return mark_in(self.texts, self.names)


def hold_back(unit: Unit, caller: Caller, actor: Actor | None, said: Said) -> Sequence[Operation] | None:
    """Return what follows from a message that is not to be used; None for one that may be.

    A stranger is told so and no more: nothing of his is used, and nobody knows whom to turn to.
    """
    mark = said.mark
    if mark is None:
        return None
    if actor is None:
        return [Send(caller.to, wording.refused(mark, None))]
    hash_ = _hash(unit, actor, said)
    if secrecy.is_confirmed(unit.db, actor.account, hash_, unit.now - KEPT_FOR):
        return None
    refused = secrecy.add_refused(unit.db, actor.account, hash_, mark, unit.now)
    _record(unit, actor, "secrecy.refused", refused)
    return [Send(actor.to, wording.refused(mark, refused.id), _anchor(refused)), *_told(unit, actor)]


def answer(unit: Unit, actor: Actor, refused_id: int, step: GuardStep) -> Sequence[Operation]:
    """Do what a sender wants with a message that was held back.

    Raises BotError("stale") where it is another's, or was forgotten.
    """
    refused = secrecy.refused_by_id(unit.db, refused_id, unit.now - KEPT_FOR)
    if refused is None or refused.account != actor.account:
        raise BotError("stale")
    match step:
        case GuardStep.SHOW:
            return [_shown(actor, refused, wording.refused(refused.mark, refused.id))]
        case GuardStep.ASK:
            return [_shown(actor, refused, wording.asking(refused.id))]
        case GuardStep.DROP:
            secrecy.drop(unit.db, refused.id)
            return [_shown(actor, refused, wording.dropped())]
        case GuardStep.CONFIRM:
            return _confirm(unit, actor, refused)


def _confirm(unit: Unit, actor: Actor, refused: Refused) -> Sequence[Operation]:
    secrecy.confirm(unit.db, refused.id, unit.now)
    _record(unit, actor, "secrecy.confirmed", refused)
    screen = wording.confirmed(unit.now, unit.now + KEPT_FOR)
    return [_shown(actor, refused, screen), *_told(unit, actor)]


def _hash(unit: Unit, actor: Actor, said: Said) -> str:
    """Of one account: what somebody else has said to be no secret lets nothing pass."""
    words = [actor.account, [clean(text) for text in said.texts], [clean(name) for name in said.names], said.sizes]
    return hmac.new(unit.rules.key, b"secrecy:" + json.dumps(words).encode(), hashlib.sha256).hexdigest()


def _record(unit: Unit, actor: Actor, verb: str, refused: Refused) -> None:
    who, detail = f"person:{actor.person.code}", {"mark": refused.mark.value, "hash": refused.hash}
    ledgers.append_audit(unit.db, unit.now, who, verb, f"message:{refused.hash[:16]}", detail)


def _anchor(refused: Refused) -> str:
    return f"secrecy:{refused.id}"


def _shown(actor: Actor, refused: Refused, screen: Screen) -> Operation:
    """Beside what is being written, whose screen stays as it is."""
    return Replace(actor.to, screen, _anchor(refused))


def _told(unit: Unit, actor: Actor) -> Sequence[Operation]:
    """Tell the desk, in one message for each sender and half hour, which grows."""
    since = unit.now - KEPT_FOR
    found = secrecy.refused_of(unit.db, actor.account, since)[-_LISTED:]
    organisation = next((seat.organisation for seat in actor.seats), actor.person.title)
    listed = [wording.Incident(each.refused_at, each.mark, each.confirmed_at) for each in found]
    screen = wording.incidents(actor.person.full_name, organisation, listed)
    desk = addressees.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today)
    return [_grown_or_new(unit, to, f"secret-of:{actor.account}:{to.account}", screen) for to in desk]


def _grown_or_new(unit: Unit, to: To, anchor: str, screen: Screen) -> Operation:
    if outbox.was_queued(unit.db, anchor, unit.now - KEPT_FOR):
        return Replace(to, screen, anchor, _TOPIC)
    return Send(to, screen, anchor, _TOPIC, Lane.BULK)
