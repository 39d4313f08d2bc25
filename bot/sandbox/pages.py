"""The page with the phones: its files, its words, and what a browser may do with it."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot.domain.members import Reader
from bot.domain.screens import N_, Text
from bot.i18n import LANGUAGES, translate

_FILES = Path(__file__).parent / "page"

SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self'",
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

STRINGS = {
    "title": N_("Assistant for the reform of administrative procedures"),
    "remark": N_("Trial environment, illustrative data"),
    "program_time": N_("Program time"),
    "kind_member": N_("Member"),
    "kind_secretary": N_("Standing body"),
    "kind_stranger": N_("Not on the roster"),
    "phones": N_("Phones"),
    "no_phones": N_("There are no phones yet. They appear when the assistant starts."),
    "messages_of": N_("Messages of {name}"),
    "code": N_("Invitation code"),
    "code_hint": N_("Enter this code to join"),
    "copy": N_("Copy"),
    "copied": N_("Copied"),
    "no_messages": N_("No messages yet"),
    "start": N_("Start"),
    "message": N_("Message"),
    "send": N_("Send"),
    "not_sent": N_("Not sent. The text stays in the box."),
    "not_pressed": N_("The button could not be pressed. Try again when the connection is back."),
    "by_bot": N_("Assistant"),
    "by_person": N_("Sent by {name}"),
    "edited": N_("edited"),
    "silent": N_("no sound"),
    "sticker": N_("Sticker"),
    "download": N_("Download {name}"),
    "close": N_("Close"),
    "new_messages": N_("{count} new"),
    "server_away": N_("No connection to the sandbox. Connecting again."),
    "bot_away": N_("The assistant is not running. Messages are kept and delivered when it starts."),
    "log": N_("Calls the sandbox does not know"),
}
"""The page's words. What stands in braces is filled in by the page."""


async def index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(_FILES / "index.html")


async def strings(request: web.Request) -> web.Response:
    """Return the page's words in the language `lang`, `vi` unless another is asked for."""
    lang = request.query.get("lang", "vi")
    reader = Reader(lang if lang in LANGUAGES else "vi")
    return web.json_response({"lang": reader.lang} | {key: _phrase(msgid, reader) for key, msgid in STRINGS.items()})


def _phrase(msgid: str, reader: Reader) -> str:
    return translate(Text(msgid, name="{name}", count="{count}"), reader)


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Tell the browser how little this page needs."""
    response.headers.update(SECURITY_HEADERS)


def routes() -> list[web.AbstractRouteDef]:
    """Return the page's routes."""
    return [web.get("/", index), web.get("/sandbox/strings", strings), web.static("/page", _FILES)]
