"""An update of which the program dies is set aside; whoever was only near it when it died is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramUnauthorizedError

from bot.channels.telegram.client import RawGetUpdates
from bot.errors import BotError
from bot.runtime.ports import Handled
from handlers.dispatch import Dispatch
from storage import inbox
from storage.rows import iso
from tests.runtime.stepping import as_shipped, until
from tests.world import World, running

POISON = "thuốc độc"


class Killed(BaseException):
    """The program dies here: nothing catches it."""


class Lives:
    """One base, Telegram beside it, and programs that are started on it one after the other."""

    def __init__(self, path: Path, patch: pytest.MonkeyPatch) -> None:
        self.world = World(path)
        self.world.import_roster()
        for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
            self.world.link(code)
        self.handled: list[str] = []
        """What was handled to its end in the present life, in order."""
        self.kills: Callable[[str], bool] = lambda text: text.startswith(POISON)
        real = Dispatch.handle

        def handle(dispatch: Dispatch, unit: Any, channel: str, raw: dict[str, Any]) -> Handled:
            text = raw["message"]["text"]
            if self.kills(text):
                raise Killed
            handled = real(dispatch, unit, channel, raw)
            self.handled.append(text)
            return handled

        patch.setattr(Dispatch, "handle", handle)

    async def live(self) -> bool:
        """Run a program until it dies or has nothing left to do; return whether it stopped in good order."""
        self.handled = []
        world = self.world
        try:
            async with running(world):
                await world.settle()
        except BaseExceptionGroup as group:
            if group.split(Killed)[1] is not None:
                raise
            return False
        finally:
            world.close()
            self.world = World(world.path, telegram=world.telegram, clock=world.clock)
        return True

    def deaths(self) -> dict[int, int]:
        """Return what is counted of the updates that wait."""
        return inbox.waiting_deaths(self.world.read)

    def set_aside(self) -> int:
        """Return how many updates were set aside."""
        return self.world.count("inbox", "state = 'quarantined'")


@pytest.fixture
def lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lives]:
    found = Lives(tmp_path, monkeypatch)
    yield found
    found.world.close()


async def test_an_update_of_which_the_program_dies_is_set_aside_and_the_desk_is_told(lives: Lives) -> None:
    lives.world.phone("AN").send(POISON)
    died = 0
    while not await lives.live():
        died += 1

    assert died == 1 + 3  # of which the first could have had any reason
    assert lives.set_aside() == 1
    code = lives.world.read.conn.execute("SELECT incident FROM inbox").fetchone()[0]
    assert code in lives.world.phone("AN").last.text
    assert code in lives.world.phone("CHI").last.text


async def test_the_first_death_counts_nothing_and_each_later_one_before_it_happens(lives: Lives) -> None:
    lives.world.phone("AN").send(POISON)
    counted = []
    for _ in range(4):
        assert not await lives.live()
        counted.append(list(lives.deaths().values()))

    assert counted == [[0], [1], [2], [3]]


async def test_two_poisons_among_healthy_ones_cost_nobody_else_anything(lives: Lives) -> None:
    phones = {code: lives.world.phone(code) for code in ("AN", "BICH", "BINH", "CHI", "LAN")}
    phones["BICH"].send(f"{POISON} 1")
    phones["BICH"].send("/batdau")
    phones["AN"].send("/trogiup")
    phones["BINH"].send(f"{POISON} 2")
    phones["CHI"].send("/trogiup")
    phones["LAN"].send("/trogiup")
    died = 0
    while not await lives.live():
        died += 1

    assert died == 1 + 3 + 3
    assert lives.set_aside() == 2
    assert lives.world.count("inbox", "state = 'done'") == 4
    # Once more at most, where it was on its way as the program died: not with each death.
    assert len(phones["AN"].messages) <= 2
    assert all(phone.messages for phone in phones.values())
    assert phones["BICH"].last.labels  # what came after the poison was handled


async def test_suspects_go_after_everybody_else_and_those_that_killed_go_last(lives: Lives) -> None:
    lives.world.phone("AN").send(POISON)
    lives.world.phone("BICH").send("/trogiup")
    assert not await lives.live()  # both in hand
    assert not await lives.live()  # An's first, as it came first
    lives.world.phone("LAN").send("/batdau")
    lives.kills = lambda _: False

    await lives.live()

    assert lives.handled[-1] == POISON
    assert sorted(lives.handled) == sorted(["/trogiup", "/batdau", POISON])


async def test_a_suspect_has_nothing_beside_it_in_hand(lives: Lives, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ("AN", "BICH", "BINH"):
        lives.world.phone(code).send("/trogiup")
    lives.kills = lambda _: True
    assert not await lives.live()
    lives.kills = lambda _: False
    at_once: list[int] = []
    count_deaths = inbox.count_deaths

    def counted(db: Any, seq: int, deaths: int) -> None:
        count_deaths(db, seq, deaths)
        at_once.append(db.conn.execute("SELECT count(*) FROM inbox WHERE state = 'new' AND deaths > 0").fetchone()[0])

    monkeypatch.setattr(inbox, "count_deaths", counted)
    await lives.live()

    assert at_once == [1, 1, 1]


async def test_two_kills_that_hit_a_healthy_update_do_not_set_it_aside(lives: Lives) -> None:
    lives.world.phone("AN").send("/trogiup")
    lives.kills = lambda _: True
    for _ in range(3):  # the first while it was fresh
        assert not await lives.live()
    lives.kills = lambda _: False

    assert await lives.live()

    assert lives.set_aside() == 0
    assert len(lives.world.phone("AN").messages) == 1


async def test_an_update_that_is_fresh_costs_no_mark(lives: Lives, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    for name in ("count_deaths", "forgive"):
        monkeypatch.setattr(inbox, name, never)
    for code in ("AN", "BICH"):
        lives.world.phone(code).send("/trogiup")

    assert await lives.live()


async def test_a_suspect_that_fails_and_is_survived_has_no_death_to_its_name(
    lives: Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives.world.phone("AN").send(POISON)
    for _ in range(2):
        assert not await lives.live()

    def fails(_: str) -> bool:
        raise RuntimeError

    lives.kills = fails
    assert await lives.live()

    assert lives.world.count("inbox", "state = 'new' AND attempts = 1 AND deaths = 0") == 1


async def test_stopping_in_good_order_forgives_what_was_counted(lives: Lives) -> None:
    lives.world.phone("AN").send(POISON)
    for _ in range(3):
        assert not await lives.live()
    before = list(lives.deaths().values())
    wait_for_its_time(lives)

    assert await lives.live()

    assert before == [2]
    assert list(lives.deaths().values()) == [0]


async def test_a_program_that_ends_with_a_sentence_has_not_died_of_an_update(lives: Lives) -> None:
    lives.world.phone("AN").send(POISON)
    for _ in range(3):
        assert not await lives.live()
    wait_for_its_time(lives)
    lives.world.telegram.introduction_hangs = True
    real = lives.world.telegram.make_request

    async def refused(bot: Any, method: Any, timeout: int | None = None) -> Any:
        if isinstance(method, RawGetUpdates):
            raise TelegramUnauthorizedError(method, "Unauthorized")
        return await real(bot, method, timeout)

    lives.world.telegram.make_request = refused  # type: ignore[method-assign]
    with pytest.raises(BaseExceptionGroup) as ended:
        await lives.world.app.run()

    assert [error.code for error in ended.value.exceptions if isinstance(error, BotError)] == ["token_refused"]
    assert list(lives.deaths().values()) == [0]


async def test_a_suspect_beyond_its_users_quota_keeps_no_other_waiting(lives: Lives) -> None:
    lives.kills = lambda _: True
    most = as_shipped(lives.world).most
    for number in range(most + 2):
        lives.world.phone("AN").send(f"a{number}")
    lives.world.phone("BICH").send("/trogiup")
    assert not await lives.live()
    lives.kills = lambda _: False
    bich = lives.world.phone("BICH")

    async with running(lives.world):
        await until(lambda: bich.messages)


def wait_for_its_time(lives: Lives) -> None:
    """Let what waits be due in an hour only."""
    later = lives.world.clock.now() + timedelta(hours=1)
    lives.world.write_now(lambda db: db.conn.execute("UPDATE inbox SET next_at = ?", [iso(later)]))
