"""The sandbox's clock turned by days: what comes is what would have come had the time passed by itself."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.sandbox.client import Phone
from tests.acceptance.month import END, Month, at
from tests.acceptance.program import Program, no_sandbox_left, program
from tests.acceptance.test_month import repeats, wrong
from tests.acceptance.turned import TURN_SECONDS, Turned, ask, passes, reached

MEMBER, SECRETARY = 700001, 700002


class TurnedMonth(Turned, Month):
    """The ten days of the demonstration, lived through by turning the clock from one act of a member to the next."""


def test_a_turned_month_is_the_month_that_passed_by_itself(tmp_path: Path) -> None:
    month = TurnedMonth(tmp_path)

    asyncio.run(month.live())

    now = month.clock.now()
    month.close()
    assert wrong(month.kept) == []
    assert repeats(month.kept) == Counter()
    assert timedelta(0) <= now - END < timedelta(minutes=1)


EXPECTED = [
    "Việc hôm nay – thứ Hai, ngày 16/11/2026",
    "Tổng hợp ngày 16/11/2026 (từ 16:45 ngày 13/11)",
    "Việc hôm nay – thứ Năm, ngày 19/11/2026",
    "Việc hôm nay – thứ Sáu, ngày 20/11/2026",
    "Việc hôm nay – thứ Hai, ngày 23/11/2026",
    "Tổng hợp khó khăn, vướng mắc về TTHC tháng 11/2026",
    "Kỳ tháng 11/2026, số liệu đến 17:00 ngày 23/11/2026 Du-thao-bao-cao-2026-11.docx",
    "Kỳ tháng 11/2026, số liệu đến 17:00 ngày 23/11/2026 Phu-luc-2026-11.xlsx",
]
"""What the secretary's phone gets from the 16th to the 24th where no member does anything."""


async def test_a_program_killed_while_the_clock_is_turned_goes_on_after_its_restart(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with no_sandbox_left(data):
        async with program(data, "run", "--sandbox", "--port", "0") as killed:
            address = await killed.sandbox()
            async with ClientSession(address) as page:
                await ask(page, at(24, 8))
                async with asyncio.timeout(TURN_SECONDS):
                    await passes(page, lambda clock: clock["now"] >= at(23, 17).isoformat())
                killed.kill()
                await killed.ended()
        async with program(data, "run", "--sandbox", "--port", "0") as again, ClientSession(address) as page:
            await again.sandbox()
            await reached(page)
            found = await shown(page)
            complaints = troubles(again)

    assert list(dict.fromkeys(found)) == EXPECTED
    assert len(found) <= len(EXPECTED) + 1, "at most what was on its way to this phone comes twice"
    assert complaints == []


async def shown(page: ClientSession) -> list[str]:
    """Return what is on the secretary's phone: the first line of each message, and the name of its file."""
    async with page.get("/sandbox/state", raise_for_status=True) as response:
        phones = (await response.json())["phones"]
    messages = next(phone["messages"] for phone in phones if phone["user_id"] == SECRETARY)
    return [_first_words(message) for message in messages]


def _first_words(message: dict[str, Any]) -> str:
    line = message["text"].splitlines()[0].partition(".")[0]
    return f"{line} {message['document']['name']}" if message["document"] else line


def troubles(running: Program) -> list[str]:
    return [line for line in running.said if " ERROR " in line or "Traceback" in line]


async def test_who_has_not_joined_finds_a_code_that_works_on_the_phone_after_the_clock_went_past_its_end(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    async with program(data, "run", "--sandbox", "--port", "0") as running:
        address = await running.sandbox()
        async with ClientSession(address) as page:
            before = await codes(page)
            await ask(page, at(20, 8))
            await reached(page)
            after = await codes(page)
            phone = Phone(page, address, MEMBER)
            await phone.send(after[MEMBER])
            await phone.tap("Xác nhận đúng", timeout=TURN_SECONDS)
        running.interrupt()
        await running.ended()
        complaints = troubles(running)

    assert after.keys() == before.keys()
    assert not set(after.values()) & set(before.values())
    assert complaints == []


async def codes(page: ClientSession) -> dict[int, str]:
    """Return the codes that the phones show."""
    async with page.get("/sandbox/state", raise_for_status=True) as response:
        state = await response.json()
    return {phone["user_id"]: phone["code"] for phone in state["phones"] if phone["code"]}
