"""The real program, started again each time it dies, as a service manager would."""

from __future__ import annotations

import asyncio
from pathlib import Path

from storage.rows import value
from tests.acceptance.crashing import reading
from tests.acceptance.program import START_SECONDS, program, verb
from tests.acceptance.stub import TOKEN, stub_server

ROSTER = """person_code,full_name,title,address,language,phone,role,body,seat_code,organisation
CHI,Phạm Thu Chi,Chuyên viên,ba,vi,,secretariat,,,
"""
DIED = 66
DYING = f"""
import os, sys
sys.argv.pop(0)
sys.path.insert(0, os.path.dirname(sys.argv[0]))
import main
from handlers.dispatch import Dispatch
real = Dispatch.handle
def handle(self, unit, channel, raw):
    if raw["message"]["text"].startswith("poison"):
        os._exit({DIED})
    return real(self, unit, channel, raw)
Dispatch.handle = handle
sys.exit(main.main(sys.argv[1:]))
"""


async def set_aside(data: Path) -> None:
    """Wait until an update has been set aside; it is the last to be looked at."""
    async with asyncio.timeout(START_SECONDS):
        while not set_aside_count(data):
            await asyncio.sleep(0.05)


def set_aside_count(data: Path) -> int:
    with reading(data) as db:
        return int(value(db, "SELECT count(*) FROM inbox WHERE state = 'quarantined' AND incident IS NOT NULL") or 0)


async def test_the_command_that_dies_of_one_updates_serves_everybody_else_and_then_stays(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "roster.csv").write_text(ROSTER)
    await verb(data, "import-roster", "--yes", "roster.csv")
    statuses: list[int] = []

    async with stub_server(seed=21) as (stub, address):
        for user, text in ((301, "/start"), (302, "poison"), (305, "/start")):
            stub.say(user, text)
        while not statuses or statuses[-1] == DIED:
            async with program(data, "run", python=("-c", DYING), BOT_TOKEN=TOKEN, BOT_API_BASE=address) as running:
                if len(statuses) == 1 + 3:
                    await stub.text_with(305, "", START_SECONDS)
                    stub.say(306, "/start")
                    await stub.text_with(306, "", START_SECONDS)
                    await set_aside(data)
                    running.interrupt()
                statuses.append(await running.ended())

    assert statuses == [DIED] * 4 + [0]
    with reading(data) as db:
        assert value(db, "SELECT count(*) FROM inbox WHERE state = 'done'") == 3
    assert set_aside_count(data) == 1
