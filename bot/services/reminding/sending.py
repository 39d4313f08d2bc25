"""Sends what has come due: one message a person and hour, put into the outbox as it is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial

from bot.clock import VN
from bot.domain.operations import Guard, Lane, Operation, Pause, Piece, Send, Topic, TopicKind, paused
from bot.domain.people import Role, To
from bot.domain.preferences import Preferences
from bot.domain.pushes import SEND_UNTIL, Held, Push, hour_of, is_of_the_day, slot_of, within_budget
from bot.domain.reminder_rules import HOURS
from bot.domain.reminders import OccurrenceState, SkipReason, day_off, this_morning
from bot.domain.texts import N_, Screen, Text
from bot.screens import reasons
from bot.screens.snoozing import with_snooze
from bot.services.desk.morning import DeskMorning, desk_card, look_over
from bot.services.reminding.cards import card
from bot.services.reminding.owing import as_plain
from bot.services.reminding.planning import is_asked_anew, plan_ahead
from bot.services.upkeep import idle_drafts
from storage import addressees, ledgers, people, preferences, pushes, reminders
from storage.pushes import Come
from storage.unit import Unit

CARDS = "morning"
"""The tick that sends, every half hour of the day; it bears the name that it had when it was one of the morning."""
SEND_FROM = HOURS[0]
"""Before this hour of a day, and from `SEND_UNTIL` on, nothing is sent."""
AT_A_TIME = 4
"""So many cards are made before answers are let through: each is some thirty small questions to the base."""
_PERSONS = 20
"""Of so many persons is read together what has come due."""
_SKIPPED_BY = {Held.BUDGET: SkipReason.BUDGET, Held.PAUSE: SkipReason.PAUSED}


@dataclass(frozen=True)
class _Day:
    """What the hours of one day are decided by: what people chose, and up to when they have been run."""

    unit: Unit
    chosen: Mapping[int, Preferences]
    ran: datetime | None

    @property
    def clock(self) -> time:
        return self.unit.now.astimezone(VN).time()

    @property
    def today(self) -> date:
        return self.unit.today

    @property
    def works(self) -> bool:
        return self.unit.rules.calendar.is_working(self.today)

    def at(self, slot: time) -> datetime:
        return datetime.combine(self.today, slot, VN)

    def of(self, person: int) -> Preferences:
        return self.chosen.get(person, Preferences())

    def has_come(self, slot: time) -> bool:
        """Whether an hour has come since the hours were run last."""
        return (self.ran is None or self.ran < self.at(slot)) and slot <= self.clock

    def slot(self, each: Come) -> time | None:
        """The hour at which an occurrence is sent now, None where it waits: for its hour, or for another day's card.

        What was planned after its hour was over waits for the next card; that today is the deadline does not.
        """
        occurrence = each.occurrence
        slot = self._hour(each) if occurrence.send_on == self.today else self.of(occurrence.due.person).morning_at
        if slot > self.clock:
            return None
        if self.has_come(slot):
            return slot
        return slot_of(self.clock) if is_of_the_day(occurrence, self.today) else None

    def was_missed(self, each: Come) -> bool:
        """Whether an occurrence could not be sent when it should have been; nobody held it back."""
        occurrence = each.occurrence
        if occurrence.send_on >= self.today or each.held:
            return False
        hour = datetime.combine(occurrence.send_on, self._hour(each), VN)
        return each.was_queued or each.noted_at < hour or _is_first(each)

    def hours(self) -> set[time]:
        """Every hour at which anything may go to anybody."""
        rules = self.unit.rules.reminders.rules.values()
        people = {Preferences(), *self.chosen.values()}
        return {hour_of(rule.hour, each) for rule in rules for each in people}

    def _hour(self, each: Come) -> time:
        due = each.occurrence.due
        return hour_of(self.unit.rules.reminders.of(due.kind).hour, self.of(due.person))


def _is_first(each: Come) -> bool:
    """Whether it was planned only after its day, as nothing could be on it."""
    return each.noted_at.astimezone(VN).date() > each.occurrence.send_on


def send_morning(unit: Unit) -> Iterable[Piece | Pause]:
    """Send what has come due to everybody whose hour has come: one message a person, and the desk's card.

    Of several hours that have passed everything goes into one message. Answers are let through between the cards.
    """
    return paused(_morning(unit), AT_A_TIME)


def _morning(unit: Unit) -> Iterable[Piece | Pause]:
    day = _Day(unit, preferences.everybodys(unit.db), ledgers.slot_that_ran(unit.db, CARDS, unit.now))
    if not SEND_FROM <= day.clock < SEND_UNTIL or not _anything(day):
        return
    # Planned anew first: what has changed since the hourly plan counts this morning.
    yield from plan_ahead(unit)
    day = yield from _to_persons(day)
    unit, works = day.unit, day.works
    officers = addressees.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today) if works else ()
    now = [to for to in officers if to.account and day.has_come(preferences.of_account(unit.db, to.account).morning_at)]
    if now:
        to_desk = yield from look_over(unit)
        for to in now:
            yield Piece(Text(N_("the desk's card")), partial(_to_officer, unit, to, to_desk))


def _to_persons(day: _Day) -> Generator[Piece | Pause, None, _Day]:
    """Yield the cards of everybody to whom something has come due; return the day as it was at their end.

    Where the rules or the days off have become others meanwhile, and not everything follows from them yet, it is
    planned by them first, and whoever has no card yet gets theirs by them.
    """
    unit = day.unit
    come = pushes.persons_come(unit.db, unit.today)
    for first in range(0, len(come), _PERSONS):
        persons = come[first : first + _PERSONS]
        yield Pause.HERE
        if is_asked_anew(unit.db):
            changed = Unit(unit.db, unit.now, unit.shipped, beside=unit.beside)
            yield from plan_ahead(changed)
            return (yield from _to_persons(replace(day, unit=changed)))
        for person, (slot, found) in _by_person(day, persons).items():
            work = partial(_to_person, day, person, slot, found)
            yield Piece(people.person_by_id(unit.db, person).full_name, work)
    return day


def _anything(day: _Day) -> bool:
    """Whether an hour has come at which anything may go, or somebody is still to be told that today is a deadline."""
    return any(day.has_come(hour) for hour in day.hours()) or pushes.any_of_the_day(day.unit.db, day.today)


def _by_person(day: _Day, persons: Collection[int]) -> dict[int, tuple[time, list[Come]]]:
    """Return who of these is written to now, of what, as the message of which hour; what nobody is sent ends here."""
    unit = day.unit
    come = pushes.come(unit.db, unit.today, persons)
    resting = {each.occurrence.key for each in come if _is_paused(day, each)}
    rest = {each.occurrence.key: each for each in come if each.occurrence.key not in resting}
    if day.works:
        pushes.hold(unit.db, [each.occurrence for each in come if each.occurrence.key in resting], Held.PAUSE)
        morning = this_morning(
            [each.occurrence for each in rest.values()], unit.today, unit.rules.reminders, unit.rules.calendar
        )
    else:
        morning = day_off([each.occurrence for each in rest.values()], unit.today)
    # Not part of a piece: what is not sent stays so, whichever card fails.
    reminders.mark(unit.db, morning.folded, OccurrenceState.FOLDED, unit.now)
    for reason in (SkipReason.LATE, *_SKIPPED_BY.values()):
        late = [each for each in morning.late if _why_late(rest[each.key]) is reason]
        reminders.mark(unit.db, late, OccurrenceState.SKIPPED, unit.now, reason)
    return dict(_messages(day, [rest[occurrence.key] for occurrence in morning.send]))


def _why_late(each: Come) -> SkipReason:
    return _SKIPPED_BY[each.held] if each.held else SkipReason.LATE


def _messages(day: _Day, found: Sequence[Come]) -> Iterator[tuple[int, tuple[time, list[Come]]]]:
    """Yield of each person one message, of the latest of its hours; none twice for one hour of a day."""
    by_person: dict[int, list[tuple[time, Come]]] = defaultdict(list)
    for each in found:
        if (slot := day.slot(each)) is not None:
            by_person[each.occurrence.due.person].append((slot, each))
    for person, of in by_person.items():
        slot = max(slot for slot, _ in of)
        if not pushes.has_card(day.unit.db, person, day.today, slot):
            yield person, (slot, [each for _, each in of])


def _is_paused(day: _Day, each: Come) -> bool:
    """Whether a pause holds an occurrence back; the day of a deadline is never paused."""
    is_paused = day.of(each.occurrence.due.person).is_paused(day.today)
    return is_paused and not is_of_the_day(each.occurrence, day.today)


def _to_person(day: _Day, person: int, slot: time, found: Sequence[Come]) -> Sequence[Operation]:
    unit, everything = day.unit, [each.occurrence for each in found]
    accounts = addressees.reachable_accounts(unit.db, person)
    if not accounts:
        reminders.mark(unit.db, everything, OccurrenceState.SKIPPED, unit.now, SkipReason.UNREACHABLE)
        return []
    push = _within_budget(day, person, found)
    if not push.told:
        pushes.hold(unit.db, everything, Held.BUDGET)
        return []
    made = card(unit, person, push.everything, [each.occurrence for each in found if day.was_missed(each)])
    if made is None:
        reminders.mark(unit.db, everything, OccurrenceState.SUPERSEDED, unit.now)
        return []
    reminders.queue(unit.db, everything, unit.today, slot, unit.now)
    kept = {"drafts": idle_drafts.as_plain(made.lying)} if made.lying else {}
    guard = Guard("still_owed", as_plain(unit, person, [occurrence.due for occurrence in everything]) | kept)
    topic = Topic(TopicKind.REMINDER, {"day": unit.today.isoformat(), **_keys(push), **kept})
    recipients = [addressees.recipient(unit.db, account, unit.today) for account in accounts]
    name = f"{slot:%H%M}"
    screen = with_snooze(made.screen, everything, unit.today, slot)
    return [_message(unit, to, screen, topic, "card", guard, name) for to in recipients if to]


def _within_budget(day: _Day, person: int, found: Sequence[Come]) -> Push:
    unit = day.unit
    return within_budget(
        [each.occurrence for each in found],
        day.today,
        budget=unit.rules.profile.budget,
        pushed=pushes.pushed(unit.db, person, day.at(time())),
        told_of=pushes.told_of(unit.db, person),
        held={each.occurrence.key for each in found if each.held},
    )


def _keys(push: Push) -> dict[str, list[str]]:
    keys = {"occurrences": [occurrence.key for occurrence in push.told]}
    return keys | ({"beside": [occurrence.key for occurrence in push.beside]} if push.beside else {})


def _message(
    unit: Unit, to: To, screen: Screen, topic: Topic, name: str, guard: Guard | None = None, slot: str = ""
) -> Send:
    until = datetime.combine(unit.today, SEND_UNTIL, VN)
    # One card of a name and an hour for each account, however often the tick is tried.
    key = ":".join(filter(None, (name, str(to.account), unit.today.isoformat(), slot)))
    return Send(to, screen, key, topic, Lane.BULK, key=key, guard=guard, expires_at=until)


def _to_officer(unit: Unit, to: To, found: DeskMorning) -> Sequence[Operation]:
    assert to.account is not None
    screen = desk_card(unit, to.account, found)
    if screen is None:
        return []
    topic = Topic(TopicKind.REMINDER, {"day": unit.today.isoformat(), "desk": True})
    return [_message(unit, to, reasons.with_reason(screen, reasons.OF_DESK), topic, "desk-card")]
