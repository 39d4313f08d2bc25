"""The running program: its parts, started together and stopped in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from bot.errors import BotError
from bot.runtime.fetching import Fetcher
from bot.runtime.inbox import Poller
from bot.runtime.menus import Menus
from bot.runtime.outbox import Sender
from bot.runtime.ports import Channel, ChannelError, Channels, Failure
from bot.runtime.ticker import Ticker
from bot.runtime.worker import Worker
from bot.services.people.enrolment import TOKEN, invitation_link_fact
from storage import ledgers
from storage.database import Writer

log = logging.getLogger(__name__)

_LAST_DELIVERIES_SECONDS = 5.0
"""Whoever stops the program waits no longer; what has not arrived by then is sent once more after the next start."""
_IDENTIFY_AGAIN_SECONDS = 15.0
_LOOK_AGAIN_SECONDS = 0.005


class App:
    """Runs pollers, worker, sender and ticks under one roof; no task outlives it."""

    def __init__(
        self,
        channels: Channels,
        writer: Writer,
        pollers: Sequence[Poller],
        worker: Worker,
        sender: Sender,
        ticker: Ticker,
        menus: Sequence[Menus],
        fetcher: Fetcher,
        close: Callable[[], None],
        beside: Sequence[Callable[[], Coroutine[Any, Any, None]]] = (),
    ) -> None:
        self.channels = channels
        self._writer = writer
        self._pollers = pollers
        self._worker = worker
        self._sender = sender
        self.ticker = ticker
        self.menus = menus
        self._fetcher = fetcher
        self.close = close
        """Close what was opened for the program; after `run`."""
        self._beside = beside
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """Finish what is under way, then end `run`."""
        self._stopped.set()

    @property
    def idle(self) -> bool:
        """Whether nothing is being handled, fetched or sent, no tick is under way and nothing is due."""
        return self.ticker.idle and self._worker.idle and self._fetcher.idle and self._sender.idle

    def next_instant(self, after: datetime) -> datetime:
        """Return when, later than `after`, something is to be done that time alone brings about."""
        parts = (self._worker, self._fetcher, self._sender)
        instants = (self.ticker.next_slot(after), *(part.next_retry(after) for part in parts))
        return min(instant for instant in instants if instant is not None)

    def wake(self) -> None:
        """Look at once for what is to be handled or sent."""
        self._worker.wake()
        self._fetcher.wake()
        self._sender.wake()

    async def catch_up(self) -> None:
        """Do what is due by now: run the ticks, then wait until everything has been handled and sent."""
        await self.ticker.catch_up()
        self.wake()
        while not self.idle:  # noqa: ASYNC110 - a mark in the base tells nobody of itself
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)

    async def run(self) -> None:
        """Run until `stop`. Raises what a part raises for which going on makes no sense."""
        try:
            # A part that ends with an error ends all of them: half a program would look as if it ran.
            async with asyncio.TaskGroup() as group:
                writing = group.create_task(self._writer.run())
                sending = group.create_task(self._sender.run())
                others = [group.create_task(part) for part in self._parts()]
                await self._stopped.wait()
                # What brings in more work ends first, the writer last: the marks of deliveries go through it.
                for task in others:
                    task.cancel()
                await self._last_deliveries(sending)
                writing.cancel()
            self._worker.forgive()
        except* BotError:
            self._worker.forgive()  # no update is the reason: it says what is
            raise
        finally:
            for channel in self.channels.values():
                await channel.close()

    def _parts(self) -> Iterator[Coroutine[Any, Any, None]]:
        """What is ended at once; writer and sender finish first."""
        yield self._worker.run()
        yield self._fetcher.run()
        yield self.ticker.run()
        yield from (poller.run() for poller in self._pollers)
        yield from (menus.run() for menus in self.menus)
        yield from (part() for part in self._beside)
        for channel in self.channels.values():
            yield self._learn_link(channel)

    async def _last_deliveries(self, sending: asyncio.Task[None]) -> None:
        """What is on its way may arrive and be marked, so that it need not be sent again."""
        self._sender.finish()
        _, late = await asyncio.wait([sending], timeout=_LAST_DELIVERIES_SECONDS)
        for task in late:
            task.cancel()
            await asyncio.wait([task])

    async def _learn_link(self, channel: Channel) -> None:
        """Learn the bot's name, and with it what an invitation link looks like."""
        while True:
            try:
                name = await channel.identify()
                link = channel.invitation_link(name, TOKEN)
                await self._writer.write(
                    partial(ledgers.put_fact, name=invitation_link_fact(channel.name), content=link)
                )
                await self._greet(channel, name)
                break
            except ChannelError as error:
                if error.failure is Failure.UNAUTHORISED:
                    return  # the poller says so
                log.debug("the bot's name is not known yet: %s", error)
            except Exception:
                log.exception("the bot's name could not be kept")
            await asyncio.sleep(_IDENTIFY_AGAIN_SECONDS)

    async def _greet(self, channel: Channel, name: str) -> None:
        """Say that the channel is connected."""
        try:
            waiting = await channel.waiting()
        except ChannelError:
            waiting = None  # a server that does not say
        counted = "" if waiting is None else f"; {waiting} updates wait"
        log.info("%s: connected as @%s, %s%s", channel.name, name, channel.way, counted)
