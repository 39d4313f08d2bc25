"""The program as an office runs it, `main.py run` with a page behind a proxy with TLS, and people in browsers."""

from __future__ import annotations

import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlite_utils import Database

from bot.clock import SandboxClock
from bot.config import Settings
from bot.services.people import signing_in
from bot.verbs.changing import carry_out
from bot.verbs.opening import database
from storage.database import open_for_reading
from tests.acceptance.cut_network import Network, network
from tests.acceptance.program import program
from tests.acceptance.stub import TOKEN, stub_server
from tests.world import until

TURNABLE = """
import os, sys
from pathlib import Path
sys.argv.pop(0)
sys.path.insert(0, os.path.dirname(sys.argv[0]))
import bot.clock
bot.clock.SystemClock = lambda: bot.clock.SandboxClock(Path(os.environ["DATA_DIR"], "turned.json"))
import main
sys.exit(main.main(sys.argv[1:]))
"""
"""`python main.py …` by a clock that can be turned, and that begins on the morning of a working day."""
_LINK = re.compile(r"https://\S+")


@dataclass(frozen=True)
class Office:
    """The running program, seen from beside it."""

    data: Path
    network: Network
    clock: SandboxClock
    settings: dict[str, str]

    async def link(self, code: str) -> str:
        """Return a link that signs somebody in, as an operator gets it."""
        async with program(self.data, "invite", "--sign-in", code, python=("-c", TURNABLE), **self.settings) as verb:
            assert await verb.ended() == 0, verb.said
        found = _LINK.search("\n".join(verb.said))
        assert found, verb.said
        return found[0]

    def another_link(self, code: str) -> str:
        """Return a link, asked for as the verb does it."""
        done = carry_out(Settings(data_dir=self.data), "sign-in-link", {"person": code})
        return signing_in.template(self.network.url).replace(signing_in.TOKEN, done["token"])

    def turn(self, by: timedelta) -> None:
        """Let time go by."""
        self.clock.set(self.clock.now() + by)

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Look at the base beside the program."""
        db = open_for_reading(database(self.data))
        try:
            yield db
        finally:
            db.close()


@asynccontextmanager
async def office(directory: Path, roster: str) -> AsyncIterator[Office]:
    """Run the program with these people on its roster; it ends well, and has complained of nothing."""
    data = directory / "data"
    data.mkdir(mode=0o700)  # where its clock lies
    (directory / "roster.csv").write_text(roster)
    async with program(data, "import-roster", "--yes", "roster.csv", python=("-c", TURNABLE)) as verb:
        assert await verb.ended() == 0, verb.said
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    async with stub_server(seed=5) as (_, telegram), network(port, "203.0.113.9", directory) as outside:
        settings = {
            "BOT_TOKEN": TOKEN, "BOT_API_BASE": telegram, "PUBLIC_URL": outside.url, "WEB_LISTEN": f"127.0.0.1:{port}",
            "TRUSTED_PROXIES": "127.0.0.1",
        }  # fmt: skip
        async with program(data, "run", python=("-c", TURNABLE), **settings) as running:
            await until(lambda: is_served(port))
            yield Office(data, outside, SandboxClock(data / "turned.json"), settings)
            running.interrupt()
            assert await running.ended() == 0, running.said
        assert not [line for line in running.said if "Traceback" in line or " ERROR " in line], running.said


def is_served(port: int) -> bool:
    """Return whether something listens at a port of this machine."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0
