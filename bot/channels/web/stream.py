"""What changes while a page is open, as server-sent events: each with the number from which a page goes on.

The base is asked each time, never a queue: a page that was away for an hour or a week gets what it does not know, and
one that was away for too much reads everything anew.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

from aiohttp import web

from bot.channels.runs import Json
from bot.channels.web.asking import Session, Sessions
from bot.channels.web.client import WebChannel
from bot.channels.web.pages import Page
from bot.channels.web.refusals import RefusedError
from bot.channels.web.state import views
from storage import web_messages

_BREATH_SECONDS = 15.0
"""How often a line goes to a page of which nothing is new, and its session is asked for anew."""
_LONGEST_SECONDS = 1800.0
"""A page comes again by itself, and with a fresh cookie."""
_MOST_CHANGES = 200
_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


async def events(channel: WebChannel, sessions: Sessions, request: web.Request, session: Session) -> web.StreamResponse:
    """Answer with what came after the change that the page knows, and go on with what comes; once with `wait=0`."""
    after, user = _after(request), session.user_key
    if channel.pages.is_full(user):
        raise RefusedError("crowded")
    response = web.StreamResponse(headers=_HEADERS)
    with channel.pages.open(user) as page:
        await response.prepare(request)
        await response.write(b"retry: 2000\n\n")
        ends, there = channel.clock.seconds() + _LONGEST_SECONDS, session
        while True:
            page.told.clear()
            for event in _new(channel, there, page, after):
                after = event["seq"]
                await response.write(_written(event))
            if request.query.get("wait") == "0" or channel.pages.closed or channel.clock.seconds() > ends:
                return response
            if not await _told(page):
                await response.write(b":\n\n")
            found = await sessions.still(there)
            if found is None or found.needs_totp:
                return response
            there = found


def _after(request: web.Request) -> int:
    found = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    if not (found.isascii() and found.isdecimal() and len(found) < 17):
        raise RefusedError("bad")
    return int(found)


def _new(channel: WebChannel, session: Session, page: Page, after: int) -> Iterator[Json]:
    last = web_messages.last_change(channel.reading)
    found = web_messages.changes(channel.reading, session.user_key, after, _MOST_CHANGES + 1)
    # A page that knows more than there is has known another base: one that was brought back from a backup.
    if len(found) > _MOST_CHANGES or after > last:
        yield {"seq": last, "messages": [], "deleted": [], "stale": True}
        after = last
    elif found:
        after = found[-1].changed
        shown = views(channel, session, [each for each in found if not each.deleted])
        yield {"seq": after, "messages": shown, "deleted": [each.id for each in found if each.deleted]}
    for toast in channel.pages.toasts(session.user_key, page):
        said = {"key": toast.key, "text": toast.text}
        yield {"seq": after, "messages": [], "deleted": [], "toast": said}


def _written(event: Json) -> bytes:
    return f"id: {event['seq']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


async def _told(page: Page) -> bool:
    try:
        async with asyncio.timeout(_BREATH_SECONDS):
            await page.told.wait()
    except TimeoutError:
        return False
    return True
