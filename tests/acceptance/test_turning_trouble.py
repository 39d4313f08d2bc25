"""The sandbox's clock is turned while people act, while Telegram fails and while the sandbox itself is away."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession

from bot.sandbox import process as sandbox_process
from bot.sandbox.client import Phone
from tests.acceptance.month import at
from tests.acceptance.program import Program, no_sandbox_left, program
from tests.acceptance.test_turning import EXPECTED, SECRETARY, shown, troubles
from tests.acceptance.turned import TURN_SECONDS, ask, passes, reached
from tests.sandbox.test_sandbox_process import first_line, process

MEMBER = 700001
END = at(24, 8)


@dataclass
class Walk:
    """A program whose clock is being turned to the morning after the aggregate."""

    program: Program
    page: ClientSession
    data: Path
    address: str

    async def until(self, now: str) -> None:
        """Wait until the clock has come this far."""
        await passes(self.page, lambda clock: clock["now"] >= now)

    async def fail(self, **fault: object) -> None:
        async with self.page.post("/sandbox/faults", json=fault, raise_for_status=True):
            pass

    async def heal(self) -> None:
        headers = {"Content-Type": "application/json"}
        async with self.page.delete("/sandbox/faults", headers=headers, raise_for_status=True):
            pass


@asynccontextmanager
async def walk(data: Path) -> AsyncIterator[Walk]:
    with no_sandbox_left(data):
        async with program(data, "run", "--sandbox", "--port", "0") as running:
            address = await running.sandbox()
            async with ClientSession(address) as page:
                yield Walk(running, page, data, address)


async def test_a_person_who_acts_while_the_time_is_turned_is_answered_and_the_walk_goes_on(tmp_path: Path) -> None:
    async with walk(tmp_path / "data") as walking:
        await ask(walking.page, END)
        await walking.until(at(17, 9).isoformat())
        member = Phone(walking.page, walking.address, MEMBER)
        await member.start()
        answer = await member.wait_for("Mời nhập mã mời", timeout=TURN_SECONDS)
        await reached(walking.page)
        found = await shown(walking.page)
        complaints = troubles(walking.program)

    assert at(17, 9).isoformat() <= answer["date"] <= END.isoformat()
    assert found == EXPECTED
    assert complaints == []


async def test_a_chat_that_may_not_be_written_to_for_an_hour_waits_that_hour_in_the_turned_time(tmp_path: Path) -> None:
    async with walk(tmp_path / "data") as walking:
        await walking.fail(kind="too_many", chat=SECRETARY, retry_after=3600)
        await ask(walking.page, END)
        await reached(walking.page)
        found = await messages(walking.page)

    assert [message["date"][:16] for message in found[:2]] == ["2026-11-16T09:30", "2026-11-16T16:45"]
    assert len(found) == len(EXPECTED)


async def test_an_outage_ends_no_walk_and_what_waited_is_sent_when_it_is_over(tmp_path: Path) -> None:
    async with walk(tmp_path / "data") as walking:
        await walking.fail(kind="outage")
        await ask(walking.page, at(20, 12))
        await reached(walking.page)
        meanwhile = await messages(walking.page)
        await walking.heal()
        await ask(walking.page, END)
        await reached(walking.page)
        found = await messages(walking.page)
        words = await shown(walking.page)

    assert meanwhile == []
    # The leader's card of the week was given up after a day; the desk is told so.
    assert words == ["Tin chưa gửi được: 01", *EXPECTED[3:]], (
        "what was to be done on a day that is over is not said any more"
    )
    assert "2026-11-20T12:00" <= found[0]["date"] < "2026-11-20T13:00"


async def test_the_walk_goes_on_to_its_target_after_the_sandbox_was_killed_and_started_again(tmp_path: Path) -> None:
    async with walk(tmp_path / "data") as walking:
        await ask(walking.page, END)
        await walking.until(at(18, 8).isoformat())
        killed = json.loads((walking.data / "sandbox.json").read_text())["pid"]
        os.kill(killed, signal.SIGKILL)
        sandbox_process.end(walking.data)  # waits until the killed one is gone
        with process(walking.data, "--port", str(urlsplit(walking.address).port)) as again:
            assert first_line(again) == walking.address
            async with ClientSession(walking.address) as page:
                await reached(page)
                found = await shown(page)
            complaints = troubles(walking.program)

    assert list(dict.fromkeys(found)) == EXPECTED
    assert complaints == []


async def messages(page: ClientSession) -> list[dict[str, Any]]:
    """Return what is on the secretary's phone."""
    async with page.get("/sandbox/state", raise_for_status=True) as response:
        phones = (await response.json())["phones"]
    found: list[dict[str, Any]] = next(phone["messages"] for phone in phones if phone["user_id"] == SECRETARY)
    return found
