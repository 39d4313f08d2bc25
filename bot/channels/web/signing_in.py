"""The way in: pages of links that sign in once, the second factor, sessions on other devices."""

from __future__ import annotations

import html
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web
from sqlite_utils import Database

from bot.channels.web.devices import device_of
from bot.channels.web.guarding import STATUS
from bot.channels.web.links import CHANNEL
from bot.channels.web.plain_page import STYLE, page
from bot.channels.web.sessions import BrowserSessions, language_of
from bot.clock import VN
from bot.conversation import serving
from bot.domain.people import Reader
from bot.errors import BotError
from bot.i18n import translate
from bot.runtime.postbox import Postbox
from bot.screens.errors import sentence
from bot.screens.people import signing_in as wording
from bot.services.people import second_factors, signing_in
from bot.services.people.second_factors import Checked, Setup
from bot.services.people.sessions import Signed
from storage.database import Writer

_TOKEN = "{token:[A-Za-z0-9_-]{16,64}}"  # noqa: S105 - what a token looks like
_MOST_TYPED = 20


@dataclass(frozen=True)
class WayIn:
    """The routes with which somebody signs in, and out."""

    sessions: BrowserSessions
    writer: Writer
    reading: Database
    postbox: Postbox

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return them."""
        return [
            web.get("/vao.css", self.style),
            web.get(f"/vao/{_TOKEN}", self.offer),
            web.post(f"/vao/{_TOKEN}", self.use),
            web.post("/web/begin", self.begin),
            web.post("/web/end", self.end),
            web.get("/web/sessions", self.devices),
            web.post("/web/sessions/{id}/end", self.end_other),
            web.get("/web/totp", self.setup),
            web.post("/web/totp", self.code),
        ]

    async def style(self, _request: web.Request) -> web.Response:
        """What the pages of links look like."""
        return serving.file(STYLE)

    async def offer(self, request: web.Request) -> web.Response:
        """Who would sign in. A look uses nothing up: whoever carries a message looks at the links in it."""
        unit = self.postbox.unit(self.reading)
        try:
            person = signing_in.person_of(unit, request.match_info["token"])
        except BotError as error:
            return _refused(error, language_of(request))
        profile = unit.shipped.profile
        title = profile.bot_title.en if person.lang == "en" else profile.bot_title.vi
        button = html.escape(translate(wording.SIGN_IN, Reader(person.lang)))
        act = f'<form method="post"><button type="submit">{button}</button></form>'
        return page(wording.TITLE, wording.offered(person.full_name, title), act, person.lang)

    async def use(self, request: web.Request) -> web.Response:
        """Sign in. The link is used up with it, at once or not at all."""
        browser = await self.sessions.signed(request)
        token, device = request.match_info["token"], device_of(request.headers.get("User-Agent", ""))
        try:
            cookie = await self.writer.write(partial(self._use, token, device, browser))
        except BotError as error:
            return _refused(error, browser.lang if browser else language_of(request))
        self.postbox.queued()
        self.sessions.hand_out(request, cookie)
        return web.Response(status=303, headers={"Location": "/"})

    def _use(self, token: str, device: str, browser: Signed | None, db: Database) -> str:
        unit = self.postbox.unit(db)
        signed = signing_in.use(unit, CHANNEL, token, device, browser)
        self.postbox.put(unit, signed.sent, f"signed-in:{unit.now.isoformat()}")
        return signed.cookie

    async def begin(self, request: web.Request) -> web.Response:
        """Begin a session, with the conversation of an invitation; a browser that has one goes on with it."""
        session = await self.sessions.of(request) or await self.sessions.start(request)
        return web.json_response({"is_member": session.is_member})

    async def end(self, request: web.Request) -> web.Response:
        """Sign out in this browser."""
        await self.sessions.end(request)
        return web.json_response({"ended": True})

    async def devices(self, request: web.Request) -> web.Response:
        """Where the same account is signed in."""
        signed = await _signed(self.sessions, request)
        session = await self.sessions.of(request)
        assert session is not None
        unknown = translate(wording.UNKNOWN_DEVICE, Reader(signed.lang))
        listed = [
            {
                "id": each.id,
                "words": each.device or unknown,
                "made_at": _local(each.made_at),
                "seen_at": _local(each.seen_at),
                "is_this": each.id == session.id,
            }
            for each in self.sessions.all_of(session)
        ]
        return web.json_response({"sessions": listed})

    async def end_other(self, request: web.Request) -> web.Response:
        """Sign out in another browser."""
        await self.sessions.end_other(request, request.match_info["id"])
        return web.json_response({"ended": True})

    async def setup(self, request: web.Request) -> web.Response:
        """With what an authenticator is set up: to whom has none, until a code has confirmed it."""
        signed = await _signed(self.sessions, request)

        def work(db: Database) -> Setup:
            return second_factors.set_up(self.postbox.unit(db), signed)

        setup = await self.writer.write(work)
        return web.json_response({"svg": _drawn(setup.address), "key": setup.key})

    async def code(self, request: web.Request) -> web.Response:
        """A code of the second factor."""
        signed = await _signed(self.sessions, request)
        typed = (await _said(request)).get("code")
        if not isinstance(typed, str) or len(typed) > _MOST_TYPED:
            raise BotError("bad_request")

        def work(db: Database) -> Checked:
            return second_factors.check(self.postbox.unit(db), signed, typed)

        checked = await self.writer.write(work)
        if checked.paused_until:
            raise BotError("code_paused", until=checked.paused_until)
        if not checked.right:
            raise BotError("code_wrong", left=checked.left)
        return web.json_response({"right": True})


async def _signed(sessions: BrowserSessions, request: web.Request) -> Signed:
    signed = await sessions.signed(request)
    if signed is None:
        raise BotError("no_session")
    return signed


async def _said(request: web.Request) -> Mapping[str, Any]:
    """Return what a request says. Raises BotError("bad_request")."""
    try:
        said = await request.json()
    except ValueError:
        said = None
    if request.content_type != "application/json" or not isinstance(said, dict):
        raise BotError("bad_request")
    return said


def _refused(error: BotError, lang: str) -> web.Response:
    act = f'<a class="button" href="/">{html.escape(translate(wording.TO_PAGE, Reader(lang)))}</a>'
    response = page(wording.NOT_SIGNED_IN, (sentence(error),), act, lang)
    response.set_status(STATUS[error.code])
    return response


def _drawn(address: str) -> str:
    """Return a QR code as SVG, without a style or a script in it."""
    import segno  # of use to few, and once

    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", xmldecl=False, svgns=True, scale=4, border=4, light="#fff")
    return out.getvalue().decode()


def _local(at: datetime) -> str:
    return at.astimezone(VN).isoformat(timespec="seconds")
