"""The desk's day: the periods that need looking after, and the tasks that are overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.clock import VN
from bot.domain.operations import Pause
from bot.domain.periods import Schedule, SeatState
from bot.domain.reminders import desk_told_on
from bot.domain.tasks import Task, TaskStatus
from bot.domain.texts import Screen
from bot.screens import reminding as wording
from bot.screens.reminding import DeskPeriod, Overdue
from bot.services.desk.unsent import count_since_card
from bot.services.standing import accepting_now, bodies
from bot.services.tasks.listing import entries_at_desk, nearest, overdue_among
from storage import due_rows, reminders, seat_requests
from storage.unit import Unit

OWED = (SeatState.OPEN, SeatState.DRAFTING, SeatState.MISSING)
"""States of a seat from which a report is still to come."""
_OVERDUE_LISTED = 5
_TASKS = 150
"""So many tasks, and parts that seats have in them, are gone over before answers are let through."""


def open_schedules(unit: Unit) -> list[Schedule]:
    """Return the periods, of whatever cadence, in which a report can be sent now."""
    cadences = dict.fromkeys(body.cadence for body in unit.rules.profile.bodies.values())
    return [schedule for cadence in cadences for schedule in accepting_now(unit, cadence)]


@dataclass(frozen=True)
class DeskMorning:
    """What a morning's card says to every officer: the periods to look after, and of what is overdue the longest."""

    watched: Sequence[DeskPeriod]
    overdue: int
    longest: Sequence[tuple[Task, TaskStatus]]
    told_on: date | None
    """The last day up to today on which the desk is told of any of it."""


def look_over(unit: Unit) -> Generator[Pause, None, DeskMorning]:
    """Go over the periods and the tasks, with pauses; return what was found."""
    watched = [item for schedule in open_schedules(unit) if (item := _watched(unit, schedule))]
    days: Counter[date] = Counter()
    longest: Sequence[tuple[Task, TaskStatus]] = ()
    after = 0
    while ids := due_rows.tasks_after(unit.db, after, _TASKS, _TASKS):
        late = overdue_among(unit, ids)
        days.update(at.due_on for _, at in late if at.due_on)
        longest, after = nearest([*longest, *late])[:_OVERDUE_LISTED], ids[-1]
        yield Pause.HERE
    told_on = max((told for day in days if (told := desk_told_on(day, unit.today, unit.rules.calendar))), default=None)
    return DeskMorning(watched, days.total(), longest, told_on)


def desk_card(unit: Unit, account: int, found: DeskMorning) -> Screen | None:
    """Return the card of one officer for this morning, None where there is nothing to say.

    Overdue tasks stand in every card. They are a reason for one after each of their marks, until the officer has
    got a card. Requests of members stand in every card as long as they wait. What was not sent is counted once, beside
    other matters: whom nothing reaches is no reason to write to the desk every morning.
    """
    to_tell = found.told_on is not None and not reminders.desk_card_since(unit.db, account, found.told_on)
    asked = len(seat_requests.open_requests(unit.db))
    if not found.watched and not to_tell and not asked:
        return None
    skipped = count_since_card(unit, account)
    listed = Overdue(found.overdue, entries_at_desk(unit, found.longest))
    return wording.desk_morning(unit.today, found.watched, listed, asked, skipped)


def _watched(unit: Unit, schedule: Schedule) -> DeskPeriod | None:
    """From the day of the deadline to the close, as long as there is something to do."""
    if unit.today < schedule.due_on:
        return None
    digest_on, stop_on = (at.astimezone(VN).date() for at in (schedule.digest_at, schedule.stop_at))
    of, period = bodies(unit, schedule.period.cadence), schedule.period
    # Counted where the rows are: seats may be thousands, and nothing else of them is told.
    missing = due_rows.count_owing(unit.db, of, period.iso, period.last_day)
    item = DeskPeriod(schedule.period, missing, digest_on == unit.today, stop_on == unit.today, schedule.digest_at)
    return item if missing or item.digest_today or item.closes_today else None
