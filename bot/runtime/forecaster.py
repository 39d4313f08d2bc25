"""Forecasts that people asked for: worked out on a copy of the base, in a thread beside the loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from bot.clock import Clock
from bot.domain.forecasts import Forecast
from bot.runtime.postbox import Postbox
from bot.runtime.simulation import Program, forecast
from bot.services.desk import forecasting
from storage import forecasts
from storage.database import Writer, open_for_reading
from storage.forecasts import Wanted
from storage.rehearsal import copy_in_memory

log = logging.getLogger(__name__)

_AGAIN_SECONDS = 60.0
"""Where not even the failure can be noted, the base takes nothing at present."""


class Forecaster:
    """Makes the forecasts that are wanted, one after the other; what fails is told and stops nothing."""

    def __init__(
        self, base: Path, program: Program, writer: Writer, reading: Database, clock: Clock, postbox: Postbox
    ) -> None:
        self._base = base
        self._program = program
        self._writer = writer
        self._reading = reading
        self._clock = clock
        self._postbox = postbox
        self._wake = asyncio.Event()
        self._making = False

    @property
    def idle(self) -> bool:
        """Whether nothing is being worked out, nor waits to be."""
        return not self._making and forecasts.next_wanted(self._reading) is None

    def wake(self) -> None:
        """Something may have been asked for."""
        self._wake.set()

    async def run(self) -> None:
        """Make what is wanted, at once and whenever woken, until cancelled."""
        while True:
            # Before the look, so that a wake-up during it is not lost.
            self._wake.clear()
            try:
                while wanted := forecasts.next_wanted(self._reading):
                    await self._make(wanted)
            except Exception:
                log.exception("what became of a forecast could not be noted and will be tried again")
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                await self._wake.wait()

    async def _make(self, wanted: Wanted) -> None:
        self._making = True
        try:
            found = await self._worked_out(wanted)
            await self._writer.write(lambda db: self._note(db, wanted, found))
        finally:
            self._making = False
        self._postbox.queued()

    def _note(self, db: Database, wanted: Wanted, found: Forecast | None) -> None:
        unit = self._postbox.unit(db)
        self._postbox.put(unit, forecasting.made(unit, wanted, found), f"forecast:{wanted.id}")

    async def _worked_out(self, wanted: Wanted) -> Forecast | None:
        """Return the forecast, None where it failed."""
        stop = threading.Event()
        playing = asyncio.get_running_loop().run_in_executor(None, self._play, wanted, stop)
        try:
            return await asyncio.shield(playing)
        except asyncio.CancelledError:
            stop.set()
            await asyncio.wait([playing])  # the thread must not outlive us
            playing.exception()  # nobody is left to be told
            raise
        except Exception:
            log.exception("the forecast %d could not be worked out", wanted.id)
            return None

    def _play(self, wanted: Wanted, stop: threading.Event) -> Forecast:
        with closing(open_for_reading(self._base)) as reading, copy_in_memory(reading) as copy:
            return forecast(self._program, copy, self._clock.now(), wanted.until, stop.is_set)
