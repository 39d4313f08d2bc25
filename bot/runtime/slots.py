"""What is due of the ticks, and the doing of it: pieces of writing for whoever owns the transaction and the time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlite_utils import Database

from bot.domain.operations import Operation
from bot.domain.texts import Text
from bot.runtime.attempts import Attempt
from bot.runtime.postbox import Postbox
from bot.runtime.redaction import describe
from bot.runtime.ticks import Tick, after_failure, due_slots, is_new_incident, last_slot, next_slot
from storage import ledgers
from storage.unit import Unit

log = logging.getLogger(__name__)

IncidentNotice = Callable[[Unit, str, str, Sequence[str | Text]], Sequence[Operation]]
"""What has to be said of a tick, by its name and the incident's code; with the pieces that could not be done."""


@dataclass(frozen=True)
class Slots:
    """The ticks of a program, and where they put what they have to say."""

    ticks: Sequence[Tick]
    postbox: Postbox
    incident: IncidentNotice

    def due(self, db: Database, now: datetime) -> list[tuple[datetime, Tick]]:
        """Return what is to be run at `now`, in order of time.

        A tick starts from now the first time it is seen, and where the clock has been set back since it ran.
        """
        failing = ledgers.tick_failures(db)
        found = [
            (slot, tick)
            for tick in self._wanted(db)
            for slot in due_slots(tick, last_slot(db, tick, now), failing.get(tick.name), now)
        ]
        return sorted(found, key=lambda pair: pair[0])

    def next(self, db: Database, after: datetime) -> datetime:
        """Return the first instant later than `after` at which there will be something to do, or to try again."""
        failing = ledgers.tick_failures(db)
        wanted = list(self._wanted(db))
        tries = (failing[tick.name].next_at for tick in wanted if tick.name in failing)
        instants = (*(next_slot(tick, after) for tick in wanted), *(at for at in tries if at > after))
        # Nothing is to come: whoever walks from instant to instant goes straight to where they want to be.
        return min((at for at in instants if at is not None), default=datetime.max.replace(tzinfo=UTC))

    def work(self, db: Database, tick: Tick, slot: datetime) -> list[str | Text]:
        """Do a slot in one transaction, whoever has it open; return what those pieces are about that failed."""
        return Attempt(tick, slot, self.postbox).at_once(db)

    def count(self, db: Database, tick: Tick, undone: Sequence[str | Text]) -> None:
        """Note that a slot was not done; where that goes on, queue what the desk is told."""
        unit = self.postbox.unit(db)
        failure = after_failure(ledgers.tick_failures(db).get(tick.name), unit.now)
        if is_new_incident(failure):
            failure = replace(failure, incident=ledgers.next_incident(db, unit.today), told_at=unit.now)
            self._tell(unit, tick, failure.incident, undone)
        ledgers.put_tick_failure(db, tick.name, failure)

    def _tell(self, unit: Unit, tick: Tick, code: str, undone: Sequence[str | Text]) -> None:
        log.error("tick %s keeps failing: %s", tick.name, code)
        error = unit.attempt(
            lambda: self.postbox.put(unit, self.incident(unit, tick.name, code, undone), f"incident:{code}")
        )
        if error:
            log.error("nobody could be told of %s: %s", code, describe(error))  # `doctor` lists it

    def _wanted(self, db: Database) -> Iterator[Tick]:
        return (tick for tick in self.ticks if _is_wanted(tick, db))


def _is_wanted(tick: Tick, db: Database) -> bool:
    try:
        return tick.wanted is None or tick.wanted(db)
    except Exception as error:
        log.error("tick %s: %s", tick.name, describe(error))
        return True  # what is wrong shows, and is counted, when it runs
