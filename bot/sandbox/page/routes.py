"""The addresses of the page, and what a browser may do with it."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot.conversation import serving
from bot.conversation.words import phrases, words
from bot.sandbox.language import catalogue, reader_of
from bot.sandbox.page.strings import STRINGS

_FILES = Path(__file__).parent / "static"

SECURITY_HEADERS = serving.security_headers()


async def index(_request: web.Request) -> web.Response:
    return serving.file(_FILES / "index.html")


async def strings(request: web.Request) -> web.Response:
    """Return the page's words in the language `lang`, `vi` unless another is asked for."""
    lang = reader_of(request).lang
    return web.json_response({"lang": lang} | words(lang) | phrases(STRINGS, catalogue(lang)))


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Tell the browser how little this page needs."""
    response.headers.update(SECURITY_HEADERS)


def routes() -> list[web.AbstractRouteDef]:
    """Return the page's routes."""
    own = [web.get("/", index), web.get("/sandbox/strings", strings), web.get("/page/{name}", serving.files_of(_FILES))]
    return [*own, *serving.routes()]
