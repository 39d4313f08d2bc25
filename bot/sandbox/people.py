"""The people's side: what the page and the tests use to act as a person and to see what a person sees."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from aiohttp import web

from bot.sandbox import shown, updates
from bot.sandbox.api import EXCHANGE
from bot.sandbox.exchange import Exchange
from bot.sandbox.phones import Phone
from bot.sandbox.store import Json, Query

EVENTS_SECONDS = 25.0
_NOTICE_SECONDS = 1.0
"""How often a waiting page looks for what happens outside the database."""


class ActError(Exception):
    """A person cannot do that; the text is for the developer who tried."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


@web.middleware
async def only_this_machine(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse another machine's name for us, pages from elsewhere, and forms: a browser may carry them here."""
    host = request.url.host
    if host not in ("127.0.0.1", "localhost", "::1"):
        return web.json_response({"error": "not a loopback host"}, status=403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return web.json_response({"error": "foreign origin"}, status=403)
    if request.path != "/" and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return web.json_response({"error": "foreign page"}, status=403)
    if request.path.startswith("/sandbox/") and request.method == "POST" and request.content_type != "application/json":
        return web.json_response({"error": "application/json expected"}, status=415)
    try:
        return await handler(request)
    except ActError as error:
        return web.json_response({"error": str(error)}, status=error.status)


async def text(request: web.Request) -> web.Response:
    """A person sends a text; one that is too long goes as several messages, as on a phone."""
    return _write(request, _string(await _body(request), "text"))


async def start(request: web.Request) -> web.Response:
    """A person opens the bot, by a link with a payload or without."""
    payload = (await _body(request)).get("payload") or ""
    return _write(request, f"/start {payload}")


def _write(request: web.Request, words: str) -> web.Response:
    exchange, phone = _exchange_and_phone(request)
    if not words.strip():
        raise ActError("the text is empty")
    for part in updates.parts(words):
        message = updates.persons_text(phone, exchange.store.next_message_id(), exchange.clock.now(), part)
        _deliver(exchange, message)
    return _done(exchange)


async def sticker(request: web.Request) -> web.Response:
    """A person sends a sticker."""
    exchange, phone = _exchange_and_phone(request)
    _deliver(exchange, updates.persons_sticker(phone, exchange.store.next_message_id(), exchange.clock.now()))
    return _done(exchange)


def _deliver(exchange: Exchange, message: Json) -> None:
    store = exchange.store
    store.person_wrote(message, updates.message_update(store.next_update_id(), message))


async def tap(request: web.Request) -> web.Response:
    """A person presses a button of a message; `forged` allows data that is not on it."""
    exchange, phone = _exchange_and_phone(request)
    body = await _body(request)
    data, message_id = _string(body, "data"), body.get("message_id")
    if not isinstance(message_id, int) or abs(message_id) >= 2**63:
        raise ActError("message_id must be a number")
    kept = exchange.store.message(phone.user_id, message_id)
    if kept is None or not kept.from_bot:
        raise ActError("no such message of the bot", 404)
    if not body.get("forged") and data not in shown.data_on(kept.body):
        raise ActError("no such button on that message")
    query = Query(updates.query_id(), phone.user_id, kept.body["message_id"], data)
    update = updates.tap_update(exchange.store.next_update_id(), phone, kept.body, query.query_id, data)
    exchange.store.person_tapped(query, update)
    return _done(exchange)


async def raw(request: web.Request) -> web.Response:
    """Queue an update just as it is; without an `update_id` it gets the next."""
    store = request.app[EXCHANGE].store
    update = (await _body(request)).get("update")
    if not isinstance(update, dict):
        raise ActError("an update must be an object")
    update.setdefault("update_id", store.next_update_id())
    if not isinstance(update["update_id"], int) or not 0 <= update["update_id"] < 2**53:
        raise ActError("an update_id must be a number")
    store.queue(update)
    return web.json_response({"seq": store.seq, "update_id": update["update_id"]})


async def state(request: web.Request) -> web.Response:
    """Everything the page shows."""
    exchange = request.app[EXCHANGE]
    exchange.refresh()
    return web.json_response(shown.everything(exchange))


async def events(request: web.Request) -> web.Response:
    """Answer when `seq` is no longer the one the caller has seen, or after `EVENTS_SECONDS`."""
    exchange = request.app[EXCHANGE]
    seen = request.query.get("after", "")
    loop = asyncio.get_running_loop()
    end = loop.time() + EVENTS_SECONDS
    while True:
        exchange.refresh()
        if str(exchange.store.seq) != seen or exchange.closing or loop.time() >= end:
            return web.json_response({"seq": exchange.store.seq})
        await exchange.wait(min(_NOTICE_SECONDS, end - loop.time()))


async def file(request: web.Request) -> web.Response:
    """Download a file."""
    found = request.app[EXCHANGE].store.file(request.match_info["file_id"])
    if found is None:
        raise ActError("no such file", 404)
    disposition = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    headers = {"Content-Disposition": disposition, "Content-Type": found.mime}
    return web.Response(body=found.content, headers=headers)


async def process(_request: web.Request) -> web.Response:
    """Say which process answers, so that a second one can tell whose sandbox this is."""
    return web.json_response({"pid": os.getpid()})


def routes() -> list[web.RouteDef]:
    """Return the routes of the people's side."""
    person = "/sandbox/phones/{user_id:[0-9]+}"
    return [
        web.post(f"{person}/text", text),
        web.post(f"{person}/start", start),
        web.post(f"{person}/sticker", sticker),
        web.post(f"{person}/tap", tap),
        web.post("/sandbox/raw", raw),
        web.get("/sandbox/state", state),
        web.get("/sandbox/events", events),
        web.get("/sandbox/files/{file_id}", file),
        web.get("/sandbox/process", process),
    ]


def _exchange_and_phone(request: web.Request) -> tuple[Exchange, Phone]:
    exchange = request.app[EXCHANGE]
    exchange.refresh()
    phone = exchange.phones.get(int(request.match_info["user_id"]))
    if phone is None:
        raise ActError("no such phone", 404)
    return exchange, phone


def _done(exchange: Exchange) -> web.Response:
    return web.json_response({"seq": exchange.store.seq})


async def _body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read())
    except ValueError as error:
        raise ActError("not JSON") from error
    if not isinstance(body, dict):
        raise ActError("an object expected")
    return body


def _string(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise ActError(f"{name} must be a text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ActError(f"{name} is not valid Unicode") from error
    return value
