"""Runs the ticks that are due. The scheduler only wakes us up; what has been run and what failed are rows."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlite_utils import Database

from bot.clock import VN, Clock
from bot.domain.texts import Text
from bot.runtime.attempts import Attempt
from bot.runtime.postbox import Postbox
from bot.runtime.redaction import describe
from bot.runtime.slots import IncidentNotice, Slots
from bot.runtime.ticks import Tick
from storage import ledgers
from storage.database import Writer

log = logging.getLogger(__name__)

_EVERY_SECONDS = 15
_STEP_SECONDS = 5.0
"""Less is the machine keeping its clock right."""


class Ticker:
    """Runs every slot that is due since the last one recorded, in order of time. A tick that fails stops no other."""

    def __init__(
        self,
        ticks: Sequence[Tick],
        writer: Writer,
        reading: Database,
        clock: Clock,
        postbox: Postbox,
        incident: IncidentNotice,
    ) -> None:
        self.ticks = ticks
        self._slots = Slots(ticks, postbox, incident)
        self._writer = writer
        self._reading = reading
        self._clock = clock
        self._looked_at = time.monotonic()
        self._turn = asyncio.Lock()

    @property
    def unlooked_seconds(self) -> float:
        """How long ago it was that what is due was last looked for and done."""
        return time.monotonic() - self._looked_at

    @property
    def idle(self) -> bool:
        """Whether no slot is under way, not even one that pauses."""
        return not self._turn.locked()

    async def run_ticks(self, now: datetime) -> None:
        """Run what is due at `now` (`Slots.due`)."""
        # A slot that pauses is not recorded yet: another wake-up would begin it once more.
        async with self._turn:
            await self._run_due(now)

    async def _run_due(self, now: datetime) -> None:
        due = self._slots.due(self._reading, now)
        failed: set[str] = set()
        for slot, tick in due:
            # A later slot of a tick that has just failed would only count the same failure twice.
            if tick.name not in failed and not await self._run(tick, slot):
                failed.add(tick.name)
        if due:
            self._slots.postbox.queued()

    def next_slot(self, after: datetime) -> datetime:
        """Return the first instant later than `after` at which there will be something to do, or to try again."""
        return self._slots.next(self._reading, after)

    async def run(self) -> None:
        """Run the ticks, and what is beside them, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for tick in self.ticks:
                if tick.beside:
                    group.create_task(tick.beside())
            await self._keep_time()

    async def _keep_time(self) -> None:
        """Wake up every few seconds until cancelled, and at once where the clock has been set."""
        scheduler = AsyncIOScheduler(timezone=VN)
        # None: however late a wake-up comes, it is run.
        job = scheduler.add_job(
            self.catch_up, "interval", seconds=_EVERY_SECONDS, misfire_grace_time=None, coalesce=True
        )
        scheduler.start()
        try:
            await self.catch_up()
            while True:
                await self._watch_for_step()
                # A timer set by the old time would sleep as long as the clock was set back.
                job.modify(next_run_time=datetime.fromtimestamp(time.time(), VN))
        finally:
            scheduler.shutdown(wait=False)

    async def catch_up(self) -> None:
        """Run what is due now. Where the base cannot even be read, that is noted and tried again the next time."""
        try:
            await self.run_ticks(self._clock.now())
        except Exception:
            log.exception("the ticks could not be run and will be looked at again")
        self._looked_at = time.monotonic()

    async def _watch_for_step(self) -> None:
        apart = time.time() - time.monotonic()
        while abs(time.time() - time.monotonic() - apart) <= _STEP_SECONDS:  # noqa: ASYNC110 - nobody tells us of it
            await asyncio.sleep(1.0)

    async def _run(self, tick: Tick, slot: datetime) -> bool:
        """Run a slot; return whether all was done. What was not is counted, and tried again."""
        undone: list[str | Text] = []
        try:
            undone = await Attempt(tick, slot, self._slots.postbox).by(self._writer)
            done = not undone
            if done and tick.after:
                await tick.after()
        except Exception as error:
            log.error("tick %s failed: %s", tick.name, describe(error))
            done = False
        try:
            # A transaction of its own: the slot's may have been undone with what failed.
            await self._note(tick, undone, done=done)
        except Exception:
            # The base takes nothing at present. The slot is not recorded either and comes round again.
            log.exception("what became of tick %s could not be noted", tick.name)
        return done

    async def _note(self, tick: Tick, undone: Sequence[str | Text], *, done: bool) -> None:
        if not done:
            await self._writer.write(lambda db: self._slots.count(db, tick, undone))
        elif tick.name in ledgers.tick_failures(self._reading):
            await self._writer.write(lambda db: ledgers.forget_tick_failure(db, tick.name))
