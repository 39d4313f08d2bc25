"""Updates that wait to be handled: handed over in memory as long as none is left waiting in the table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.clock import Clock
from storage import inbox
from storage.database import BATCH
from storage.inbox import Stored


class Arrivals:
    """The next update of each user.

    The table is the truth. It is read at the start, and again from when something is left in it until nothing waits
    there; meanwhile what has been stored is handed over as it is, and nobody asks.
    """

    def __init__(self, reading: Database, clock: Clock) -> None:
        self._reading = reading
        self._clock = clock
        self._reads = True
        self._handed: list[Stored] = []

    def take(self, updates: Sequence[Stored]) -> None:
        """Take what has just been stored."""
        if not self._reads:
            self._handed.extend(updates)

    def left(self) -> None:
        """Something is left waiting in the table, and may be before what was handed over."""
        self._reads = True
        self._handed.clear()

    def next_of_each(self, last: int) -> list[Stored]:
        """Return the oldest update of each user whose time has come; those up to the number `last` after all others."""
        if self._reads:
            return inbox.next_of_each(self._reading, self._clock.now(), BATCH, last)
        first: dict[tuple[str, str], Stored] = {}
        for update in self._handed:
            first.setdefault((update.channel, update.user_key), update)
        chosen = list(first.values())[:BATCH]
        taken = {update.seq for update in chosen}
        self._handed = [update for update in self._handed if update.seq not in taken]
        return chosen

    def is_alone(self, update: Stored) -> bool:
        """Whether nothing else is known to wait of whoever sent an update that is being handled."""
        same_user = (update.channel, update.user_key)
        return not self._reads and all((each.channel, each.user_key) != same_user for each in self._handed)

    def next_at(self, held: Collection[int]) -> datetime | None:
        """Return when the next that is left in the table is due, beside those that are `held`; None where none is."""
        if not self._reads:
            return None
        due = inbox.next_at(self._reading, held)
        # What is held waits in the table, and is looked for there once it is released.
        self._reads = due is not None or bool(held)
        return due

    @property
    def any_due(self) -> bool:
        """Whether an update waits whose time has come."""
        return bool(self._handed) or bool(inbox.next_of_each(self._reading, self._clock.now(), 1))
