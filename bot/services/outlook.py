"""What somebody will be reminded of next, and when."""

from __future__ import annotations

from datetime import datetime

from bot.clock import VN
from bot.domain.people import Actor
from bot.domain.pushes import hour_of
from bot.domain.reminder_rules import ON_THE_DAY
from bot.domain.texts import Screen
from bot.screens import outlook as wording
from bot.screens.outlook import Next
from bot.services import reminding
from storage import people, preferences
from storage.unit import Unit

_SHOWN = 5


def with_next(unit: Unit, actor: Actor, screen: Screen) -> Screen:
    """Return a screen that also says what its reader will be reminded of next, at the hour of each, and of a pause."""
    chosen = preferences.preferences(unit.db, actor.person.id)
    until = chosen.paused_until if chosen.is_paused(unit.today) else None
    found = reminding.next_of(unit, actor.person.id, _SHOWN)
    several = len({each.due.seat for each in found}) > 1
    shown = []
    for each in found:
        hour = hour_of(unit.rules.reminders.of(each.due.kind).hour, chosen)
        held = until is not None and each.send_on <= until and each.mark != ON_THE_DAY
        seat = people.seat_by_id(unit.db, each.due.seat) if several else None
        # What was missed goes out as soon as anything can.
        at = datetime.combine(max(each.send_on, unit.today), hour, VN)
        shown.append(Next(each.due.kind, each.due.subject, at, seat.organisation if seat else "", held=held))
    return wording.with_next(screen, sorted(shown, key=lambda item: item.at), until)
