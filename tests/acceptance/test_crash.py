"""The bot is killed again and again while members report; nothing that was acknowledged may be lost or doubled.

What is counted:

- *acknowledged*: a receipt that stood on a member's phone. It is *lost* if the base has no such report of that seat
  for that period with exactly the texts that were typed; *stored twice* counts seats with two reports for a period.
- *duplicate send*: a message on a phone that no row of the outbox names. It arrived, the program was killed before
  it could be marked, and the same row was sent once more. Repeated edits are not counted: a phone shows none.
- *under way*: rows marked as being sent at the moment of a kill. Only these are sent again, so their number bounds
  the duplicates that one kill can cause; it may never exceed SENDERS.

Members act on nothing but what their phones show, wait for an answer before they go on, and now and then press
a button twice. Their updates wait at Telegram's side while there is no bot.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest
from aiohttp import ClientSession
from sqlite_utils import Database

from bot.domain import questions
from bot.domain.periods import Period
from bot.sandbox.client import Phone
from bot.sandbox.store.database import Store
from storage import drafts, inbox, ledgers, outbox, reports
from storage.rows import rows, value
from tests.acceptance.crashing import (
    SECRETARY,
    Cast,
    Crowd,
    Warm,
    copies_become_due,
    reading,
    telegram_beside,
    warm_parent,
)
from tests.acceptance.members import Member, Plan
from tests.acceptance.program import ROOT, START_SECONDS, no_sandbox_left, program

KILLS = 100
DIES_STARTING = 0.25
"""How often a bot is killed while it starts, at its first answer at the latest."""
DIES_WITHIN_SECONDS = 0.3
LIFE_ANSWERS = (1, 25)
"""After how many answers the others are killed, however long they took on this machine."""
COPIES_EVERY = 5
"""After how many kills the clock is turned so far that the desk's copies are sent, and their sending is died of."""
WAITING = 60
"""So many members are there for the next life: more than it can need."""
FINISH_SECONDS = 120


@dataclass
class Figures:
    """What happened while the bot was killed."""

    senders: int
    kills: int = 0
    forgotten_steps: int = 0
    """Revisions of drafts that had been on a screen and were not in the base after a kill."""
    under_way: list[int] = field(default_factory=list)
    """For each kill, how many messages were on their way."""
    acknowledged_by: list[int] = field(default_factory=list)
    """For each kill, how many reports had been acknowledged."""


