"""The program is killed again and again while members report on the office's page.

What is counted is what `test_crash` counts, and besides:

- *acknowledged* is also every act to which the server has said "stored": a text, a press, a file. It is lost if the
  inbox does not know it, or the conversation does not show it; it is there twice if either has it twice.
- every text stands once among the answers, as often as it was typed. Under which question is not asked: one that came
  once more after a kill had not been read when it was answered, and the answer goes with the one before.
- a file that was acknowledged is kept, byte by byte, and none lies where they come in once nobody waits for it.
- what was sent is held until a page has shown it, and not longer.

Pages send what got no answer again under the same key, as the page in a browser does, and never under another.
"""

from __future__ import annotations

import asyncio
import json
import random
import socket
from collections import Counter
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from aiohttp import ClientSession, DummyCookieJar, TCPConnector
from sqlite_utils import Database

from bot.channels.web.uploads import UPLOADS
from bot.clock import SandboxClock
from storage import file_store, inbox, ledgers, outbox
from storage.file_store import FILES
from storage.rows import rows, value
from tests.acceptance import warm as warmed
from tests.acceptance.crashing import copies_become_due, reading, warm_parent
from tests.acceptance.members import Member
from tests.acceptance.page_crowd import PageCast, PageCrowd
from tests.acceptance.stub import stub_server
from tests.acceptance.test_crash import (
    COPIES_EVERY,
    FINISH_SECONDS,
    KILLS,
    WAITING,
    Figures,
    doubled,
    one_life,
    take_stock,
)
from tests.world import until

SENDERS = 8
TWO_DAYS_LATER = timedelta(hours=49)
_TAKEN = "SELECT update_id FROM inbox WHERE channel = 'web'"
_SAID = "SELECT user_key, taken, body, file_name FROM web_messages WHERE act_key IS NOT NULL ORDER BY id"
_SHOWN = "SELECT id, opened_at, edited FROM web_messages WHERE act_key IS NULL AND deleted_at IS NULL"
_SENT = "SELECT message_id, state FROM outbox WHERE channel = 'web' AND message_id IS NOT NULL ORDER BY ended_at, id"
_KEPT = """SELECT a.name, k.state, k.sha256 FROM attachments a JOIN kept_files k ON k.id = a.file
    JOIN difficulties d ON d.id = a.difficulty"""


@dataclass(frozen=True)
class Killed:
    """The office after the program was killed so often, and a last one has done what was left."""

    data: Path
    figures: Figures
    crowd: PageCrowd

    @property
    def acknowledged(self) -> list[str]:
        """The acts to which the server has said that they are stored."""
        return [act for page in self.crowd.pages for act in page.stored]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    data, figures = tmp_path_factory.mktemp("office"), Figures(SENDERS)
    return Killed(data, figures, asyncio.run(kill_while_they_report(data, figures)))


@pytest.fixture
def base(killed: Killed) -> Iterator[Database]:
    with reading(killed.data) as db:
        yield db


