"""What happens at a time of day, as data, and what of it is due: pure functions of slots, failures and now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from apscheduler.triggers.cron import CronTrigger
from sqlite_utils import Database

from bot.clock import VN
from bot.domain.operations import Pause, Piece
from storage import ledgers
from storage.ledgers import TickFailure
from storage.unit import Unit

_LATELY = timedelta(days=1)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8))
"""After these a tick is an incident."""
AGAIN = timedelta(hours=1)
"""How long after its last try an incident is tried again."""


@dataclass(frozen=True)
class Tick:
    """A service that runs at the slots of `trigger` (zone pinned, weekdays by name).

    Each of its pieces is done in a savepoint, and before the service is asked for the next one. Between two pauses of
    the service lies one work of the Writer: without any, all of a slot is one transaction.
    Coalesced: of several slots that have passed, only the latest is run.
    """

    name: str
    trigger: CronTrigger
    service: Callable[[Unit], Iterable[Piece | Pause]]
    coalesce: bool = True
    after: Callable[[], Awaitable[object]] | None = None
    """Awaited once the slot is committed."""
    wanted: Callable[[Database], bool] | None = None
    """Asked of the base before a slot is run: without anything to do none is, and none is recorded."""
    beside: Callable[[], Coroutine[Any, Any, None]] | None = None
    """Long work that the slots only ask for: run beside the ticks, as long as they are, outside of any transaction."""


def at(**fields: str | int) -> CronTrigger:
    """Return a trigger by cron fields, in Viet Nam's time whatever the machine's zone is."""
    return _Remembering(timezone=VN, **fields)


class _Remembering(CronTrigger):  # type: ignore[misc]  # the library has no types
    """A trigger that need not search for a slot again whose neighbourhood it is asked for over and over."""

    _found: tuple[datetime, datetime] | None = None
    """A slot is the first one for every instant between these, the latter being the slot itself."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """Return the first slot that is not before `now`."""
        if self._found and self._found[0] <= now <= self._found[1]:
            return self._found[1]
        slot: datetime | None = super().get_next_fire_time(previous, now)
        if slot is not None:
            same = self._found is not None and self._found[1] == slot
            self._found = (min(now, self._found[0]) if same and self._found else now, slot)
        return slot


def last_slot(db: Database, tick: Tick, now: datetime) -> datetime | None:
    """Return the slot from which a tick goes on, as the base has it; None for one that begins."""
    return ledgers.slot_that_ran(db, tick.name, now)


def due_slots(tick: Tick, last: datetime | None, failure: TickFailure | None, now: datetime) -> list[datetime]:
    """Return the slots to be run at `now`: those since the last one that was run; `now` for one that begins.

    A tick that has failed is left alone until its next try, or until a slot of it has come since.
    """
    waits = failure is not None and now < failure.next_at and not ledgers.is_ahead(failure.failed_at, now)
    if failure and waits and not slots_between(tick, failure.failed_at, now):
        return []
    return slots_between(tick, last, now) if last else [now]


def after_failure(before: TickFailure | None, now: datetime) -> TickFailure:
    """Return how a tick is failing that has just failed once more."""
    earlier = before or TickFailure(0, now, now)
    wait = BACK_OFF[earlier.attempts] if earlier.attempts < len(BACK_OFF) else AGAIN
    return replace(earlier, attempts=earlier.attempts + 1, failed_at=now, next_at=now + wait)


def is_new_incident(failure: TickFailure) -> bool:
    """Whether a tick has used up its attempts and nobody was told on this day of Viet Nam."""
    if failure.attempts <= len(BACK_OFF):
        return False
    told_at = failure.told_at
    return told_at is None or told_at.astimezone(VN).date() < failure.failed_at.astimezone(VN).date()


def slots_between(tick: Tick, after: datetime, until: datetime) -> list[datetime]:
    """Return the slots later than `after` and not later than `until`; where they coalesce, the latest alone."""
    if not tick.coalesce:
        return _walk(tick, after, until)
    # The latest is sought where it lies for every tick of ours, before months of five minutes are walked.
    return (_walk(tick, max(after, until - _LATELY), until) or _walk(tick, after, until))[-1:]


def _walk(tick: Tick, after: datetime, until: datetime) -> list[datetime]:
    slots: list[datetime] = []
    slot = next_slot(tick, after)
    while slot is not None and slot <= until:
        slots.append(slot)
        slot = next_slot(tick, slot)
    return slots


def next_slot(tick: Tick, after: datetime) -> datetime | None:
    """Return the first slot later than `after`, or None."""
    # The trigger takes the instant itself for a slot; wanted are later ones.
    found: datetime | None = tick.trigger.get_next_fire_time(None, after + timedelta(microseconds=1))
    return found
