"""The addresses of the page, and what a browser may do with it."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot.domain.people import Reader
from bot.domain.texts import Text
from bot.sandbox.language import reader_of, translate
from bot.sandbox.page.strings import STRINGS

_FILES = Path(__file__).parent / "static"

SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self' blob:",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_FILLED_IN = ("name", "count", "number", "total", "text", "at", "limit")


async def index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(_FILES / "index.html")


async def page_file(request: web.Request) -> web.FileResponse:
    name = request.match_info["name"]
    # Compared with what is there, not joined first: no name leads out of the folder.
    if name not in {file.name for file in _FILES.iterdir()}:
        raise web.HTTPNotFound
    return web.FileResponse(_FILES / name)


async def strings(request: web.Request) -> web.Response:
    """Return the page's words in the language `lang`, `vi` unless another is asked for."""
    reader = reader_of(request)
    return web.json_response({"lang": reader.lang} | {key: _phrase(msgid, reader) for key, msgid in STRINGS.items()})


def _phrase(msgid: str, reader: Reader) -> str:
    return translate(Text(msgid, **{name: f"{{{name}}}" for name in _FILLED_IN}), reader)


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Tell the browser how little this page needs."""
    response.headers.update(SECURITY_HEADERS)


def routes() -> list[web.AbstractRouteDef]:
    """Return the page's routes."""
    return [web.get("/", index), web.get("/sandbox/strings", strings), web.get("/page/{name}", page_file)]
