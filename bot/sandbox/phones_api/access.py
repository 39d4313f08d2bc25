"""Who may call the sandbox's server: this machine alone, and in a browser the page alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.sandbox.phones_api.requests import FILES_LIMIT, ActionError


@web.middleware
async def only_this_machine(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse another machine's name for us, pages from elsewhere, and forms: a browser may carry them here."""
    # A page elsewhere may have a name of its own that leads to this machine.
    if _host(request) not in ("127.0.0.1", "localhost", "::1"):
        return web.json_response({"error": "not a loopback host"}, status=403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return web.json_response({"error": "foreign origin"}, status=403)
    # A link on a page elsewhere may open ours; what ours then asks for is asked by itself.
    if request.path != "/" and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return web.json_response({"error": "foreign page"}, status=403)
    # A page elsewhere can post a plain form without being asked; neither JSON nor a header of its own.
    if request.path.startswith("/sandbox/") and request.method == "POST" and not _is_ours(request):
        return web.json_response({"error": "application/json expected"}, status=415)
    if request.path.startswith("/sandbox/") and (request.content_length or 0) > FILES_LIMIT:
        return web.json_response({"error": f"more than {FILES_LIMIT // 2**20} MB at once"}, status=413)
    try:
        return await handler(request)
    except ActionError as error:
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
