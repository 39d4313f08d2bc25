"""The bot is killed again and again on mornings on which everybody is reminded; nobody is forgotten.

What is counted:

- *never sent*: a morning of somebody who owed the report, on whose phone no card of that morning stands.
- *duplicate send*: a message on a phone that no row of the outbox names: it arrived, the program was killed before that
  could be marked, and the same row was sent once more.
- *under way*: rows marked as being sent at the moment of a kill. Only these are sent again, so their number bounds the
  duplicates that one kill can cause; it may never exceed SENDERS.

Some bots die while they start and mark what has come due, the others while they send. Where all reminders of a morning
have been sent before the kills are enough, the next morning of a mark follows.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.clock import VN, SandboxClock
from storage import outbox
from storage.rows import rows, value
from tests.acceptance.crashing import SECRETARY, Cast, Warm, lay_out, reading, telegram_beside, warm_parent
from tests.acceptance.test_crash import doubled, duplicate_sends, messages_on_phones

MEMBERS = 240
PHONES = [SECRETARY + number for number in range(1, MEMBERS + 1)]
KILLS = 100
DIES_STARTING = 0.4
"""How often a bot is killed while it starts or marks what has come due."""
DIES_WITHIN_SECONDS = 0.4
LIFE_MESSAGES = (1, 4)
"""After how many messages the others are killed, however long they took on this machine."""
LOOK_AGAIN_SECONDS = 0.002
FINISH_SECONDS = 120
MORNING = time(8, 31)
DAYS = [date(2026, month, day) for month, day in ((11, 17), (11, 19), (11, 20), (11, 23), (12, 10), (12, 11), (12, 17))]
"""Those of the marks of the reports of 11/2026 and 12/2026, from the one three days before the deadline."""


@dataclass
class Figures:
    """What happened while the bot was killed."""

    kills: int = 0
    days: list[date] = field(default_factory=list)
    under_way: list[int] = field(default_factory=list)
    """For each kill, how many messages were on their way."""
    unfinished: int = 0
    """Kills after which some of the morning's reminders were still to be sent."""


@pytest.mark.parametrize("senders", [1, 8])
def test_nobody_is_forgotten_however_often_the_bot_is_killed_while_it_reminds(
    senders: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = Figures()

    asyncio.run(kill_while_it_reminds(tmp_path, senders, figures))

    shown = messages_on_phones(tmp_path, PHONES)
    with reading(tmp_path) as db:
        forgotten = never_sent(db, shown, figures.days)
        duplicates = duplicate_sends(db, shown)
        with capsys.disabled():
            print(
                f"\nSENDERS={senders}: {figures.kills} kills on {len(figures.days)} mornings of {MEMBERS} reminders,"
                f" {len(forgotten)} never sent, {duplicates} duplicate sends"
                f" ({duplicates / figures.kills:.2f} per kill; at most {max(figures.under_way)} under way)"
            )

        assert forgotten == set()
        assert figures.kills >= KILLS
        assert max(figures.under_way) <= senders
        assert duplicates <= sum(figures.under_way)
        assert doubled(db, "SELECT account, topic_arguments ->> 'day' FROM outbox WHERE topic = 'reminder'") == []
        assert {row["state"] for row in rows(db, "SELECT DISTINCT state FROM outbox")} == {"sent"}
        assert sent_occurrences(db, figures.days[-1]) == MEMBERS * len(figures.days)
        assert outbox.open_count(db) == 0
    assert figures.unfinished > KILLS * 0.9
    assert (tmp_path / "complaints").read_text() == ""


async def kill_while_it_reminds(data: Path, senders: int, figures: Figures) -> None:
    """Kill the bot `KILLS` times, on as many mornings as that takes; a last bot does what is left."""
    rng = random.Random(senders)
    Cast(data, rng).let_wait(MEMBERS)
    lay_out(data, PHONES)
    with telegram_beside(data) as address, reading(data) as db:
        async with warm_parent(data, senders, address) as warm:
            for day in DAYS:
                SandboxClock(data / "clock.json").set(datetime.combine(day, MORNING, VN))
                figures.days.append(day)
                while figures.kills < KILLS and reminded(db, day) < MEMBERS:
                    await one_life(warm, db, day, rng)
                    take_stock(db, day, figures)
                if figures.kills >= KILLS:
                    break
            await warm.start()
            await until(lambda: reminded(db, figures.days[-1]) == MEMBERS)
            assert await warm.stop() == 0


async def one_life(warm: Warm, db: Database, day: date, rng: random.Random) -> None:
    """One bot's: it is killed while it starts, or after some messages, or when nothing is left to be sent."""
    enough = min(reminded(db, day) + rng.randint(*LIFE_MESSAGES), MEMBERS)
    patience = rng.uniform(0, DIES_WITHIN_SECONDS) if rng.random() < DIES_STARTING else FINISH_SECONDS
    await warm.start()
    with suppress(TimeoutError):
        await until(lambda: reminded(db, day) >= enough, patience)
    await warm.kill()


async def until(true: Callable[[], bool], seconds: float = FINISH_SECONDS) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(LOOK_AGAIN_SECONDS)


def take_stock(db: Database, day: date, figures: Figures) -> None:
    """Look at what a kill left."""
    figures.kills += 1
    figures.under_way.append(int(value(db, "SELECT count(*) FROM outbox WHERE state = 'sending'") or 0))
    figures.unfinished += reminded(db, day) < MEMBERS


def reminded(db: Database, day: date) -> int:
    """Return how many members' cards of a morning have been marked as sent."""
    sql = """SELECT count(*) FROM outbox WHERE topic = 'reminder' AND state = 'sent'
             AND topic_arguments ->> 'day' = :day AND topic_arguments ->> 'desk' IS NULL"""
    return int(value(db, sql, day=day.isoformat()) or 0)


def sent_occurrences(db: Database, until: date) -> int:
    """Return how many occurrences up to a day are noted as sent."""
    sql = "SELECT count(*) FROM reminders WHERE state = 'sent' AND send_on <= :until"
    return int(value(db, sql, until=until.isoformat()) or 0)


def never_sent(db: Database, shown: dict[int, dict[int, str]], days: list[date]) -> set[tuple[int, str]]:
    """Return whose phone shows no card of a morning, and of which."""
    sql = """SELECT address, message_id, topic_arguments ->> 'day' AS day FROM outbox
             WHERE topic = 'reminder' AND message_id IS NOT NULL"""
    cards = {(int(row["address"]), int(row["message_id"])): row["day"] for row in rows(db, sql)}
    seen = {(phone, cards[phone, each]) for phone in PHONES for each in shown[phone] if (phone, each) in cards}
    return {(phone, day.isoformat()) for phone in PHONES for day in days} - seen
