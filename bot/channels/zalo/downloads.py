"""Pictures that people sent, fetched from the address that an update names, which is not believed.

Only https, only public addresses, and never more bytes than were asked for: whoever can write an address into an update
must not have this machine ask others of its network.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from aiohttp import (
    ClientError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
    ThreadedResolver,
)
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.channels.public_addresses import NotPublicError, PublicOnly, is_ip, is_public
from bot.runtime.ports import ChannelError, Failure

_SECONDS = 30.0
_CHUNK_BYTES = 64 * 1024
_REDIRECTIONS = 3
_GONE = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.BAD_REQUEST})
_MOVED = frozenset({301, 302, 303, 307, 308})


class Downloads:
    """Fetches pictures. `inner` looks names up; `trusted` are origins of tests, taken as they are."""

    def __init__(self, inner: AbstractResolver | None = None, trusted: frozenset[str] = frozenset()) -> None:
        self._inner = inner
        self._trusted = trusted

    async def fetch(self, address: str, most_bytes: int) -> bytes:
        """Return what is at an address. Raises ChannelError, REFUSED for what will never be fetched."""
        resolver = PublicOnly(self._inner or ThreadedResolver())
        connector = TCPConnector(resolver=resolver, use_dns_cache=False)
        limit = ClientTimeout(total=_SECONDS)
        async with ClientSession(connector=connector, timeout=limit, cookie_jar=DummyCookieJar()) as session:
            try:
                return await self._followed(session, address, most_bytes)
            except ChannelError:
                raise
            except (ClientError, TimeoutError, OSError) as error:
                if isinstance(error, InvalidURL) or isinstance(getattr(error, "os_error", None), NotPublicError):
                    raise _not_fetched() from None
                # Its text may quote the address, which whoever has it can open.
                raise ChannelError(Failure.RETRY, type(error).__name__) from None

    async def _followed(self, session: ClientSession, address: str, most_bytes: int) -> bytes:
        url = self._checked(address)
        for _ in range(_REDIRECTIONS + 1):
            async with session.get(url, allow_redirects=False) as response:
                if response.status in _MOVED:
                    url = self._checked(str(url.join(URL(response.headers.get("Location", "")))))
                    continue
                if response.status in _GONE:
                    raise ChannelError(Failure.REFUSED, f"the file cannot be fetched ({response.status})")
                if response.status != HTTPStatus.OK:
                    raise ChannelError(Failure.RETRY, f"the file cannot be fetched now ({response.status})")
                return await _bounded(response, most_bytes)
        raise ChannelError(Failure.REFUSED, "the file is never where it is said to be")

    def _checked(self, address: str) -> URL:
        try:
            url = URL(address)
            origin = str(url.origin())
        except ValueError:
            raise _not_fetched() from None
        if origin in self._trusted:
            return url
        # An address in figures is not looked up, so that it is looked at here.
        literal = is_ip(url.host or "")
        if url.scheme != "https" or url.port != 443 or url.user or (literal and not is_public(url.host or "")):
            raise _not_fetched()
        return url


async def _bounded(response: Any, most_bytes: int) -> bytes:
    if (response.content_length or 0) > most_bytes:
        raise ChannelError(Failure.REFUSED, "the file is too large")
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
        content += chunk
        if len(content) > most_bytes:
            raise ChannelError(Failure.REFUSED, "the file is larger than it was said to be")
    return bytes(content)


def _not_fetched() -> ChannelError:
    return ChannelError(Failure.REFUSED, "only https and public addresses are fetched from")
