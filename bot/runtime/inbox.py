"""Updates from the channel onto the disk: only what is stored is confirmed."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import random
import time
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from bot.clock import Clock
from bot.errors import BotError
from bot.runtime.ports import Channel, ChannelError, Failure, Incoming
from bot.runtime.reach import Reach
from storage import inbox, ledgers
from storage.database import Writer
from storage.inbox import Stored
from storage.rows import iso

log = logging.getLogger(__name__)

_LONGEST_PAUSE = 10.0
"""After an outage everything that waits is due as soon as this question is answered."""
_CONFLICT_BORNE = 300.0
"""Seconds for which another poller is borne: longer than a predecessor takes to end in any kind of deploy."""
# ASCII, since an unpaired surrogate in an update could not be stored as UTF-8. The order of fields means nothing: the
# same update has to have the same hash.
_AS_STORED = json.JSONEncoder(ensure_ascii=True, sort_keys=True)
_NOTED_EVERY = timedelta(minutes=1)


def last_poll_fact(channel: str) -> str:
    """Return under which name it is kept when a channel answered last; ISO-8601, UTC, to the minute."""
    return f"last_poll:{channel}"


class Line(Protocol):
    """Who wants to know whether a channel can be reached."""

    def deaf(self, channel: str) -> None:
        """A channel could not be asked for updates."""
        ...

    def heard(self, channel: str, users: Collection[str]) -> None:
        """A channel was asked for updates, and those of these users are stored."""
        ...


class Poller:
    """Asks the channel for updates, stores them, and only then asks for the next."""

    def __init__(
        self,
        channel: Channel,
        writer: Writer,
        clock: Clock,
        key: bytes,
        stored: Callable[[Sequence[Stored]], None],
        line: Line,
    ) -> None:
        self._channel = channel
        self._writer = writer
        self._clock = clock
        self._key = key
        self._stored = stored
        self._line = line
        self._reach = Reach(channel.name, clock.seconds)
        self._noted: datetime | None = None
        self._taken_over = False
        self._failures = 0
        self._conflict_since: float | None = None

    async def run(self) -> None:
        """Poll until cancelled. Raises BotError where going on makes no sense."""
        # Nothing is kept of it: what was not confirmed comes again, and the inbox knows what it has.
        stored = ""
        while True:
            try:
                await self._take_over()
                updates = await self._channel.fetch(stored)
                read = [(self._channel.read(raw), raw) for raw in updates]
                if read:
                    stored = await self._store(read)
                self._line.heard(self._channel.name, {incoming.user_key for incoming, _ in read})
                self._reach.succeeded()
                self._failures, self._conflict_since = 0, None
                await self._note()
            except ChannelError as error:
                self._check_fatal(error)
                self._reach.failed(error)
                if error.failure is Failure.RETRY:
                    self._line.deaf(self._channel.name)
                await self._pause(error.retry_after)
            except Exception:
                log.exception("updates could not be stored")
                await self._pause(0.0)

    async def _take_over(self) -> None:
        """Once: whoever sets a webhook while the program runs means it."""
        if self._taken_over:
            return
        try:
            found = await self._channel.take_over()
        except ChannelError as error:
            if error.failure in (Failure.RETRY, Failure.THROTTLED, Failure.UNAUTHORISED):
                raise
            found = ""  # a server that does not know of such things has none
        self._taken_over = True
        if found:
            log.warning("%s: %s was set for this bot and has been taken off", self._channel.name, found)

    async def _note(self) -> None:
        now = self._clock.now()
        if self._noted is None or now - self._noted >= _NOTED_EVERY:
            fact = partial(ledgers.put_fact, name=last_poll_fact(self._channel.name), content=iso(now))
            await self._writer.write(fact)
            self._noted = now

    async def _store(self, read: Sequence[tuple[Incoming, dict[str, Any]]]) -> str:
        named = [(incoming, raw) for incoming, raw in read if incoming.id]
        if not named:
            raise ChannelError(Failure.RETRY, "updates without numbers")  # they cannot be confirmed and come again
        arrivals = [self._arrival(incoming, raw) for incoming, raw in named]
        now = self._clock.now()
        self._stored(await self._writer.write(lambda db: inbox.take_in(db, self._channel.name, arrivals, now)))
        # The last in the channel's order, which confirms all before it.
        return arrivals[-1].update_id

    def _arrival(self, incoming: Incoming, raw: dict[str, Any]) -> inbox.Arrival:
        text = _AS_STORED.encode(raw)
        # An act that is sent again, since its answer was lost, may differ in when it came, and is the same one.
        told_apart_by = json.dumps(incoming.id) if incoming.is_unique else text
        raw_hash = hmac.digest(self._key, told_apart_by.encode("ascii"), "sha256").hex()
        return inbox.Arrival(incoming.id, raw_hash, incoming.user_key, text)

    def _check_fatal(self, error: ChannelError) -> None:
        if error.failure is Failure.UNAUTHORISED:
            raise BotError("token_refused") from error
        if error.failure is Failure.CONFLICT:
            self._conflict_since = self._conflict_since or time.monotonic()
            if time.monotonic() - self._conflict_since > _CONFLICT_BORNE:
                raise BotError("polled_elsewhere") from error

    async def _pause(self, at_least: float) -> None:
        self._failures += 1
        # The exponent is bounded, too: after days of failures the power would be more than a float can hold.
        pause = max(at_least, min(_LONGEST_PAUSE, 0.5 * 2 ** min(self._failures, 7)) * random.uniform(0.5, 1.0))  # noqa: S311
        log.debug("asking for updates again in %.1f s", pause)
        await asyncio.sleep(pause)
