"""A world that lives through a script: the real program on its files, a Telegram that outlives it, people who act.

The program may be killed at any of the points at which a process can die between two steps; what the phones show and
what they have sent is kept at that moment, and the next life goes on where the script was left.
"""

from __future__ import annotations

import asyncio
import gc
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Never

from aiogram.methods import TelegramMethod
from aiogram.types import Update
from sqlite_utils import Database

from bot.clock import VN, FixedClock
from bot.config import Settings, load_key
from bot.domain.people import Caller, Reader
from bot.domain.texts import BLANK
from bot.i18n import translate
from bot.runtime.worker import Quota
from bot.services.rules import load_rules
from bot.verbs.opening import database
from main import build_app
from storage import inbox, invitations, outbox, people
from storage.database import Writer, migrate, open_for_reading, open_for_writing
from storage.rows import rows
from storage.unit import Unit
from tests.seen import Seen
from tests.telegram import MemoryTelegram, Phone
from tests.world import START, TOKEN, World, running, say

SENDERS = 8


@dataclass(frozen=True)
class Act:
    """Something somebody does on the phone, as `tests.world.say` takes it."""

    at: datetime
    code: str
    what: str


class Fate:
    """Counts the points at which the process could die and kills it at one of them."""

    def __init__(self, moment: datetime = START, points: int = 0) -> None:
        self._moment = moment
        self._points = points
        self.last_words: Callable[[], None] = lambda: None
        """Done right before the end."""

    def point(self, now: datetime) -> None:
        """Die here, if this is the point: the `points`th from `moment` on. With 0 points, never."""
        if self._points and now >= self._moment:
            self._points -= 1
            if not self._points:
                self.last_words()
                os.kill(os.getpid(), signal.SIGKILL)


Arrival = tuple[datetime, str, tuple[str, ...], tuple[str, bytes] | None]
"""When a message came, and its text, buttons and file then, whatever has become of it by now."""

_KEPT = ("chats", "server_now", "confirmed", "now", "delivered", "arrivals", "_updates", "_numbers")


class KeptTelegram(MemoryTelegram):
    """A Telegram whose state survives whoever talks to it, in a file."""

    def __init__(self, file: Path, fate: Fate, start: datetime = START) -> None:
        super().__init__()
        self._file = file
        self._fate = fate
        self.now = start
        self.server_now = int(start.timestamp())
        self.delivered = 0
        """How many updates the phones have sent."""
        self.arrivals: dict[int, Arrival] = {}
        """By message id."""
        if file.exists():
            self.__dict__.update(pickle.loads(file.read_bytes()))
        fate.last_words = self.keep

    def go_on(self, now: datetime) -> None:
        """Let it be so late; the server's clock, which goes on as people read, is never behind."""
        self.now = now
        self.server_now = max(self.server_now, int(now.timestamp()))

    def keep(self) -> None:
        """Write everything down."""
        new = self._file.with_suffix(".new")
        new.write_bytes(pickle.dumps({name: self.__dict__[name] for name in _KEPT}))
        new.replace(self._file)

    def deliver(self, raw: dict[str, Any]) -> int:
        number = super().deliver(raw)
        self.delivered += 1
        return number

    async def _get_updates(self, method: Any) -> list[dict[str, Any]]:
        self._updates = {n: raw for n, raw in self._updates.items() if n >= (method.offset or 0)}
        self._fate.point(self.now)
        return await super()._get_updates(method)

    def _shown(self, chat: int, method: TelegramMethod[Any]) -> dict[str, Any]:
        self._fate.point(self.now)
        shown = super()._shown(chat, method)
        seen = next(seen for seen in reversed(self.chats[chat]) if seen.id == shown["message_id"])
        self.arrivals.setdefault(seen.id, (self.now, seen.text, tuple(seen.labels), seen.file))
        self._fate.point(self.now)
        return shown


class MortalWriter(Writer):
    """A Writer whose process may die right before and right after every commit."""

    def __init__(self, db: Database, die: Callable[[], None]) -> None:
        super().__init__(db)
        self._die = die

    async def _off_loop(self, statement: str) -> list[Any]:
        self._die()
        found = await super()._off_loop(statement)
        self._die()
        return found


