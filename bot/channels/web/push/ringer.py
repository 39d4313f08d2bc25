"""Rings the browsers for which something has come that no page has shown, as a part of the program.

What is due is read from the base each time; in memory is alone when a try that failed is made again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from aiohttp import ClientSession
from sqlite_utils import Database

from bot.channels.web.client import WebChannel
from bot.channels.web.push.services import PushServices, Told
from bot.domain.ringing import RUNG_WITHIN, Nudged, due_at
from bot.services.people import ringing
from storage import push
from storage.push import Waiting
from storage.unit import Unit

log = logging.getLogger(__name__)

_AT_ONCE = 8
_BREATH_SECONDS = 1.0
"""However much comes, it is looked for no more often."""
_FIRST_AGAIN = timedelta(seconds=30)
"""After this a failed try is made again, then after twice as long; no more than four times before its time is over."""


@dataclass
class _Failing:
    """Tries that failed in a row, and when the next may be made."""

    times: int
    until: datetime


class Ringer:
    """The bell of the page."""

    def __init__(self, channel: WebChannel, unit: Callable[[Database], Unit], services: PushServices) -> None:
        self._channel = channel
        self._unit = unit
        self._services = services
        self._failing: dict[str, _Failing] = {}
        """By session where a service answered, and by its origin where it did not, so that nobody else waits for it."""
        self._woken = asyncio.Event()
        channel.when_unasked = self._woken.set
        channel.push_key = services.vapid.public_key

    async def run(self) -> None:
        """Ring until cancelled."""
        async with self._services.opened() as http:
            while True:
                self._woken.clear()
                next_at = None
                try:
                    next_at = await self.look(http)
                except Exception:
                    log.exception("browsers could not be rung")
                    self._woken.set()  # looked again after a breath
                await asyncio.sleep(_BREATH_SECONDS)
                await self._until(next_at)

    async def look(self, http: ClientSession) -> datetime | None:
        """Ring whoever is to be rung now; return when to look again, None where nothing waits for its time."""
        now = self._channel.clock.now()
        self._failing = {key: each for key, each in self._failing.items() if each.until > now - RUNG_WITHIN}
        due = [to for at, to in self._plan(now) if at <= now]
        places, failed = asyncio.Semaphore(_AT_ONCE), Counter[str]()
        async with asyncio.TaskGroup() as group:
            for to in due:
                group.create_task(self._ring(http, to, places, failed))
        if failed:
            log.warning("nudges were not taken: %s", ", ".join(f"{what} {count}" for what, count in failed.items()))
        return min((at for at, _ in self._plan(now)), default=None)

    def _plan(self, now: datetime) -> Iterator[tuple[datetime, Waiting]]:
        for to in push.waiting(self._channel.reading, now - RUNG_WITHIN):
            at = due_at(to.first_at, to.rung_at, is_unanswered=to.is_unanswered)
            yield max([at, *(each.until for each in self._failures(to))]), to

    def _failures(self, to: Waiting) -> list[_Failing]:
        return [self._failing[key] for key in (to.session, _origin(to)) if key in self._failing]

    async def _ring(self, http: ClientSession, to: Waiting, places: asyncio.Semaphore, failed: Counter[str]) -> None:
        async with places:
            now = self._channel.clock.now()
            # A service that has not answered another of them meanwhile is not asked for this one.
            if any(each.until > now for each in self._failures(to)):
                return
            try:
                kept_for = await self._channel.writer.write(lambda db: ringing.claim(self._unit(db), to))
                if kept_for is None:
                    return
                told = await self._services.ring(http, to.subscription, kept_for, now)
                await self._channel.writer.write(lambda db: ringing.settle(self._unit(db), to, told.outcome))
            except Exception as error:
                # One that could not be made, or kept, stops no other. Its text may quote what was to be written.
                failed[type(error).__name__] += 1
                return
            self._note(to, told, now)
        if told.outcome not in (Nudged.SENT, Nudged.GONE):
            failed[f"{told.outcome} {told.status or ''}".strip()] += 1

    def _note(self, to: Waiting, told: Told, now: datetime) -> None:
        if told.outcome is Nudged.UNANSWERED:
            self._fail(_origin(to), now, timedelta(0))
            return
        self._failing.pop(_origin(to), None)
        if told.outcome is Nudged.LATER:
            self._fail(to.session, now, told.retry_after)
        else:
            self._failing.pop(to.session, None)

    def _fail(self, key: str, now: datetime, at_least: timedelta) -> None:
        before = self._failing.get(key)
        if before and before.until > now:
            return  # asked for several browsers at once, it has failed once
        times = before.times + 1 if before else 1
        self._failing[key] = _Failing(times, now + max(_FIRST_AGAIN * 2 ** (times - 1), at_least))

    async def _until(self, at: datetime | None) -> None:
        """Until something has come, or a time has."""
        seconds = None if at is None else max((at - self._channel.clock.now()).total_seconds(), 0.0)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()


def _origin(to: Waiting) -> str:
    return urlsplit(to.subscription.endpoint).netloc
