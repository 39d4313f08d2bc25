"""What a trainer does: groups with or without the bot, things that go wrong, updates just as they are."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox import bodies, faults, groups, memberships, messages
from bot.sandbox.acts import done
from bot.sandbox.api import EXCHANGE
from bot.sandbox.bodies import ActError
from bot.sandbox.exchange import Exchange

_TITLE_MOST = 128


async def make_group(request: web.Request) -> web.Response:
    """Make a group of people; the bot is not in it yet."""
    exchange = _exchange(request)
    body = await bodies.read(request)
    title, members = bodies.string(body, "title").strip(), bodies.numbers(body, "members")
    if not 1 <= len(title) <= _TITLE_MOST:
        raise ActError(f"a title has 1 to {_TITLE_MOST} characters")
    if not members or not all(map(exchange.phones.get, members)):
        raise ActError("members must be people who have a phone here")
    chat = groups.create(exchange.store, title, list(dict.fromkeys(members)))
    return web.json_response({"seq": exchange.store.seq, "chat_id": chat.chat_id})


async def put_bot(request: web.Request) -> web.Response:
    """Somebody of a group, the first in it, adds the bot or removes it."""
    exchange = _exchange(request)
    is_member = bodies.flag(await bodies.read(request), "member")
    chat = groups.present(exchange.store, int(request.match_info["chat_id"]))
    if chat is None or chat.type == "private":
        raise ActError("no such group", 404)
    by = next(filter(None, map(exchange.phones.get, chat.members)), None)
    if by is None:
        raise ActError("nobody of that group has a phone here", 409)
    memberships.change(exchange, chat, "member" if is_member else "kicked", messages.person(by))
    return done(exchange)


async def add_fault(request: web.Request) -> web.Response:
    """Let something go wrong."""
    exchange = _exchange(request)
    try:
        fault = faults.read(await bodies.read(request), exchange.machine.now())
    except ValueError as error:
        raise ActError(str(error)) from error
    exchange.faults.add(fault)
    exchange.store.touch()
    return done(exchange)


async def clear_faults(request: web.Request) -> web.Response:
    """Let everything go well again."""
    exchange = _exchange(request)
    exchange.faults.clear()
    exchange.store.touch()
    return done(exchange)


async def raw(request: web.Request) -> web.Response:
    """Queue an update just as it is; without an `update_id` it gets the next."""
    store = _exchange(request).store
    update = (await bodies.read(request)).get("update")
    if not isinstance(update, dict):
        raise ActError("an update must be an object")
    update.setdefault("update_id", store.next_update_id())
    if not isinstance(update["update_id"], int) or not 0 <= update["update_id"] < 2**53:
        raise ActError("an update_id must be a number")
    store.queue(update)
    return web.json_response({"seq": store.seq, "update_id": update["update_id"]})


def routes() -> list[web.RouteDef]:
    """Return the routes of the trainer's acts."""
    return [
        web.post("/sandbox/groups", make_group),
        web.post("/sandbox/groups/{chat_id:-[0-9]{1,18}}/bot", put_bot),
        web.post("/sandbox/faults", add_fault),
        web.delete("/sandbox/faults", clear_faults),
        web.post("/sandbox/raw", raw),
    ]


def _exchange(request: web.Request) -> Exchange:
    exchange = request.app[EXCHANGE]
    exchange.refresh()
    return exchange
