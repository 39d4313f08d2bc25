"""Days that an office has set itself: which may be set, and the calendar they make of the one that ships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.calendars import Calendar, Day, DayKind

FIRST_DECIDED, LAST_DECIDED = 2022, 2099
_SATURDAY = 5
_ON_WORKING_DAYS, _ON_WEEKENDS = frozenset({DayKind.WORKING}), frozenset({DayKind.WEEKEND, DayKind.MAKE_UP})


@dataclass(frozen=True)
class DaysSet:
    """Days that differ, each with its name and source, and the last year that is decided; None says nothing of it."""

    days: Mapping[date, Day] = field(default_factory=dict)
    decided_through: int | None = None

    def over(self, shipped: Calendar) -> Calendar:
        """Return a calendar in which these days stand in place of those it has."""
        through = shipped.decided_through if self.decided_through is None else self.decided_through
        return replace(shipped, days={**shipped.days, **self.days}, decided_through=through)


def may_be(day: date, kind: DayKind) -> bool:
    """Whether a day of the week can be of a kind: a Saturday or Sunday is worked as a make-up day alone."""
    weekend = day.weekday() >= _SATURDAY
    return kind is DayKind.HOLIDAY or kind in (_ON_WEEKENDS if weekend else _ON_WORKING_DAYS)


def as_plain(found: DaysSet) -> dict[str, Any]:
    """Return days as plain JSON, for `of_plain`."""
    days = {
        day.isoformat(): {"kind": each.kind.value, "name": each.name, "source": each.source}
        for day, each in sorted(found.days.items())
    }
    return {"days": days, "decided_through": found.decided_through}


def of_plain(plain: Mapping[str, Any]) -> DaysSet:
    """Read what `as_plain` returned."""
    days = {
        date.fromisoformat(day): Day(DayKind(row["kind"]), row["name"], row["source"])
        for day, row in plain["days"].items()
    }
    return DaysSet(days, plain["decided_through"])
