"""A running service says whether its channel can be reached."""

from __future__ import annotations

import io

import pytest

from bot.runtime.ports import ChannelError, Failure
from bot.runtime.reach import Reach
from storage import ledgers
from storage.rows import instant
from tests.runtime.stepping import Hands, Monotonic, until
from tests.world import START, TOKEN, World, running, say

AWAY = ChannelError(Failure.RETRY, "no route", doubt="check PROXY_URL")


class Line:
    """A channel's reach, and the lines it has said."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.time = Monotonic()
        self.reach = Reach("telegram", self.time)
        self._caplog = caplog

    def fails(self, error: ChannelError = AWAY, after: float = 1.0) -> None:
        self.time.seconds += after
        self.reach.failed(error)

    def succeeds(self, after: float = 1.0) -> None:
        self.time.seconds += after
        self.reach.succeeded()

    @property
    def said(self) -> list[str]:
        return [record.getMessage() for record in self._caplog.records]


@pytest.fixture
def line(caplog: pytest.LogCaptureFixture) -> Line:
    return Line(caplog)


def test_what_does_not_work_from_the_beginning_is_said_at_once(line: Line) -> None:
    line.fails()

    assert line.said == ["telegram is out of reach for 0 s: check PROXY_URL (no route)"]


def test_a_line_that_drops_once_is_nothing(line: Line) -> None:
    line.succeeds()
    for _ in range(3):
        line.fails()
        line.succeeds()

    assert line.said == []


def test_an_outage_is_said_once_and_its_end_with_how_long_it_was(line: Line) -> None:
    line.succeeds()
    for _ in range(20):
        line.fails(after=10)
    line.succeeds(after=10)
    line.succeeds()

    assert line.said == [
        "telegram is out of reach for 10 s: check PROXY_URL (no route)",
        "telegram is back after 200 s",
    ]


def test_an_outage_that_lasts_is_said_again_every_ten_minutes(line: Line) -> None:
    for _ in range(130):
        line.fails(after=10)

    assert [text.partition(":")[0] for text in line.said] == [
        f"telegram is out of reach for {seconds} s" for seconds in (0, 600, 1200)
    ]


def test_another_reason_is_said_when_it_comes(line: Line) -> None:
    line.fails()
    line.fails(ChannelError(Failure.CONFLICT, "Conflict: terminated by other getUpdates request"))
    line.fails()

    assert len(line.said) == 3
    assert "another program asks for the updates of this bot" in line.said[1]


async def test_a_connected_service_says_as_whom_and_through_what(log: io.StringIO, still_world: World) -> None:
    async with running(still_world):
        await until(lambda: "connected" in log.getvalue())

    assert "telegram: connected as @tro_ly_bot, directly; 0 updates wait" in log.getvalue()
    assert TOKEN not in log.getvalue()


async def test_a_webhook_left_on_the_token_is_taken_off_and_that_is_said(log: io.StringIO, still_world: World) -> None:
    still_world.telegram.webhook = "https://hooks.vpcp.vn/bot/bi-mat-7Q2X"
    async with running(still_world):
        await say(still_world, still_world.phone("AN"), "/batdau")

    assert still_world.telegram.webhook == ""
    assert "a webhook at hooks.vpcp.vn was set for this bot and has been taken off" in log.getvalue()
    assert "bi-mat" not in log.getvalue()


async def test_when_the_channel_answered_last_is_kept_to_the_minute(world: World, hands: Hands) -> None:
    an, fact = world.phone("AN"), "last_poll:telegram"
    await say(world, an, "/batdau")  # its answer to a question for updates is the first there is
    await until(lambda: ledgers.fact(world.read, fact))
    kept = [ledgers.fact(world.read, fact)]
    for seconds in (30, 29):
        hands.let_pass(seconds)
        await say(world, an, "/batdau")
        kept.append(ledgers.fact(world.read, fact))

    hands.let_pass(1)
    await say(world, an, "/batdau")
    await until(lambda: ledgers.fact(world.read, fact) != kept[0])

    assert {instant(str(at)) for at in kept} == {START}
