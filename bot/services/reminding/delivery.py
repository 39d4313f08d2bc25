"""What became of a reminder, as its message ended."""

from __future__ import annotations

from datetime import date

from bot.domain.reminders import Occurrence, OccurrenceState
from bot.services.reminding.owing import is_owed
from bot.services.upkeep import idle_drafts
from storage import held, reminders
from storage.outbox import Message, OutboxState
from storage.unit import Unit


def note_delivery(unit: Unit, message: Message, state: OutboxState) -> None:
    """Record what became of what a card reminds of, as its message ends.

    Of several accounts it is enough that one got it. What stood in the card because that went anyway (`beside`) is
    folded. What did not arrive, whether its time was over, the channel refused it or nobody could be reached, is sent
    again as long as it is owed. What its channel holds has arrived when it is opened; where it is not opened in time,
    and there is no other way, it counts as sent all the same: the channel took it, and silence climbs.
    """
    topic = message.topic
    if topic is None or "day" not in topic.arguments:
        return
    if state is OutboxState.HELD and not held.is_unopened(unit.db, message.id):
        return
    was_taken = state in (OutboxState.SENT, OutboxState.HELD)
    day = date.fromisoformat(topic.arguments["day"])
    if was_taken:
        idle_drafts.note_told(unit, topic.arguments.get("drafts", ()))
    for name, arrived in (("occurrences", OccurrenceState.SENT), ("beside", OccurrenceState.FOLDED)):
        carried: dict[OccurrenceState, list[Occurrence]] = {}
        for occurrence in reminders.carried(unit.db, topic.arguments.get(name, ()), day):
            carried.setdefault(arrived if was_taken else _unsent(unit, occurrence), []).append(occurrence)
        for became, found in carried.items():
            reminders.mark(unit.db, found, became, unit.now)


def _unsent(unit: Unit, occurrence: Occurrence) -> OccurrenceState:
    return OccurrenceState.EXPIRED if is_owed(unit, occurrence.due) else OccurrenceState.SUPERSEDED
