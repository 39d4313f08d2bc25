"""Pictures are fetched from public addresses by https, and from nowhere else, whatever an event says."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from bot.channels.public_addresses import is_public
from bot.channels.zalo.downloads import Downloads
from bot.runtime.ports import ChannelError, Failure

PRIVATE = (
    "127.0.0.1", "10.0.0.8", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:c0a8:101::",
    "2001:db8::1", "192.0.2.1", "x", "",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_of_the_internet_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "118.102.1.1", "2404:6800::1", "64:ff9b::808:808"])
def test_what_is_of_the_internet_is_known(address: str) -> None:
    assert is_public(address)


class Names(AbstractResolver):
    """Knows one address for every name, and notes what was asked."""

    def __init__(self, *addresses: str) -> None:
        self.addresses, self.asked = addresses, list[str]()

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> Any:
        self.asked.append(host)
        return [
            ResolveResult(hostname=host, host=each, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)
            for each in self.addresses
        ]

    async def close(self) -> None:
        pass


async def refused(downloads: Downloads, address: str) -> Failure:
    with pytest.raises(ChannelError) as error:
        await downloads.fetch(address, 1000)
    assert address not in str(error.value)
    return error.value.failure


@pytest.mark.parametrize("address", PRIVATE[:17])
async def test_a_name_that_leads_into_the_network_of_this_machine_is_refused(address: str) -> None:
    names = Names(address)

    assert await refused(Downloads(names), "https://anh.example/1.jpg") is Failure.REFUSED
    assert names.asked == ["anh.example"]


@pytest.mark.parametrize(
    "address",
    [
        "http://anh.example/1.jpg", "ftp://anh.example/1", "file:///etc/passwd", "https://anh.example:8443/1.jpg",
        "https://a:b@anh.example/1.jpg", "https://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/latest",
        "https://[::ffff:127.0.0.1]/x", "//anh.example/1", "", "khong-phai", "https://", "javascript:1",
    ],
)  # fmt: skip
async def test_other_addresses_are_refused_before_anything_is_asked(address: str) -> None:
    names = Names("127.0.0.1")

    with pytest.raises(ChannelError) as error:
        await Downloads(names).fetch(address, 1000)

    assert error.value.failure is Failure.REFUSED
    assert names.asked == []


@pytest.mark.parametrize("address", ["https://2130706433/", "https://127.1/", "https://0x7f.1/", "https://localhost/"])
async def test_a_number_in_another_spelling_is_a_name_and_looked_up(address: str) -> None:
    assert await refused(Downloads(), address) is Failure.REFUSED


@pytest.fixture
async def place() -> AsyncIterator[TestServer]:
    async def answer(request: web.Request) -> web.StreamResponse:
        match request.match_info["what"]:
            case "inside":
                raise web.HTTPFound("https://127.0.0.1/secret")
            case "round":
                raise web.HTTPFound("/round")
            case "moved":
                raise web.HTTPFound("/there")
            case "gone":
                raise web.HTTPGone
            case "down":
                raise web.HTTPServiceUnavailable
        return web.Response(body=b"xyz")

    app = web.Application()
    app.router.add_get("/{what}", answer)
    server = TestServer(app)
    async with server:
        yield server


@pytest.mark.parametrize(
    ("what", "failure"),
    [
        ("inside", Failure.REFUSED), ("round", Failure.REFUSED), ("gone", Failure.REFUSED), ("down", Failure.RETRY),
    ],
)  # fmt: skip
async def test_a_redirection_is_looked_at_like_any_address(place: TestServer, what: str, failure: Failure) -> None:
    origin = str(place.make_url("")).rstrip("/")

    assert await refused(Downloads(trusted=frozenset({origin})), f"{origin}/{what}") is failure


async def test_a_redirection_to_where_it_may_be_fetched_is_followed(place: TestServer) -> None:
    origin = str(place.make_url("")).rstrip("/")

    assert await Downloads(trusted=frozenset({origin})).fetch(f"{origin}/moved", 1000) == b"xyz"
