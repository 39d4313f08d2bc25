"""The addresses of the Bot API: from a request to the method that answers it, in Telegram's envelope."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from aiohttp import web

from bot.clock import VN
from bot.sandbox.bot_api import chats, downloads, editing, fault_injection, polling, sending, webhooks
from bot.sandbox.bot_api.call import Call, Methods, read
from bot.sandbox.bot_api.checks import RefusedError
from bot.sandbox.hub import HUB

logger = logging.getLogger(__name__)

METHODS: Methods = {
    **polling.METHODS, **webhooks.METHODS, **chats.METHODS, **sending.METHODS, **editing.METHODS, **downloads.METHODS,
}  # fmt: skip
"""Names in lower case: Telegram does not distinguish."""

_TOKEN = re.compile(r"[1-9]\d{0,15}:[A-Za-z0-9_-]+")


async def call_method(request: web.Request) -> web.Response:
    """Answer `/bot<token>/<method>` in Telegram's envelope."""
    hub, name = request.app[HUB], request.match_info["method"]
    try:
        call = await _call(request)
        if hub.faults.outage:
            return fault_injection.bad_gateway()
        return await _answer(request, call, name.lower())
    except RefusedError as refusal:
        return _refused(refusal.code, refusal.description, refusal.parameters)
    except web.HTTPRequestEntityTooLarge:
        return _refused(413, "Request Entity Too Large")
    except web.HTTPBadGateway:
        return fault_injection.bad_gateway()
    except Exception:
        logger.exception("%s failed", name)
        return _refused(500, "Internal Server Error")


async def _call(request: web.Request) -> Call:
    hub, name = request.app[HUB], request.match_info["method"]
    _check_token(request)
    if name.lower() not in METHODS:
        hub.store.log(hub.clock.now().astimezone(VN).isoformat(), name)
        raise RefusedError("Not Found: method not found", 404)
    params, files = await read(request)
    bot = hub.register_bot(int(request.match_info["token"].partition(":")[0]))
    return Call(hub, bot, params, files)


async def _answer(request: web.Request, call: Call, method: str) -> web.Response:
    fault = fault_injection.fault_of(call, method)
    failed = await fault_injection.before(request, call, fault) if fault else None
    if failed is not None:
        return failed
    result = await METHODS[method](call)
    failed = await fault_injection.after(request, call, fault) if fault else None
    return failed if failed is not None else web.json_response({"ok": True, "result": result})


def _check_token(request: web.Request) -> None:
    if not _TOKEN.fullmatch(request.match_info["token"]):
        raise RefusedError("Unauthorized: invalid token specified", 401)


async def download(request: web.Request) -> web.Response:
    """Answer `/file/bot<token>/<path>`, where the path is what getFile gave."""
    hub = request.app[HUB]
    if hub.faults.outage:
        return fault_injection.bad_gateway()
    return downloads.download(hub, request.match_info["file_id"]) or _refused(404, "Not Found")


def routes() -> list[web.RouteDef]:
    """Return the Bot API's routes."""
    folders = "|".join(downloads.FOLDERS.values())
    path = f"{{kind:{folders}}}/{{file_id:[A-Za-z0-9_-]+}}{{suffix:[.A-Za-z0-9]*}}"
    return [
        web.route("*", "/bot{token:[^/]+}/{method}", call_method),
        web.get(f"/file/bot{{token:{_TOKEN.pattern}}}/{path}", download),
    ]


def _refused(code: int, description: str, parameters: Mapping[str, int] | None = None) -> web.Response:
    answer: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    headers = {}
    if parameters:
        answer["parameters"] = dict(parameters)
        headers = {"Retry-After": str(parameters["retry_after"])} if "retry_after" in parameters else {}
    return web.json_response(answer, status=code, headers=headers)
