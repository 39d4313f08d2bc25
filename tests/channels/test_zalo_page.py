"""What Zalo cannot carry is had on the office's page: by a link that signs in once, for the one who asked alone."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.domain.operations import Lane, SendFile, Topic, TopicKind
from bot.domain.texts import Text
from bot.runtime.ports import Failure, capabilities_of
from bot.runtime.postbox import enqueue
from bot.services.people import signing_in
from storage import addressees, backup, web_messages
from storage.database import open_for_reading
from tests.channels.web_bench import BenchChannel
from tests.channels.web_browser import Browser, Page, served
from tests.channels.zalo_server import PAGE, ZaloPhone, ZaloServer
from tests.world import World, running, say


@dataclass
class Office:
    """A running program with Zalo and a page, in which Chi of the desk is linked on Zalo."""

    world: World
    server: ZaloServer
    page: Page

    @property
    def chi(self) -> ZaloPhone:
        return self.server.phone("CHI")

    def links(self) -> list[str]:
        """Return the paths of the links that Chi's Zalo shows, oldest first."""
        lines = [line for note in self.chi.messages for line in note.text.splitlines()]
        return [line.removeprefix(PAGE) for line in lines if line.startswith(f"{PAGE}{signing_in.PATH}")]

    def there(self) -> list[str]:
        """Return the names of the files in Chi's conversation on the page."""
        sql = "SELECT user_key FROM accounts WHERE channel = 'web' AND person = (SELECT id FROM persons WHERE code = ?)"
        found = self.world.read.conn.execute(sql, ["CHI"]).fetchall()
        shown = [each for (user,) in found for each in web_messages.newest(self.world.read, user, None, 100)]
        return [each.file.name for each in shown if each.file]

    async def sign_in(self, link: str) -> int:
        """Follow a link and press its button; return the status."""
        answer = await Browser(self.page).post(link)
        await self.world.settle()
        return answer.status


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    async with opened(tmp_path, monkeypatch, PAGE) as found:
        yield found


