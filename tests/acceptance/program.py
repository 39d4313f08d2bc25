"""The real command, `python main.py …`, as an operator runs it; nothing of it is left behind."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.sandbox import process as sandbox_process
from tests.settings import NAMES

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
INTERRUPTS = [signal.SIGINT, signal.SIGTERM]
_UNREAD_BYTES = 2**24
"""What the program may say before anybody reads it."""


@contextmanager
def interrupts_as_in_a_terminal() -> Iterator[None]:
    """What is ignored here (under nohup, in the background of a script) a program we start would ignore too."""
    before = [(number, signal.signal(number, signal.default_int_handler)) for number in INTERRUPTS]
    yield
    for number, handler in before:
        signal.signal(number, handler)


class Program:
    """A running command. What it says on either stream is kept in the order in which it was said."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.said: list[str] = []

    async def line(self, part: str) -> str:
        """Wait until the program says a line that contains `part`; return it."""
        async with asyncio.timeout(START_SECONDS):
            while line := await self._next_line():
                if part in line:
                    return line
        raise AssertionError(f"the program ended without {part!r}: {self.said}")

    async def sandbox(self) -> str:
        """Wait until the program says where its sandbox is; return the address."""
        return "http://" + (await self.line("http://127.0.0.1:")).partition("http://")[2].strip()

    def kill(self) -> None:
        """End the program without giving it a chance to tidy up."""
        self._process.kill()

    def interrupt(self) -> None:
        """Press Ctrl+C."""
        self._process.send_signal(signal.SIGINT)

    async def ended(self, seconds: float = START_SECONDS) -> int:
        """Wait for the end; return the exit status."""
        async with asyncio.timeout(seconds):
            while await self._next_line():
                pass
            return await self._process.wait()

    async def end(self) -> None:
        """Kill it if it is still there."""
        if self._process.returncode is None:
            self._process.kill()
        await self.ended()

    async def _next_line(self) -> str:
        assert self._process.stdout is not None
        line = (await self._process.stdout.readline()).decode()
        if line:
            self.said.append(line.rstrip("\n"))
        return line


@asynccontextmanager
async def program(data: Path, *arguments: str, python: tuple[str, ...] = (), **settings: str) -> AsyncIterator[Program]:
    """Run a verb on the data in `data` with these settings alone."""
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *python, str(ROOT / "main.py"), *arguments,
        stdout=PIPE, stderr=STDOUT, limit=_UNREAD_BYTES, cwd=data.parent,
        env={**environment, "DATA_DIR": str(data), **settings},
    )  # fmt: skip
    running = Program(process)
    try:
        yield running
    finally:
        await running.end()


async def verb(data: Path, *arguments: str) -> list[str]:
    """Run a verb to its end, which must be a good one; return what it said."""
    async with program(data, *arguments) as running:
        assert await running.ended() == 0, running.said
    return running.said


@contextmanager
def no_sandbox_left(data: Path) -> Iterator[None]:
    """End, whatever happens, the sandbox that outlives a program that was killed."""
    try:
        yield
    finally:
        sandbox_process.stop(data)


class Watched:
    """A process that is not our child."""

    def __init__(self, pid: int) -> None:
        self._handle = os.pidfd_open(pid)

    def gone(self, seconds: float) -> bool:
        """Return whether it ends within `seconds`."""
        ended = bool(select.select([self._handle], [], [], seconds)[0])
        os.close(self._handle)
        return ended
