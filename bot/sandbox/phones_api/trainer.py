"""What a trainer does: groups with or without the bot, things that go wrong, updates just as they are."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox import faults, groups
from bot.sandbox.phones_api import requests
from bot.sandbox.phones_api.requests import ActionError, done, hub_of
from bot.sandbox.telegram_objects.messages import user_of

_TITLE_MOST = 128


async def make_group(request: web.Request) -> web.Response:
    """Make a group of people; the bot is not in it yet."""
    hub = hub_of(request)
    body = await requests.read(request)
    title, members = requests.string(body, "title").strip(), requests.numbers(body, "members")
    if not 1 <= len(title) <= _TITLE_MOST:
        raise ActionError(f"a title has 1 to {_TITLE_MOST} characters")
    if not members or not all(map(hub.phones.get, members)):
        raise ActionError("members must be people who have a phone here")
    chat = groups.create(hub.store, title, list(dict.fromkeys(members)))
    return web.json_response({"seq": hub.store.seq, "chat_id": chat.chat_id})


async def put_bot(request: web.Request) -> web.Response:
    """Somebody of a group, the first in it, adds the bot or removes it."""
    hub = hub_of(request)
    is_member = requests.flag(await requests.read(request), "member")
    chat = groups.current(hub.store, int(request.match_info["chat_id"]))
    if chat is None or chat.type == "private":
        raise ActionError("no such group", 404)
    by = next(filter(None, map(hub.phones.get, chat.members)), None)
    if by is None:
        raise ActionError("nobody of that group has a phone here", 409)
    hub.set_bot_status(chat, "member" if is_member else "kicked", user_of(by))
    return done(hub)


async def add_fault(request: web.Request) -> web.Response:
    """Let something go wrong."""
    hub = hub_of(request)
    try:
        fault = faults.read(await requests.read(request), hub.machine.now())
    except ValueError as error:
        raise ActionError(str(error)) from error
    hub.faults.add(fault)
    hub.store.touch()
    return done(hub)


async def clear_faults(request: web.Request) -> web.Response:
    """Let everything go well again."""
    hub = hub_of(request)
    hub.faults.clear()
    hub.store.touch()
    return done(hub)


async def raw(request: web.Request) -> web.Response:
    """Queue an update just as it is; without an `update_id` it gets the next."""
    store = hub_of(request).store
    update = (await requests.read(request)).get("update")
    if not isinstance(update, dict):
        raise ActionError("an update must be an object")
    update.setdefault("update_id", store.next_update_id())
    if not isinstance(update["update_id"], int) or not 0 <= update["update_id"] < 2**53:
        raise ActionError("an update_id must be a number")
    store.queue(update)
    return web.json_response({"seq": store.seq, "update_id": update["update_id"]})


def routes() -> list[web.RouteDef]:
    """Return the routes of the trainer's actions."""
    return [
        web.post("/sandbox/groups", make_group),
        web.post("/sandbox/groups/{chat_id:-[0-9]{1,18}}/bot", put_bot),
        web.post("/sandbox/faults", add_fault),
        web.delete("/sandbox/faults", clear_faults),
        web.post("/sandbox/raw", raw),
    ]
