"""What every request passes before a route is asked: how much, from where, whose. What is not let pass is refused."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.channels.web.addresses import Address
from bot.channels.web.page.routes import SECURITY_HEADERS
from bot.channels.web.rates import Rate, Rates
from bot.channels.web.sessions import BrowserSessions, language_of
from bot.domain.people import Reader
from bot.errors import BotError
from bot.i18n import translate
from bot.screens.errors import sentence
from bot.services.letters import STOP_PATH

log = logging.getLogger(__name__)

_OPEN = frozenset({"/", "/sw.js", "/manifest.webmanifest", "/web/begin", "/web/strings"})
_WEBHOOKS = "/zalo/"
"""Where servers of other channels call, whose routes know them by a secret of their own."""
_LINKS = ("/vao/", STOP_PATH)
"""Where links lead whose end is a secret."""
_OPEN_BELOW = ("/page/", "/conversation/", "/vao", STOP_PATH, _WEBHOOKS)
"""What is served to anybody: the page itself without anything in it, and the way in. All else needs a session."""
_BEFORE_THE_CODE = frozenset({"/web/state", "/web/totp", "/web/end"})
"""What is served to a session that owes a code: it says so, and takes the code."""
_STREAM, _UPLOADS, _DOWNLOADS = "/web/events", "/web/acts/files", "/web/files/"
_UPLOAD_BYTES = 10 * 20 * 2**20 + 2**16
BODY_BYTES = 2**16
_SECONDS, _FILE_SECONDS = 30.0, 900.0
"""For a request and its answer; for files."""
_SIGNING_IN = (*_LINKS, "/web/totp", "/web/begin")

STATUS: Mapping[str, int] = {
    "no_session": 401,
    "totp": 403,
    "foreign_origin": 403,
    "not_here": 404,
    "link_unknown": 404,
    "stop_unknown": 404,
    "took_too_long": 408,
    "link_used": 410,
    "link_over": 410,
    "link_of_another": 409,
    "too_large": 413,
    "slow": 429,
    "code_paused": 429,
    "page_failed": 500,
}
"""With which status an error is answered; with 400 where it is not here."""

HEADERS: Mapping[str, str] = {
    **SECURITY_HEADERS,
    "X-Frame-Options": "DENY",
    # Not `no-referrer`, with which browsers keep to themselves from which page a form was sent.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Robots-Tag": "noindex, nofollow",
}
_POLICY = "Content-Security-Policy"
_WITH_A_FORM = HEADERS[_POLICY].replace("form-action 'none'", "form-action 'self'")
"""The pages of links have a button that works without a script."""
_ONLY_ENCRYPTED = "max-age=31536000"


class Guards:
    """The middlewares, in the order in which requests pass them, and what is put on every answer."""

    def __init__(
        self,
        address: Address,
        sessions: BrowserSessions,
        phone: str,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = address
        self._sessions = sessions
        self._phone = phone
        # An office may sit behind one address: forty people who open the page in the same minute are let in.
        self._of_address = Rates(Rate(3000, 100), seconds)
        self._of_session = Rates(Rate(120, 4), seconds)
        self._signing_in = Rates(Rate(60, 0.1), seconds)

    @property
    def middlewares(self) -> Sequence[Middleware]:
        """Return them, the outermost first."""
        return (self.told, self.in_time, self.not_too_much, self.from_the_page, self.of_somebody)

    async def add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        """Tell the browser how little is needed; a route may have said it more strictly. And nobody what runs here."""
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith(_LINKS):
            response.headers[_POLICY] = _WITH_A_FORM
        if self._address.is_encrypted:
            response.headers["Strict-Transport-Security"] = _ONLY_ENCRYPTED
        response.headers["Server"] = "web"
        await self._sessions.put_cookie(request, response)

    @web.middleware
    async def told(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Say in a sentence what was wrong, in the language of whoever asks; of what failed here, nothing but that."""
        try:
            return await handler(request)
        except BotError as error:
            return self._refusal(request, error)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return self._refusal(request, _of_library(error.status))
        except ConnectionResetError:
            raise
        except Exception:
            log.exception("a request could not be answered: %s %s", request.method, _place(request))
            return self._refusal(request, BotError("page_failed", phone=self._phone))

    @web.middleware
    async def in_time(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """End what comes, or is answered, too slowly; a stream goes on."""
        if request.path == _STREAM:
            return await handler(request)
        try:
            async with asyncio.timeout(_FILE_SECONDS if _is_of_files(request) else _SECONDS):
                return await handler(request)
        except TimeoutError:
            raise BotError("took_too_long") from None

    @web.middleware
    async def not_too_much(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse what is too large before it is read, and who asks too often."""
        most = _UPLOAD_BYTES if request.path == _UPLOADS else BODY_BYTES
        if request.content_length is not None and request.content_length > most:
            raise BotError("too_large")
        client = self._address.client(request)
        _expect_place(self._of_address, client)
        if request.method == "POST" and request.path.startswith(_SIGNING_IN):
            _expect_place(self._signing_in, client)
        return await handler(request)

    @web.middleware
    async def from_the_page(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let nothing be done that another page has sent for: browsers say from which page they send."""
        if request.method in ("GET", "HEAD") or request.path.startswith(_WEBHOOKS):
            return await handler(request)
        if request.headers.get("Origin") != self._address.public_url:
            raise BotError("foreign_origin")
        return await handler(request)

    @web.middleware
    async def of_somebody(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let whoever has no session have the page and the way in alone, and who owes a code nothing else."""
        if request.path in _OPEN or request.path.startswith(_OPEN_BELOW):
            return await handler(request)
        session = await self._sessions.of(request)
        if session is None:
            raise BotError("no_session")
        _expect_place(self._of_session, session.id)
        if session.needs_totp and request.path not in _BEFORE_THE_CODE:
            raise BotError("totp")
        return await handler(request)

    def _refusal(self, request: web.Request, error: BotError) -> web.Response:
        signed = self._sessions.seen(request)
        reader = Reader(signed.lang if signed else language_of(request))
        body = {"error": translate(sentence(error), reader), "code": error.code}
        status = STATUS.get(error.code, 400)
        response = web.json_response({**body, **_waited(error)}, status=status)
        if not request.can_read_body or error.code not in ("too_large", "took_too_long"):
            return response
        response.force_close()  # what is still to come is not read
        return response


def _of_library(status: int) -> BotError:
    """What the library refuses by itself, in our words."""
    if status in (404, 405):
        return BotError("not_here")
    return BotError("too_large") if status == 413 else BotError("bad_request")


def _expect_place(rates: Rates, key: str) -> None:
    wait = rates.wait(key)
    if wait:
        raise BotError("slow", after=wait)


def _waited(error: BotError) -> Mapping[str, object]:
    return {"after": error.params["after"]} if error.code == "slow" else {}


def _is_of_files(request: web.Request) -> bool:
    return request.path == _UPLOADS or request.path.startswith(_DOWNLOADS)


def _place(request: web.Request) -> str:
    """A path without what may be a secret in it: of a link its beginning."""
    return next((beginning for beginning in _LINKS if request.path.startswith(beginning)), request.path)
