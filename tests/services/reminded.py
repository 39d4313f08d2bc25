"""The reminders of a base as time passes, in one transaction and without a network: ticks, and what they queue."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from sqlite3 import Row
from typing import Any, TypeVar, cast

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.operations import TopicKind
from bot.runtime.endings import Endings
from bot.runtime.postbox import Postbox
from bot.runtime.ticker import Ticker
from bot.runtime.ticks import at as cron
from bot.services import reminding
from bot.services.guards import GUARDS
from bot.services.upkeep import incidents
from storage import outbox
from storage.database import Work, Writer
from storage.outbox import Message, OutboxState
from storage.rows import rows
from storage.unit import Rules, Unit
from tests.world import World

PLANNED = cron(hour="*/6", minute=10)
HALF_HOURS = cron(hour="7-16", minute="0,30")
Result = TypeVar("Result")
_AT_ONCE = 1000


class Wall:
    """A clock that shows whatever it is set to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at.astimezone(UTC)

    def seconds(self) -> float:
        return self.at.timestamp()


class _Inside:
    """A writer inside a transaction that is open already."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def write(self, work: Work[Result]) -> Result:
        with self._db.atomic():
            return work(self._db)


@dataclass
class Sent:
    """A card that reached a phone, and when."""

    at: datetime
    account: int
    keys: tuple[str, ...]
    """The occurrences it holds; none in a card of the desk."""

    @property
    def day(self) -> str:
        return self.at.astimezone(VN).date().isoformat()


@dataclass
class Reminded:
    """A base whose reminders go by `wall`."""

    db: Database
    rules: Rules
    wall: Wall
    ticker: Ticker
    endings: Endings
    sent: list[Sent] = field(default_factory=list)
    looked: Callable[[], None] = lambda: None
    """Called after every look."""

    @property
    def unit(self) -> Unit:
        return Unit(self.db, self.wall.now(), self.rules)

    def look(self) -> None:
        """Run what is due now and let it leave."""
        run(self.ticker.run_ticks(self.wall.now()))
        self._deliver()
        self.looked()

    def live_until(self, end: datetime) -> None:
        """Be up from now to `end`: look now and at every slot of the ticks."""
        self.look()
        while (slot := self.ticker.next_slot(self.wall.now())) <= end:
            self.wall.at = slot
            self.look()
        self.wall.at = end

    def sleep_until(self, end: datetime) -> None:
        """Be down from now to `end`."""
        self.wall.at = end

    def occurrences(self) -> dict[str, Row]:
        """Return what stands of each occurrence, by its key."""
        return {row["key"]: row for row in rows(self.db, "SELECT * FROM reminders ORDER BY send_on, key")}

    def _deliver(self) -> None:
        for message in outbox.sendable(self.db, "telegram", self.wall.now(), (), _AT_ONCE):
            self.endings.end(self.db, message, self._fate(message), str(message.id))

    def _fate(self, message: Message) -> OutboxState:
        """What the sender asks of a message before it leaves."""
        now = self.wall.now()
        if message.expires_at and now >= message.expires_at:
            return OutboxState.EXPIRED
        if message.guard and not GUARDS[message.guard.name](self.db, message.guard.arguments, now):
            return OutboxState.CANCELLED
        if message.topic and message.topic.kind == "reminder":
            assert message.account is not None
            keys: Mapping[str, Any] = message.topic.arguments
            self.sent.append(Sent(now, message.account, tuple(keys.get("occurrences", ()))))
        return OutboxState.SENT


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run what waits for nothing."""
    try:
        work.send(None)
    except StopIteration as done:
        return cast("Result", done.value)
    raise AssertionError("it waited")


def reminded(world: World, db: Database, at: datetime) -> Reminded:
    """Return the reminders of a base, by the ticks that the program itself runs for them."""
    wall, rules = Wall(at), world.rules
    # Planned less often than by the program itself: hours between are looked at in vain.
    found = [tick for tick in world.app.ticker.ticks if tick.name in ("plan", "morning")]
    ticks = [replace(tick, trigger=PLANNED) if tick.name == "plan" else tick for tick in found]

    def unit(db: Database) -> Unit:
        return Unit(db, wall.now(), rules)

    postbox = Postbox(unit, {}, lambda: None)
    ticker = Ticker(ticks, cast("Writer", _Inside(db)), db, wall, postbox, incidents.tick_failed)
    endings = Endings(
        unit,
        {},
        observers={TopicKind.REMINDER: reminding.note_delivery},
        unreachable=lambda _unit, _account: [],
        undelivered=lambda _unit, _message: [],
        place_gone=lambda _unit, _channel, _address: [],
        throttled=lambda _unit, _channel: [],
        unread=lambda _unit, _message: [],
    )
    return Reminded(db, rules, wall, ticker, endings)


class _EndedError(Exception):
    """Ends an example, and with it everything that it wrote."""


@contextmanager
def undone() -> Iterator[None]:
    """Let an example end by `end_example`."""
    try:
        yield
    except _EndedError:
        return
    raise AssertionError("the example did not end")


def example_in(world: World, at: datetime, work: Callable[[Reminded], None]) -> None:
    """Live through an example in a transaction that is undone."""

    def example(db: Database) -> None:
        work(reminded(world, db, at))
        raise _EndedError

    with undone():
        world.write_now(example)
