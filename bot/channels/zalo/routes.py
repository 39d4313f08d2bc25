"""The webhook: where Zalo's servers hand events over. Answered well only after what came is on the disk."""

from __future__ import annotations

import asyncio
import hmac
import json
from typing import Any

from aiohttp import web

from bot.channels.zalo.arrivals import FullError
from bot.channels.zalo.client import ZaloChannel

HEADER = "X-Bot-Api-Secret-Token"
_MOST_BYTES = 128 * 1024
"""Some thirty times the longest text."""
_READ_SECONDS = 10.0


def routes(channel: ZaloChannel) -> list[web.RouteDef]:
    """Return what the office's web server serves for this channel."""

    async def take(request: web.Request) -> web.Response:
        if not _is_zalo(request, channel.door.token):
            return web.Response(status=403)
        payload = await _payload(request)
        try:
            stored = await channel.take(payload)
        except FullError:
            stored = False
        # Whoever is not told so sends it again, and it is known by its id.
        return web.Response(status=200 if stored else 503)

    return [web.post(channel.door.path, take)]


def _is_zalo(request: web.Request, token: str) -> bool:
    given = request.headers.get(HEADER, "")
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode("ascii"))


async def _payload(request: web.Request) -> Any:
    """Read a body of a bounded length within a bounded time."""
    content = bytearray()
    try:
        async with asyncio.timeout(_READ_SECONDS):
            async for chunk in request.content.iter_chunked(_MOST_BYTES):
                content += chunk
                if len(content) > _MOST_BYTES:
                    raise web.HTTPRequestEntityTooLarge(_MOST_BYTES, len(content))
        return json.loads(content)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
