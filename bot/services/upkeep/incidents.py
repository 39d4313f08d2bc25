"""What is said of a part of the program that keeps failing, and of an update that could not be handled."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.operations import Lane, Operation, Replace, Send, Topic, TopicKind
from bot.domain.people import Actor, Role, To
from bot.domain.texts import Text
from bot.screens import desk as wording
from bot.screens import errors, upkeep
from storage import addressees, inbox
from storage.unit import Unit


def tick_failed(unit: Unit, name: str, incident: str, undone: Sequence[str | Text]) -> Sequence[Operation]:
    """Tell the secretariat and the administrators that a tick keeps failing, or which pieces of it."""
    screen = upkeep.tick_failed(name, incident, unit.now, undone)
    topic = Topic(TopicKind.INCIDENT, {"code": incident})
    return [
        Send(to, screen, topic=topic, lane=Lane.BULK, key=f"incident:{incident}:{to.account}")
        for to in addressees.recipients(unit.db, frozenset({Role.SECRETARIAT, Role.ADMIN}), unit.today)
    ]


def update_failed(unit: Unit, incident: str, actor: Actor | None) -> list[Operation]:
    """Return an apology to the sender, where that is a member, and one notice to the desk for each hour.

    The first update that was set aside in an hour is a new message; every later one changes it, and counts.
    """
    office = unit.rules.profile.office
    topic = Topic(TopicKind.INCIDENT, {"code": incident})
    told: list[Operation] = [Send(actor.to, errors.incident(incident, office.phone), topic=topic)] if actor else []
    who = actor.person.full_name if actor else "–"
    hour = unit.now.replace(minute=0, second=0, microsecond=0)
    count = inbox.count_quarantined(unit.db, hour)
    desk = addressees.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today)
    if count > 1:
        gathered = wording.incidents(count, hour, incident, who, unit.now)
        return [*told, *(Replace(to, gathered, _anchor(to), topic) for to in desk)]
    first = wording.incident(incident, who, unit.now)
    return [*told, *(Send(to, first, _anchor(to), topic, Lane.BULK) for to in desk)]


def _anchor(to: To) -> str:
    return f"incidents:{to.account}"
