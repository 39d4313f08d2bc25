"""Where difficulties stand in the queue of the desk: what their events say, and what is late at an hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar
from bot.domain.classifying import Matter
from bot.domain.correcting import value
from bot.domain.difficulties import DifficultyEvent
from bot.domain.directing import awaits_desk, awaits_opinion
from bot.domain.handling import asked_until
from bot.domain.reports import Urgency
from bot.domain.triage import QueueGroup, ended_at, group_of, in_charge, reply_by

_VN = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Standing:
    """What the events of a difficulty say of its place in the queue: it changes with them, and not with time."""

    group: QueueGroup
    field: str
    agency: str
    """Who is in charge, see `in_charge`; may be empty."""
    since: datetime
    """When it was first sent."""
    asked_until: datetime | None = None
    """Until when its sender may answer, where it waits for that."""
    reply_by: date | None = None
    """By when the authority is to reply, where it waits for that."""
    ended_at: datetime | None = None
    conflicting: bool = False
    directed: bool = False
    asks_leader: bool = False


@dataclass(frozen=True)
class Placed:
    """A difficulty that is in the queue, whatever the hour: what it is, and where it stands."""

    code: str
    seat: int
    urgency: Urgency | None
    standing: Standing


@dataclass(frozen=True)
class Hour:
    """What is compared to say what is late now."""

    now: datetime
    today: date
    new_before: datetime
    """What was sent before this and is new has waited for too long."""

    @staticmethod
    def at(now: datetime, take_up_within: int, calendar: Calendar) -> Hour:
        """Return that of an instant, by days of Viet Nam."""
        today = now.astimezone(_VN).date()
        first = calendar.working_day_before(today + timedelta(days=1), take_up_within + 1)
        return Hour(now, today, datetime.combine(first, time(), _VN))

    def is_late(self, standing: Standing) -> bool:
        """Return whether what one waits for is late, as `triage.is_overdue` says by its events."""
        if standing.group is QueueGroup.NEW:
            return standing.since < self.new_before
        asked = standing.asked_until is not None and self.now > standing.asked_until
        return asked or self.reply_missed(standing) is not None

    def reply_missed(self, standing: Standing) -> date | None:
        """Return the day by which an authority was to reply and has not, as `triage.reply_missed` does."""
        reply_by = standing.reply_by
        return reply_by if reply_by is not None and self.today > reply_by else None


def standing(events: Sequence[DifficultyEvent], field: str, agency: str, named: str) -> Standing | None:
    """Return where a difficulty stands after these events; None where nothing is left to be done.

    `field` and `agency` are as its sender says them, `named` is the latter by its name in the list.
    """
    if len(events) == 1:
        return Standing(QueueGroup.NEW, field, named, events[0].at)  # most are: nothing has been done about them yet
    group = group_of(events) if events else None
    if group is None:
        return None
    return Standing(
        group=group,
        field=value(events, Matter.FIELD, field),
        agency=in_charge(events, agency, named),
        since=events[0].at,
        asked_until=asked_until(events),
        reply_by=reply_by(events),
        ended_at=ended_at(events),
        conflicting=bool(value(events, Matter.CRITERIA, "")),
        directed=awaits_desk(events),
        asks_leader=awaits_opinion(events),
    )
