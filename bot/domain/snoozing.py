"""When somebody can be reminded once more: in working hours, before the deadline. The marks of a rule do not move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.calendars import Calendar
from bot.domain.reminder_rules import ON_THE_DAY, Side
from bot.domain.reminders import Occurrence

WORK_FROM, WORK_UNTIL = time(7, 30), time(17)
"""Nobody is reminded outside of these hours."""
_SOON = timedelta(hours=2)
_AFTERNOON, _MORNING = time(14), time(8, 30)


class Moment(StrEnum):
    """When it is reminded once more; the value stands in buttons."""

    SOON = "s"
    """In two hours."""
    AFTERNOON = "a"
    """At 14:00 today."""
    MORNING = "m"
    """At 08:30 on the next working day."""


def may_wait(occurrence: Occurrence) -> bool:
    """Return whether a reminder may come once more later: one that belongs before the deadline, or on its day."""
    mark = occurrence.mark
    return mark == ON_THE_DAY or (mark.is_ahead and mark.side is not Side.WAITED)


def moments(local: datetime, deadline: datetime, calendar: Calendar) -> Mapping[Moment, datetime]:
    """Return when it can be reminded once more; `local` is now, in Viet Nam's time, and so is what is returned.

    Each lies in working hours, after now and before the deadline.
    """
    day, zone = local.date(), local.tzinfo
    found = {
        Moment.SOON: (local + _SOON).replace(second=0, microsecond=0),
        Moment.AFTERNOON: datetime.combine(day, _AFTERNOON, zone),
        Moment.MORNING: datetime.combine(calendar.next_working_after(day), _MORNING, zone),
    }
    return {moment: at for moment, at in found.items() if local < at < deadline and is_working_hour(at, calendar)}


def is_working_hour(local: datetime, calendar: Calendar) -> bool:
    """Return whether offices work at an instant, given in Viet Nam's time."""
    return calendar.is_working(local.date()) and WORK_FROM <= local.time() < WORK_UNTIL
