"""Services to be run at a time of day, and a ticker that runs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.domain.operations import Operation, Piece, Send
from bot.domain.texts import Screen, Text
from bot.runtime.ports import capabilities_of
from bot.runtime.postbox import Postbox
from bot.runtime.ticker import Ticker
from bot.runtime.ticks import Tick
from bot.services.upkeep import incidents
from storage import addressees, ledgers, people
from storage.unit import Unit
from tests.world import World

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class Counting:
    """A service that keeps when it ran, in the base and here."""

    def __init__(self, name: str = "count", error: Exception | None = None) -> None:
        self.name, self.error = name, error
        self.ran: list[datetime] = []

    def __call__(self, unit: Unit) -> Iterable[Piece]:
        self.ran.append(unit.now)
        ledgers.next_number(unit.db, self.name)
        if self.error:
            raise self.error
        return []


def ticker(world: World, *found: Tick) -> Ticker:
    postbox = Postbox(
        lambda db: Unit(db, world.clock.now(), world.rules), capabilities_of(world.app.channels), world.app.wake
    )
    return Ticker(found, world.writer, world.read, world.clock, postbox, incidents.tick_failed)


def greet(unit: Unit, code: str) -> Sequence[Operation]:
    """Say good day to one of the cast."""
    person = people.person_by_code(unit.db, code)
    assert person is not None
    (account,) = addressees.reachable_accounts(unit.db, person.id)
    to = addressees.recipient(unit.db, account, unit.today)
    assert to is not None
    return [Send(to, Screen((Text("{t}", t="xin chào"),)))]


def counted(world: World, name: str = "count") -> int:
    found = world.read.conn.execute("SELECT value FROM counters WHERE name = ?", [name]).fetchone()
    return int(found[0]) if found else 0
