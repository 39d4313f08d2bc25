"""The real program on a real SQLite file, with a fixed clock and Telegram in memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import copy2
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from unittest.mock import patch

from sqlite_utils import Database

from bot.clock import VN, FixedClock
from bot.config import Settings, load_key
from bot.domain.people import Caller
from bot.runtime.worker import Quota
from bot.services.people import enrolment, roster
from bot.services.rules import load_rules
from main import build_app
from storage import invitations, people
from storage.database import Work, Writer, migrate, open_for_reading, open_for_writing
from storage.unit import Unit
from tests.telegram import MemoryTelegram, Phone

START = datetime(2026, 11, 16, 8, 15, tzinfo=VN)

ROSTER = """person_code,full_name,title,address,language,phone,role,body,seat_code,organisation
AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIA,Hiệp hội A
BICH,Trần Thị Bích,Phó Chủ tịch,,vi,,focal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B
BINH,Lê Văn Bình,Chủ tịch,dong_chi,vi,,principal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B
CHI,Phạm Thu Chi,Chuyên viên,,vi,,secretariat,,,
LAN,Hoàng Thị Lan,Cục trưởng,,vi,,leader,,,
"""
"""The standing cast: An and Bích report, Bình for the same seat as Bích, Chi at the desk, Lan her leader.

Dũng is on no roster and must see nothing.
"""
USERS = {"AN": 101, "BICH": 102, "BINH": 103, "CHI": 104, "LAN": 105, "MAI": 106, "NAM": 107, "DUNG": 666}
TOKEN = "42:memory_memory_memory_memory"
_LOOK_AGAIN_SECONDS = 0.0005


class World:
    """A running program and the people around it."""

    def __init__(
        self,
        path: Path,
        *,
        senders: int = 8,
        profile: str = "vpcp-2023",
        telegram: MemoryTelegram | None = None,
        clock: FixedClock | None = None,
        others: Sequence[Any] = (),
        waits: bool = False,
    ) -> None:
        """`waits`: whether a report can be withdrawn, so that the desk's copy waits; else the desk gets it at once."""
        self.path = path
        self.clock = clock or FixedClock(START)
        self.telegram = telegram or MemoryTelegram()
        self.others = others
        """Channels beside Telegram."""
        self.settings = Settings(bot_token=TOKEN, senders=senders)
        base = path / "bot.db"
        if base.exists():
            migrate(base)
        else:
            base.write_bytes(_new_base())
        rules = load_rules(profile, load_key(path), START.date())
        at_once = replace(rules.profile, withdraw_within=timedelta(0))
        self.rules = rules if waits else replace(rules, profile=at_once)
        self.db = _unflushed(base)
        """The Writer's connection, for tests of what it writes with while it does not run."""
        self.writer = Writer(self.db)
        self.read = open_for_reading(path / "bot.db")
        """A second connection: what it sees has been committed."""
        self.quota = Quota(most=1000)
        """Nobody is too quick, whatever they do between two moments of a clock that stands still."""
        self.app = build_app(
            self.settings, path, self.clock, self.rules, self.writer, self.telegram, others, quota=self.quota
        )

    def copied(self, path: Path) -> World:
        """Return what this world, once closed, has become, in a directory of its own and at its beginning's time."""
        for name in ("bot.db", "secret.key"):
            copy2(self.path / name, path)
        return World(path, telegram=MemoryTelegram(self.telegram))

    def unit(self, db: Database | None = None) -> Unit:
        """Return a unit of work at this moment; without `db`, one that only reads."""
        return Unit(db or self.read, self.clock.now(), self.rules)

    def write_now(self, work: Work[Any]) -> Any:
        """Change the base at once, beside the program, which may be committing what it wrote."""
        with closing(Writer(_unflushed(self.path / "bot.db"))) as writer:
            return writer.write_now(work)

    def import_roster(self, text: str = ROSTER) -> None:
        """Import a roster."""
        lines = roster.read(text, self.rules.profile.bodies)
        self.write_now(lambda db: roster.write(self.unit(db), lines, "test"))

    def invite(self, code: str) -> enrolment.Issued:
        """Issue an invitation to a person of the roster."""

        def work(db: Database) -> enrolment.Issued:
            person = people.person_by_code(db, code)
            assert person is not None
            return enrolment.issue(self.unit(db), person, "test")

        issued: enrolment.Issued = self.write_now(work)
        return issued

    def link(self, code: str, channel: str = "telegram") -> Phone:
        """Link a person without the way through the chat; return the phone with Telegram."""

        def work(db: Database) -> None:
            person = people.person_by_code(db, code)
            assert person is not None
            user = str(USERS[code])
            account = people.link_account(db, Caller(channel, user, user), person.id, self.clock.now())
            invitations.add_consent(db, account, self.rules.profile.notice_version, self.clock.now())

        self.write_now(work)
        return self.phone(code)

    def phone(self, code: str) -> Phone:
        """Return the phone of somebody of the cast."""
        return self.telegram.phone(USERS[code])

    async def settle(self) -> None:
        """Wait until everything that was sent to the program has been handled and answered."""
        await until(self._settled)

    def count(self, table: str, where: str = "1") -> int:
        """Count committed rows."""
        return int(self.read.conn.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0])

    def _settled(self) -> bool:
        return all(side.all_confirmed for side in (self.telegram, *self.others)) and self.app.idle

    def close(self) -> None:
        """Close the files."""
        self.read.close()
        self.app.close()
        self.writer.close()


@cache
def _new_base() -> bytes:
    """Return a base of the present schema without a row: copied, for making it takes longer than most tests."""
    with TemporaryDirectory() as scratch:
        base = Path(scratch) / "bot.db"
        migrate(base)
        return base.read_bytes()


async def until(true: Callable[[], object]) -> None:
    """Wait for something. Whoever only looks on must not keep those busy who bring it about."""
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)


def _unflushed(base: Path) -> Database:
    """Open a base for writing without waiting for the disk: no test in here takes the power away."""
    db = open_for_writing(base)
    db.conn.execute("PRAGMA synchronous=OFF")
    return db


@asynccontextmanager
async def running(world: World) -> AsyncIterator[World]:
    """Run the program for the time of a test.

    The ticker wakes by the machine's time; here what is due comes when a test turns the clock, and never between.
    """
    async with asyncio.TaskGroup() as group:
        with patch("bot.runtime.ticker._EVERY_SECONDS", 86_400):
            began = time.monotonic()
            group.create_task(world.app.run())
            try:
                # What is due as it starts is done in slices, between which it would answer.
                await until(lambda: world.app.ticker.unlooked_seconds < time.monotonic() - began)
                yield world
            finally:
                world.app.stop()


async def toast(phone: Phone) -> str:
    """Wait for what is said over the button pressed last, and return it: it follows the screen."""
    await until(lambda: phone.is_answered)
    return phone.toast


class Talks(Protocol):
    """Whoever can send texts and press buttons."""

    def send(self, text: str) -> object:
        """Send a text."""
        ...

    def tap(self, label: str) -> object:
        """Press the button with this label."""
        ...


async def say(world: World, phone: Talks, *acts: str) -> None:
    """Send texts and press buttons in turn, waiting after each: `[Label]` is a button, anything else a text."""
    for act in acts:
        if act.startswith("[") and act.endswith("]"):
            phone.tap(act[1:-1])
        else:
            phone.send(act)
        await world.settle()
