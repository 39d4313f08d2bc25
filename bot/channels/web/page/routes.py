"""The addresses of the pages' files; none of them says anything about anybody, so none needs a session."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from aiohttp import web

from bot.channels.web.page.strings import STRINGS
from bot.conversation import serving
from bot.conversation.words import phrases, words
from bot.domain.people import Reader
from bot.i18n import LANGUAGES
from bot.po_file import read_po

_FILES = Path(__file__).parent / "static"
_LOCALES = Path(__file__).parent / "locales"
_DEFAULT = Reader().lang

SECURITY_HEADERS = serving.security_headers({**serving.POLICY, "manifest-src": "'self'", "worker-src": "'self'"})
"""What a browser may do with the page: its own files, its manifest and its service worker."""


async def index(_request: web.Request) -> web.Response:
    return serving.file(_FILES / "index.html")


async def service_worker(_request: web.Request) -> web.Response:
    """It stands at the root, as it looks after everything below its own address."""
    return serving.file(_FILES / "sw.js")


async def manifest(_request: web.Request) -> web.Response:
    """Return how the page is called and looks where it is kept on a screen like a program."""
    said = phrases(STRINGS, catalogue(_DEFAULT))
    icon = {"src": "/page/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    return web.json_response(
        {
            "name": said["title"],
            "short_name": said["short_title"],
            "lang": _DEFAULT,
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#dfe6ec",
            "theme_color": "#1b5a88",
            "icons": [icon],
        },
        content_type="application/manifest+json",
    )


async def shell(_request: web.Request) -> web.Response:
    """Return the addresses that open the page without a network; the service worker keeps what they hold."""
    folders = (("/page", _FILES), ("/conversation", serving.FOLDER))
    files = [f"{place}/{file.name}" for place, folder in folders for file in sorted(folder.iterdir())]
    told = [f"/web/strings?lang={lang}" for lang in LANGUAGES]
    return web.json_response({"addresses": ["/", "/manifest.webmanifest", *told, *files]})


async def strings(request: web.Request) -> web.Response:
    """Return the page's words in the language `lang`, in the default one unless there is such a one."""
    asked = request.query.get("lang", "")
    lang = asked if asked in LANGUAGES else _DEFAULT
    return web.json_response({"lang": lang} | words(lang) | phrases(STRINGS, catalogue(lang)))


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return the finished translations of `lang`, msgid to msgstr, read from the .po file."""
    return read_po(_LOCALES / lang / "messages.po").texts


def routes() -> list[web.AbstractRouteDef]:
    """Return the page's routes."""
    return [
        web.get("/", index),
        web.get("/sw.js", service_worker),
        web.get("/manifest.webmanifest", manifest),
        web.get("/web/strings", strings),
        web.get("/page/shell.json", shell),
        web.get("/page/{name}", serving.files_of(_FILES)),
        *serving.routes(),
    ]
