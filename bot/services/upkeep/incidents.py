"""What is said of a part of the program that keeps failing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.operations import Lane, Operation, Send, Topic, TopicKind
from bot.domain.people import Role
from bot.domain.texts import Text
from bot.screens import upkeep as wording
from storage import people
from storage.unit import Unit


def tick_failed(unit: Unit, name: str, incident: str, undone: Sequence[str | Text]) -> Sequence[Operation]:
    """Tell the secretariat and the administrators that a tick keeps failing, or which pieces of it."""
    screen = wording.tick_failed(name, incident, unit.now, undone)
    topic = Topic(TopicKind.INCIDENT, {"code": incident})
    return [
        Send(to, screen, topic=topic, lane=Lane.BULK, key=f"incident:{incident}:{to.account}")
        for to in people.recipients(unit.db, frozenset({Role.SECRETARIAT, Role.ADMIN}), unit.today)
    ]
