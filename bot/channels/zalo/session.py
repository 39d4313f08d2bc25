"""Calls to Zalo's Bot API. The address of a call holds the token, and stands in no error that leaves here."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
)

from bot.channels.zalo.failures import classify, cut_off, foreign, unreachable

OFFICIAL = "https://bot-api.zaloplatforms.com"
_CONNECT_SECONDS = 10.0
_LONGEST_ANSWER = 1024 * 1024
"""Bytes."""


class Calls:
    """Posts JSON; one session, opened with the first call."""

    def __init__(self, token: str, base: str) -> None:
        self._token = token
        self._base = base or OFFICIAL
        self._session: ClientSession | None = None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def call(self, method: str, seconds: float, *, acts: bool = False, **given: str) -> Any:
        """Return the result of a method. `acts`: whether it does something that must not be done twice.

        Raises ChannelError; UNKNOWN where what `acts` may have been done.
        """
        status, content = await self._post(method, seconds, given, acts=acts)
        answer = _envelope(content)
        if answer is None:
            raise foreign(acts=acts)
        # Not the status of HTTP: a refusal comes with 200 as well.
        if answer.get("ok") is not True:
            raise classify(answer, status, acts=acts)
        return answer.get("result")

    async def _post(self, method: str, seconds: float, given: dict[str, str], *, acts: bool) -> tuple[int, bytes]:
        session = self._opened()
        limit = ClientTimeout(total=seconds, sock_connect=_CONNECT_SECONDS)
        url = f"{self._base}/bot{self._token}/{method}"
        try:
            # A redirection would take the token to another place.
            async with session.post(url, json=given, timeout=limit, allow_redirects=False) as response:
                return response.status, await response.content.read(_LONGEST_ANSWER)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise unreachable(type(error).__name__) from None
        except (ClientError, TimeoutError, OSError) as error:
            raise cut_off(type(error).__name__, acts=acts) from None

    def _opened(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(cookie_jar=DummyCookieJar())
        return self._session


def _envelope(content: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and isinstance(answer.get("ok"), bool) else None
