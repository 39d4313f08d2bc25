"""What goes wrong on demand with a call of the Bot API."""

from __future__ import annotations

from aiohttp import web
from telegram import Message, Update

from bot.sandbox import groups
from bot.sandbox.bot_api.call import Call, number
from bot.sandbox.bot_api.checks import RefusedError
from bot.sandbox.faults import Fault
from bot.sandbox.hub import Hub
from bot.sandbox.telegram_objects.messages import chat_object, to_json

_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


def fault_of(call: Call, method: str) -> Fault | None:
    """Return the fault by which a call of `method` (in lower case) fails, None if it does not."""
    chat = number(call.params.get("chat_id")) or None
    fault = call.hub.faults.take(method, chat, is_group=chat is not None and chat < 0)
    if fault:
        call.hub.store.touch()
    return fault


async def before(request: web.Request, call: Call, fault: Fault) -> web.Response | None:
    """Let a call fail that is not carried out; None where it is, and the fault comes by it or after it."""
    match fault.kind:
        case "too_many":
            wait = fault.retry_after
            raise RefusedError(f"Too Many Requests: retry after {wait}", 429, retry_after=wait)
        case "error_500":
            raise RefusedError("Internal Server Error", 500)
        case "bad_gateway":
            return bad_gateway()
        case "blocked":
            raise RefusedError("bot was blocked by the user", 403)
        case "drop":
            return _hang_up(request)
        case "timeout_before":
            return await _time_out(request, call.hub)
        case "migrate":
            _migrate(call)
    return None


async def after(request: web.Request, call: Call, fault: Fault) -> web.Response | None:
    """Let a call fail that was carried out, None where its answer is to be given."""
    return await _time_out(request, call.hub) if fault.kind == "timeout_after" else None


def bad_gateway() -> web.Response:
    """Answer as the networks between do when Telegram is not there: with a page, not with JSON."""
    return web.Response(status=502, reason="Bad Gateway", text=_BAD_GATEWAY, content_type="text/html")


async def _time_out(request: web.Request, hub: Hub) -> web.Response:
    await hub.pause(hub.waits.held)
    return _hang_up(request)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()  # aiohttp wants an answer, but the line is closed already


def _migrate(call: Call) -> None:
    """Make a supergroup of the group, which the call that follows then meets, and tell the bot in both chats."""
    chat, store = call.chat(), call.hub.store
    if chat.type != "group":
        return
    new, at = groups.make_supergroup(store, chat), call.hub.clock.now()
    for where, to, origin in ((chat, new.chat_id, None), (new, None, chat.chat_id)):
        message = Message(
            store.next_message_id(), at, chat_object(where), call.bot,
            migrate_to_chat_id=to, migrate_from_chat_id=origin,
        )  # fmt: skip
        update = Update(store.next_update_id(), message=message)
        store.add_message_of_person(to_json(message), to_json(update))
