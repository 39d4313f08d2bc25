"""Files that people sent, fetched from their channel: a claimed job, outside of any transaction.

A job is a row: claimed in one transaction, fetched and read outside of any, its result taken up in the next. What was
being fetched when the program ended is fetched again; what cannot be fetched is tried a stated number of times, and
then its sender is told.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.clock import Clock
from bot.domain.operations import Operation
from bot.errors import BotError
from bot.runtime.ports import ChannelError, Channels, Failure
from bot.runtime.postbox import Postbox
from bot.runtime.redaction import describe
from storage import file_store, files
from storage.database import Writer
from storage.files import Fetch, StoredFile
from storage.unit import Unit

log = logging.getLogger(__name__)

_CALL_SECONDS = 60.0
_FAILED_PAUSE_SECONDS = 1.0
_LOOKED_AT = 500
"""So many files are looked at each time for those that nothing needs."""
_LOOK_AGAIN_SECONDS = 1.0
"""While a job waits for its time: of a clock that was set nobody tells."""


@dataclass(frozen=True)
class Purpose:
    """What files are fetched for, and what is done with one.

    `read` runs in a thread beside the loop and sees nothing but name and bytes; it raises BotError for what a person
    must be told. `take` gets what it returned, in a unit of work. `fail` says that there was nothing to be done.
    """

    most_bytes: int
    read: Callable[[str, bytes], Any]
    take: Callable[[Unit, Fetch, StoredFile, Any], Sequence[Operation]]
    fail: Callable[[Unit, Fetch, BotError], Sequence[Operation]]
    kept: Callable[[bytes, Any], bytes] = lambda content, _read: content
    """Which bytes are stored, given those that came and what `read` returned."""
    again_seconds: Sequence[int] = (5, 20, 60, 300)
    """So long each failed attempt is followed by the next; after the last the job has failed."""
    stored: Callable[[Database, Fetch], bytes] | None = None
    """Where the bytes are in the base already: returns them. Without, they come from the channel."""


class Fetcher:
    """Does one job after the other, and deletes the files that nothing needs any more."""

    def __init__(
        self,
        channels: Channels,
        directory: Path,
        writer: Writer,
        reading: Database,
        clock: Clock,
        postbox: Postbox,
        purposes: Mapping[str, Purpose],
    ) -> None:
        self._channels = channels
        self._directory = directory
        self._writer = writer
        self._reading = reading
        self._clock = clock
        self._postbox = postbox
        self._purposes = purposes
        self._wake = asyncio.Event()
        self._working = True
        self._leftovers = True
        """Whether something may lie in the directory that no row knows, as after a kill."""
        self._tidied = ""
        """Up to which hash the files have been looked at."""

    def wake(self) -> None:
        """A file may have been asked for, or be needed no more."""
        self._wake.set()

    @property
    def idle(self) -> bool:
        """Whether nothing is being fetched, nothing is due and nothing is to be deleted."""
        at_rest = not self._working and not self._wake.is_set()
        return at_rest and files.due(self._reading, self._clock.now()) is None

    def next_retry(self, after: datetime) -> datetime | None:
        """Return when, later than `after`, a file is asked for again."""
        return files.next_after(self._reading, after)

    async def run(self) -> None:
        """Fetch until cancelled."""
        now = self._clock.now()
        await self._writer.write(lambda db: files.recover(db, now))
        while True:
            self._wake.clear()
            self._working = True
            try:
                job = files.due(self._reading, self._clock.now())
                if job is not None:
                    await self._do(job)
                    continue
                await self._tidy()
            except Exception as error:
                log.error("a file could not be handled: %s", describe(error))
                await asyncio.sleep(_FAILED_PAUSE_SECONDS)
            self._working = False
            await self._wait()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(_LOOK_AGAIN_SECONDS if files.any_queued(self._reading) else None):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _do(self, job: Fetch) -> None:
        """Do a job; whatever goes wrong is noted with it."""
        # Committed before the call: no transaction is open while the network is waited for.
        if not await self._writer.write(lambda db: files.claim(db, job.id)):
            return
        purpose = self._purposes[job.purpose]
        self._leftovers = True
        try:
            await self._fetch(job, purpose)
        except BotError as error:
            await self._failed(job, purpose, error)
        except (ChannelError, TimeoutError) as error:
            log.warning("file %d: %s", job.id, describe(error))
            final = isinstance(error, ChannelError) and error.failure is Failure.REFUSED
            await self._again(job, purpose, final=final, wait=getattr(error, "retry_after", 0.0))
        except Exception as error:
            log.error("file %d: %s", job.id, describe(error))
            await self._again(job, purpose, final=False)
        self._postbox.queued()

    async def _fetch(self, job: Fetch, purpose: Purpose) -> None:
        content = await self._content(job, purpose)
        read = await asyncio.to_thread(purpose.read, job.name, content)
        kept = purpose.kept(content, read)
        sha256, path = await asyncio.to_thread(file_store.put, self._directory, kept)
        file = StoredFile(sha256, path, len(kept), job.mime)
        await self._writer.write(lambda db: self._take(db, job, purpose, file, read))

    async def _content(self, job: Fetch, purpose: Purpose) -> bytes:
        if purpose.stored:
            return purpose.stored(self._reading, job)
        async with asyncio.timeout(_CALL_SECONDS):
            return await self._channels[job.channel].download(job.file_ref, purpose.most_bytes)

    def _take(self, db: Database, job: Fetch, purpose: Purpose, file: StoredFile, read: Any) -> None:
        unit = self._postbox.unit(db)
        files.put_file(db, file, unit.now)
        files.end_fetch(db, job.id, unit.now, file.sha256)
        self._postbox.put(unit, purpose.take(unit, job, file, read), f"fetch:{job.id}")

    async def _again(self, job: Fetch, purpose: Purpose, *, final: bool, wait: float = 0.0) -> None:
        if final or job.attempts >= len(purpose.again_seconds):
            await self._failed(job, purpose, BotError("fetch_failed", name=job.name))
            return
        at = self._clock.now() + timedelta(seconds=max(wait, purpose.again_seconds[job.attempts]))
        await self._writer.write(lambda db: files.retry_at(db, job.id, at))

    async def _failed(self, job: Fetch, purpose: Purpose, error: BotError) -> None:
        await self._writer.write(lambda db: self._fail(db, job, purpose, error))

    def _fail(self, db: Database, job: Fetch, purpose: Purpose, error: BotError) -> None:
        unit = self._postbox.unit(db)
        files.end_fetch(db, job.id, unit.now, None)
        self._postbox.put(unit, purpose.fail(unit, job, error), f"fetch-failed:{job.id}")

    async def _tidy(self) -> None:
        """Delete what nothing needs, first on the disk: a row without its file is tried again, the reverse is not.

        Of many files only some are looked at each time, in turn: it happens with every message.
        """
        end = files.end_of_slice(self._reading, self._tidied, _LOOKED_AT)
        found, self._tidied = files.unwanted(self._reading, self._tidied, end), end or ""
        for file in found:
            await asyncio.to_thread(file_store.remove, self._directory, file.path)
            await self._writer.write(partial(files.forget_file, sha256=file.sha256))
        if self._leftovers and self._directory.is_dir():
            known = files.known_paths(self._reading)
            await asyncio.to_thread(file_store.remove_others, self._directory, known)
        self._leftovers = False
