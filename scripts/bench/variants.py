"""What is compared: the program, the bare floor, and the same conversation as the documentation of libraries has it."""

from __future__ import annotations

import importlib.util
import shutil
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from subprocess import Popen
from typing import Self

from scripts.bench import house
from scripts.bench.conversation import Turn, store
from scripts.bench.crowd import Crowd, polling, quiet, record
from scripts.bench.processes import command, running
from scripts.bench.server import TOKEN, Heard, Server, unheard

OURS, FLOOR, AIOGRAM, PTB = "the program", "the floor", "aiogram", "python-telegram-bot"
_MODULES = {FLOOR: "scripts.bench.floor", AIOGRAM: "scripts.bench.peer_aiogram", PTB: "scripts.bench.peer_ptb"}


@dataclass(frozen=True)
class Running:
    """A program that serves, and who can talk to it."""

    pid: int
    server: Server
    turns: list[Turn]
    users: Iterator[int]
    directory: Path

    def crowd(self) -> Crowd:
        """Return people who have not talked to it yet."""
        return Crowd(self.server, self.turns, self.users)


class Stage:
    """Where everything of a run is: a base to begin with, the conversation as recorded, programs that keep running."""

    def __init__(self, place: Path, members: int) -> None:
        self.place = place
        self.members = members
        self._furnished: set[int] = set()
        self._members_of: dict[Path, int] = {}
        self._turns: list[Turn] = []
        self._number = count()
        self._stacks: dict[str, tuple[AsyncExitStack, Running]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.drop_all()

    async def kept(self, variant: str) -> Running:
        """Return a variant that keeps running until the end, or until it is dropped; started when first asked for."""
        if variant not in self._stacks:
            stack = AsyncExitStack()
            self._stacks[variant] = stack, await stack.enter_async_context(self.start(variant))
        return self._stacks[variant][1]

    async def drop_all(self) -> None:
        """End whatever was kept."""
        for variant in list(self._stacks):
            await self.drop(variant)

    async def drop(self, variant: str) -> None:
        """End a variant that was kept."""
        if variant in self._stacks:
            stack, _ = self._stacks.pop(variant)
            await stack.aclose()

    def directory(self, members: int = 0) -> Path:
        """Return a new data directory with members, of whom nobody has done anything."""
        members = members or self.members
        house_of = self.place / f"house-{members}"
        if members not in self._furnished:
            house.furnish(house_of, members)
            self._furnished.add(members)
        directory = self.place / f"data-{next(self._number)}"
        shutil.copytree(house_of, directory)
        self._members_of[directory] = members
        return directory

    async def turns(self) -> list[Turn]:
        """Return the conversation, recorded with the program itself when it is first asked for."""
        if not self._turns:
            async with self._serving(OURS, self.directory(members=10)) as (process, server):
                await quiet(process.pid)
                self._turns = await record(server, house.FIRST)
            store(self._turns, self.place / "turns.json")
        return self._turns

    @asynccontextmanager
    async def start(
        self,
        variant: str,
        settings: Mapping[str, str] | None = None,
        directory: Path | None = None,
        is_quiet: bool = True,
        heard: Heard = unheard,
    ) -> AsyncIterator[Running]:
        """Run a variant to the end of the block, from when it is quiet or, where it never would be, has just begun."""
        turns, directory = await self.turns(), directory or self.directory()
        async with self._serving(variant, directory, settings, heard) as (process, server):
            if is_quiet:
                await quiet(process.pid)
            members = self._members_of.get(directory, 0)
            users = range(house.FIRST, house.FIRST + members) if variant == OURS else count(house.FIRST)
            yield Running(process.pid, server, turns, iter(users), directory)

    @asynccontextmanager
    async def starting(self, variant: str, directory: Path) -> AsyncIterator[tuple[Popen[bytes], float]]:
        """Run a variant, from when it first asks for updates: the seconds it took to come there."""
        began = time.perf_counter()
        async with self._serving(variant, directory) as (process, server):
            yield process, server.polled_at - began

    @asynccontextmanager
    async def _serving(
        self, variant: str, directory: Path, settings: Mapping[str, str] | None = None, heard: Heard = unheard
    ) -> AsyncIterator[tuple[Popen[bytes], Server]]:
        server = await Server(heard).open()
        try:
            with running(*self.how(variant, directory, server, settings), directory / "said.txt") as process:
                await polling(server)
                yield process, server
        finally:
            server.close()

    def how(
        self, variant: str, directory: Path, server: Server, settings: Mapping[str, str] | None = None
    ) -> tuple[list[str], dict[str, str]]:
        """Return the command of a variant and its environment."""
        given = dict(settings or {})
        if variant == OURS:
            return command("main.py", "run"), {
                "BOT_TOKEN": TOKEN,
                "BOT_API_BASE": server.base,
                "DATA_DIR": str(directory),
                "ENV_FILE": "/dev/null",
                "LOG_LEVEL": "WARNING",
                **given,
            }
        turns = str(self.place / "turns.json")
        return command("-m", _MODULES[variant], server.base, turns, str(directory / "peer.db")), given


def peers() -> list[str]:
    """Return the peers that are installed here."""
    return [AIOGRAM, *([PTB] if importlib.util.find_spec("telegram") else [])]