def test_no_report_that_was_acknowledged_is_lost_or_stored_twice(
    killed: Killed, base: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    members, figures = killed.crowd.all, killed.figures
    receipts = [code for member in members for code in member.receipts]
    stored = [row["code"] for row in rows(base, "SELECT code FROM reports")]
    lost, twice = set(receipts) - set(stored), doubled(base, "SELECT seat, period FROM reports")
    with capsys.disabled():
        print(
            f"\n{figures.kills} kills, {len(killed.acknowledged)} acts,"
            f" {sum(page.again for page in killed.crowd.pages)} times sent again,"
            f" {len(receipts)} reports acknowledged, {len(lost)} lost, {len(twice)} stored twice"
        )

    assert (lost, twice) == (set(), [])
    assert figures.kills >= KILLS
    assert sorted(stored) == sorted(receipts)
    assert figures.forgotten_steps == 0
    assert next(ledgers.audit_faults(base), None) is None
    assert (inbox.waiting(base), inbox.quarantined(base), outbox.open_count(base)) == (0, [], 0)
    assert (killed.data / "complaints").read_text() == ""
    quarters = figures.acknowledged_by[KILLS // 4 - 1 : KILLS : KILLS // 4]
    assert sorted(set(quarters)) == quarters, "reports were acknowledged all the time"
    assert not killed.crowd.is_stuck, "somebody was never answered"


def test_every_text_stands_among_the_answers_as_often_as_it_was_typed(killed: Killed, base: Database) -> None:
    wrong = {}
    for member, page in zip(killed.crowd.all, killed.crowd.pages[1:], strict=True):
        typed = Counter(text for text in page.said if not text.startswith("/") and text not in dict(member.sent))
        answers = answers_of(base, member)
        found = {text: answers.count(text) for text in typed}
        if found != typed:
            wrong[member.seat] = (typed, found)

    assert wrong == {}


def answers_of(db: Database, member: Member) -> str:
    """Return everything that is kept of what a member typed: in reports, in a draft, and for the next report."""
    reported = rows(
        db,
        """SELECT procedure, content, legal, agency, proposal FROM difficulties d JOIN reports r ON r.id = d.report
           JOIN seats s ON s.id = r.seat WHERE s.code = :seat""",
        seat=member.seat,
    )
    drafted = rows(
        db, "SELECT answers FROM drafts d JOIN persons p ON p.id = d.person WHERE p.code = :seat", seat=member.seat
    )
    kept = rows(
        db, "SELECT messages FROM kept_texts k JOIN accounts a ON a.id = k.account WHERE a.user_key = :user",
        user=str(member.user_id),
    )  # fmt: skip
    return "\n".join(_texts([[tuple(row) for row in reported], [json.loads(row[0]) for row in (*drafted, *kept)]]))


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list | tuple):
        for each in found.values() if isinstance(found, dict) else found:
            yield from _texts(each)


def test_every_act_that_was_acknowledged_is_taken_in_once(killed: Killed, base: Database) -> None:
    taken = [row["update_id"] for row in rows(base, _TAKEN)]

    assert sorted(taken) == sorted(killed.acknowledged)


def test_every_conversation_shows_what_was_said_once_and_in_its_order(killed: Killed, base: Database) -> None:
    said: dict[str, list[str]] = {page.user: [] for page in killed.crowd.pages}
    found = rows(base, _SAID)
    for row in found:
        words = "".join(text for _, text in json.loads(row["body"])["runs"])
        said[row["user_key"]].append(row["file_name"] or words)

    assert said == {page.user: page.said for page in killed.crowd.pages}
    assert {row["taken"] for row in found} == {1}


def test_what_the_program_sends_comes_twice_only_where_it_was_on_its_way(killed: Killed, base: Database) -> None:
    named = {row["message_id"] for row in rows(base, _SENT)}
    repeated = [row["id"] for row in rows(base, _SHOWN) if str(row["id"]) not in named]

    assert max(killed.figures.under_way) <= SENDERS
    assert len(repeated) <= sum(killed.figures.under_way)


def test_what_was_sent_is_held_until_a_page_has_shown_it_and_not_longer(killed: Killed, base: Database) -> None:
    stands = {row["message_id"]: row["state"] for row in rows(base, _SENT)}
    held = {row["message_id"] for row in rows(base, _SENT) if row["state"] == "held"}
    shown = rows(base, _SHOWN)
    # An edit that was made, and not marked before a kill, changes nothing when it is made again, and is at its end.
    as_sent = [row for row in shown if not row["edited"] and str(row["id"]) in stands]
    about = Counter((stands[str(row["id"])], row["opened_at"] is not None) for row in as_sent)

    assert set(about) <= {("sent", True), ("held", False)}
    assert about["sent", True] > KILLS
    assert held.isdisjoint(str(row["id"]) for row in shown if row["opened_at"] is not None)


def test_every_file_is_kept_once_as_it_was_given(killed: Killed, base: Database) -> None:
    given = {name: content for member in killed.crowd.all for name, content in member.sent}
    kept = rows(base, _KEPT)

    assert len(given) > KILLS // 10
    assert sorted(row["name"] for row in kept) == sorted(given)
    for row in kept:
        assert file_store.read(killed.data / FILES, row["sha256"]) == given[row["name"]], row["name"]
    assert value(base, "SELECT count(*) FROM fetches WHERE state IN ('queued', 'fetching')") == 0


async def test_what_kills_left_of_files_that_came_in_is_gone_two_days_later(killed: Killed, tmp_path: Path) -> None:
    data = tmp_path / "data"
    copytree(killed.data, data, ignore=ignore_patterns("*.sock"))
    clock = SandboxClock(data / "clock.json")
    assert any((data / UPLOADS).iterdir()), "a program that was killed forgets what it has fetched"
    clock.set(clock.now() + TWO_DAYS_LATER)

    async with stub_server(8, warmed.TOKEN) as (_, telegram), warm_parent(data, SENDERS, telegram, free()) as warm:
        await warm.start()
        await until(lambda: not any((data / UPLOADS).iterdir()))
        await warm.kill()


async def kill_while_they_report(data: Path, figures: Figures) -> PageCrowd:
    """Kill the program `KILLS` times under load; a last one does what is left."""
    rng = random.Random(figures.senders)
    cast, page = PageCast(data, rng), free()
    cast.let_wait(WAITING)
    connector = TCPConnector(limit=0)
    async with (
        stub_server(7, warmed.TOKEN) as (_, telegram),
        ClientSession(cookie_jar=DummyCookieJar(), connector=connector) as http,
        warm_parent(data, figures.senders, telegram, page) as warm,
    ):
        crowd = PageCrowd(http, f"http://{page}", data, cast, rng)
        async with asyncio.TaskGroup() as group:
            acting = group.create_task(crowd.act())
            while figures.kills < KILLS and not crowd.is_stuck:
                cast.let_wait(WAITING)
                if not await comes_about(one_life(warm, crowd, rng), crowd):
                    await warm.kill()
                take_stock(data, crowd, figures)
                if figures.kills % COPIES_EVERY == 0:
                    copies_become_due(data)
            crowd.close()
            await warm.start()
            await comes_about(acting, crowd)
        if crowd.is_stuck:
            await warm.kill()  # it would wait for what nobody sends any more
        else:
            assert await warm.stop() == 0
    return crowd


async def comes_about(what: Awaitable[None], crowd: PageCrowd) -> bool:
    """Wait, but not for ever: somebody whose act was lost is never answered, and what is counted tells of it."""
    try:
        async with asyncio.timeout(FINISH_SECONDS):
            await what
    except TimeoutError:
        crowd.is_stuck = True
    return not crowd.is_stuck


def free() -> str:
    """Return a place on this machine at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"127.0.0.1:{taken.getsockname()[1]}"
