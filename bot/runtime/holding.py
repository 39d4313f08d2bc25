"""Messages that a channel keeps until they are opened: what follows when they are, and when they are not."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.domain.operations import Lane
from bot.runtime.endings import Endings
from bot.runtime.leaving import Leaving
from bot.runtime.ports import Shown
from storage import anchors, held, reach
from storage.outbox import Message, OutboxState
from storage.unit import Unit

_AT_ONCE = 100
"""So many messages are looked at in one transaction."""


class Holding:
    """Does what follows, in the caller's transaction, and remembers when something held is to be looked at."""

    def __init__(self, leaving: Leaving, endings: Endings, unit: Callable[[Database], Unit]) -> None:
        self._leaving = leaving
        self._endings = endings
        self._unit = unit
        self.look_at: datetime | None = None
        """When something held may not have been opened in time; None while nothing waits for that."""

    def learn(self, db: Database) -> None:
        """Learn when the next look is due, from what is committed."""
        self.look_at = held.next_due(db)

    def is_due(self, now: datetime) -> bool:
        """Return whether something is to be looked at."""
        return self.look_at is not None and now >= self.look_at

    def hold(self, db: Database, message: Message, shown: Shown, body: dict[str, Any]) -> bool:
        """Keep that a channel took a message, and that nobody has seen it yet; its chat is free.

        Return whether that led to more to be sent.
        """
        unit = self._unit(db)
        is_push = message.ways is not None or message.lane is Lane.BULK
        # An answer is waited for by whoever asked: it needs no other way.
        look_at = unit.now + unit.rules.profile.open_within if is_push else message.expires_at or held.NEVER
        if message.anchor:
            anchors.put_anchor(db, message, shown.message_id, body, shown.at or unit.now)
        held.hold(db, message, shown.message_id, unit.now, look_at)
        return self._endings.held(db, message)

    def opened(self, db: Database, channel: str, address: str, message_ids: Collection[str]) -> bool:
        """End what a page has shown; return whether that led to more to be sent. Ids that are not held are ignored."""
        said = False
        for message, shown_as in held.with_ids(db, channel, address, message_ids):
            said = self._endings.end(db, message, OutboxState.SENT, shown_as) or said
            if message.account is not None:
                reach.set_reachable(db, message.account)
        return said

    def look(self, db: Database) -> None:
        """Send on by the next way what was not opened in time; end what nobody wants any more, or is over."""
        now = self._unit(db).now
        for message in held.due(db, now, _AT_ONCE):
            # Asked again, for whatever it is about may have been done meanwhile.
            if self._leaving.may_go(db, message, now) and not self._endings.passed_on(db, message):
                held.leave(db, message)
                self._endings.held(db, message)
                self._endings.unread(db, message)
