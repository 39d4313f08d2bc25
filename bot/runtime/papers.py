"""Where the bytes of a file come from: those the program makes itself, and those that members sent."""

from __future__ import annotations

import asyncio
from pathlib import Path
from weakref import WeakValueDictionary

from sqlite_utils import Database

from bot.clock import Clock
from bot.services.desk import files
from storage import file_store
from storage.database import Writer


class KeptFiles:
    """Reads the files that members sent, beside the loop."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def read(self, sha256: str) -> bytes | None:
        """Return the bytes with this hash; None where they are not there or not what they were. Raises OSError."""
        return await asyncio.to_thread(file_store.read, self._directory, sha256)


class Papers:
    """Builds files, each in a child of its own and outside any transaction, and keeps those that are frozen."""

    def __init__(self, writer: Writer, reading: Database, clock: Clock) -> None:
        self._writer = writer
        self._reading = reading
        self._clock = clock
        self._freezing: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        """By paper, for as long as somebody waits for it."""

    async def make(self, reference: str) -> bytes:
        """Return the bytes of `make:NAME:KIND:NUMBER`. Raises BotError where they cannot be built."""
        if not files.is_frozen(reference):
            return await asyncio.to_thread(files.builder(self._reading, reference))
        # Everybody is sent a frozen paper at once: the first has it built, the others find it kept.
        lock = self._freezing.setdefault(reference, asyncio.Lock())
        async with lock:
            return files.kept(self._reading, reference) or await self._build(reference)

    async def _build(self, reference: str) -> bytes:
        content = await asyncio.to_thread(files.builder(self._reading, reference))
        now = self._clock.now()
        return await self._writer.write(lambda db: files.keep(db, reference, content, now))
