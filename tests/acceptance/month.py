"""Ten days of the demonstration: the real program on its files, a Telegram that outlives it, a script of members.

`python -m tests.acceptance.month DIR SEED` lives through them in processes that are killed, several a day, and prints
for each death what was on its way, as JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import pickle
import random
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Never

from aiogram.methods import TelegramMethod
from aiogram.types import Update
from sqlite_utils import Database

from bot.clock import VN, FixedClock
from bot.config import Settings, load_key
from bot.data_source import load_demonstration
from bot.domain.people import Caller, Reader
from bot.domain.texts import BLANK
from bot.i18n import translate
from bot.services import demonstration
from bot.services.rules import load_rules
from bot.verbs.opening import database
from main import build_app
from storage import inbox, invitations, outbox, people
from storage.database import Writer, migrate, open_for_reading, open_for_writing
from storage.rows import rows
from tests.asking import answered
from tests.seen import Seen
from tests.telegram import MemoryTelegram
from tests.world import START, TOKEN, World, running, say

END = datetime(2026, 11, 26, 18, tzinfo=VN)
SENDERS = 8
FIVE_MINUTES = timedelta(minutes=5)
STRANGER = 700003
USERS = {
    "TV01": 700001,
    "TT01": 700002,
    "TT02": 700006,
    "TC16": 700005,
    "TV08": 700004,
    **{f"TV0{n}": 700100 + n for n in range(2, 8)},
}
"""Everybody of the demonstration's roster."""
CONTENT = "Doanh nghiệp phải nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu."
PROPOSAL = "Đề nghị bãi bỏ thành phần hồ sơ này."
REPORT = (
    "/baocao",
    "[Báo cáo tháng 11]",
    "[Khai vướng mắc]",
    *answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL),
    "[Gửi báo cáo]",
)
OPENED = REPORT.index("[Khai vướng mắc]")
CARRYING_REPORT = (*REPORT[:OPENED], "[Tiếp tục báo cáo]", *REPORT[OPENED:])
"""The report of a seat whose difficulties of earlier periods have no result yet."""
NIL = ("/baocao", "[November report]", "[Go on with report]", "[Report nothing new]", "[Send report]")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November 2026 in Viet Nam."""
    return datetime.combine(date(2026, 11, day), time(hour, minute), VN)


@dataclass(frozen=True)
class Act:
    """Something a member does on the phone, as `tests.world.say` takes it."""

    at: datetime
    code: str
    what: str


ACTS = [
    *(Act(at(18, 10), "TV05", what) for what in CARRYING_REPORT),
    *(Act(at(20, 17, 30), "TV08", what) for what in NIL),
    *(Act(at(24, 9), "TV01", what) for what in REPORT),
]
"""What members do, in order of time; nobody else does anything."""


DEATHS_A_DAY = 2
BUSY = [
    *((at(day, 8, 30), 12) for day in range(16, 27)),
    *((at(day, 17), 24) for day in (23, 25)),
    *((act.at, 90) for act in ACTS if act.what == "/baocao"),
]
"""From when on, and within how many points, the program dies."""


def instants(after: datetime, until: datetime) -> list[datetime]:
    """Return every full five minutes later than `after`, up to and including `until`; every tick is due at one."""
    first = after + FIVE_MINUTES - (after - datetime.min.replace(tzinfo=UTC)) % FIVE_MINUTES
    return [first + number * FIVE_MINUTES for number in range((until - first) // FIVE_MINUTES + 1)]


class Fate:
    """Counts the points at which the process could die and kills it at one of them."""

    def __init__(self, moment: datetime = END, points: int = 0) -> None:
        self._moment = moment
        self._points = points

    def point(self, now: datetime) -> None:
        """Die here, if this is the point: the `points`th from `moment` on. With 0 points, never."""
        if self._points and now >= self._moment:
            self._points -= 1
            if not self._points:
                os.kill(os.getpid(), signal.SIGKILL)


Arrival = tuple[datetime, str, tuple[str, ...], tuple[str, bytes] | None]
"""When a message came, and its text, buttons and file then, whatever has become of it by now."""

_KEPT = ("chats", "confirmed", "now", "delivered", "arrivals", "_updates", "_numbers")


class KeptTelegram(MemoryTelegram):
    """A Telegram whose state is in a file, so that it survives whoever talks to it."""

    def __init__(self, file: Path, fate: Fate) -> None:
        super().__init__()
        self._file = file
        self._fate = fate
        self.now = START
        self.delivered = 0
        """How many updates the phones have sent."""
        self.arrivals: dict[int, Arrival] = {}
        """By message id."""
        if file.exists():
            self.__dict__.update(pickle.loads(file.read_bytes()))

    def keep(self) -> None:
        """Write everything down."""
        new = self._file.with_suffix(".new")
        new.write_bytes(pickle.dumps({name: self.__dict__[name] for name in _KEPT}))
        new.replace(self._file)

    def deliver(self, raw: dict[str, Any]) -> int:
        number = super().deliver(raw)
        self.delivered += 1
        self.keep()
        return number

    async def _get_updates(self, method: Any) -> list[dict[str, Any]]:
        self._updates = {n: raw for n, raw in self._updates.items() if n >= (method.offset or 0)}
        self.keep()
        self._fate.point(self.now)
        return await super()._get_updates(method)

    def _shown(self, chat: int, method: TelegramMethod[Any]) -> dict[str, Any]:
        self._fate.point(self.now)
        shown = super()._shown(chat, method)
        seen = next(seen for seen in self.chats[chat] if seen.id == shown["message_id"])
        self.arrivals.setdefault(seen.id, (self.now, seen.text, tuple(seen.labels), seen.file))
        self.keep()
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


class Month(World):
    """The demonstration's world in a directory: a new one, or as it was left there."""

    def __init__(self, path: Path, fate: Fate | None = None) -> None:
        fate = fate or Fate()
        self.path = path
        self.settings = Settings(bot_token=TOKEN, senders=SENDERS)
        self.kept = KeptTelegram(path / "telegram", fate)
        self.telegram = self.kept
        self.others = ()
        self.clock = FixedClock(self.kept.now)
        self.clock.pace_by_itself()
        new = bool(migrate(database(path)))
        self.rules = load_rules("vpcp-2023", load_key(path), START.date())
        self._writing = open_for_writing(database(path))
        self.writer = MortalWriter(self._writing, lambda: fate.point(self.kept.now))
        self._beside = Writer(open_for_writing(database(path)))
        self.read = open_for_reading(database(path))
        if new:
            self.write_now(self._fill)
        self.app = build_app(self.settings, path, self.clock, self.rules, self.writer, self.telegram)

    def _fill(self, db: Database) -> None:
        """Bring in the demonstration, and link everybody who is not linked yet."""
        unit = self.unit(db)
        demonstration.seed(unit, load_demonstration(), "telegram")
        for code, user_id in USERS.items():
            caller = Caller("telegram", str(user_id), str(user_id))
            person = people.person_by_code(db, code)
            if person and not people.find_actor(db, caller, unit.today):
                account = people.link_account(db, caller, person.id, unit.now)
                invitations.add_consent(db, account, self.rules.profile.notice_version, unit.now)

    async def live(self) -> None:
        """Run the program from the time it is to the end of the ten days, and let the members act."""
        async with running(self):
            await self._tick()
            moments = {*filter(_matters, instants(self.kept.now, END)), *(act.at for act in ACTS), END}
            await self._act()
            for moment in sorted(moment for moment in moments if moment > self.kept.now):
                self.clock.set(moment)
                self.kept.now = moment
                self.kept.keep()
                await self._tick()
                await self._act()

    async def _tick(self) -> None:
        await self.app.ticker.run_ticks(self.clock.now())
        await self.settle()

    async def _act(self) -> None:
        """Go on with the script where the phones left off."""
        while self.kept.delivered < len(ACTS) and ACTS[self.kept.delivered].at <= self.kept.now:
            act = ACTS[self.kept.delivered]
            await say(self, self.telegram.phone(USERS[act.code]), act.what)

    async def settle(self) -> None:
        """Wait as any world does, but leave the processor to the program meanwhile."""
        async with asyncio.timeout(60):
            while not self._settled():
                await asyncio.sleep(0.002)

    def _settled(self) -> bool:
        # What a killed program left on its way is neither busy nor due until the next one has looked at it.
        on_its_way = outbox.oldest_open(self.read, self.clock.now())
        return super()._settled() and on_its_way is None and not inbox.waiting(self.read)


