"""The page of the link that ends letters: who has a letter can end them, without signing in."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import partial

from aiohttp import web
from sqlite_utils import Database

from bot.channels.web.guarding import STATUS
from bot.channels.web.plain_page import page
from bot.channels.web.sessions import language_of
from bot.domain.mailboxes import Mailbox, masked
from bot.domain.people import Reader
from bot.errors import BotError
from bot.i18n import translate
from bot.runtime.postbox import Postbox
from bot.screens import letters as wording
from bot.screens.errors import sentence
from bot.services import letters
from bot.services.people import mailing
from storage import people
from storage.database import Writer

_LINK = letters.STOP_PATH + "{token:[A-Za-z0-9_-]{16}[.][0-9a-f]{64}}"


@dataclass(frozen=True)
class Stopping:
    """The routes with which letters are ended."""

    writer: Writer
    reading: Database
    postbox: Postbox

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return them."""
        return [web.get(_LINK, self.offer), web.post(_LINK, self.use)]

    async def offer(self, request: web.Request) -> web.Response:
        """Ask. A look ends nothing: programs that look for harm in letters open every link in them."""
        unit = self.postbox.unit(self.reading)
        try:
            mailbox = letters.of_stop(unit, request.match_info["token"])
        except BotError as error:
            return _unknown(request, error)
        lang = people.person_by_id(self.reading, mailbox.person).lang
        button = html.escape(translate(wording.STOP, Reader(lang)))
        act = f'<form method="post"><button type="submit">{button}</button></form>'
        return page(wording.STOP_TITLE, wording.ask_stop(masked(mailbox.address)), act, lang)

    async def use(self, request: web.Request) -> web.Response:
        """End the letters."""
        try:
            mailbox = await self.writer.write(partial(self._stop, request.match_info["token"]))
        except BotError as error:
            return _unknown(request, error)
        self.postbox.queued()
        lang = people.person_by_id(self.reading, mailbox.person).lang
        return page(wording.STOPPED_TITLE, wording.has_stopped(masked(mailbox.address)), "", lang)

    def _stop(self, token: str, db: Database) -> Mailbox:
        unit = self.postbox.unit(db)
        mailbox, told = mailing.stop(unit, token)
        self.postbox.put(unit, told, f"mail-stopped:{mailbox.key}")
        return mailbox


def _unknown(request: web.Request, error: BotError) -> web.Response:
    """Say the same of a link that was made up and of one that is used: whether there is an address is nobody's."""
    response = page(wording.STOP_TITLE, (sentence(error),), "", language_of(request))
    response.set_status(STATUS[error.code])
    return response
