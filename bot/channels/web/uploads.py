"""Files that people send by the page: on the disk until they are fetched, and two days at most.

Each lies under a name that follows from the act it came with: what is sent once more takes the place of the same file.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from bot.runtime.ports import ChannelError, Failure

UPLOADS = "uploads"
"""Its name below the data directory."""
KEPT_FOR = timedelta(hours=48)
"""Longer than the fetching of a file is tried again, and than an act may wait to be handled."""
_PART = ".part"
_NAME = re.compile(r"[0-9a-f]{32}")


class TooLargeError(Exception):
    """A file, or all of them together, is larger than what is taken."""


def ref_of(act_id: str) -> str:
    """Return the name of the file that comes with an act; it tells nothing of whose it is."""
    return hashlib.sha256(act_id.encode()).hexdigest()[:32]


class Uploads:
    """The folder of what came in."""

    def __init__(self, directory: Path) -> None:
        self.folder = directory / UPLOADS
        self._read: set[str] = set()
        """What has been fetched since the program began, and may go once that is on the disk."""
        self._coming: set[Path] = set()
        """What is being written."""

    async def take(self, ref: str, chunks: AsyncIterator[bytes], most_bytes: int, now: datetime) -> int:
        """Write a file as it comes, whole or not at all; return its size. Raises TooLargeError, OSError."""
        # A name of its own: an upload that was given up may still be read while the same comes again.
        part, size = self.folder / f"{ref}.{secrets.token_hex(4)}{_PART}", 0
        self._coming.add(part)
        try:
            # Not beside the loop: whoever hangs up meanwhile would leave a file that nobody closes or deletes.
            with _opened(part) as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > most_bytes:
                        raise TooLargeError
                    file.write(chunk)
                await asyncio.to_thread(_flush, file)
            # By the program's clock, which says when it has lain here for long enough.
            os.utime(part, (now.timestamp(), now.timestamp()))
            part.replace(self.folder / ref)
        finally:
            part.unlink(missing_ok=True)
            self._coming.discard(part)
        return size

    def read(self, ref: str, most_bytes: int) -> bytes:
        """Return a file. Raises ChannelError: one that there is not, or a larger one, is REFUSED."""
        try:
            with self._path(ref).open("rb") as file:
                content = file.read(most_bytes + 1)
        except OSError as error:
            raise ChannelError(Failure.REFUSED, "the file is not there") from error
        if len(content) > most_bytes:
            raise ChannelError(Failure.REFUSED, "the file is too large")
        return content

    def was_read(self, ref: str) -> None:
        """A file was fetched, or is not to be: it goes as soon as nobody waits for it to be fetched."""
        self._read.add(ref)

    def remove(self, ref: str) -> None:
        """Delete a file at once."""
        with suppress(ChannelError):
            self._path(ref).unlink(missing_ok=True)
        self._read.discard(ref)

    def sweep(self, now: datetime, is_wanted: Callable[[str], bool]) -> None:
        """Delete what was fetched and is not wanted once more, what is too old, and what a kill left half written."""
        for path in self.folder.glob("*") if self.folder.is_dir() else ():
            if path.suffix == _PART:
                is_over = path not in self._coming
            else:
                is_old = now.timestamp() - path.stat().st_mtime > KEPT_FOR.total_seconds()
                is_over = is_old or (path.name in self._read and not is_wanted(path.name))
            if is_over:
                path.unlink(missing_ok=True)
                self._read.discard(path.name)

    def _path(self, ref: str) -> Path:
        if not _NAME.fullmatch(ref):
            raise ChannelError(Failure.REFUSED, "no such file")
        return self.folder / ref


def _opened(part: Path) -> BinaryIO:
    part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
