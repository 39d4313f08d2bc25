"""Reckons beside the loop what would hold it up: in a child that opens the base for reading, and ends.

In a process and not in a thread: of the interpreter's one lock a thread takes as much as everybody else together.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import pickle
import sys
from asyncio.subprocess import PIPE
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from bot.services.beside import BesideError
from storage.database import one_instant, open_for_reading
from storage.unit import Result, Rules, Unit

log = logging.getLogger(__name__)

_ROOT = Path(__file__).parents[2]
_SECONDS = 300
"""How long a work may take."""


class ReckoningError(Exception):
    """The child could not do it; why is in the log."""


@dataclass(frozen=True)
class Reckoner:
    """Does what was asked for, as seen by one transaction that began after it was asked for."""

    base: Path
    rules: Rules

    @cached_property
    def _said_rules(self) -> bytes:
        """The rules as they are handed over, which are the same each time."""
        # What these keep of what follows from them, such as forms, is left behind.
        return pickle.dumps(replace(self.rules))

    async def reckon(self, asked: BesideError) -> None:
        """Put the result where the service that asked finds it. Raises ReckoningError, TimeoutError, OSError."""
        said = pickle.dumps((str(self.base), asked.now, self._said_rules, asked.asked.work))
        found, before = pickle.loads(await _answered(said)), asked.place.results.get(asked.asked)  # noqa: S301  our own child
        asked.place.results[asked.asked] = Result(found, asked.basis, before.rounds + 1 if before else 1)


async def _answered(said: bytes) -> bytes:
    # No descriptor goes along: a child that outlives the program must hold neither the base nor its lock.
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.runtime.reckoning", stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=_ROOT, close_fds=True
    )
    try:
        async with asyncio.timeout(_SECONDS):
            found, complaint = await child.communicate(said)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        log.error(
            "reckoning failed: %s", complaint.decode(errors="replace").rstrip().rpartition("\n")[2].partition(":")[0]
        )
        raise ReckoningError
    return found


def _child() -> None:
    gc.disable()  # it reckons once and ends
    base, now, rules, work = pickle.load(sys.stdin.buffer)  # noqa: S301  the program wrote it
    with closing(open_for_reading(Path(base))) as db, one_instant(db):
        found = work(Unit(db, now, pickle.loads(rules)))  # noqa: S301
    sys.stdout.buffer.write(pickle.dumps(found))


if __name__ == "__main__":
    _child()