@pytest.mark.parametrize("senders", [1, 8])
def test_nothing_acknowledged_is_lost_or_doubled_however_often_the_bot_is_killed(
    senders: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = Figures(senders)

    members = asyncio.run(kill_while_they_report(tmp_path, figures))

    with reading(tmp_path) as db:
        acknowledged = [(member, n, code) for member in members for n, code in enumerate(member.receipts)]
        lost = [code for member, n, code in acknowledged if not is_stored(db, member, n, code)]
        twice = doubled(db, "SELECT seat, period FROM reports")
        shown = messages_on_phones(tmp_path, [SECRETARY, *(member.user_id for member in members)])
        duplicates = duplicate_sends(db, shown)
        updates = value(db, "SELECT count(*) FROM inbox")
        with capsys.disabled():
            print(
                f"\nSENDERS={senders}: {figures.kills} kills, {updates!r} updates,"
                f" {len(acknowledged)} reports acknowledged, {len(lost)} lost, {len(twice)} stored twice,"
                f" {duplicates} duplicate sends ({duplicates / figures.kills:.2f} per kill;"
                f" at most {max(figures.under_way)} under way)"
            )

        assert (lost, twice) == ([], [])
        assert figures.kills >= KILLS
        assert value(db, "SELECT count(*) FROM reports") == len(acknowledged)
        assert doubled(db, "SELECT code FROM reports UNION ALL SELECT code FROM difficulties") == []
        assert doubled(db, "SELECT report, position FROM difficulties") == []
        assert doubled(db, "SELECT content FROM difficulties") == []
        assert next(ledgers.audit_faults(db), None) is None
        assert figures.forgotten_steps == 0
        assert [member.seat for member in members if not drafts_are_as_typed(db, member)] == []
        assert (inbox.waiting(db), inbox.quarantined(db)) == (0, [])
        assert outbox.open_count(db) == 0
        assert {row["state"] for row in rows(db, "SELECT DISTINCT state FROM outbox")} <= {"sent", "superseded"}
        assert max(figures.under_way) <= senders
        assert duplicates <= sum(figures.under_way)
        assert {code for _, _, code in acknowledged} <= {text.split(" ")[0] for text in shown[SECRETARY].values()}
    quarters = figures.acknowledged_by[KILLS // 4 - 1 : KILLS : KILLS // 4]
    assert sorted(set(quarters)) == quarters, "reports were acknowledged all the time"
    assert (tmp_path / "complaints").read_text() == ""


async def kill_while_they_report(data: Path, figures: Figures) -> list[Member]:
    """Kill the bot `KILLS` times under load; a last bot does what is left."""
    rng = random.Random(figures.senders)
    members = Cast(data, rng)
    members.let_wait(WAITING)
    with telegram_beside(data) as address:
        async with ClientSession() as session, warm_parent(data, figures.senders, address) as warm:
            crowd = Crowd(session, address, data, members)
            async with asyncio.TaskGroup() as group:
                acting = group.create_task(crowd.act())
                while figures.kills < KILLS:
                    members.let_wait(WAITING)
                    await one_life(warm, crowd, rng)
                    take_stock(data, crowd, figures)
                    if figures.kills % COPIES_EVERY == 0:
                        copies_become_due(data)
                crowd.closing = True
                await warm.start()
                async with asyncio.timeout(FINISH_SECONDS):
                    await acting
            assert await warm.stop() == 0
    return crowd.all


class People(Protocol):
    """Those who act while the bot is killed."""

    @property
    def all(self) -> Sequence[Member]:
        """Everybody who has done something."""
        ...

    async def answered(self, times: int) -> None:
        """Wait until something new of the bot was shown this many times."""
        ...


async def one_life(warm: Warm, crowd: People, rng: random.Random) -> None:
    """One bot's; every fourth is killed while it starts, the others after some answers."""
    await warm.start()
    if rng.random() < DIES_STARTING:
        with suppress(TimeoutError):
            async with asyncio.timeout(rng.uniform(0, DIES_WITHIN_SECONDS)):
                await crowd.answered(1)
    else:
        await crowd.answered(rng.randint(*LIFE_ANSWERS))
    await warm.kill()


def take_stock(data: Path, crowd: People, figures: Figures) -> None:
    """Look at what a kill left."""
    with reading(data) as db:
        stored = {row["id"]: row["rev"] for row in rows(db, "SELECT id, rev FROM drafts")}
        under_way = value(db, "SELECT count(*) FROM outbox WHERE state = 'sending'")
    shown = ((draft, revision) for member in crowd.all for draft, revision in member.shown.items())
    figures.kills += 1
    figures.forgotten_steps += sum(revision > stored[draft] for draft, revision in shown)
    figures.under_way.append(int(under_way or 0))
    figures.acknowledged_by.append(sum(len(member.receipts) for member in crowd.all))


def is_stored(db: Database, member: Member, number: int, code: str) -> bool:
    """Return whether a report stands in the base for the right seat and period, with exactly what was typed."""
    report = reports.report_by_code(db, code)
    if report is None or Period.parse(report.period).code != code.split("-")[1]:
        return False
    seat = value(db, "SELECT code FROM seats WHERE id = :id", id=report.seat)
    wanted = member.plans[number]
    typed = [(wanted.procedure, wanted.content, wanted.legal, wanted.proposal)] if wanted.content else []
    names = ("procedure", "content", "legal", "proposal")
    stored = [tuple(difficulty.answers[name] for name in names) for difficulty in report.difficulties]
    return seat == member.seat and stored == typed


def drafts_are_as_typed(db: Database, member: Member) -> bool:
    """Return whether a draft that was left holds every answer that was acknowledged, and no other draft is open."""
    person = value(db, "SELECT id FROM persons WHERE code = :code", code=member.seat)
    assert isinstance(person, int)
    left = [dict(draft.items[0]) for draft in drafts.live_drafts(db, person)]
    return left == ([answers_before_the_last(member.plans[1])] if member.stopped else [])


def answers_before_the_last(plan: Plan) -> dict[str, str]:
    names = [question.name for question in questions.periodic()]
    before = names[1 : names.index("proposal")]
    return {"field": "dat_dai", **{name: getattr(plan, name, "") for name in before}}


def doubled(db: Database, sql: str) -> list[tuple[object, ...]]:
    """Return what a query returns more than once."""
    return [found for found, count in Counter(tuple(row) for row in rows(db, sql)).items() if count > 1]


def messages_on_phones(data: Path, chats: Iterable[int]) -> dict[int, dict[int, str]]:
    """Return the bot's messages on every phone: chat to message id to text."""
    store = Store(data / "sandbox.db", lambda: None)
    found = {
        chat: {m.body["message_id"]: m.body.get("text", "") for m in store.messages(chat, 10**6) if m.from_bot}
        for chat in chats
    }
    store.close()
    return found


def duplicate_sends(db: Database, shown: dict[int, dict[int, str]]) -> int:
    """Count the messages on phones that no row of the outbox names."""
    named = {row["message_id"] for row in rows(db, "SELECT message_id FROM outbox")}
    return sum(str(message_id) not in named for messages in shown.values() for message_id in messages)


async def test_after_kills_within_its_first_seconds_the_real_command_starts_as_if_nothing_had_been(
    tmp_path: Path,
) -> None:
    rng, data = random.Random(20), tmp_path / "data"
    with no_sandbox_left(data):
        for _ in range(3):
            async with program(data, "run", "--sandbox", "--port", "0") as killed:
                await asyncio.sleep(rng.uniform(0.2, 4))
                killed.kill()

        async with program(data, "run", "--sandbox", "--port", "0") as running, ClientSession() as session:
            phone = Phone(session, await running.sandbox(), 700003)
            await phone.start()
            await phone.wait_for("Mời nhập mã mời", START_SECONDS)
            running.interrupt()
            assert await running.ended() == 0, running.said
    with reading(data) as db:
        assert next(ledgers.audit_faults(db), None) is None
        assert doubled(db, "SELECT code FROM reports") == []


def test_a_sandbox_whose_starter_was_killed_while_it_started_is_joined_by_the_next_run(tmp_path: Path) -> None:
    data = tmp_path / "data"
    command = [sys.executable, "-m", "bot.sandbox", "--data", str(data)]
    with no_sandbox_left(data), subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as orphan:
        assert orphan.stdout is not None
        orphan.stdout.close()  # nobody will read where it is

        address = asyncio.run(address_of_a_run(data))

        known = json.loads((data / "sandbox.json").read_text())
        orphan.terminate()
        assert orphan.wait(START_SECONDS) == 0
    assert (known["pid"], address) == (orphan.pid, f"http://127.0.0.1:{known['port']}/")


async def address_of_a_run(data: Path) -> str:
    async with program(data, "run", "--sandbox", "--port", "0") as running:
        return await running.sandbox()
