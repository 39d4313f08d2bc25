"""What every request to the office's page passes: where it comes from, how much, how often, how slowly."""

from __future__ import annotations

import asyncio
import logging
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path
from unittest.mock import patch

import pytest
from aiohttp import ClientConnectionResetError, ClientSession, UnixConnector, web

from bot.config import Settings
from bot.errors import BotError
from tests.channels.web_browser import Browser, Page, served
from tests.world import World

MANY = 200 * 2**20
UNKNOWN = f"/vao/{'x' * 32}"


@pytest.fixture
async def page(world: World) -> AsyncIterator[Page]:
    async with served(Page(world)) as found:
        yield found


@pytest.fixture
async def an(page: Page) -> Browser:
    browser = Browser(page)
    await browser.sign_in("AN")
    return browser


# what is put on every answer


@pytest.mark.parametrize("path", ["/", "/vao.css", UNKNOWN, "/web/state", "/nowhere", "/web/failing", "/page/nothing"])
async def test_every_answer_allows_a_browser_nothing_but_the_page_itself(page: Page, path: str) -> None:
    for browser in (Browser(page), await signed_in(page)):
        headers = (await browser.get(path)).headers

        policy = dict(each.partition(" ")[::2] for each in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert "aiohttp" not in headers["Server"]
        assert "Strict-Transport-Security" not in headers


async def signed_in(page: Page) -> Browser:
    browser = Browser(page)
    await browser.sign_in("AN")
    return browser


async def test_through_tls_the_cookie_is_of_this_origin_alone_and_browsers_stay_with_tls(world: World) -> None:
    async with served(Page(world, "https://bot.coquan.gov.vn")) as page:
        headers = (await Browser(page).post("/web/begin")).headers

    assert headers["Set-Cookie"].startswith("__Host-phien=")
    assert headers["Set-Cookie"].endswith("Path=/; HttpOnly; SameSite=Strict; Secure")
    assert headers["Strict-Transport-Security"].startswith("max-age=")


async def test_what_cannot_be_read_leaves_nothing_in_the_log(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    """It may be the secret of a link, and whoever wants to could fill the disk."""
    reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
    writer.write(f"GET {UNKNOWN} HTTP/1.1\r\nx{UNKNOWN}\r\n\r\n".encode())

    assert b" 400 " in (await reader.read()).splitlines()[0]
    writer.close()
    assert UNKNOWN not in caplog.text


def test_who_hangs_up_while_being_answered_is_no_failure_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("bot.channels.web.server")

    log.error("Error handling request", exc_info=ClientConnectionResetError("Cannot write to closing transport"))
    log.error("Error handling request", exc_info=RuntimeError("a failure"))

    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == ["a failure"]


# whose


@pytest.mark.parametrize(
    "path", ["/web/state", "/web/events", "/web/sessions", "/web/files/1", "/web/totp", "/web/push", "/x", "/web"]
)
async def test_without_a_session_nothing_is_there_but_the_page_and_the_way_in(page: Page, path: str) -> None:
    answer = await Browser(page).get(path)

    assert (answer.status, answer.json["code"]) == (401, "no_session")
    assert "Đề nghị đăng nhập lại" in answer.json["error"]


async def test_with_one_what_is_not_there_is_said_in_a_sentence(an: Browser) -> None:
    answer = await an.get("/web/nothing")

    assert (answer.status, answer.json["code"]) == (404, "not_here")


@pytest.mark.parametrize(
    "origin", ["", "null", "https://evil.example", "http://localhost:8020.evil.example", "http://localhost"]
)
async def test_nothing_is_done_that_another_page_sends_for(page: Page, an: Browser, origin: str) -> None:
    link = await page.issue("AN")
    an.origin = origin

    for path in ("/web/acts/text", "/web/begin", "/web/end", "/web/totp", link):
        answer = await an.post(path, {"text": "x"})
        assert (answer.status, answer.json["code"]) == (403, "foreign_origin")

    an.origin = page.public_url
    assert (await an.post("/web/acts/text", {"text": "x"})).status == 200
    assert (await Browser(page).post(link)).status == 303


async def test_what_fails_here_is_said_without_a_word_of_what_it_was(page: Page, an: Browser) -> None:
    answer = await an.get("/web/failing")

    assert (answer.status, answer.json["code"]) == (500, "page_failed")
    assert "Nguyễn" not in answer.text
    assert "RuntimeError" not in answer.text


# how much


async def test_200_megabytes_are_refused_before_they_are_read(page: Page, an: Browser) -> None:
    for path in ("/web/acts/text", "/web/acts/files", "/web/totp"):
        told = await head_only(page, an, path, MANY + 2**20)
        assert b" 413 " in told.splitlines()[0]
        assert b'"code": "too_large"' in told


async def test_a_body_that_does_not_say_how_large_it_is_is_counted_as_it_comes(page: Page, an: Browser) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"text": "'
        for _ in range(40):
            yield b"x" * 4096

    headers = {**an.headers, "Origin": page.public_url, "Cookie": f"phien={an.cookie}"}
    async with (
        ClientSession() as session,
        session.post(f"{page.url}/web/acts/text", data=pieces(), headers=headers) as answer,
    ):
        assert answer.status == 413


async def head_only(page: Page, browser: Browser, path: str, length: int) -> bytes:
    """Send the head of a request of this length and nothing after it; return what is answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nOrigin: {page.public_url}\r\nCookie: phien={browser.cookie}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
    writer.write(head.encode())
    told = await reader.read()
    writer.close()
    return told


# how often


async def test_who_tries_to_sign_in_too_often_waits_and_nobody_else_does(page: Page) -> None:
    told = [(await Browser(page).post(UNKNOWN)).status for _ in range(61)]
    assert told == [404] * 60 + [429]

    slowed = await Browser(page).post("/web/begin")
    assert (slowed.json["code"], slowed.json["after"]) == ("slow", 10)
    assert "sau 10 giây" in slowed.json["error"]
    assert (await Browser(page, at="198.51.100.9").post("/web/begin")).status == 200
    page.seconds = 10.0
    assert (await Browser(page).post("/web/begin")).status == 200


async def test_a_stranger_who_writes_addresses_into_the_header_is_counted_as_where_he_is(page: Page) -> None:
    """A proxy appends from where it was asked: what stands before that was written by whoever asked."""
    for number in range(60):
        assert (await Browser(page, at=f"10.0.0.{number}, 203.0.113.7").post(UNKNOWN)).status == 404

    assert (await Browser(page, at="127.0.0.1, 203.0.113.7").post(UNKNOWN)).status == 429
    assert (await Browser(page, at="203.0.113.7, 198.51.100.9").post(UNKNOWN)).status == 404


async def test_a_proxy_that_is_not_trusted_is_the_one_who_asks_whatever_it_says(world: World) -> None:
    settings = Settings(trusted_proxies=(ip_network("10.0.0.0/8"),))
    async with served(Page(world, settings=settings)) as page:
        told = [(await Browser(page, at=f"198.51.100.{number}").post(UNKNOWN)).status for number in range(61)]

    assert told == [404] * 60 + [429]


async def test_all_addresses_of_one_network_of_ipv6_are_one(page: Page) -> None:
    for number in range(60):
        await Browser(page, at=f"2001:db8:1:1::{number:x}").post(UNKNOWN)

    assert (await Browser(page, at="2001:db8:1:1:ffff::1").post(UNKNOWN)).status == 429
    assert (await Browser(page, at="2001:db8:1:2::1").post(UNKNOWN)).status == 404


@pytest.mark.parametrize("said", ["", "unknown", "1.2.3", "203.0.113.7:4711", ", ,", "'; DROP TABLE", "x" * 4000])
async def test_a_header_that_names_no_address_is_no_error(page: Page, said: str) -> None:
    assert (await Browser(page, at=said).post("/web/begin")).status == 200


async def test_one_session_has_a_measure_of_its_own(page: Page, an: Browser) -> None:
    bich = Browser(page)
    await bich.sign_in("BICH")
    told = [(await an.get("/web/nothing")).status for _ in range(121)]

    assert told == [404] * 120 + [429]
    assert (await bich.get("/web/nothing")).status == 404


# how slowly


async def test_a_head_that_never_ends_is_hung_up_on(page_in_haste: Page) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", page_in_haste.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")

    assert await reader.read() == b""
    writer.close()


async def test_a_connection_on_which_nothing_comes_is_hung_up_on(page_in_haste: Page) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", page_in_haste.port)

    assert await reader.read() == b""
    writer.close()


async def test_a_body_that_never_ends_is_answered_with_a_sentence(page: Page, an: Browser) -> None:
    with patch("bot.channels.web.guarding._SECONDS", 0.05):
        told = await head_only(page, an, "/web/acts/text", 100)

    assert b" 408 " in told.splitlines()[0]
    assert b'"code": "took_too_long"' in told


@pytest.fixture
async def page_in_haste(world: World) -> AsyncIterator[Page]:
    with patch("bot.channels.web.server._HEAD_SECONDS", 0.05):
        async with served(Page(world)) as found:
            yield found


async def test_the_end_waits_for_nobody_who_holds_a_stream(world: World) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def stream(_request: web.Request) -> web.StreamResponse:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        raise AssertionError

    with patch("bot.channels.web.server._END_SECONDS", 0.05):
        async with served(Page(world, further=[web.get("/page/stream", stream)])) as page:
            reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
            writer.write(b"GET /page/stream HTTP/1.1\r\nHost: x\r\n\r\n")
            await begun.wait()
    await reader.read()
    writer.close()

    assert ended.is_set()


# where it listens


@asynccontextmanager
async def at_socket(world: World, path: Path) -> AsyncIterator[Page]:
    page = Page(world, settings=Settings(web_listen=f"unix:{path}"))
    async with served(page):
        yield page


async def test_a_unix_socket_is_for_the_service_and_its_group_and_its_peer_is_trusted(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "web.sock"
    async with at_socket(world, path) as page:
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        headers = {"Origin": page.public_url, "X-Forwarded-For": "203.0.113.7"}
        async with ClientSession(connector=UnixConnector(str(path))) as session:
            for status in [404] * 60 + [429]:
                async with session.post(f"http://x{UNKNOWN}", headers=headers) as answer:
                    assert answer.status == status
            async with session.post(
                f"http://x{UNKNOWN}", headers={**headers, "X-Forwarded-For": "203.0.113.8"}
            ) as answer:
                assert answer.status == 404


async def test_the_socket_of_a_program_that_was_killed_is_replaced_and_a_file_is_not(
    world: World, tmp_path: Path
) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(tmp_path / "left.sock"))
    left.close()
    async with (
        at_socket(world, tmp_path / "left.sock") as page,
        ClientSession(connector=UnixConnector(str(tmp_path / "left.sock"))) as session,
        session.get("http://x/") as answer,
    ):
        assert answer.status == 200
        assert page.server.listens_at == f"unix:{tmp_path / 'left.sock'}"

    file = tmp_path / "notes"
    file.write_text("words")
    with pytest.raises(BotError) as refused:
        await Page(world, settings=Settings(web_listen=f"unix:{file}")).server.run()
    assert refused.value.code == "web_place_taken"
    assert file.read_text() == "words"


async def test_a_place_that_is_taken_is_named(page: Page, world: World) -> None:
    other = Page(world, settings=Settings(web_listen=f"127.0.0.1:{page.port}"))

    with pytest.raises(BotError) as refused:
        await other.server.run()

    assert (refused.value.code, refused.value.params["place"]) == (
        "web_place_taken",
        f"127.0.0.1:{page.port}",
    )
