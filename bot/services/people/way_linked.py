"""Another way was linked by its person, with a code or by signing in: which place it has, and who is told."""

from __future__ import annotations

from bot.domain.operations import Operation, Send, Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.ways import Way
from bot.screens.people import ways as wording
from storage import addressees, ways
from storage.unit import Unit


def keep(unit: Unit, actor: Actor) -> tuple[Operation, ...]:
    """Put the new way of an actor behind the others, and return what tells these of it."""
    found = put_last(unit, actor.person.id, actor.account, actor.caller.channel)
    screen = wording.added(actor.caller.channel, unit.rules.profile.office.phone, unit.now)
    written = (addressees.recipient(unit.db, way.account, unit.today) for way in found if way.is_reachable)
    topic = Topic(TopicKind.MEMBERSHIP)
    return tuple(Send(to, screen, topic=topic, key=f"way-linked:{actor.account}:{to.account}") for to in written if to)


def put_last(unit: Unit, person: int, account: int, channel: str) -> list[Way]:
    """Put the channel of an account that was just linked behind the others of its person; return the other ways."""
    found = [way for way in ways.of_person(unit.db, person) if way.account != account]
    ways.put_order(unit.db, person, list(dict.fromkeys([*(way.channel for way in found), channel])))
    return found
