"""What belongs to a seat and is not finished, whoever holds it."""

from __future__ import annotations

from datetime import date

from bot.domain.difficulties import UNRESOLVED, current_state
from bot.screens.people.turning import Belongings
from bot.services.reporting.waiting import KINDS, listed_of
from bot.services.tasks.listing import status_of
from storage import difficulties, drafts, tasks
from storage.unit import Unit


def belongings(unit: Unit, seat: int, person: int) -> Belongings:
    """Return what is not finished of a seat; the drafts are those of a person who holds it."""
    own = [d for d in drafts.drafts_of_seat(unit.db, person, seat) if d.kind in KINDS and d.holds_answers]
    under_way = [(task, status_of(unit, task)) for task in tasks.tasks_of_seats(unit.db, [seat], done=False)]
    return Belongings(
        listed_of(unit, person, own),
        sorted(under_way, key=lambda pair: (pair[1].due_on or date.max, pair[0].code)),
        unresolved(unit, seat),
    )


def unresolved(unit: Unit, seat: int) -> list[str]:
    """Return the codes of the difficulties of a seat with which something is still to be done, the oldest first."""
    codes = difficulties.codes_of_seat(unit.db, seat)
    events = difficulties.events_of(unit.db, codes)
    return [code for code in codes if current_state(events.get(code, ())) in UNRESOLVED]
