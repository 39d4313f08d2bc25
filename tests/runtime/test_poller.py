"""Updates onto the disk: only what is stored is confirmed."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Collection, Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlite_utils import Database

from bot.clock import FixedClock
from bot.errors import BotError
from bot.runtime import inbox as poller_module
from bot.runtime.inbox import Poller
from bot.runtime.ports import ChannelError, Failure, Incoming
from storage import inbox
from storage.inbox import Stored
from tests.world import START, World, say


class Channel:
    """A channel that answers by a script; each step is a list of updates or an error."""

    name = "telegram"

    def __init__(self, *script: Any) -> None:
        self.script = list(script)
        self.confirmed: list[str] = []

    async def take_over(self) -> str:
        return ""

    async def fetch(self, stored: str) -> Sequence[dict[str, Any]]:
        self.confirmed.append(stored)
        if not self.script:
            raise ChannelError(Failure.UNAUTHORISED)  # the way to end a poller
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        return list(step)

    def read(self, raw: dict[str, Any]) -> Incoming:
        return Incoming(id=raw.get("id", ""))


class Accepting:
    """A writer that keeps nothing."""

    async def write(self, work: Any) -> None:
        pass


class Unheeding:
    """Somebody whom it does not concern how the channel is doing."""

    def deaf(self, channel: str) -> None:
        pass

    def heard(self, channel: str, users: Collection[str]) -> None:
        pass


def count_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let the poller's pauses take no time; return the list in which they are counted."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(poller_module, "asyncio", SimpleNamespace(sleep=sleep))
    return pauses


async def poll(channel: Channel) -> BotError:
    asked, writer = cast("Any", channel), cast("Any", Accepting())
    poller = Poller(asked, writer, FixedClock(START), b"key", lambda _stored: None, Unheeding())
    with pytest.raises(BotError) as ended:
        await poller.run()
    return ended.value


async def test_what_cannot_be_stored_is_not_confirmed_comes_again_and_is_handled_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in, confirmed = inbox.take_in, []

    def full_twice(*args: Any) -> list[Stored]:
        confirmed.append(world.telegram.confirmed)
        if len(confirmed) <= 2:
            raise sqlite3.OperationalError("database or disk is full")
        return take_in(*args)

    monkeypatch.setattr(inbox, "take_in", full_twice)
    an = world.phone("AN")

    await say(world, an, "/batdau")

    assert confirmed == [0, 0, 0]
    assert world.telegram.confirmed > 0
    assert world.count("inbox") == 1
    assert len(an.messages) == 1


async def test_a_disk_that_is_full_is_said_in_the_log_and_what_was_sent_meanwhile_is_handled_afterwards(
    world: World, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    pauses, take_in = count_pauses(monkeypatch), inbox.take_in

    def no_page_more(db: Database, *args: Any) -> list[Stored]:
        pages = db.conn.execute("PRAGMA page_count").fetchone()[0]
        db.conn.execute(f"PRAGMA max_page_count={pages if len(pauses) < 2 else 2**30}")
        return take_in(db, *args)

    monkeypatch.setattr(inbox, "take_in", no_page_more)
    an = world.phone("AN")

    await say(world, an, "Nội dung dài hơn một trang của cơ sở dữ liệu. " * 200)

    assert len(pauses) == 2
    assert "Không còn chỗ trống để ghi bot.db" in log.getvalue()
    assert len(an.messages) == 1


async def test_an_update_delivered_again_is_handled_once(world: World) -> None:
    an = world.phone("AN")
    update = {"update_id": 7, "message": {"text": "/batdau", **an._message()}}
    world.telegram.deliver(update)
    await world.settle()

    world.telegram.deliver(dict(reversed(update.items())))
    await world.settle()

    assert world.count("inbox") == 1
    assert len(an.messages) == 1


async def test_a_poller_starts_without_confirming_anything_then_confirms_the_last_it_has_stored() -> None:
    channel = Channel([{"id": "g"}, {"id": "b"}], [{"id": "k"}])

    await poll(channel)

    assert channel.confirmed == ["", "b", "k"]


async def test_a_refused_token_ends_the_program_with_a_sentence() -> None:
    assert (await poll(Channel())).code == "token_refused"


@pytest.mark.parametrize("error", [ChannelError(Failure.RETRY, "no network"), RuntimeError("a bug")])
async def test_what_may_pass_is_waited_for_with_growing_pauses(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    pauses = count_pauses(monkeypatch)
    monkeypatch.setattr("random.uniform", lambda _low, high: high)

    await poll(Channel(*[error] * 8, [], error))

    assert pauses == [1, 2, 4, 8, 10, 10, 10, 10, 1]


async def test_a_pause_is_as_long_as_the_server_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = count_pauses(monkeypatch)

    await poll(Channel(ChannelError(Failure.THROTTLED, retry_after=17)))

    assert pauses == [17]


async def test_updates_without_a_number_do_not_make_the_poller_spin(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = count_pauses(monkeypatch)
    channel = Channel([{"message": {}}], [{"message": {}}])

    await poll(channel)

    assert len(pauses) == 2
    assert channel.confirmed == ["", "", ""]


async def test_an_update_without_a_number_does_not_hold_up_its_neighbours() -> None:
    channel = Channel([{"message": {}}, {"id": "3"}])

    await poll(channel)

    assert channel.confirmed == ["", "3"]


async def test_another_program_on_the_same_bot_is_borne_for_five_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times = iter([100.0, 100.0, 160.0, 399.0, 401.0])
    monkeypatch.setattr(poller_module, "time", SimpleNamespace(monotonic=lambda: next(times)))
    count_pauses(monkeypatch)
    channel = Channel(*[ChannelError(Failure.CONFLICT)] * 50)

    ended = await poll(channel)

    assert ended.code == "polled_elsewhere"
    assert len(channel.confirmed) == 4


async def test_a_conflict_that_ends_in_time_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(float(n) for n in range(200, 50_000, 200))
    monkeypatch.setattr(poller_module, "time", SimpleNamespace(monotonic=lambda: next(now)))
    count_pauses(monkeypatch)
    conflict = ChannelError(Failure.CONFLICT)

    ended = await poll(Channel(conflict, [], conflict, [], conflict, []))

    assert ended.code == "token_refused"  # the end of the script: no conflict lasted so long