def _matters(moment: datetime) -> bool:
    """Whether to stop here: of a night only at the backup, as what comes hourly is made up for in the morning."""
    local = moment.astimezone(VN)
    return 7 <= local.hour < 19 or (local.hour, local.minute) == (2, 30)


def without_repeats(telegram: KeptTelegram, user_id: int) -> list[Seen]:
    """Return the messages on a phone in the order in which they first came; of several that came alike, the last."""
    found: dict[Arrival, Seen] = {}
    for seen in telegram.chats.get(user_id, []):
        found[telegram.arrivals[seen.id]] = seen
    return list(found.values())


def main(arguments: list[str]) -> None:
    """Live through the days in processes that are killed; print a line of JSON for each death."""
    directory, rng = Path(arguments[0]), random.Random(arguments[1])
    warm_up(directory)
    for day in range(16, 27):
        for _ in range(DEATHS_A_DAY):
            moment, points = rng.choice([moment for moment in BUSY if moment[0].day == day])
            status = one_life(directory, Fate(moment, rng.randint(1, points)))
            assert status == -signal.SIGKILL, f"the program of day {day} ended by itself with {status}"
            print(json.dumps(stock(directory)), flush=True)
    assert one_life(directory, Fate()) == 0


def warm_up(directory: Path) -> None:
    """Do once what every child would do, and close it again: a fork copies neither threads nor open files well."""
    Month(directory).close()
    translate(BLANK, Reader())
    Update.model_validate({"update_id": 1})
    assert threading.active_count() == 1
    gc.freeze()


def one_life(directory: Path, fate: Fate) -> int:
    """Run the program in a process of its own until it dies or the days are over; return how it ended."""
    child = os.fork() or be_the_program(directory, fate)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def be_the_program(directory: Path, fate: Fate) -> Never:
    status = 1
    try:
        month = Month(directory, fate)
        asyncio.run(month.live())
        month.close()
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


if __name__ == "__main__":
    main(sys.argv[1:])
