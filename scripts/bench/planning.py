"""Print what it takes to plan the reminders of many seats and tasks, and to make a morning of them.

    .venv/bin/python scripts/bench/planning.py [--seats 10000] [--tasks 20] [--place DIRECTORY]
        [--briefly] [--no-morning]

It makes up an office (kept in DIRECTORY, where one is named, and used again) and runs the ticks of the program by its
own Writer and ticker: the first plan, the plan of an hour later with nothing changed, and the morning on which
everybody gets a card: of the next day, once that has been planned, with --briefly of the same day, with --no-morning
none. A piece is what the loop cannot leave: one transaction without its commit. Times are of the processor.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlite_utils import Database

from bot.clock import FixedClock
from bot.config import load_key
from bot.domain.people import Reader
from bot.domain.texts import Text
from bot.i18n import translate
from bot.runtime.postbox import Postbox
from bot.runtime.ticker import Ticker
from bot.runtime.ticks import Tick, at
from bot.services import reminding
from bot.services.rules import load_rules
from bot.services.upkeep import incidents
from scripts.bench.corpus import as_the_program
from scripts.bench.office import NOW, fill
from storage.database import Writer, migrate, open_for_reading, open_for_writing
from storage.unit import Rules, Unit

FIRST, AGAIN, MORNING = "first plan", "again, nothing changed", "morning"


class Counted(Writer):
    """A Writer that keeps how long each piece of work took and how many rows it wrote, and counts the statements."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self.pieces: list[float] = []
        self.rows: list[int] = []
        self.statements = 0
        db.conn.set_trace_callback(self._count)

    def _count(self, _sql: str) -> None:
        self.statements += 1

    async def write(self, work: Callable[[Database], Any]) -> Any:
        def timed(db: Database) -> Any:
            began, before = time.process_time(), db.conn.total_changes
            try:
                return work(db)
            finally:
                self.pieces.append(time.process_time() - began)
                self.rows.append(db.conn.total_changes - before)

        return await super().write(timed)


def base(place: Path, rules: Rules, seats: int, tasks: int) -> Path:
    """Return a base with such an office; one that is at this place already is used again."""
    file = place / f"office-{seats}-{tasks}.db"
    if not file.exists():
        began = time.monotonic()
        migrate(file)
        writer = Writer(open_for_writing(file))
        writer.write_now(lambda db: fill(Unit(db, NOW, rules), seats, tasks))
        writer.close()
        print(f"{seats} seats x {tasks} tasks stored in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return file


class Office:
    """The office of a base, as the program runs it."""

    def __init__(self, file: Path, rules: Rules) -> None:
        self.clock = FixedClock(NOW)
        self.writer = Counted(open_for_writing(file))
        self.reading = open_for_reading(file)
        postbox = Postbox(lambda db: Unit(db, self.clock.now(), rules), {}, lambda: None)
        found = [
            Tick("plan", at(minute=10), reminding.plan_ahead),
            Tick("morning", at(hour=8, minute=30), reminding.send_morning),
        ]
        self.ticker = Ticker(found[:1], self.writer, self.reading, self.clock, postbox, incidents.tick_failed)
        self.mornings = Ticker(found[1:], self.writer, self.reading, self.clock, postbox, incidents.tick_failed)

    async def measure(self, what: str, ticker: Ticker, now: datetime) -> None:
        """Run what is due at an instant, and print what it took."""
        self.clock.set(now)
        self.writer.pieces.clear()
        self.writer.rows.clear()
        self.writer.statements = 0
        changes, began, used = self.writer._db.conn.total_changes, time.monotonic(), time.process_time()
        await ticker.run_ticks(now)
        used, took = time.process_time() - used, time.monotonic() - began
        pieces = sorted(self.writer.pieces)
        print(
            f"{what}: {used:.3f} s of the processor, {took:.3f} s by the clock; {self.writer.statements} statements, "
            f"{self.writer._db.conn.total_changes - changes} rows written; {len(pieces)} pieces, "
            f"the longest {pieces[-1] * 1000:.1f} ms, the middle one {pieces[len(pieces) // 2] * 1000:.1f} ms, "
            f"the most rows {max(self.writer.rows)}",
            flush=True,
        )


async def measured(office: Office, *, is_brief: bool, has_morning: bool) -> None:
    """Print everything."""
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(office.writer.run())
        await office.measure(FIRST, office.ticker, NOW)
        print(f"    {office.reading['reminders'].count} occurrences")
        await office.measure(AGAIN, office.ticker, NOW + timedelta(hours=1))
        if has_morning:
            await _morning(office, is_brief)
        writing.cancel()


async def _morning(office: Office, is_brief: bool) -> None:
    day = timedelta(0) if is_brief else timedelta(days=1)
    if not is_brief:
        await office.measure("plan of the next day", office.ticker, NOW + day)
    await office.measure(MORNING, office.mornings, NOW + day + timedelta(hours=8, minutes=20))
    print(f"    {office.reading['outbox'].count} messages")


def main() -> None:
    """Run by hand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seats", type=int, default=10_000)
    parser.add_argument("--tasks", type=int, default=20)
    parser.add_argument("--place", type=Path)
    parser.add_argument("--briefly", action="store_true")
    parser.add_argument("--no-morning", action="store_true")
    given = parser.parse_args()
    with TemporaryDirectory() as scratch:
        place = given.place or Path(scratch)
        rules = load_rules("vpcp-2023", load_key(place), NOW.date())
        kept = base(place, rules, given.seats, given.tasks)
        file = Path(scratch) / "run.db"
        shutil.copy(kept, file)
        as_the_program()
        translate(Text("Settings"), Reader())  # the catalogue is read once
        office = Office(file, rules)
        try:
            asyncio.run(measured(office, is_brief=given.briefly, has_morning=not given.no_morning))
        finally:
            office.reading.close()
            office.writer.close()


if __name__ == "__main__":
    main()
