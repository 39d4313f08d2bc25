"""The addresses of the people's side: the state of all phones, waiting for its next change, files; and the others."""

from __future__ import annotations

import asyncio
import os
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.hub import HUB
from bot.sandbox.images import image
from bot.sandbox.language import reader_of
from bot.sandbox.phones_api import actions, clock, timeline, trainer
from bot.sandbox.phones_api.clock_control import CLOCK
from bot.sandbox.phones_api.requests import ActionError, hub_of
from bot.sandbox.phones_api.state import page_state

EVENTS_SECONDS = 25.0
_LOOK_SECONDS = 1.0
"""How often a waiting page looks for what happens outside the database."""


async def state(request: web.Request) -> web.Response:
    """Everything the page shows."""
    hub, reader = hub_of(request), reader_of(request)
    found = page_state(hub, reader, clock.clock_state(request.app, reader))
    return web.Response(text=found, content_type="application/json")


async def events(request: web.Request) -> web.Response:
    """Answer when `seq` is no longer the one the caller has seen, or after `EVENTS_SECONDS`."""
    hub = request.app[HUB]
    seen = request.query.get("after", "")
    loop = asyncio.get_running_loop()
    end = loop.time() + EVENTS_SECONDS
    while True:
        hub.refresh()
        request.app[CLOCK].refresh()
        if str(hub.store.seq) != seen or hub.closing or loop.time() >= end:
            return web.json_response({"seq": hub.store.seq})
        await hub.wait(min(_LOOK_SECONDS, end - loop.time()))


async def file(request: web.Request) -> web.Response:
    """Download a file; `inline=1` shows a picture in the page."""
    found = request.app[HUB].store.file(request.match_info["file_id"])
    if found is None:
        raise ActionError("no such file", 404)
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
        *actions.routes(),
        *trainer.routes(),
        *clock.routes(),
        *timeline.routes(),
        web.get("/sandbox/state", state),
        web.get("/sandbox/events", events),
        web.get("/sandbox/files/{file_id}", file),
        web.get("/sandbox/process", process),
    ]