@asynccontextmanager
async def opened(path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> AsyncIterator[Office]:
    """An office whose page is at this address; without one it has none."""
    monkeypatch.setattr("bot.services.desk.files.builder", lambda *_: lambda: b"PK")
    async with ZaloServer() as server:
        zalo, channel = server.channel(), BenchChannel(path)
        zalo.capabilities = replace(zalo.capabilities, page=address)
        world = World(path, others=[zalo, channel])
        channel.attach(world)
        world.import_roster()
        code = world.invite("CHI").code
        async with running(world), served(Page(world)) as page:
            await world.writer.write(lambda db: signing_in.announce(world.unit(db), "web", address))
            join = (code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]", "[Đồng chí]")
            await say(world, server.phone("CHI"), "Xin chào", *join)
            yield Office(world, server, page)
        world.close()


def queued(world: World) -> int:
    return world.count("outbox", "body LIKE '%/vao/%'")


async def test_who_asks_for_papers_is_sent_one_link_and_has_them_on_the_page_at_once(office: Office) -> None:
    await say(office.world, office.chi, "/tonghop")
    sentences = [note.text for note in office.chi.messages if "Tệp: " in note.text]
    (link,) = office.links()

    status = await office.sign_in(link)

    assert len(sentences) == 2
    assert all(PAGE in text and "Liên kết đăng nhập" in text for text in sentences)
    assert office.chi.messages[-2].text.splitlines()[1] == f"{PAGE}{link}"
    assert status == 303
    assert sorted(office.there()) == sorted(text.partition("Tệp: ")[2].splitlines()[0] for text in sentences)


async def test_who_has_the_page_already_has_the_papers_there_before_any_link_is_used(office: Office) -> None:
    await say(office.world, office.chi, "/tonghop")
    await office.sign_in(office.links()[-1])
    before = office.there()

    await say(office.world, office.chi, "/tonghop")
    asked_again = office.there()
    await office.sign_in(office.links()[-1])

    assert len(before) == 2
    assert len(asked_again) == 4
    assert office.there() == asked_again


async def test_what_was_asked_for_in_two_acts_is_all_there_when_the_last_link_is_used(office: Office) -> None:
    await say(office.world, office.chi, "/tonghop", "/tonghop quý IV/2026")
    first, last = office.links()

    refused, taken = await office.sign_in(first), await office.sign_in(last)

    assert (refused, taken) == (410, 303)
    assert len(office.there()) == 4


async def test_asking_often_leaves_one_link_that_can_be_used(office: Office) -> None:
    await say(office.world, office.chi, *["/tonghop"] * 5)

    assert len(office.links()) == 5
    assert [await office.sign_in(link) for link in office.links()] == [410, 410, 410, 410, 303]


async def test_the_link_is_in_no_row_in_no_log_and_in_no_backup_once_it_is_sent(
    office: Office, tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    await say(office.world, office.chi, "/tonghop")
    token = office.links()[-1].removeprefix(signing_in.PATH)

    held = "\n".join(office.world.read.conn.iterdump())
    out = tmp_path_factory.mktemp("out")
    backup.make_backup(office.world.path / "bot.db", out, office.world.clock.now())

    assert token not in held
    assert token not in caplog.text
    assert all(token.encode() not in path.read_bytes() for path in out.rglob("*.db"))


async def test_a_link_that_waits_for_its_channel_is_not_in_a_backup_and_goes_when_its_time_is_over(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office.server.failures["CHI"] = deque([Failure.RETRY])
    await say(office.world, office.chi, "/tonghop")
    waiting = queued(office.world)

    out = tmp_path_factory.mktemp("out")
    backup.make_backup(office.world.path / "bot.db", out, office.world.clock.now())
    copy = next(out.rglob("*.db"))
    with closing(open_for_reading(copy)) as db:
        kept = db.conn.execute("SELECT count(*) FROM outbox WHERE body LIKE '%/vao/%'").fetchone()[0]

    ends = office.world.read.conn.execute("SELECT expires_at FROM outbox WHERE body LIKE '%/vao/%'").fetchall()
    assert (waiting, kept) == (1, 0)
    assert len(ends) == 1
    assert ends[0][0] is not None


async def push(office: Office) -> None:
    """Queue a paper that nobody asked for."""
    world = office.world
    (account,) = world.read.conn.execute("SELECT id FROM accounts WHERE channel = 'zalo'").fetchone()
    to = addressees.recipient(world.read, account, world.unit().today)
    assert to is not None
    about, text = Topic(TopicKind.PROVISIONAL, {"period": "2026-11"}), Text("{text}", text="Phụ lục")
    paper = SendFile(to, "make:annex:provisional:1", "phu-luc.docx", text, about, Lane.BULK, key=f"paper:{account}")
    able = capabilities_of(world.app.channels)
    await world.writer.write(lambda db: enqueue(world.unit(db), [paper], "once", able))
    await world.writer.write(lambda db: enqueue(world.unit(db), [paper], "again", able))
    world.app.wake()
    await world.settle()


async def test_what_comes_unasked_brings_no_link_as_it_may_be_read_much_later(office: Office) -> None:
    await push(office)

    assert office.links() == []
    assert "phu-luc.docx" in office.chi.last.text
    assert "@" in office.chi.last.text


async def test_what_comes_unasked_lies_on_the_page_of_who_has_one_once(office: Office) -> None:
    await say(office.world, office.chi, "/tonghop")
    await office.sign_in(office.links()[-1])
    links = office.links()

    await push(office)

    assert office.there().count("phu-luc.docx") == 1
    assert office.links() == links
    assert office.world.count("outbox", "dedupe_key LIKE 'paper:%'") == 2


async def test_where_there_is_no_page_the_sentence_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path, monkeypatch, "") as office:
        await say(office.world, office.chi, "/tonghop")
        office.server.deliver(office.chi.event("unsupported"))
        await office.world.settle()

        sentences = [note.text for note in office.chi.messages if "Tệp: " in note.text]
        assert len(sentences) == 2
        assert all("Để nhận tệp, đề nghị viết thư đến" in text for text in sentences)
        assert office.world.count("sign_in_links") == 0


async def test_whoever_sends_a_file_is_sent_a_link_to_where_it_can_be_sent_and_no_second_one_soon(
    office: Office,
) -> None:
    for _ in range(3):
        office.server.deliver(office.chi.event("unsupported"))
        await office.world.settle()

    assert len(office.links()) == 1
    assert await office.sign_in(office.links()[0]) == 303


async def test_an_officer_who_followed_the_link_still_owes_the_code(office: Office) -> None:
    await say(office.world, office.chi, "/tonghop")
    browser = Browser(office.page)

    await browser.post(office.links()[-1])

    assert (await browser.state())["needs"] == "totp_setup"
