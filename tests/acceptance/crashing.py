"""A base full of members, Telegram beside it, and a bot that is killed again and again while they report."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path

from aiohttp import ClientSession
from sqlite_utils import Database

from bot.clock import VN, SandboxClock
from bot.config import DEFAULT_PROFILE, load_key
from bot.domain.people import Caller, Person
from bot.services.people import roster
from bot.services.rules import load_rules
from bot.verbs.opening import database
from storage import invitations, people
from storage.database import Writer, migrate, open_for_reading, open_for_writing
from storage.lock import exclusive
from storage.rows import instant, rows
from storage.unit import Unit
from tests.acceptance.members import Member, plan
from tests.acceptance.phones import Json, phone_in, states
from tests.acceptance.program import ROOT, START_SECONDS

SECRETARY = 700000
AT_ONCE = 12
"""How many members are at their phones at the same time."""


class Cast:
    """A secretary, and members without end, each on a seat of their own; everybody is linked.

    They are put into the base, of which this is the only writer while no bot runs.
    """

    channel, kind = "telegram", Member

    def __init__(self, data: Path, rng: random.Random) -> None:
        self._data = data
        self._rng = rng
        self._roster = [",".join(roster.COLUMNS), "THUKY,Thư ký,,,vi,,secretariat,,,"]
        self._numbers = count(1)
        self._waiting: deque[Member] = deque()
        migrate(database(data))
        self._write([(SECRETARY, "THUKY")])

    def let_wait(self, how_many: int) -> None:
        """Let at least this many members wait for their turn."""
        if len(self._waiting) >= how_many:
            return
        added = [self._member(next(self._numbers)) for _ in range(how_many)]
        self._roster += [
            f"{m.seat},Thành viên {m.seat},,,vi,,focal,hoi_dong_tu_van,{m.seat},Hiệp hội {m.seat}" for m in added
        ]
        self._write([(m.user_id, m.seat) for m in added])
        self._waiting += added

    def next(self) -> Member:
        """Return whose turn it is."""
        return self._waiting.popleft()

    def _member(self, number: int) -> Member:
        plans = (plan(self._rng, number, 1), plan(self._rng, number, 2))
        return self.kind(SECRETARY + number, f"GHE{number}", plans, random.Random(self._rng.random()))

    def link(self, unit: Unit, user_id: int, person: Person) -> None:
        """Link somebody, who has agreed to the notice."""
        account = people.link_account(unit.db, Caller(self.channel, str(user_id), str(user_id)), person.id, unit.now)
        invitations.add_consent(unit.db, account, unit.rules.profile.notice_version, unit.now)

    def _write(self, newly_linked: Iterable[tuple[int, str]]) -> None:
        clock = SandboxClock(self._data / "clock.json")
        rules = load_rules(DEFAULT_PROFILE, load_key(self._data), clock.now().astimezone(VN).date())

        def write(db: Database) -> None:
            unit = Unit(db, clock.now(), rules)
            roster.write(unit, roster.read("\n".join(self._roster), rules.profile.bodies), "test")
            for user_id, code in newly_linked:
                person = people.person_by_code(db, code)
                assert person is not None
                self.link(unit, user_id, person)

        with exclusive(self._data):
            writer = Writer(open_for_writing(database(self._data)))
            writer.write_now(write)
            writer.close()


class Crowd:
    """The members at their phones. Newcomers replace those who have finished until `closing`."""

    def __init__(self, session: ClientSession, address: str, data: Path, cast: Cast) -> None:
        self._session = session
        self._address = address
        self._data = data
        self._cast = cast
        self.present: list[Member] = []
        self.gone: list[Member] = []
        self.closing = False
        self.on_desk: set[str] = set()
        self.answers = 0
        """How often a phone showed something new of the bot."""
        self._answered = asyncio.Event()
        self._newest = 0
        self._invite()

    @property
    def all(self) -> list[Member]:
        """Everybody who has done something."""
        return [*self.gone, *self.present]

    async def act(self) -> None:
        """Act on what the phones show until everybody has finished and the desk has what is on its way to it."""
        async for state in states(self._session, self._address):
            self._notice_answers(state)
            for member in self.present:
                for act, body in member.look(phone_in(state, member.user_id), closing=self.closing):
                    await self._do(member, act, body)
            self.on_desk = {message["text"].split(" ")[0] for message in phone_in(state, SECRETARY)["messages"]}
            if any(member.finished for member in self.present):
                self._invite()
            if self.closing and not self.present:
                if not desk_waits_for(self._data) - self.on_desk:
                    return
                copies_become_due(self._data)

    async def answered(self, times: int) -> None:
        """Wait until phones have shown something new this many times."""
        enough = self.answers + times
        while self.answers < enough:
            self._answered.clear()
            await self._answered.wait()

    def _notice_answers(self, state: Json) -> None:
        messages = (message for phone in state["phones"] for message in phone["messages"])
        changes = [message["changed"] for message in messages if message["from"] == "bot"]
        self.answers += sum(change > self._newest for change in changes)
        self._newest = max(changes, default=self._newest)
        self._answered.set()

    async def _do(self, member: Member, act: str, body: Json) -> None:
        url = f"{self._address}sandbox/phones/{member.user_id}/{act}"
        async with self._session.post(url, json=body, raise_for_status=True):
            pass

    def _invite(self) -> None:
        self.gone += [member for member in self.present if member.finished]
        self.present = [member for member in self.present if not member.finished]
        while not self.closing and len(self.present) < AT_ONCE:
            self.present.append(self._cast.next())
        lay_out(self._data, [member.user_id for member in self.present])


def lay_out(data: Path, user_ids: Iterable[int]) -> None:
    """Let the sandbox show the phones of these people and the secretary's."""
    phones = [
        {"user_id": n, "kind": "member", "name": f"Người {n}", "seat": "", "code": None} for n in (SECRETARY, *user_ids)
    ]
    own = data / "phones.json.new"
    own.write_text(json.dumps(phones))
    own.replace(data / "phones.json")


