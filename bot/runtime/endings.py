"""The end of a message and what follows from it, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlite_utils import Database

from bot.domain.operations import Operation, TopicKind
from bot.runtime.ports import Capabilities
from bot.runtime.postbox import enqueue
from bot.runtime.redaction import describe
from bot.services.ways import pass_on
from storage import outbox, reach
from storage.database import attempt
from storage.outbox import Message, OutboxState
from storage.unit import Unit

T = TypeVar("T")

log = logging.getLogger(__name__)

Ended = Callable[[Unit, Message, OutboxState], Sequence[Operation] | None]
"""Told of every message about something that the sender ends, and how, in the very transaction that ends it; returns
what has to be said then."""

Notice = Callable[[Unit, int], Sequence[Operation]]
"""What has to be said when nothing can be delivered to an account any more."""

Undelivered = Callable[[Unit, Message], Sequence[Operation]]
"""What has to be said when a message was refused for good, or given up."""


Throttled = Callable[[Unit, str], Sequence[Operation]]
"""What has to be said when a channel takes no messages for now, to whomever they are."""

Unread = Callable[[Unit, Message], Sequence[Operation]]
"""What rings for a message that did not get to its reader by any way, or has not been opened in any."""

PlaceGone = Callable[[Unit, str, str], Sequence[Operation]]
"""What has to be said when nothing can be delivered to an address of a channel that is no account's any more."""


class Endings:
    """Ends messages, tells whoever observes what they are about, and queues what has to be said."""

    def __init__(
        self,
        unit: Callable[[Database], Unit],
        capabilities: Mapping[str, Capabilities],
        *,
        observers: Mapping[TopicKind, Ended],
        unreachable: Notice,
        undelivered: Undelivered,
        place_gone: PlaceGone,
        throttled: Throttled,
        unread: Unread,
    ) -> None:
        self._unit = unit
        self._capabilities = capabilities
        self._observers = observers
        self._unreachable = unreachable
        self._undelivered = undelivered
        self._place_gone = place_gone
        self._throttled = throttled
        self._unread = unread

    def end(
        self, db: Database, message: Message, state: OutboxState, message_id: str | None = None, error: str = ""
    ) -> bool:
        """End a message; return whether that led to more to be sent."""
        outbox.end(db, message.id, state, self._unit(db).now, message_id, error)
        return self._note(db, message, state)

    def held(self, db: Database, message: Message) -> bool:
        """Its channel holds a message, or was found to hold it still when it should have been opened: nothing arrived.

        Return whether that led to more to be sent.
        """
        return self._note(db, message, OutboxState.HELD)

    def passed_on(self, db: Database, message: Message) -> bool:
        """Queue a message that does not get to its reader this way for the next way, if there is one, and end it.

        Nobody is told of this end: what becomes of the other one counts.
        """
        passed = bool(self._apart(db, lambda unit: pass_on(unit, message)))
        if passed:
            outbox.mark_passed(db, message.id, self._unit(db).now)
        return passed

    def unread(self, db: Database, message: Message) -> None:
        """Say that no way is left by which a message could get to its reader."""
        self._tell(db, message, "unread", lambda unit: self._unread(unit, message))

    def given_up(self, db: Database, message: Message) -> None:
        """Say that a message was refused for good, or given up."""
        self._tell(db, message, "undelivered", lambda unit: self._undelivered(unit, message))

    def throttled(self, db: Database, message: Message) -> None:
        """Say that the channel of a message takes none for now."""
        self._tell(db, message, "throttled", lambda unit: self._throttled(unit, message.channel))

    def gone(self, db: Database, message: Message, since: datetime) -> None:
        """Whoever a message was for cannot be reached: nothing else is tried, and that is said once.

        What ended from `since` on, this message included, is what they have missed.
        """
        account, now = message.account, self._unit(db).now
        if account is None:
            self._tell(db, message, "place", lambda unit: self._place_gone(unit, message.channel, message.address))
            return
        # Said once: the next message that fails finds the account marked already.
        if not reach.set_unreachable(db, account, since):
            return
        for cancelled in outbox.cancel_for(db, account, now):
            if not self.passed_on(db, cancelled):
                self._note(db, cancelled, OutboxState.CANCELLED)
                self.unread(db, cancelled)
        self._tell(db, message, "gone", lambda unit: self._unreachable(unit, account))

    def _note(self, db: Database, message: Message, state: OutboxState) -> bool:
        observer = self._observers.get(message.topic.kind) if message.topic else None
        return bool(observer and self._apart(db, partial(self._observed, observer, message, state)))

    def _observed(self, observer: Ended, message: Message, state: OutboxState, unit: Unit) -> bool:
        said = observer(unit, message, state)
        return bool(said and enqueue(unit, said, f"ended:{message.id}", self._capabilities))

    def _tell(self, db: Database, message: Message, key: str, notice: Callable[[Unit], Sequence[Operation]]) -> None:
        self._apart(db, lambda unit: enqueue(unit, notice(unit), f"{key}:{message.id}", self._capabilities))

    def _apart(self, db: Database, work: Callable[[Unit], T]) -> T | None:
        """Do what follows from an end; where that fails, the end is marked all the same."""
        unit = self._unit(db)
        done, error = attempt(db, lambda: work(unit))
        if error:
            log.error("what follows from the end of a message could not be done: %s", describe(error))
        return done
