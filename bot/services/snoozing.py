"""Reminders that come once more when their reader asked for it. The days of a rule do not move by it.

A card is named by its day and hour; whoever presses finds what theirs held, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.operations import Guard, Lane, Operation, Piece, Send, Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.preferences import Preferences
from bot.domain.reminder_rules import ON_THE_DAY
from bot.domain.reminders import Occurrence
from bot.domain.snoozing import WORK_UNTIL, Moment, is_working_hour, may_wait, moments
from bot.errors import BotError
from bot.screens import snoozing as wording
from bot.services.people.quiet import held
from bot.services.reminding.cards import card
from bot.services.reminding.owing import as_plain, is_owed
from bot.services.reply import Reply
from storage import addressees, people, preferences, snoozes
from storage.snoozes import Snoozed
from storage.unit import Unit


def ask(unit: Unit, actor: Actor, day: int, slot: int) -> Reply:
    """Ask when a card is to come once more. Raises BotError("stale") where the presser had none then."""
    found = _of_card(unit, actor, day, slot)
    if not found:
        return Reply(wording.over())
    return Reply(wording.ask(_moments(unit, found), unit.today, day, slot))


def choose(unit: Unit, actor: Actor, moment: Moment, day: int, slot: int) -> Reply:
    """Let a card come once more at a moment; what was chosen for it before counts no more. Raises as `ask` does."""
    found = _of_card(unit, actor, day, slot)
    if not found:
        return Reply(wording.over())
    at = _moments(unit, found).get(moment)
    if at is None:  # its time has passed since it was offered
        return ask(unit, actor, day, slot)
    snoozes.put(unit.db, Snoozed(actor.person.id, day, slot, at, tuple(found)), unit.now)
    return Reply(wording.chosen(at, unit.today, day, slot))


def cancel(unit: Unit, actor: Actor, day: int, slot: int) -> Reply:
    """Let a card not come once more. Raises as `ask` does."""
    dropped = snoozes.drop(unit.db, _of_presser(unit, actor, day, slot))
    return Reply(wording.cancelled(was_kept=dropped > 0))


def _of_presser(unit: Unit, actor: Actor, day: int, slot: int) -> list[Occurrence]:
    if not 0 < day <= date.max.toordinal() or slot >= 24 * 60:
        raise BotError("stale")
    hour = f"{slot // 60:02}:{slot % 60:02}" if slot else None
    found = snoozes.of_card(unit.db, actor.person.id, date.fromordinal(day), hour)
    if not found:
        raise BotError("stale")
    return found


def _of_card(unit: Unit, actor: Actor, day: int, slot: int) -> list[Occurrence]:
    """What a card held that may wait, is still owed, and has its deadline ahead."""
    return [each for each in _of_presser(unit, actor, day, slot) if _may_come(unit, each)]


def _may_come(unit: Unit, occurrence: Occurrence) -> bool:
    return may_wait(occurrence) and unit.now < _deadline(unit, [occurrence]) and is_owed(unit, occurrence.due)


def _deadline(unit: Unit, found: Sequence[Occurrence]) -> datetime:
    """The nearest deadline of what a card holds."""
    return datetime.combine(min(each.due.due_on for each in found), unit.rules.profile.periods.hour, VN)


def _moments(unit: Unit, found: Sequence[Occurrence]) -> dict[Moment, datetime]:
    return dict(moments(unit.now.astimezone(VN), _deadline(unit, found), unit.rules.calendar))


# --- when its time has come


def any_kept(db: Database) -> bool:
    """Return whether anything is to come once more."""
    return snoozes.any_kept(db)


def send_due(unit: Unit) -> Iterable[Piece]:
    """Send what is to come once more by now, as far as it is still owed; outside of working hours it waits."""
    if not is_working_hour(unit.now.astimezone(VN), unit.rules.calendar):
        return
    for each in snoozes.due(unit.db, unit.now):
        yield Piece(people.person_by_id(unit.db, each.person).full_name, partial(_send, unit, each))


def _send(unit: Unit, each: Snoozed) -> Sequence[Operation]:
    snoozes.drop(unit.db, each.occurrences)
    chosen = preferences.preferences(unit.db, each.person)
    found = [
        occurrence
        for occurrence in each.occurrences
        if _may_come(unit, occurrence)
        and not _is_paused(unit, chosen, occurrence)
        and not snoozes.has_nearer(unit.db, occurrence, unit.today)
    ]
    accounts = addressees.reachable_accounts(unit.db, each.person)
    recipients = [addressees.recipient(unit.db, account, unit.today) for account in accounts]
    if not found:
        return []
    # As of today: it is not late, it was asked for.
    made = card(unit, each.person, [replace(occurrence, send_on=unit.today) for occurrence in found], ())
    if made is None:
        return []
    hour = time(each.slot // 60, each.slot % 60)
    screen = wording.with_snooze(made.screen, found, date.fromordinal(each.day), hour)
    topic = Topic(TopicKind.REMINDER, {"day": unit.today.isoformat(), "occurrences": [o.key for o in found]})
    guard = Guard("still_owed", as_plain(unit, each.person, [occurrence.due for occurrence in found]))
    until = min(datetime.combine(unit.today, WORK_UNTIL, VN), _deadline(unit, found))
    messages = [
        Send(to, screen, key, topic, Lane.BULK, key, guard, until)
        for to in recipients
        if to and (key := f"snooze:{to.account}:{each.day}:{each.slot}:{each.at:%Y%m%d%H%M}")
    ]
    return held(unit, messages)


def _is_paused(unit: Unit, chosen: Preferences, occurrence: Occurrence) -> bool:
    """Whether a pause holds it back; the day of a deadline is never paused."""
    return chosen.is_paused(unit.today) and not (occurrence.mark == ON_THE_DAY and occurrence.due.due_on == unit.today)