def copies_become_due(data: Path) -> None:
    """Turn the clock, for all who tell the time by it, to when no report that is there can be withdrawn any more."""
    clock = SandboxClock(data / "clock.json")
    with reading(data) as db:
        found = rows(db, "SELECT next_at FROM outbox WHERE topic = 'desk_copy' AND ended_at IS NULL")
    clock.set(max([clock.now(), *(instant(row["next_at"]) for row in found)]))


def desk_waits_for(data: Path) -> set[str]:
    """Return the codes of the reports whose copy has not been marked as sent."""
    with reading(data) as db:
        found = rows(db, "SELECT topic_arguments FROM outbox WHERE topic = 'desk_copy' AND ended_at IS NULL")
    return {json.loads(row["topic_arguments"])["code"] for row in found}


@contextmanager
def reading(data: Path) -> Iterator[Database]:
    """Look at the base beside the program."""
    db = open_for_reading(database(data))
    try:
        yield db
    finally:
        db.close()


class Warm:
    """The warm parent (`tests.acceptance.warm`) and its one child, the bot."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def start(self) -> None:
        """Fork a bot."""
        assert await self._ask("start") > 0

    async def kill(self) -> None:
        """Kill the bot where it stands. Fails if it had ended by itself."""
        assert await self._ask("kill") == -signal.SIGKILL

    async def stop(self) -> int:
        """Tell the bot to stop when it has nothing left to do; return its exit status."""
        return await self._ask("stop")

    async def _ask(self, command: str) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{command}\n".encode())
        return int(await self.answer())

    async def answer(self) -> str:
        """Return the next line the parent says."""
        assert self._process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            return (await self._process.stdout.readline()).decode().strip()


@asynccontextmanager
async def warm_parent(data: Path, senders: int, address: str, page: str = "") -> AsyncIterator[Warm]:
    """Start the warm parent; what it and its children complain of is appended to `data/complaints`.

    `page` is where on this machine the office's page is to be, host and port; without one there is none.
    """
    complaints = os.open(data / "complaints", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.acceptance.warm", str(data), str(senders), address.rstrip("/"), page,
        stdin=PIPE, stdout=PIPE, stderr=complaints, cwd=ROOT,
    )  # fmt: skip
    os.close(complaints)
    try:
        warm = Warm(process)
        assert await warm.answer() == "warm", (data / "complaints").read_text()
        yield warm
    finally:
        assert process.stdin is not None
        process.stdin.close()  # it ends its child and itself
        await process.wait()


@contextmanager
def telegram_beside(data: Path) -> Iterator[str]:
    """Run a sandbox in a process of its own; gives its address and ends it."""
    command = [sys.executable, "-m", "bot.sandbox", "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as sandbox:
        assert sandbox.stdout is not None
        try:
            yield sandbox.stdout.readline().strip()
        finally:
            sandbox.terminate()
            assert sandbox.wait(START_SECONDS) == 0
