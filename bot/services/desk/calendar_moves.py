"""What a change of the calendar moves, and the change itself: days set, reminders planned anew, people told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.calendar_source import last_known
from bot.clock import VN
from bot.domain.calendar_days import DaysSet, as_plain, of_plain
from bot.domain.calendar_forms import Known
from bot.domain.calendar_moves import DeadlineMove, Moves, deadline_moves, period_moves, reminder_moves
from bot.domain.calendars import Calendar, DayKind
from bot.domain.notice_lines import leaves_at
from bot.domain.operations import Lane, Operation, Send, Topic, TopicKind
from bot.domain.people import Person, Reader
from bot.domain.reminder_rules import Kind
from bot.i18n import translate
from bot.screens import calendar_moves as wording
from bot.screens.calendar_moves import Moved
from bot.services import reminding
from bot.services.beside import OverPlan, reckoned
from bot.services.reminder_rules import to_send
from storage import addressees, calendar_days, ledgers, people
from storage.unit import Unit

_TOLD_FROM, _TOLD_UNTIL = time(7, 30), time(17)
"""Between these hours of a working day people are told at once; otherwise on the next working morning."""


def known(unit: Unit) -> Known:
    """Return what days are set against now."""
    own = calendar_days.latest(unit.db)
    return Known(unit.today_for_words, own.days if own else DaysSet(), last_known(unit.today), _named)


def _named(kind: DayKind, other: date) -> str:
    """The name of a day that was swapped, as the file that ships has it: it stands in the base, for every reader."""
    return translate(wording.swapped(kind, other), Reader())


def version(unit: Unit) -> int:
    """Return the number of the version in force, 0 where nothing was ever set."""
    own = calendar_days.latest(unit.db)
    return own.version if own else 0


def moves(unit: Unit, own: DaysSet) -> Moves:
    """Return what would move if these were the days that are set."""
    calendar = own.over(unit.shipped.calendar)
    supposed = unit.supposing(replace(unit.rules, calendar=calendar))
    before, after = reminding.due_now(unit), reminding.due_now(supposed)
    cadences = [body.cadence for body in unit.rules.profile.bodies.values()]
    periods = period_moves(cadences, unit.rules.profile.periods, unit.rules.calendar, calendar, unit.today)
    now, then = reminding.planned(unit, before), reminding.planned(supposed, after)
    unsent = reminder_moves(to_send(unit, now), to_send(unit, then))
    return Moves(list(periods), deadline_moves(before, after), unsent)


def names(unit: Unit, found: Moves) -> Mapping[int, Person]:
    """Return everybody who is named, by id."""
    persons = {move.person for move in found.deadlines} | {move.person for move in found.reminders}
    return people.persons_by_id(unit.db, persons)


@dataclass(frozen=True)
class MovesOf(OverPlan):
    """The work of finding what other days, as plain JSON, would move: everything is planned twice, in memory."""

    own: str

    def __call__(self, unit: Unit) -> Moved:
        """Find it."""
        found = moves(unit, of_plain(json.loads(self.own)))
        return wording.moved(found, names(unit, found))


def moved(unit: Unit, own: DaysSet) -> Moved:
    """Return what would move if these were the days that are set, as it is told."""
    return reckoned(unit, MovesOf(json.dumps(as_plain(own), sort_keys=True)))


@dataclass(frozen=True)
class Changed:
    """What a change has become: its version, what it moved, and what is to be told of it."""

    version: int
    moves: Moved
    notices: tuple[Operation, ...]


def change(unit: Unit, own: DaysSet, by: str) -> Changed:
    """Set days in place of those that were set, and plan the reminders anew."""
    found = moved(unit, own)
    number = calendar_days.put_version(unit.db, own, by, unit.now)
    ledgers.append_audit(unit.db, unit.now, by, "calendar.set", f"calendar:{number}", as_plain(own))
    after = Unit(unit.db, unit.now, unit.shipped)  # which goes by the new days
    reminding.plan_changed(after)
    return Changed(number, found, tuple(notices(after, number, found.persons)))


def told_at(now: datetime, calendar: Calendar) -> datetime | None:
    """Return when people are told of a change: None at once, else the next working morning. Aware."""
    local = now.astimezone(VN)
    if calendar.is_working(local.date()) and _TOLD_FROM <= local.time() < _TOLD_UNTIL:
        return None
    return leaves_at(now, calendar)


def notices(unit: Unit, number: int, persons: Mapping[int, Sequence[DeadlineMove]]) -> Iterable[Operation]:
    """Yield what everybody is told whose own deadline has moved: once, whatever moved."""
    at = told_at(unit.now, unit.rules.calendar)
    for person, moved in persons.items():
        for account in addressees.reachable_accounts(unit.db, person):
            to = addressees.recipient(unit.db, account, unit.today)
            if to:
                key, topic = f"calendar:{number}:{account}", Topic(TopicKind.CALENDAR, {"version": number})
                yield Send(to, wording.told(moved), topic=topic, lane=Lane.BULK, key=key, not_before=at)


def moved_as_plain(found: Moved) -> list[list[object]]:
    """Return the deadlines of people that moved as plain JSON, for `moved_of_plain`."""
    return [
        [m.kind.value, m.subject, m.person, m.seat, m.before.isoformat(), m.after.isoformat()] for m in found.deadlines
    ]


def notices_of_plain(unit: Unit, number: int, plain: Iterable[Sequence[object]]) -> list[Operation]:
    """Return what is told of what `moved_as_plain` returned, after the calendar was changed."""
    deadlines = [
        DeadlineMove(Kind(str(kind)), str(subject), int(str(person)), int(str(seat)), _day(before), _day(after))
        for kind, subject, person, seat, before, after in plain
    ]
    now_in_force = Unit(unit.db, unit.now, unit.shipped)
    return list(notices(now_in_force, number, Moves((), deadlines, ()).persons))


def _day(written: object) -> date:
    return date.fromisoformat(str(written))
