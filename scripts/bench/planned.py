"""Plan the reminders of an office once and again, and print it as `scripts/bench/planning.py` does, which does more.

.venv/bin/python -m scripts.bench.planned SEATS TASKS DIRECTORY
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from datetime import timedelta
from pathlib import Path

from bot.config import load_key
from bot.services.rules import load_rules
from scripts.bench.corpus import as_the_program
from scripts.bench.office import NOW
from scripts.bench.planning import Office, base

FIRST, AGAIN = "first plan", "again, nothing changed"


async def _measured(office: Office) -> None:
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(office.writer.run())
        await office.measure(FIRST, office.ticker, NOW)
        await office.measure(AGAIN, office.ticker, NOW + timedelta(hours=1))
        writing.cancel()


def main() -> None:
    """Measure and print."""
    seats, tasks, place = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    rules = load_rules("vpcp-2023", load_key(place), NOW.date())
    file = place / "planned.db"
    shutil.copy(base(place, rules, seats, tasks), file)
    as_the_program()
    office = Office(file, rules)
    try:
        asyncio.run(_measured(office))
    finally:
        office.reading.close()
        office.writer.close()


if __name__ == "__main__":
    main()
