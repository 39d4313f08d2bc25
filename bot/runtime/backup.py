"""The nightly backup: noted in a transaction, made outside of any, in a thread beside the loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from bot.clock import Clock
from bot.runtime.postbox import Postbox
from bot.services.upkeep import backup
from storage.backup import Backup, make_backup
from storage.database import Writer
from storage.rotation import newest

log = logging.getLogger(__name__)

_AGAIN_SECONDS = 3600.0


class NightlyBackup:
    """Makes the backup that is due, and thins the older ones out once it is there."""

    def __init__(
        self,
        base: Path,
        out: Path,
        writer: Writer,
        reading: Database,
        clock: Clock,
        postbox: Postbox,
    ) -> None:
        self._base = base
        self._out = out
        self._writer = writer
        self._reading = reading
        self._clock = clock
        self._postbox = postbox
        self._wake = asyncio.Event()

    async def wake(self) -> None:
        """A backup may be due."""
        self._wake.set()

    async def run(self) -> None:
        """Make what is due, at once and whenever woken, until cancelled; try again hourly what failed."""
        while True:
            # Before the attempt, so that a wake-up during it is not lost.
            self._wake.clear()
            done = await self._attempt()
            with suppress(TimeoutError):
                async with asyncio.timeout(None if done else _AGAIN_SECONDS):
                    await self._wake.wait()

    async def _attempt(self) -> bool:
        now = self._clock.now()
        try:
            noted = backup.due(self._reading)  # in here: what it raised would end the ticks beside it
            if noted is None:
                return True
            made = await self._make(now)
            # A kill before this costs a second backup, never a missing one.
            await self._writer.write(lambda db: backup.note_done(db, noted))
        except Exception:
            log.exception("the backup was not made and will be tried again")
            await self._tell(now)
            return False
        log.info("backup %s: %d rows, SHA-256 %s", made.path, sum(made.rows.values()), made.sha256)
        if made.lacking:
            log.error("%d files of members are not in it: they are not in the directory of files", len(made.lacking))
        return True

    async def _make(self, now: datetime) -> Backup:
        stop = threading.Event()
        copying = asyncio.get_running_loop().run_in_executor(
            None, lambda: make_backup(self._base, self._out, now, thin_out=True, stopped=stop.is_set)
        )
        try:
            return await asyncio.shield(copying)
        except asyncio.CancelledError:
            stop.set()
            await asyncio.wait([copying])  # the thread must not outlive us
            copying.exception()  # nobody is left to be told
            raise

    async def _tell(self, now: datetime) -> None:
        try:
            names = [path.name for path in self._out.iterdir()] if self._out.is_dir() else []
            await self._writer.write(lambda db: self._queue_notice(db, newest(names, now)))
        except Exception:
            log.exception("the failed backup could not be told to anybody")
        else:
            self._postbox.queued()

    def _queue_notice(self, db: Database, latest: datetime | None) -> None:
        unit = self._postbox.unit(db)
        self._postbox.put(unit, backup.tell_failed(unit, latest), "backup_failed")
