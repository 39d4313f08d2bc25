"""Runs the ticks that are due. The scheduler only wakes us up; what has been run and what failed are rows."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlite_utils import Database

from bot.clock import VN, Clock
from bot.domain.operations import Operation
from bot.domain.texts import Text
from bot.runtime.attempts import Attempt
from bot.runtime.postbox import Postbox
from bot.runtime.redaction import describe
from bot.runtime.ticks import Tick, after_failure, due_slots, is_new_incident, last_slot, next_slot
from storage import ledgers
from storage.database import Writer
from storage.unit import Unit

log = logging.getLogger(__name__)

_EVERY_SECONDS = 15
_STEP_SECONDS = 5.0
"""Less is the machine keeping its clock right."""

IncidentNotice = Callable[[Unit, str, str, Sequence[str | Text]], Sequence[Operation]]
"""What has to be said of a tick, by its name and the incident's code; with the pieces that could not be done."""


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
        self._writer = writer
        self._reading = reading
        self._clock = clock
        self._postbox = postbox
        self._incident = incident
        self._looked_at = time.monotonic()
        self._turn = asyncio.Lock()

    @property
    def unlooked_seconds(self) -> float:
        """How long ago it was that what is due was last looked for and done."""
        return time.monotonic() - self._looked_at

    async def run_ticks(self, now: datetime) -> None:
        """Run what is due at `now`.

        A tick starts from now the first time it is seen, and where the clock has been set back since it ran.
        """
        # A slot that pauses is not recorded yet: another wake-up would begin it once more.
        async with self._turn:
            await self._run_due(now)

    async def _run_due(self, now: datetime) -> None:
        failing = ledgers.tick_failures(self._reading)
        due = [
            (slot, tick)
            for tick in self.ticks
            if self._is_wanted(tick)
            for slot in due_slots(tick, last_slot(self._reading, tick, now), failing.get(tick.name), now)
        ]
        failed: set[str] = set()
        for slot, tick in sorted(due, key=lambda pair: pair[0]):
            # A later slot of a tick that has just failed would only count the same failure twice.
            if tick.name not in failed and not await self._run(tick, slot):
                failed.add(tick.name)
        if due:
            self._postbox.queued()

    def next_slot(self, after: datetime) -> datetime:
        """Return the first instant later than `after` at which there will be something to do, or to try again."""
        failing = ledgers.tick_failures(self._reading)
        wanted = [tick for tick in self.ticks if self._is_wanted(tick)]
        tries = (failing[tick.name].next_at for tick in wanted if tick.name in failing)
        instants = (*(next_slot(tick, after) for tick in wanted), *(at for at in tries if at > after))
        # Nothing is to come: whoever walks from instant to instant goes straight to where they want to be.
        return min((at for at in instants if at is not None), default=datetime.max.replace(tzinfo=UTC))

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

    def _is_wanted(self, tick: Tick) -> bool:
        try:
            return tick.wanted is None or tick.wanted(self._reading)
        except Exception as error:
            log.error("tick %s: %s", tick.name, describe(error))
            return True  # what is wrong shows, and is counted, when it runs

    async def _run(self, tick: Tick, slot: datetime) -> bool:
        """Run a slot; return whether all was done. What was not is counted, and tried again."""
        undone: list[str | Text] = []
        try:
            undone = await Attempt(tick, slot, self._postbox).by(self._writer)
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
            await self._writer.write(lambda db: self._count(db, tick, undone))
        elif tick.name in ledgers.tick_failures(self._reading):
            await self._writer.write(lambda db: ledgers.forget_tick_failure(db, tick.name))

    def _count(self, db: Database, tick: Tick, undone: Sequence[str | Text]) -> None:
        unit = self._postbox.unit(db)
        failure = after_failure(ledgers.tick_failures(db).get(tick.name), unit.now)
        if is_new_incident(failure):
            failure = replace(failure, incident=ledgers.next_incident(db, unit.today), told_at=unit.now)
            self._tell(unit, tick, failure.incident, undone)
        ledgers.put_tick_failure(db, tick.name, failure)

    def _tell(self, unit: Unit, tick: Tick, code: str, undone: Sequence[str | Text]) -> None:
        log.error("tick %s keeps failing: %s", tick.name, code)
        error = unit.attempt(
            lambda: self._postbox.put(unit, self._incident(unit, tick.name, code, undone), f"incident:{code}")
        )
        if error:
            log.error("nobody could be told of %s: %s", code, describe(error))  # `doctor` lists it
