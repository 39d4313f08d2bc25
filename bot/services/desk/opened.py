"""That the desk has opened a report: from then on its sender cannot withdraw it."""

from __future__ import annotations

from bot.domain.people import Actor, Role
from bot.domain.reports import Report
from storage import openings
from storage.unit import Unit

_DESK = frozenset({Role.SECRETARIAT, Role.LEADER})


def note(unit: Unit, actor: Actor, report: Report) -> None:
    """Keep that somebody of the desk looks at a report, or presses a button on it, that is not their own."""
    is_own = report.seat in (seat.id for seat in actor.seats)
    if actor.roles & _DESK and not is_own:
        openings.note_opening(unit.db, report.code, report.version, actor.person.id, unit.now)
