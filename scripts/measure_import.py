"""Print how long an import of a roster of 3,400 rows takes, and the loop's longest pause while it is carried out.

    .venv/bin/python scripts/measure_import.py [ROWS]

The program is not started as a whole: its writer and the socket run on a loop, beside a task that looks at the clock.
"""

from __future__ import annotations

import asyncio
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.clock import VN, SystemClock
from bot.config import Settings, load_key
from bot.data_source import load_seats
from bot.domain.people import Reader
from bot.errors import BotError
from bot.i18n import translate
from bot.runtime.control import Control
from bot.screens.errors import sentence
from bot.services.acts import ACTS
from bot.services.people import changes, roster
from bot.services.rules import load_rules
from bot.verbs.changing import carry_out
from storage.database import Writer, migrate, open_for_reading, open_for_writing
from storage.lock import exclusive
from storage.unit import Unit

_LOOKS_SECONDS = 0.001


def rows(count: int, *, bad: int = 0) -> str:
    """Return a roster of `count` persons, `bad` of which have an unknown role."""
    lines = [",".join(roster.COLUMNS), "CQ,Lý Thị Mận,Chuyên viên,ba,vi,,secretariat,,,"]
    for number in range(count):
        role = "boss" if number < bad else "focal"
        seat = f"hoi_dong_tu_van,S{number},Hội {number}"
        lines.append(f"P{number},Nguyễn Văn {number},Phó phòng,ong,vi,09{number:08},{role},{seat}")
    return "\n".join(lines)


async def longest_pause(stop: asyncio.Event) -> float:
    """Return the longest time, in seconds, in which the loop did not come round."""
    longest, before = 0.0, time.perf_counter()
    while not stop.is_set():
        await asyncio.sleep(_LOOKS_SECONDS)
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
    return longest - _LOOKS_SECONDS


async def carried_out(directory: Path, writer: Writer, unit: partial[Unit], asked: changes.Changes) -> float:
    """Have the changes made through the socket; return the loop's longest pause meanwhile."""
    control = Control(directory, ACTS, writer, unit, lambda: None)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        parts = [group.create_task(writer.run()), group.create_task(control.run())]
        pause = group.create_task(longest_pause(stop))
        await asyncio.sleep(0.1)
        settings = Settings(data_dir=directory)
        await asyncio.to_thread(carry_out, settings, "import-roster", asked.as_plain())
        stop.set()
        await pause
        for part in parts:
            part.cancel()
    return pause.result()


def main(count: int) -> None:
    """Measure and print."""
    with TemporaryDirectory() as place, exclusive(Path(place)):
        directory, clock = Path(place), SystemClock()
        migrate(directory / "bot.db")
        rules = load_rules("vpcp-2023", load_key(directory), clock.now().astimezone(VN).date())

        began = time.perf_counter()
        try:
            roster.read(rows(count, bad=300), rules.profile.bodies)
        except BotError as error:
            told = translate(sentence(error), Reader())
            print(f"300 bad rows of {count}: {time.perf_counter() - began:.2f} s, {len(told.splitlines())} lines")

        began = time.perf_counter()
        reading = open_for_reading(directory / "bot.db")
        unit = Unit(reading, clock.now(), rules)
        found = changes.of_roster(unit, roster.read(rows(count), rules.profile.bodies), known=load_seats())
        changes.preview(unit, found)
        print(f"read and preview: {time.perf_counter() - began:.2f} s")
        reading.close()

        writer = Writer(open_for_writing(directory / "bot.db"))
        began = time.perf_counter()
        pause = asyncio.run(carried_out(directory, writer, partial(Unit, now=clock.now(), shipped=rules), found))
        print(f"carried out: {time.perf_counter() - began:.2f} s; the loop's longest pause: {pause:.2f} s")
        writer.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3400)
