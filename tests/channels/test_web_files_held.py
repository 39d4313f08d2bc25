"""A file on the page is held until a page shows it, and goes by the next way where none does in time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.operations import Lane, SendFile, Topic, TopicKind
from bot.domain.texts import Text
from bot.runtime.ports import capabilities_of
from bot.runtime.postbox import enqueue
from storage import addressees
from tests.channels.plain import PlainChannel
from tests.channels.web_bench import Bench, BenchChannel, serving
from tests.runtime.stepping import Hands
from tests.world import USERS, World, running, say

CHI = str(USERS["CHI"])
AFTER_TIME = 15 * 60
PAPER = "make:annex:provisional:1"
NAME = "phu-luc.docx"


@pytest.fixture
def plain() -> PlainChannel:
    return PlainChannel()


@pytest.fixture
async def office(
    tmp_path: Path, plain: PlainChannel, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Bench, World]]:
    """The running program with a page that nobody looks at; nobody is linked yet."""
    monkeypatch.setattr("bot.services.desk.files.builder", lambda *_: lambda: b"PK")
    channel = BenchChannel(tmp_path)
    channel.pages_lie_open = False
    world = World(tmp_path, others=[channel, plain])
    channel.attach(world)
    world.import_roster()
    async with running(world), serving(channel) as bench:
        yield bench, world
    world.close()


async def push(world: World) -> None:
    """Queue a paper for Chi's page."""
    sql = "SELECT id FROM accounts WHERE user_key = ? AND channel = 'web'"
    (account,) = world.read.conn.execute(sql, [CHI]).fetchone()
    to = addressees.recipient(world.read, account, world.unit().today)
    assert to is not None
    about = Topic(TopicKind.PROVISIONAL, {"period": "2026-11"})
    paper = SendFile(to, PAPER, NAME, Text("{text}", text="Phụ lục"), about, Lane.BULK, key=f"paper:{account}")
    able = capabilities_of(world.app.channels)
    await world.writer.write(lambda db: enqueue(world.unit(db), [paper], "test", able))
    world.app.wake()
    await world.settle()


def files(world: World) -> list[tuple[str, str]]:
    """Return the channel and the state of each row of the paper, in the order in which they were queued."""
    found = world.read.conn.execute("SELECT channel, state FROM outbox WHERE dedupe_key LIKE 'paper:%' ORDER BY id")
    return [tuple(row) for row in found.fetchall()]


async def test_a_file_has_arrived_once_a_page_has_shown_it(office: tuple[Bench, World]) -> None:
    bench, world = office
    world.link("CHI", "web")
    await push(world)
    before = files(world)

    await bench.post(CHI, "/web/seen", {"upto": bench.phone(CHI).seq})
    await world.settle()

    assert before == [("web", "held")]
    assert files(world) == [("web", "sent")]


async def test_a_file_that_nobody_opens_stays_on_the_page_and_can_be_opened_at_any_time(
    office: tuple[Bench, World],
) -> None:
    bench, world = office
    world.link("CHI", "web")
    hands = Hands(world)
    await push(world)

    await hands.step(AFTER_TIME)
    unopened = files(world)
    (message,) = [each for each in bench.messages(CHI) if each.file]
    async with bench.http.get(f"{bench.address}/web/files/{message.id}", headers={"X-Who": CHI}) as response:
        content = await response.read()
    await bench.post(CHI, "/web/seen", {"upto": bench.phone(CHI).seq})
    await world.settle()

    assert unopened == [("web", "held")]
    assert content == b"PK"
    assert files(world) == [("web", "sent")]


async def test_a_file_that_nobody_opens_comes_by_the_next_way_as_a_file(office: tuple[Bench, World]) -> None:
    _, world = office
    world.link("CHI")
    world.link("CHI", "web")
    hands = Hands(world)
    await push(world)

    await hands.step(AFTER_TIME)

    assert world.phone("CHI").last.file == (NAME, b"PK")
    assert files(world) == [("web", "passed"), ("telegram", "sent")]


async def test_a_next_way_without_files_says_which_file_there_is(
    office: tuple[Bench, World], plain: PlainChannel
) -> None:
    _, world = office
    world.link("CHI", "plain")
    world.link("CHI", "web")
    hands = Hands(world)
    await push(world)

    await hands.step(AFTER_TIME)

    assert "Phụ lục" in plain.phone(CHI).last.text
    assert NAME in plain.phone(CHI).last.text
    assert files(world) == [("web", "passed"), ("plain", "sent")]


async def test_a_paper_that_was_asked_for_on_the_page_goes_no_other_way(office: tuple[Bench, World]) -> None:
    bench, world = office
    world.link("CHI")
    world.link("CHI", "web")
    hands = Hands(world)
    await say(world, bench.phone(CHI), "/tonghop")
    sent = [each for each in bench.messages(CHI) if each.file]
    before = list(world.phone("CHI").messages)

    await hands.step(AFTER_TIME)

    assert sent
    assert world.phone("CHI").messages == before
    assert world.count("outbox", "kind = 'file' AND state = 'held'") == len(sent)
