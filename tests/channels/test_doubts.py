"""What an operator is told of a line that does not work, and which setting is named; nothing secret with it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.telegram.client import TelegramChannel
from bot.runtime.ports import ChannelError, Failure
from tests.world import TOKEN

PASSWORD = "mat-khau-7Q2X"


@asynccontextmanager
async def answering(answer: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """Run a server that gives one answer to everything; gives its address."""
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


@asynccontextmanager
async def proxy_that_says(line: bytes) -> AsyncIterator[str]:
    """Run an HTTP proxy that refuses every CONNECT; gives host and port."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(line + b"\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def failure_of(base: str, proxy: str = "") -> ChannelError:
    channel = TelegramChannel(TOKEN, base, proxy)
    try:
        with pytest.raises(ChannelError) as refused:
            await channel.fetch("")
    finally:
        await channel.close()
    error = refused.value
    said = f"{error} {error.doubt} {channel.way}"
    assert TOKEN not in said
    assert PASSWORD not in said
    return error


@pytest.mark.parametrize("status", [200, 403, 502])
async def test_a_page_instead_of_an_answer_is_called_a_login_page(status: int) -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(status=status, text="<html>Đăng nhập</html>", content_type="text/html")

    async with answering(page) as base:
        error = await failure_of(base)

    assert error.failure is Failure.RETRY
    assert "login page" in error.doubt
    assert "BOT_API_BASE" in error.doubt


async def test_an_address_that_the_server_does_not_know_names_the_base() -> None:
    async def unknown(_: web.Request) -> web.Response:
        return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)

    async with answering(unknown) as base:
        error = await failure_of(base)

    assert error.doubt.endswith("check BOT_API_BASE")


async def test_a_port_at_which_nobody_listens_is_said() -> None:
    error = await failure_of(f"http://127.0.0.1:{unused_port()}")

    assert error.doubt == "nothing listens at the server's port: check BOT_API_BASE"


async def test_a_proxy_at_which_nobody_listens_is_said() -> None:
    error = await failure_of("", f"http://user:{PASSWORD}@127.0.0.1:{unused_port()}")

    assert error.doubt == "the proxy does not answer: check PROXY_URL"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required", "asks for a user name and a password"),
        (b"HTTP/1.1 403 Forbidden", "does not let the call through"),
        (b"HTTP/1.1 502 Bad Gateway", "does not let the call through"),
    ],
)
async def test_what_a_proxy_refuses_is_told_apart(line: bytes, reason: str) -> None:
    # No name has to be looked up: a proxy is asked for the server before anything is.
    async with proxy_that_says(line) as place:
        error = await failure_of("http://127.0.0.1:9", f"http://user:{PASSWORD}@{place}")

    assert error.doubt == f"the proxy {reason}: check PROXY_URL"


async def test_a_server_that_hangs_up_leaves_the_line_in_doubt() -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async with answering(hang_up) as base:
        error = await failure_of(base)

    assert error.doubt.startswith("no answer: check BOT_API_BASE")


async def test_what_is_wrong_with_a_call_puts_no_setting_in_doubt() -> None:
    async def refused(_: web.Request) -> web.Response:
        return web.json_response({"ok": False, "error_code": 400, "description": "Bad Request: x"}, status=400)

    async with answering(refused) as base:
        error = await failure_of(base)

    assert error.doubt == ""


@pytest.mark.parametrize(
    ("base", "proxy", "way"),
    [
        ("", "", "directly"),
        ("http://10.0.0.5:8081/secret", "", "through http://10.0.0.5:8081 (BOT_API_BASE)"),
        ("", f"http://u:{PASSWORD}@proxy.vpcp.vn:3128", "through http://proxy.vpcp.vn:3128 (PROXY_URL)"),
        ("", f"socks5://u:{PASSWORD}@[::1]:1080", "through socks5://[::1]:1080 (PROXY_URL)"),
        (
            "https://api.vpcp.vn",
            "socks4://proxy:1080",
            "through socks4://proxy:1080 (PROXY_URL) and through https://api.vpcp.vn (BOT_API_BASE)",
        ),
    ],
)
def test_the_way_names_its_settings_and_no_secret(base: str, proxy: str, way: str) -> None:
    assert TelegramChannel(TOKEN, base, proxy).way == way
