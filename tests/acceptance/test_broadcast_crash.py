"""The bot is killed again and again while an announcement goes out to 900 people; nobody is forgotten.

What is counted:

- *never sent*: a recipient on whose phone the announcement does not stand.
- *duplicate send*: a message on a phone that no row of the outbox names: it arrived, the program was killed before that
  could be marked, and the same row was sent once more.
- *under way*: rows marked as being sent at the moment of a kill. Only these are sent again, so their number bounds the
  duplicates that one kill can cause; it may never exceed SENDERS.

Some bots die while they start, the others while they send or queue the next part of the recipients.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.clock import VN, SandboxClock
from bot.domain.broadcasts import Audience, Broadcast, Chosen
from bot.domain.people import Role
from bot.verbs.opening import database
from storage import broadcasts, outbox, people
from storage.database import Writer, open_for_writing
from storage.lock import exclusive
from storage.rows import rows, value
from tests.acceptance.crashing import SECRETARY, Cast, Warm, lay_out, reading, telegram_beside, warm_parent
from tests.acceptance.test_crash import doubled, duplicate_sends, messages_on_phones
from tests.acceptance.test_reminder_crash import until

RECIPIENTS = 900
PHONES = [SECRETARY + number for number in range(1, RECIPIENTS + 1)]
KILLS = 96
DIES_STARTING = 0.4
"""How often a bot is killed while it starts."""
DIES_WITHIN_SECONDS = 0.4
LIFE_MESSAGES = (1, 12)
"""After how many messages the others are killed, however long they took on this machine."""
HOUR = datetime(2026, 11, 17, 9, tzinfo=VN)
CODE = "TB-2611-001"


@dataclass
class Figures:
    """What happened while the bot was killed."""

    kills: int = 0
    under_way: list[int] = field(default_factory=list)
    """For each kill, how many messages were on their way."""
    unfinished: int = 0
    """Kills after which somebody was still to get it."""
    partly_queued: int = 0
    """Kills after which some of the recipients had not even been queued."""


@pytest.mark.parametrize("senders", [1, 8])
def test_nobody_is_forgotten_however_often_the_bot_is_killed_while_it_announces(
    senders: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = Figures()

    asyncio.run(kill_while_it_announces(tmp_path, senders, figures))

    shown = messages_on_phones(tmp_path, PHONES)
    with reading(tmp_path) as db:
        forgotten = [phone for phone in PHONES if not any(CODE in text for text in shown[phone].values())]
        duplicates = duplicate_sends(db, shown)
        with capsys.disabled():
            print(
                f"\nSENDERS={senders}: {figures.kills} kills of an announcement to {RECIPIENTS},"
                f" {len(forgotten)} never sent, {duplicates} duplicate sends"
                f" ({duplicates / figures.kills:.2f} per kill; at most {max(figures.under_way)} under way)"
            )

        assert forgotten == []
        assert figures.kills >= KILLS
        assert max(figures.under_way) <= senders
        assert duplicates <= sum(figures.under_way)
        assert doubled(db, "SELECT account FROM outbox WHERE dedupe_key LIKE 'broadcast:1:%'") == []
        assert outcomes(db) == {"sent": RECIPIENTS}
        assert outbox.open_count(db) == 0
        told = "SELECT count(*) FROM outbox WHERE dedupe_key LIKE 'broadcast_ended:1:%' AND state = 'sent'"
        assert value(db, told) == 1
    assert figures.unfinished > KILLS * 0.9
    assert figures.partly_queued > KILLS * 0.3
    assert (tmp_path / "complaints").read_text() == ""


async def kill_while_it_announces(data: Path, senders: int, figures: Figures) -> None:
    """Kill the bot `KILLS` times; a last bot does what is left."""
    rng = random.Random(senders)
    Cast(data, rng).let_wait(RECIPIENTS)
    lay_out(data, PHONES)
    SandboxClock(data / "clock.json").set(HOUR)
    announce(data)
    with telegram_beside(data) as address, reading(data) as db:
        async with warm_parent(data, senders, address) as warm:
            while figures.kills < KILLS:
                await one_life(warm, db, rng)
                take_stock(db, figures)
            await warm.start()
            await until(lambda: sent(db) == RECIPIENTS)
            assert await warm.stop() == 0


def announce(data: Path) -> None:
    """Let the desk have announced something to every member."""

    def write(db: Database) -> None:
        secretary = people.person_by_code(db, "THUKY")
        assert secretary is not None
        chosen = Chosen(Audience.ROLE, Role.FOCAL.value)
        made = Broadcast(0, CODE, secretary.id, "Họp giao ban 14 giờ.", (), chosen, True, HOUR, HOUR)
        everybody = people.everybody(db, HOUR.date())
        focal = [(person, [duty for duty in held if duty.role is Role.FOCAL]) for person, held in everybody]
        broadcasts.add(db, made, [(person.id, broadcasts.basis_of(held)) for person, held in focal if held])

    with exclusive(data):
        writer = Writer(open_for_writing(database(data)))
        writer.write_now(write)
        writer.close()


async def one_life(warm: Warm, db: Database, rng: random.Random) -> None:
    """One bot's: it is killed while it starts, or after some messages."""
    enough = min(sent(db) + rng.randint(*LIFE_MESSAGES), RECIPIENTS)
    patience = rng.uniform(0, DIES_WITHIN_SECONDS) if rng.random() < DIES_STARTING else None
    await warm.start()
    with suppress(TimeoutError):
        await (until(lambda: sent(db) >= enough, patience) if patience else until(lambda: sent(db) >= enough))
    await warm.kill()


def take_stock(db: Database, figures: Figures) -> None:
    """Look at what a kill left."""
    figures.kills += 1
    figures.under_way.append(int(value(db, "SELECT count(*) FROM outbox WHERE state = 'sending'") or 0))
    figures.unfinished += sent(db) < RECIPIENTS
    figures.partly_queued += bool(value(db, "SELECT count(*) FROM broadcast_recipients WHERE queued_at IS NULL"))


def sent(db: Database) -> int:
    """Return to how many the announcement has been marked as sent."""
    sql = "SELECT count(*) FROM outbox WHERE topic_arguments ->> 'broadcast' = 1 AND state = 'sent'"
    return int(value(db, sql) or 0)


def outcomes(db: Database) -> Counter[str]:
    """Return how often what became of it for a recipient is kept as what."""
    return Counter(row["outcome"] for row in rows(db, "SELECT outcome FROM broadcast_recipients"))
