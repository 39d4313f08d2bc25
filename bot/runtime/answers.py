"""What answers an update, on its way from the transaction that queues it to the senders."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from bot.runtime.outbox import Sender
from bot.runtime.postbox import Queued
from storage.outbox import Message


class Answers:
    """The answers to one update: taken with the transaction that queues them, sent once it is committed."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._taken: list[Message] = []
        self._lined: list[Queued] = []
        self._is_left = False

    def take(self, db: Database, queued: Sequence[Queued]) -> None:
        """Take what can leave at once, or in its turn; the next to the same address follows it.

        Anything else is left in the table.
        """
        self.drop()  # the transaction before was undone, and this is its second run
        places = set()
        for each in queued:
            place = (each.channel, each.address)
            if place in places:
                continue
            if not self._sender.reserve(each):
                self._is_left = True
                continue
            places.add(place)
            self._take(db, each)

    def _take(self, db: Database, queued: Queued) -> None:
        if self._sender.is_full(queued.channel):
            self._lined.append(queued)
        elif message := self._sender.claim_answer(db, queued):
            self._taken.append(message)
        else:
            self._sender.free(queued)
            self._is_left = True

    def leave(self) -> None:
        """Leave all of it in the table."""
        self.drop()
        self._is_left = True

    def go(self) -> None:
        """It is committed."""
        for message in self._taken:
            self._sender.deliver(message)
        for queued in self._lined:
            self._sender.line_up(queued)
        if self._is_left:
            self._sender.wake()

    def drop(self) -> None:
        """It was undone."""
        for message in self._taken:
            self._sender.free(message)
        for queued in self._lined:
            self._sender.free(queued)
        self._taken, self._lined, self._is_left = [], [], False
