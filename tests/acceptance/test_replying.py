"""A member answers the report's reminder, with the real command on the sandbox."""

from __future__ import annotations

from pathlib import Path

from aiohttp import ClientSession

from bot.sandbox.client import Phone
from tests.acceptance.month import at
from tests.acceptance.program import no_sandbox_left, program
from tests.acceptance.test_story import code_shown, join
from tests.acceptance.test_turning import troubles
from tests.acceptance.turned import TURN_SECONDS, ask, reached

MEMBER = 700001
NIL = "không phát sinh khó khăn, vướng mắc mới về TTHC"


async def test_no_in_answer_to_the_reminder_opens_the_screen_that_says_nothing_new(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with no_sandbox_left(data):
        async with program(data, "run", "--sandbox", "--port", "0") as running:
            address = await running.sandbox()
            async with ClientSession(address) as session:
                member = Phone(session, address, MEMBER)
                await join(member, await code_shown(session, address))
                await ask(session, at(20, 8, 45))
                await reached(session)
                reminder = await member.wait_for("Báo cáo tháng 11/2026", TURN_SECONDS)

                await member.send("không")
                unasked = await member.wait_for("Mời chọn", TURN_SECONDS)
                await member.send("không", reply_to=reminder["id"])
                screen = await member.wait_for(NIL, TURN_SECONDS)
            complaints = troubles(running)

    assert NIL not in unasked["text"]
    assert "Gửi báo cáo" in [button["label"] for row in screen["rows"] for button in row]
    assert complaints == []
