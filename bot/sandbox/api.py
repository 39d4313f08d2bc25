"""Telegram's side: the methods of the Bot API that the sandbox knows, and what goes wrong on demand."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from aiohttp import web

from bot.clock import VN
from bot.sandbox import chats, editing, groups, polling, sending, uploads, webhooks
from bot.sandbox.calls import Call, Methods, number, read
from bot.sandbox.checks import RefusedError
from bot.sandbox.exchange import Exchange
from bot.sandbox.faults import Fault

logger = logging.getLogger(__name__)

EXCHANGE: web.AppKey[Exchange] = web.AppKey("exchange", Exchange)

METHODS: Methods = {
    **polling.METHODS, **webhooks.METHODS, **chats.METHODS, **sending.METHODS, **editing.METHODS, **uploads.METHODS,
}  # fmt: skip
"""Names in lower case: Telegram does not distinguish."""

_TOKEN = re.compile(r"[1-9]\d{0,15}:[A-Za-z0-9_-]+")
_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


async def call_method(request: web.Request) -> web.Response:
    """Answer `/bot<token>/<method>` in Telegram's envelope."""
    exchange, name = request.app[EXCHANGE], request.match_info["method"]
    try:
        call = await _call(request)
        if exchange.faults.outage:
            return _bad_gateway()
        fault = _fault(call, name.lower())
        return (fault and await _struck(request, call, fault)) or await _answer(request, call, fault)
    except RefusedError as refusal:
        return _refused(refusal.code, refusal.description, refusal.parameters)
    except web.HTTPRequestEntityTooLarge:
        return _refused(413, "Request Entity Too Large")
    except web.HTTPBadGateway:
        return _bad_gateway()
    except Exception:
        logger.exception("%s failed", name)
        return _refused(500, "Internal Server Error")


async def _call(request: web.Request) -> Call:
    exchange, name = request.app[EXCHANGE], request.match_info["method"]
    _check_token(request)
    if name.lower() not in METHODS:
        exchange.store.log(exchange.clock.now().astimezone(VN).isoformat(), name)
        raise RefusedError("Not Found: method not found", 404)
    params, files = await read(request)
    bot = exchange.called_by(int(request.match_info["token"].partition(":")[0]))
    return Call(exchange, bot, params, files)


async def _answer(request: web.Request, call: Call, fault: Fault | None) -> web.Response:
    result = await METHODS[request.match_info["method"].lower()](call)
    if fault and fault.kind == "timeout_after":
        return await _held(request, call.exchange)
    return web.json_response({"ok": True, "result": result})


def _check_token(request: web.Request) -> None:
    if not _TOKEN.fullmatch(request.match_info["token"]):
        raise RefusedError("Unauthorized: invalid token specified", 401)


# What goes wrong


def _fault(call: Call, method: str) -> Fault | None:
    chat = number(call.params.get("chat_id")) or None
    fault = call.exchange.faults.take(method, chat, is_group=chat is not None and chat < 0)
    if fault:
        call.exchange.store.touch()
    return fault


async def _struck(request: web.Request, call: Call, fault: Fault) -> web.Response | None:
    """Let a call fail; None where the fault comes only after the call."""
    match fault.kind:
        case "too_many":
            after = fault.retry_after
            raise RefusedError(f"Too Many Requests: retry after {after}", 429, retry_after=after)
        case "error_500":
            raise RefusedError("Internal Server Error", 500)
        case "bad_gateway":
            return _bad_gateway()
        case "blocked":
            raise RefusedError("bot was blocked by the user", 403)
        case "drop":
            return _hang_up(request)
        case "timeout_before":
            return await _held(request, call.exchange)
        case "migrate":
            _migrate(call)
    return None


def _migrate(call: Call) -> None:
    """Make a supergroup of the group, which the call that follows then meets."""
    chat = call.chat()
    if chat.type == "group":
        groups.migrate(call.exchange.store, chat, call.bot, call.exchange.clock.now())


async def _held(request: web.Request, exchange: Exchange) -> web.Response:
    await exchange.hold(exchange.waits.held)
    return _hang_up(request)


def _hang_up(request: web.Request) -> web.Response:
    """Close the line without a word."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def download(request: web.Request) -> web.Response:
    """Answer `/file/bot<token>/<path>`, where the path is what getFile gave."""
    exchange = request.app[EXCHANGE]
    if exchange.faults.outage:
        return _bad_gateway()
    return uploads.download(exchange, request.match_info["file_id"]) or _refused(404, "Not Found")


def routes() -> list[web.RouteDef]:
    """Return the Bot API's routes."""
    path = "{kind:documents|photos}/{file_id:[A-Za-z0-9_-]+}{suffix:[.A-Za-z0-9]*}"
    return [
        web.route("*", "/bot{token:[^/]+}/{method}", call_method),
        web.get(f"/file/bot{{token:{_TOKEN.pattern}}}/{path}", download),
    ]


def _bad_gateway() -> web.Response:
    return web.Response(status=502, reason="Bad Gateway", text=_BAD_GATEWAY, content_type="text/html")


def _refused(code: int, description: str, parameters: Mapping[str, int] | None = None) -> web.Response:
    answer: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    headers = {}
    if parameters:
        answer["parameters"] = dict(parameters)
        headers = {"Retry-After": str(parameters["retry_after"])} if "retry_after" in parameters else {}
    return web.json_response(answer, status=code, headers=headers)