class Played(World):
    """A world in a directory, a new one or as it was left there, in which people act by a script."""

    profile: ClassVar[str] = "vpcp-2023"
    start: ClassVar[datetime] = START
    end: ClassVar[datetime]
    acts: ClassVar[Sequence[Act]]
    """What people do, in order of time; nobody else does anything."""
    users: ClassVar[Mapping[str, int]]
    """The phones of everybody who is linked, by code."""
    _waited = 0.0
    """Seconds for which what is paced has waited, without anybody else having to."""

    def __init__(self, path: Path, fate: Fate | None = None) -> None:
        fate = fate or Fate()
        self.path = path
        self.settings = Settings(bot_token=TOKEN, senders=SENDERS)
        self.kept = KeptTelegram(path / "telegram", fate, self.start)
        self.telegram = self.kept
        self.others = ()
        self.clock = FixedClock(self.kept.now)
        self.clock.monotonic = lambda: self.kept.now.timestamp() + self._waited
        new = bool(migrate(database(path)))
        self.rules = load_rules(self.profile, load_key(path), self.start.date())
        self.writer = MortalWriter(open_for_writing(database(path)), lambda: fate.point(self.kept.now))
        self.read = open_for_reading(database(path))
        if new:
            self.write_now(self._begin)
        quota = Quota(most=1000)
        self.app = build_app(self.settings, path, self.clock, self.rules, self.writer, self.telegram, quota=quota)

    def fill(self, unit: Unit) -> None:
        """Bring in whatever is there from the beginning."""
        raise NotImplementedError

    def _begin(self, db: Database) -> None:
        """Bring in what is there, and link everybody who is not linked yet."""
        unit = self.unit(db)
        self.fill(unit)
        for code, user_id in self.users.items():
            caller = Caller("telegram", str(user_id), str(user_id))
            person = people.person_by_code(db, code)
            if person and not people.find_actor(db, caller, unit.today):
                account = people.link_account(db, caller, person.id, unit.now)
                invitations.add_consent(db, account, self.rules.profile.notice_version, unit.now)

    async def live(self) -> None:
        """Run the program from the time it is to the end, and let people act."""
        async with running(self):
            await self._tick()
            await self._act()
            while self.kept.now < self.end:
                self.kept.go_on(self.next_moment(self.kept.now))
                self.clock.set(self.kept.now)
                await self._tick()
                await self._act()
        self.kept.keep()

    async def pass_time(self, span: timedelta) -> None:
        """Let time pass, and what is due by then be done."""
        self.kept.go_on(self.kept.now + span)
        self.clock.set(self.kept.now)
        await self._tick()

    def next_moment(self, after: datetime) -> datetime:
        """Return the next moment at which anything is due or done."""
        later = (act.at for act in self.acts[self.kept.delivered :] if act.at > after)
        return min(self.app.next_instant(after), next(later, self.end), self.end)

    def phone_of(self, code: str) -> Phone:
        """Return the phone of somebody who is linked."""
        return self.telegram.phone(self.users[code])

    async def after_act(self, act: Act) -> None:
        """Look at what an act has led to, once everything is answered."""

    async def _tick(self) -> None:
        await self.app.ticker.run_ticks(self.clock.now())
        self.app.wake()
        await self.settle()

    async def _act(self) -> None:
        """Go on with the script where the phones left off."""
        while self.kept.delivered < len(self.acts) and self.acts[self.kept.delivered].at <= self.kept.now:
            act = self.acts[self.kept.delivered]
            await say(self, self.phone_of(act.code), act.what)
            await self.after_act(act)

    async def settle(self) -> None:
        """Wait as any world does, but leave the processor to the program meanwhile; what is paced need not wait."""
        async with asyncio.timeout(60):
            for looked in count(1):
                if self._settled():
                    return
                await asyncio.sleep(0.002)
                self._waited += 0.04
                if looked % 50 == 0:
                    self.app.wake()

    def _settled(self) -> bool:
        # What a killed program left on its way is neither busy nor due until the next one has looked at it.
        on_its_way = outbox.oldest_open(self.read, self.clock.now())
        return super()._settled() and on_its_way is None and not inbox.waiting(self.read)


def without_repeats(telegram: KeptTelegram, user_id: int) -> list[Seen]:
    """Return the messages on a phone in the order in which they first came; of several that came alike, the last."""
    found: dict[Arrival, Seen] = {}
    for seen in telegram.chats.get(user_id, []):
        found[telegram.arrivals[seen.id]] = seen
    return list(found.values())


def warm_up(kind: type[Played], directory: Path) -> None:
    """Do once what every child would do, and close it again: a fork copies neither threads nor open files well."""
    kind(directory).close()
    translate(BLANK, Reader())
    Update.model_validate({"update_id": 1})
    assert threading.active_count() == 1
    gc.freeze()


def one_life(kind: type[Played], directory: Path, fate: Fate) -> int:
    """Run the program in a process of its own until it dies or the script is over; return how it ended."""
    child = os.fork() or _be_the_program(kind, directory, fate)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _be_the_program(kind: type[Played], directory: Path, fate: Fate) -> Never:
    status = 1
    try:
        world = kind(directory, fate)
        asyncio.run(world.live())
        world.close()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def stock(directory: Path) -> dict[str, Any]:
    """Return what a death left on its way."""
    now = KeptTelegram(directory / "telegram", Fate()).now.astimezone(VN)
    db = open_for_reading(database(directory))
    found = rows(db, "SELECT address, state FROM outbox WHERE state IN ('queued', 'sending')")
    left = [(row["address"], row["state"]) for row in found]
    db.close()
    return {
        "at": f"{now:%d %H:%M}",
        "sending": [int(address) for address, state in left if state == "sending"],
        "queued": sum(state == "queued" for _, state in left),
    }
