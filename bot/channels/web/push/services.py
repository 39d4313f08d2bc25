"""A call to a push service, and what its answer means. Nothing of where it went is in an error, or in a log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, ThreadedResolver
from aiohttp.abc import AbstractResolver

from bot.channels.public_addresses import NotPublicError, PublicOnly
from bot.channels.web.push import base64url
from bot.channels.web.push.endpoints import address
from bot.channels.web.push.sealing import sealed
from bot.channels.web.push.vapid import Vapid
from bot.domain.ringing import Nudged
from storage.push import Subscription

CONTENT = b'{"kind":"work"}'
"""All that a nudge says, whatever it is for; what is shown are the browser's own words."""
_SECONDS = 10.0
_TOPIC = "viec-moi"
"""Of several nudges that wait for a browser, a push service keeps the last."""
_LONGEST_RETRY_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """What a push service answered: what that means, its status (0 where it gave none), and when to come again."""

    outcome: Nudged
    status: int = 0
    retry_after: timedelta = timedelta(0)


class PushServices:
    """Rings browsers by way of whatever service each of them names."""

    def __init__(
        self,
        vapid: Vapid,
        inner: AbstractResolver | None = None,
        trusted: frozenset[str] = frozenset(),
        seconds: float = _SECONDS,
    ) -> None:
        """`inner` looks names up; `trusted` are origins of tests; `seconds` are those of one call."""
        self.vapid = vapid
        self.trusted = trusted
        self._inner = inner
        self._limit = ClientTimeout(total=seconds)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[ClientSession]:
        """Hold the connections."""
        connector = TCPConnector(resolver=PublicOnly(self._inner or ThreadedResolver()), use_dns_cache=False)
        async with ClientSession(
            connector=connector,
            timeout=self._limit,
            cookie_jar=DummyCookieJar(),
            skip_auto_headers=["User-Agent"],
        ) as http:
            yield http

    async def ring(self, http: ClientSession, to: Subscription, kept_for: timedelta, now: datetime) -> Told:
        """Ring a browser; where it is not reached, its service keeps the nudge for `kept_for`."""
        try:
            url = address(to.endpoint, self.trusted)
            body = sealed(CONTENT, base64url.read(to.p256dh), base64url.read(to.auth))
        except ValueError:
            return Told(Nudged.GONE)
        headers = {
            "Authorization": self.vapid.authorization(str(url.origin()), now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(kept_for.total_seconds())),
            "Topic": _TOPIC,
            # It is shown at once, and a telephone at rest holds anything else back for longer than it is kept.
            "Urgency": "high",
        }
        try:
            async with http.post(url, data=body, headers=headers, allow_redirects=False) as response:
                return told(response.status, response.headers.get("Retry-After", ""))
        except (ClientError, TimeoutError, OSError) as error:
            # Not gone: for a moment a network that asks for a password may say so of every name.
            is_inside = isinstance(getattr(error, "os_error", error), NotPublicError)
            return Told(Nudged.REFUSED if is_inside else Nudged.UNANSWERED)


def told(status: int, retry_after: str) -> Told:
    """Return what an answer means."""
    if 200 <= status < 300:
        return Told(Nudged.SENT, status)
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return Told(Nudged.GONE, status)
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= 500:
        return Told(Nudged.LATER, status, _seconds(retry_after))
    return Told(Nudged.REFUSED, status)


def _seconds(retry_after: str) -> timedelta:
    """A date instead of seconds is passed over: it is tried at its own pace then."""
    if not (retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 10):
        return timedelta(0)
    return min(timedelta(seconds=int(retry_after)), _LONGEST_RETRY_AFTER)
