"""The real program finds the clock set back or forward as it starts: nobody is reminded twice or not at all."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from bot.clock import VN, begin_at
from storage import ledgers
from storage.rows import rows
from tests.acceptance.crashing import SECRETARY, Cast, Warm, lay_out, reading, telegram_beside, warm_parent
from tests.acceptance.test_crash import messages_on_phones
from tests.acceptance.test_reminder_crash import until

MEMBERS = 10
PHONES = [SECRETARY + number for number in range(1, MEMBERS + 1)]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FOUND = (
    datetime(2026, 11, 17, 8, 45, tzinfo=VN),
    datetime(2026, 11, 17, 7, 45, tzinfo=VN),  # an hour back
    datetime(2026, 11, 17, 8, 45, tzinfo=VN),
    datetime(2026, 11, 16, 8, 45, tzinfo=VN),  # a day back
    datetime(2026, 11, 19, 9, 15, tzinfo=VN),
    datetime(2026, 11, 20, 20, 0, tzinfo=VN),  # nearly a day ahead, on the evening of the deadline
    datetime(2026, 11, 20, 9, 0, tzinfo=VN),
    datetime(2026, 11, 20, 10, 0, tzinfo=VN),  # an hour ahead
)
"""What the clock shows at one start after the other."""


def test_a_clock_that_is_found_changed_at_a_start_neither_doubles_nor_misses_a_reminder(tmp_path: Path) -> None:
    asyncio.run(start_again_and_again(tmp_path))

    shown = messages_on_phones(tmp_path, PHONES)
    with reading(tmp_path) as db:
        assert cards(db, shown) == Counter({date(2026, 11, day): MEMBERS for day in (17, 19, 20)})
    assert {phone: len(messages) for phone, messages in shown.items()} == dict.fromkeys(PHONES, 3)
    assert (tmp_path / "complaints").read_text() == ""


async def start_again_and_again(data: Path) -> None:
    Cast(data, random.Random(1)).let_wait(MEMBERS)
    lay_out(data, PHONES)
    with telegram_beside(data) as address, reading(data) as db:
        async with warm_parent(data, 8, address) as warm:
            for at in FOUND:
                begin_at(data / "clock.json", at)
                await one_start(warm, db, at)


async def one_start(warm: Warm, db: Database, at: datetime) -> None:
    """Let the program run until it has looked at what is due and sent it."""
    await warm.start()
    await until(lambda: was_looked_at(db, at))
    assert await warm.stop() == 0


def was_looked_at(db: Database, at: datetime) -> bool:
    """Whether the slots of both the plan and the morning are those of this time or of one just before it."""
    ran = [ledgers.last_run(db, name) for name in ("plan", "morning")]
    return all(run is not None and at - DAY < run.slot <= run.ran_at < at + HOUR for run in ran)


def cards(db: Database, shown: dict[int, dict[int, str]]) -> Counter[date]:
    """Return how many phones show the card of each morning."""
    sql = "SELECT address, message_id, topic_arguments ->> 'day' AS day FROM outbox WHERE topic = 'reminder'"
    return Counter(
        date.fromisoformat(row["day"])
        for row in rows(db, sql)
        if row["message_id"] and int(row["message_id"]) in shown.get(int(row["address"]), {})
    )
