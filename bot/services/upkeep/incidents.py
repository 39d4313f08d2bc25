"""What is said of an update that could not be handled."""

from __future__ import annotations

from bot.domain.operations import Lane, Operation, Replace, Send, Topic, TopicKind
from bot.domain.people import Actor, Role, To
from bot.screens import desk as wording
from bot.screens import errors
from storage import inbox, people
from storage.unit import Unit


def tell(unit: Unit, incident: str, actor: Actor | None) -> list[Operation]:
    """Return an apology to the sender, where that is a member, and one notice to the desk for each hour.

    The first update that was set aside in an hour is a new message; every later one changes it, and counts.
    """
    office = unit.rules.profile.office
    topic = Topic(TopicKind.INCIDENT, {"code": incident})
    told: list[Operation] = [Send(actor.to, errors.incident(incident, office.phone), topic=topic)] if actor else []
    who = actor.person.full_name if actor else "–"
    hour = unit.now.replace(minute=0, second=0, microsecond=0)
    count = inbox.count_quarantined(unit.db, hour)
    desk = people.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today)
    if count > 1:
        gathered = wording.incidents(count, hour, incident, who, unit.now)
        return [*told, *(Replace(to, gathered, _anchor(to), topic) for to in desk)]
    first = wording.incident(incident, who, unit.now)
    return [*told, *(Send(to, first, _anchor(to), topic, Lane.BULK) for to in desk)]


def _anchor(to: To) -> str:
    return f"incidents:{to.account}"
