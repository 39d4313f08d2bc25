"""What people set for themselves: when they are written to. Times of day are those of Viet Nam."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

MORNINGS = (time(7, 30), time(8, 30), time(10, 30), time(13, 30))
"""When the card of a morning may come; the second is what comes without a choice."""
USUAL_MORNING = MORNINGS[1]


class QuietHours(StrEnum):
    """From when until when a message waits that is neither urgent nor an answer; the value stands in buttons."""

    NONE = "n"
    NIGHT = "0"
    EVENING = "1"
    AFTER_WORK = "2"


HOURS: dict[QuietHours, tuple[time, time] | None] = {
    QuietHours.NONE: None,
    QuietHours.NIGHT: (time(22), time(6)),
    QuietHours.EVENING: (time(20), time(7)),
    QuietHours.AFTER_WORK: (time(17, 30), time(7, 30)),
}
USUAL_QUIET = QuietHours.NIGHT


class PauseFor(StrEnum):
    """How long reminders are paused, from the day it is chosen on; the value stands in buttons."""

    NOT = "n"
    TODAY = "0"
    WEEK = "1"
    FORTNIGHT = "2"


_DAYS = {PauseFor.TODAY: 1, PauseFor.WEEK: 7, PauseFor.FORTNIGHT: 14}


@dataclass(frozen=True)
class Preferences:
    """What one person has set; who has set nothing has these."""

    morning_at: time = USUAL_MORNING
    quiet: QuietHours = USUAL_QUIET
    paused_until: date | None = None
    """The last day of a pause."""

    def is_paused(self, day: date) -> bool:
        """Return whether nothing but deadlines of the day is reminded of on a day."""
        return self.paused_until is not None and day <= self.paused_until

    def quiet_until(self, local: datetime) -> datetime | None:
        """Return when the quiet hours end in which an instant of Viet Nam's time lies, None where it lies in none."""
        hours = HOURS[self.quiet]
        if hours is None:
            return None
        begins, ends = hours
        if local.time() >= begins:  # all of them go over midnight
            return datetime.combine(local.date() + timedelta(days=1), ends, local.tzinfo)
        return datetime.combine(local.date(), ends, local.tzinfo) if local.time() < ends else None

    def quiet_from(self, local: datetime) -> datetime | None:
        """Return when the next quiet hours begin after an instant of Viet Nam's time that lies in none of them."""
        hours = HOURS[self.quiet]
        return datetime.combine(local.date(), hours[0], local.tzinfo) if hours else None


def paused_until(chosen: PauseFor, today: date) -> date | None:
    """Return the last day of a pause that is chosen today, None where there is to be none."""
    return None if chosen is PauseFor.NOT else today + timedelta(days=_DAYS[chosen] - 1)
