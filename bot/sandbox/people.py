"""The people's side: what the page and the tests use to act as a person and to see what a person sees."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from aiohttp import web

from bot.sandbox import acts, clockwork, shown, trials
from bot.sandbox.api import EXCHANGE
from bot.sandbox.bodies import FILES_LIMIT, ActError
from bot.sandbox.images import image
from bot.sandbox.readers import reader_of

EVENTS_SECONDS = 25.0
_NOTICE_SECONDS = 1.0
"""How often a waiting page looks for what happens outside the database."""


@web.middleware
async def only_this_machine(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse another machine's name for us, pages from elsewhere, and forms: a browser may carry them here."""
    if _host(request) not in ("127.0.0.1", "localhost", "::1"):
        return web.json_response({"error": "not a loopback host"}, status=403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return web.json_response({"error": "foreign origin"}, status=403)
    if request.path != "/" and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return web.json_response({"error": "foreign page"}, status=403)
    if request.path.startswith("/sandbox/") and request.method == "POST" and not _is_ours(request):
        return web.json_response({"error": "application/json expected"}, status=415)
    if request.path.startswith("/sandbox/") and (request.content_length or 0) > FILES_LIMIT:
        return web.json_response({"error": f"more than {FILES_LIMIT // 2**20} MB at once"}, status=413)
    try:
        return await handler(request)
    except ActError as error:
        return web.json_response({"error": str(error)}, status=error.status)
    except web.HTTPRequestEntityTooLarge:
        return web.json_response({"error": "too much at once"}, status=413)


def _host(request: web.Request) -> str | None:
    """Return the name by which we were called, None where it is none."""
    try:
        return request.url.host
    except ValueError:
        return None


def _is_ours(request: web.Request) -> bool:
    """Whether a browser had to ask before it sent this: JSON, or a form with a header of our own."""
    if request.content_type == "multipart/form-data":
        return request.headers.get("X-Sandbox") == "1"
    return request.content_type == "application/json"


async def state(request: web.Request) -> web.Response:
    """Everything the page shows."""
    exchange = request.app[EXCHANGE]
    exchange.refresh()
    reader = reader_of(request)
    found = shown.everything(exchange, reader, clockwork.state(request.app, reader))
    return web.Response(text=found, content_type="application/json")


async def events(request: web.Request) -> web.Response:
    """Answer when `seq` is no longer the one the caller has seen, or after `EVENTS_SECONDS`."""
    exchange = request.app[EXCHANGE]
    seen = request.query.get("after", "")
    loop = asyncio.get_running_loop()
    end = loop.time() + EVENTS_SECONDS
    while True:
        exchange.refresh()
        request.app[clockwork.CLOCKWORK].refresh()
        if str(exchange.store.seq) != seen or exchange.closing or loop.time() >= end:
            return web.json_response({"seq": exchange.store.seq})
        await exchange.wait(min(_NOTICE_SECONDS, end - loop.time()))


async def file(request: web.Request) -> web.Response:
    """Download a file; `inline=1` shows a picture in the page."""
    found = request.app[EXCHANGE].store.file(request.match_info["file_id"])
    if found is None:
        raise ActError("no such file", 404)
    picture = image(found.content) if request.query.get("inline") == "1" else None
    disposition = "inline" if picture else f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    headers = {"Content-Disposition": disposition, "Content-Type": picture.mime if picture else found.mime}
    return web.Response(body=found.content, headers=headers)


async def process(_request: web.Request) -> web.Response:
    """Say which process answers, so that a second one can tell whose sandbox this is."""
    return web.json_response({"pid": os.getpid()})


def routes() -> list[web.AbstractRouteDef]:
    """Return the routes of the people's side."""
    return [
        *acts.routes(),
        *trials.routes(),
        web.get("/sandbox/state", state),
        web.get("/sandbox/events", events),
        web.get("/sandbox/files/{file_id}", file),
        web.get("/sandbox/process", process),
    ]
