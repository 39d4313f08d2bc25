"""A message leaves: whether it is still wanted, and what is kept once it has arrived; in the caller's transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.domain.operations import Guard
from bot.runtime.endings import Endings
from bot.runtime.ports import Shown
from storage import anchors, places, reach
from storage.outbox import Message, OutboxState

log = logging.getLogger(__name__)

Question = Callable[[Database, Mapping[str, Any], datetime], bool]
"""What a guard names: given its arguments and now, is the message still wanted?"""


@dataclass(frozen=True)
class Leaving:
    """The questions that are asked of messages, and what follows from their ends."""

    guards: Mapping[str, Question]
    endings: Endings

    def may_go(self, db: Database, message: Message, now: datetime) -> bool:
        """Ask whether a message is still wanted; one that is not, or whose time is over, is ended."""
        if message.expires_at and now >= message.expires_at:
            self.endings.end(db, message, OutboxState.EXPIRED)
            return False
        if message.guard and not self._is_wanted(db, message.guard, now):
            self.endings.end(db, message, OutboxState.CANCELLED)
            return False
        return True

    def arrived(self, db: Database, message: Message, shown: Shown | None, body: dict[str, Any], now: datetime) -> bool:
        """End a message that the channel took; `shown` is None where no call was made.

        Return whether that led to more to be sent.
        """
        said = self.endings.end(db, message, OutboxState.SENT, shown.message_id if shown else None)
        if message.anchor and shown is not None:
            anchors.put_anchor(db, message, shown.message_id, body, shown.at or now)
        if message.account is not None:
            reach.set_reachable(db, message.account)
        elif shown is not None:
            places.set_delivered(db, message.channel, message.address, now)
        return said

    def _is_wanted(self, db: Database, guard: Guard, now: datetime) -> bool:
        """Ask a guard; one that fails must not hold its chat up, and a message too many is better than none."""
        try:
            return self.guards[guard.name](db, guard.arguments, now)
        except Exception:
            log.exception("the guard %s failed", guard.name)
            return True
