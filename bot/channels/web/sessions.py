"""Who asks: sessions by their cookies, looked up anew at every request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiohttp import web
from sqlite_utils import Database

from bot.channels.web.asking import Session
from bot.channels.web.devices import device_of
from bot.channels.web.links import CHANNEL
from bot.domain.sessions import FORGOTTEN_AFTER
from bot.errors import BotError
from bot.i18n import LANGUAGES
from bot.services.people import sessions
from bot.services.people.sessions import Signed
from storage import web_sessions
from storage.database import Writer
from storage.unit import Unit
from storage.web_sessions import WebSession


@dataclass(frozen=True)
class _Looked:
    """Whose request it is was looked up: somebody's, or nobody's."""

    signed: Signed | None


_LOOKED = web.RequestKey("looked", _Looked)
_COOKIE = web.RequestKey("cookie", str)


class BrowserSessions:
    """Reads a cookie where it can, and writes where its secret is to change (`bot.channels.web.asking.Sessions`)."""

    def __init__(
        self, writer: Writer, reading: Database, unit: Callable[[Database], Unit], *, is_encrypted: bool
    ) -> None:
        self._writer = writer
        self._reading = reading
        self._unit = unit
        self._is_encrypted = is_encrypted
        # With the prefix a browser takes it from this very origin alone, and only through TLS.
        self._name = "__Host-phien" if is_encrypted else "phien"

    async def of(self, request: web.Request) -> Session | None:
        """Return whose request this is; None without a session that holds."""
        signed = await self.signed(request)
        return _asking(signed) if signed else None

    async def still(self, session: Session) -> Session | None:
        """Return a session as it stands now, by its id alone; None where it has ended."""
        unit = self._unit(self._reading)
        found = web_sessions.by_id(unit.db, session.id)
        signed = sessions.now(unit, found) if found else None
        return _asking(signed) if signed else None

    async def signed(self, request: web.Request) -> Signed | None:
        """Return the session of a request, once for all who ask: its secret is changed at most once."""
        if _LOOKED not in request:
            cookie = request.cookies.get(self._name, "")
            request[_LOOKED] = _Looked(await self._looked_up(request, cookie) if cookie else None)
        return request[_LOOKED].signed

    def seen(self, request: web.Request) -> Signed | None:
        """Return the session of a request as far as it was looked up already."""
        return request[_LOOKED].signed if _LOOKED in request else None

    async def start(self, request: web.Request) -> Session:
        """Begin the session of a browser that has none, of an account nobody is linked to."""
        lang, device = language_of(request), device_of(request.headers.get("User-Agent", ""))

        def work(db: Database) -> tuple[WebSession, str]:
            return sessions.start(self._unit(db), CHANNEL, sessions.fresh_key(), device, lang)

        session, cookie = await self._writer.write(work)
        self.hand_out(request, cookie)
        return _asking(Signed(session, None, ""))

    async def end(self, request: web.Request) -> None:
        """End the session of a request."""
        signed = await self.signed(request)
        if signed:
            await self._writer.write(lambda db: sessions.end(self._unit(db), signed.session))
        self.hand_out(request, "")

    async def end_other(self, request: web.Request, session: str) -> None:
        """End a session of the same account. Raises BotError("not_here")."""
        signed = await self.signed(request)
        if signed is None or not await self._writer.write(
            lambda db: sessions.end_other(self._unit(db), signed, session)
        ):
            raise BotError("not_here")

    def all_of(self, session: Session) -> Sequence[WebSession]:
        """Return the sessions of an account, the one used last first."""
        return web_sessions.live(self._reading, CHANNEL, session.user_key)

    def hand_out(self, request: web.Request, cookie: str) -> None:
        """Have the answer to a request bring a cookie; an empty one is taken away."""
        request[_COOKIE] = cookie

    async def put_cookie(self, request: web.Request, response: web.StreamResponse) -> None:
        """Put what is handed out into the answer, whatever the answer is."""
        cookie = request.get(_COOKIE)
        if cookie is None:
            return
        # By hand: by now the library has put the answer's own cookies among its headers.
        age = int(FORGOTTEN_AFTER.total_seconds()) if cookie else 0
        secure = "; Secure" if self._is_encrypted else ""
        written = f"{self._name}={cookie}; Max-Age={age}; Path=/; HttpOnly; SameSite=Strict{secure}"
        response.headers.add("Set-Cookie", written)

    async def _looked_up(self, request: web.Request, cookie: str) -> Signed | None:
        signed, is_to_be_kept = sessions.look(self._unit(self._reading), cookie)
        if is_to_be_kept:
            signed = await self._writer.write(lambda db: sessions.settle(self._unit(db), cookie))
        if signed is None:
            self.hand_out(request, "")
        elif signed.cookie:
            self.hand_out(request, signed.cookie)
        return signed


def language_of(request: web.Request) -> str:
    """Return the first language of ours that a browser asks for."""
    wanted = (each.split(";")[0].strip().lower()[:2] for each in request.headers.get("Accept-Language", "").split(","))
    return next((each for each in wanted if each in LANGUAGES), LANGUAGES[0])


def _asking(signed: Signed) -> Session:
    session = signed.session
    return Session(session.id, session.user_key, session.user_key, signed.actor is not None, signed.lang, signed.owes)
