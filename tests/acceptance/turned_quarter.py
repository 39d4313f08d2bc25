"""A quarter on the sandbox as it is run: what its timeline says on the first day, and what then comes to the phones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from aiohttp import ClientSession

from bot.clock import VN, SandboxClock
from bot.domain.forecasts import Forecast
from storage import addressees, forecasts, people
from storage.database import open_for_reading
from tests.acceptance.phones import Json
from tests.acceptance.program import no_sandbox_left, program
from tests.acceptance.test_turning import troubles
from tests.acceptance.turned import ask
from tests.handlers.forecasting import Card, cards, people_it, sent
from tests.world import World

UNTIL = date(2027, 2, 28)
_STOPS = (date(2026, 12, 12), date(2027, 1, 8), date(2027, 2, 4), UNTIL)
"""Never thirty days apart: no longer does the program keep what it sent."""
_FIRST_USER = 710_000
"""The sandbox gives the people of a roster phones from this number on."""
Shown = tuple[str, str]
"""The time to ten minutes, for the clock runs on while much is sent; and who."""


@dataclass
class Quarter:
    """What was said and what came: cards by the program's base, and how many came to whom when by the phones."""

    said: Counter[Card] = field(default_factory=Counter)
    timeline: set[Shown] = field(default_factory=set)
    came: Counter[Card] = field(default_factory=Counter)
    on_phones: Counter[Shown] = field(default_factory=Counter)
    names: dict[int, str] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    def shown(self, found: Counter[Card]) -> Counter[Shown]:
        """Return how many cards come to whom when."""
        return Counter((each[0], self.names[each[1]]) for each in found.elements() if each[1])


async def lived_through(data: Path) -> Quarter:
    """Let a roster's people, who are all on phones and do nothing, get what comes until `UNTIL`."""
    _lay_out(data)
    found = Quarter()
    with no_sandbox_left(data):
        async with program(data, "run", "--sandbox", "--port", "0") as running:
            address = await running.sandbox()
            async with ClientSession(address) as page:
                await _look_ahead(page, data, found)
                for stop in _STOPS:
                    await _turn(page, data, datetime.combine(stop, time(23, 59), VN))
                    found.came |= _sent(data)
                found.on_phones = Counter(_came_to(await _get(page, "/sandbox/state")))
            running.interrupt()
            await running.ended()
            found.troubles = troubles(running)
    return found


def _lay_out(data: Path) -> None:
    """Make a base with the people, and have a forecast of the whole quarter asked for.

    It is a member's, whom nobody tells that it is ready: that would be one message more.
    """
    data.mkdir()
    world = World(data)
    people_it(world, _FIRST_USER)
    member = people.person_by_code(world.read, "TV01")
    assert member is not None
    [account] = addressees.reachable_accounts(world.read, member.id)
    world.write_now(lambda db: forecasts.ask(db, account, UNTIL, world.clock.now()))
    world.close()


async def _look_ahead(page: ClientSession, data: Path, found: Quarter) -> None:
    """Wait for the forecast; read it, and what the timeline shows of it."""
    forecast = await _made(page, data)
    with closing(open_for_reading(data / "bot.db")) as db:
        found.names = {person.id: person.full_name for person, _ in people.everybody(db, forecast.made_at.date())}
    found.said = _to_ten_minutes(cards(forecast.pushes))
    rows = (await _get(page, "/sandbox/timeline"))["rows"]
    planned = {(_ten_minutes(row["at"]), row["who"]) for row in rows if row["state"] == "planned"}
    found.timeline = {each for each in planned if each[0] <= f"{UNTIL} 24"}


async def _made(page: ClientSession, data: Path) -> Forecast:
    while True:
        seq = (await _get(page, "/sandbox/state"))["seq"]
        with closing(open_for_reading(data / "bot.db")) as db:
            if made := forecasts.newest(db):
                return made[1]
        await _get(page, f"/sandbox/events?after={seq}")


async def _turn(page: ClientSession, data: Path, to: datetime) -> None:
    """Turn the clock as the page does. All that is on it is asked for at the end, not at each of thousands of steps."""
    await ask(page, to)
    clock, seq = SandboxClock(data / "clock.json"), 0
    while clock.now() < to or (await _get(page, "/sandbox/state"))["clock"]["target"]:
        seq = (await _get(page, f"/sandbox/events?after={seq}"))["seq"]


async def _get(page: ClientSession, path: str) -> Json:
    async with page.get(path, raise_for_status=True) as response:
        answer: Json = await response.json()
        return answer


def _sent(data: Path) -> Counter[Card]:
    with closing(open_for_reading(data / "bot.db")) as db:
        return _to_ten_minutes(Counter(sent(db)))


def _came_to(state: Json) -> Iterator[Shown]:
    for phone in state["phones"]:
        for message in phone["messages"]:
            yield _ten_minutes(message["date"]), phone["name"]


def _to_ten_minutes(found: Counter[Card]) -> Counter[Card]:
    return Counter((_ten_minutes(each[0]), *each[1:]) for each in found.elements())


def _ten_minutes(at: str) -> str:
    return at[:15].replace("T", " ")
