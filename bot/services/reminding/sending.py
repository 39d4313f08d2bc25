"""Sends what has come due: one message a person and morning, put into the outbox as it is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from functools import partial

from bot.clock import VN
from bot.domain.operations import Guard, Lane, Operation, Pause, Piece, Send, Topic, TopicKind
from bot.domain.people import Role, To
from bot.domain.preferences import MORNINGS, Preferences
from bot.domain.reminder_rules import ON_THE_DAY
from bot.domain.reminders import Morning, Occurrence, OccurrenceState, SkipReason, day_off, this_morning
from bot.domain.texts import N_, Screen, Text
from bot.services.desk.morning import desk_card
from bot.services.reminding.cards import card
from bot.services.reminding.owing import as_plain
from bot.services.reminding.planning import plan_ahead
from bot.services.upkeep import idle_drafts
from bot.services.upkeep.idle_drafts import Lying
from storage import addressees, people, preferences, reminders
from storage.unit import Unit

SEND_FROM, SEND_UNTIL = MORNINGS[0], time(17)
"""Reminders go out between these hours of a working day; what could not is sent on the next working morning."""


def send_morning(unit: Unit) -> Iterable[Piece | Pause]:
    """Send what has come due to everybody whose hour has come: one message a person, and the desk's card."""
    clock = unit.now.astimezone(VN).time()
    if not SEND_FROM <= clock < SEND_UNTIL:
        return
    chosen = preferences.everybodys(unit.db)
    # Planned anew first: what has changed since the hourly plan counts this morning.
    yield from plan_ahead(unit)
    works = unit.rules.calendar.is_working(unit.today)
    unsent = [o for o in reminders.unsent(unit.db, unit.today) if not _is_paused(unit, chosen, o)]
    morning = _divided(unit, unsent) if works else day_off(unsent, unit.today)
    # Not part of a piece: what is not sent stays so, whichever card fails.
    reminders.mark(unit.db, morning.folded, OccurrenceState.FOLDED, unit.now)
    reminders.mark(unit.db, morning.late, OccurrenceState.SKIPPED, unit.now, SkipReason.LATE)
    by_person: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in sorted(morning.send, key=lambda o: o.due.due_on):
        by_person[occurrence.due.person].append(occurrence)
    lying = idle_drafts.to_tell(unit) if works else {}
    for person in dict.fromkeys([*by_person, *lying]):
        if clock < chosen.get(person, Preferences()).morning_at:
            continue
        if not reminders.has_card(unit.db, person, unit.today):  # one a morning, however often this is tried
            work = partial(_to_person, unit, person, by_person[person], lying.get(person, ()))
            yield Piece(people.person_by_id(unit.db, person).full_name, work)
    for to in addressees.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today) if works else ():
        if to.account is None or clock < preferences.of_account(unit.db, to.account).morning_at:
            continue
        yield Piece(Text(N_("the desk's card")), partial(_to_officer, unit, to))


def _divided(unit: Unit, unsent: Sequence[Occurrence]) -> Morning:
    return this_morning(unsent, unit.today, unit.rules.reminders, unit.rules.calendar)


def _is_paused(unit: Unit, chosen: Mapping[int, Preferences], occurrence: Occurrence) -> bool:
    """Whether a pause holds an occurrence back; the day of a deadline is never paused."""
    paused = chosen.get(occurrence.due.person, Preferences()).is_paused(unit.today)
    return paused and not (occurrence.mark == ON_THE_DAY and occurrence.send_on == unit.today)


def _to_person(unit: Unit, person: int, found: list[Occurrence], lying: Sequence[Lying]) -> Sequence[Operation]:
    accounts = addressees.reachable_accounts(unit.db, person)
    if not accounts:
        reminders.mark(unit.db, found, OccurrenceState.SKIPPED, unit.now, SkipReason.UNREACHABLE)
        return []
    reminders.queue(unit.db, found, unit.today, unit.now)
    screen = card(unit, person, found, lying)
    kept = {"drafts": idle_drafts.as_plain(lying)} if lying else {}
    guard = Guard("still_owed", as_plain(unit, [occurrence.due for occurrence in found]) | kept)
    keys = [occurrence.key for occurrence in found]
    recipients = [addressees.recipient(unit.db, account, unit.today) for account in accounts]
    topic = Topic(TopicKind.REMINDER, {"day": unit.today.isoformat(), "occurrences": keys, **kept})
    return [_message(unit, to, screen, topic, "card", guard) for to in recipients if to]


def _message(unit: Unit, to: To, screen: Screen, topic: Topic, name: str, guard: Guard | None = None) -> Send:
    until = datetime.combine(unit.today, SEND_UNTIL, VN)
    # One card of a name a morning for each account, however often the tick is tried.
    key = f"{name}:{to.account}:{unit.today.isoformat()}"
    return Send(to, screen, topic=topic, lane=Lane.BULK, key=key, guard=guard, expires_at=until)


def _to_officer(unit: Unit, to: To) -> Sequence[Operation]:
    assert to.account is not None
    screen = desk_card(unit, to.account)
    if screen is None:
        return []
    topic = Topic(TopicKind.REMINDER, {"day": unit.today.isoformat(), "desk": True})
    return [_message(unit, to, screen, topic, "desk-card")]
