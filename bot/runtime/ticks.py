"""What happens at a time of day. A tick is data; the scheduler only wakes us up."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlite_utils import Database

from bot.clock import VN, Clock
from bot.domain.operations import Operation
from bot.runtime.postbox import Postbox
from storage import ledgers
from storage.database import Writer
from storage.rows import instant, iso
from storage.unit import Unit

log = logging.getLogger(__name__)

_EVERY_SECONDS = 15
_STEP_SECONDS = 5.0
_LATELY = timedelta(days=1)


@dataclass(frozen=True)
class Tick:
    """A service that runs at the slots of `trigger` (zone pinned, weekdays by name).

    Coalesced: of several slots that have passed, only the latest is run.
    """

    name: str
    trigger: CronTrigger
    service: Callable[[Unit], Sequence[Operation]]
    coalesce: bool = True
    after: Callable[[], Awaitable[None]] | None = None
    """Awaited once the slot is committed."""
    wanted: Callable[[Database], bool] | None = None
    """Asked of the base before a slot is run: without anything to do none is, and none is recorded."""
    beside: Callable[[], Coroutine[Any, Any, None]] | None = None
    """Long work that the slots only ask for: run beside the ticks, as long as they are, outside of any transaction."""


def at(**fields: str | int) -> CronTrigger:
    """Return a trigger by cron fields, in Viet Nam's time whatever the machine's zone is."""
    return CronTrigger(timezone=VN, **fields)


def slots_between(tick: Tick, after: datetime, until: datetime) -> list[datetime]:
    """Return the slots later than `after` and not later than `until`; where they coalesce, the latest alone."""
    if not tick.coalesce:
        return _walk(tick, after, until)
    # The latest is sought where it lies for every tick of ours, before months of five minutes are walked.
    return (_walk(tick, max(after, until - _LATELY), until) or _walk(tick, after, until))[-1:]


def _walk(tick: Tick, after: datetime, until: datetime) -> list[datetime]:
    slots: list[datetime] = []
    slot = tick.trigger.get_next_fire_time(None, after + timedelta(microseconds=1))
    while slot is not None and slot <= until:
        slots.append(slot)
        slot = tick.trigger.get_next_fire_time(None, slot + timedelta(microseconds=1))
    return slots


class Ticker:
    """Runs every slot that is due since the last one recorded, in order of time."""

    def __init__(
        self,
        ticks: Sequence[Tick],
        writer: Writer,
        reading: Database,
        clock: Clock,
        postbox: Postbox,
    ) -> None:
        self._ticks = ticks
        self._writer = writer
        self._reading = reading
        self._clock = clock
        self._postbox = postbox

    async def run_ticks(self, now: datetime) -> None:
        """Run what is due at `now`. The first time a tick is seen, it starts from now."""
        wanted = [tick for tick in self._ticks if self._is_wanted(tick)]
        due = [(slot, tick) for tick in wanted for slot in self._due_slots(tick, now)]
        for slot, tick in sorted(due, key=lambda pair: pair[0]):
            await self._writer.write(lambda db, tick=tick, slot=slot: self._run(db, tick, slot))  # type: ignore[misc]
            if tick.after:
                await tick.after()
        if due:
            self._postbox.queued()

    def next_slot(self, after: datetime) -> datetime:
        """Return the first slot later than `after` at which there will be something to do."""
        moment = after + timedelta(microseconds=1)
        slots = (tick.trigger.get_next_fire_time(None, moment) for tick in self._ticks if self._is_wanted(tick))
        return min((slot for slot in slots if slot is not None), default=datetime.max.replace(tzinfo=UTC))

    async def run(self) -> None:
        """Run the ticks, and what is beside them, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for tick in self._ticks:
                if tick.beside:
                    group.create_task(tick.beside())
            await self._keep_time()

    async def _keep_time(self) -> None:
        """Wake up every few seconds until cancelled, and at once where the clock has been set."""
        scheduler = AsyncIOScheduler(timezone=VN)
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
        """Run what is due now. What fails is noted, and run again the next time."""
        try:
            await self.run_ticks(self._clock.now())
        except Exception:
            log.exception("a tick failed and will be run again")

    async def _watch_for_step(self) -> None:
        apart = time.time() - time.monotonic()
        while abs(time.time() - time.monotonic() - apart) <= _STEP_SECONDS:  # noqa: ASYNC110 - nobody tells us of it
            await asyncio.sleep(1.0)

    def _is_wanted(self, tick: Tick) -> bool:
        return tick.wanted is None or tick.wanted(self._reading)

    def _due_slots(self, tick: Tick, now: datetime) -> list[datetime]:
        last = ledgers.last_slot(self._reading, tick.name)
        return slots_between(tick, instant(last), now) if last else [now]

    def _run(self, db: Database, tick: Tick, slot: datetime) -> None:
        last = ledgers.last_slot(db, tick.name)
        if last and instant(last) >= slot:
            return  # another wake-up was first
        unit = self._postbox.unit(db)
        self._postbox.put(unit, tick.service(unit), f"tick:{tick.name}:{iso(slot)}")
        ledgers.record_slot(db, tick.name, slot, unit.now)
