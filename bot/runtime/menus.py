"""Menus of commands and the channel's introduction: shown beside everything else, and never in its way.

What a menu should be follows from the base, so it is compared with what was shown last, again and again: at the
start, after an account was linked or left, when duties or a language changed. Nothing is queued; a call that fails
costs a menu and nothing else. Kept on disk is a hash of what was shown, so that a start shows what has changed alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from enum import Enum, auto
from functools import lru_cache

from sqlite_utils import Database

from bot.domain.people import Reader, Role
from bot.i18n import LANGUAGES, translate
from bot.runtime.ports import Channel, ChannelError, Commands, Failure
from bot.screens.commands import DESCRIPTION, SHORT_DESCRIPTION, menu
from bot.services.people.enrolment import invitation_link_fact
from storage import ledgers
from storage import menus as stored
from storage.database import Writer
from storage.menus import Held
from storage.unit import Unit

log = logging.getLogger(__name__)

_LOOK_AGAIN_SECONDS = 30.0
_SLICE = 250
"""So many accounts are looked at before others have their turn."""


class Call(Enum):
    """What became of a call."""

    TAKEN = auto()
    REFUSED = auto()
    """It will never be taken: not tried again before the next start."""
    LOST = auto()
    """It has to be tried again."""


class Menus:
    """Shows strangers the menu of their app's language, and every linked person their own in their own language."""

    def __init__(
        self, channel: Channel, reading: Database, *, unit: Callable[[Database], Unit], writer: Writer
    ) -> None:
        self._channel = channel
        self._reading = reading
        self._unit = unit
        self._writer = writer
        self._introduced: dict[str, str] | None = None
        """By language, the hash of how the program was introduced; so is what the channel refused."""
        self._refused: set[str] = set()
        """The languages in which it was refused."""
        self._shown: dict[int, tuple[str, str]] = {}
        """By account, where its menu is shown and the hash of it; what the channel refused counts as shown."""
        self._unkept: dict[int, str] = {}
        """What has been shown since it was written down last."""
        self._link: str | None = None
        """What links to the bot look like, by which another bot is told from the one before."""
        self._as_of: object = None
        """When everything was as it should be: the state of the base and the day."""

    async def run(self) -> None:
        """Keep menus as they should be until cancelled."""
        while True:
            pause = _LOOK_AGAIN_SECONDS
            try:
                async for _ in self._slices():
                    await self._keep()
            except ChannelError as error:
                log.info("menus are shown later: %s", error.failure.name)
                pause = max(pause, error.retry_after)
            except Exception:
                log.exception("menus could not be shown")
            await asyncio.sleep(pause)

    async def show(self) -> None:
        """Show what has changed since the last time. Raises ChannelError when the channel takes no calls now."""
        async for _ in self._slices():
            pass

    async def _slices(self) -> AsyncIterator[None]:
        """Show what has changed, and give way after each part of it."""
        self._load()
        await self._introduce()
        yield
        # Before the look, so that what changes meanwhile is looked at the next time.
        as_of = stored.version(self._reading), self._unit(self._reading).today
        if as_of == self._as_of:
            return
        is_done, behind, addresses = True, 0, dict[int, str]()
        while found := stored.held(self._reading, self._channel.name, as_of[1], behind, _SLICE):
            behind = found[-1].account
            addresses |= {each.account: each.address for each in found}
            for each in found:
                is_done &= await self._show(each)
            yield
            await asyncio.sleep(0)
        for account in self._shown.keys() - addresses.keys():
            is_done &= await self._take_away(account, set(addresses.values()))
        yield
        self._as_of = as_of if is_done else None

    def _load(self) -> None:
        link = ledgers.fact(self._reading, invitation_link_fact(self._channel.name))
        if self._introduced is None:
            self._introduced = stored.introduced(self._reading, self._channel.name)
            self._shown = stored.shown(self._reading, self._channel.name)
        elif self._link and link != self._link:
            # It is another bot, whose chats show nothing yet.
            self._unkept = dict.fromkeys(self._shown, "")
            self._introduced, self._shown, self._as_of = {}, {}, None
        self._link = link

    async def _introduce(self) -> None:
        """Introduce the program to strangers; the default language is for everybody whose own is not named."""
        assert self._introduced is not None
        for lang in LANGUAGES:
            reader, named = Reader(lang), "" if lang == LANGUAGES[0] else lang
            commands, commands_hash = _commands(frozenset(), lang)
            texts = translate(DESCRIPTION, reader), translate(SHORT_DESCRIPTION, reader)
            found = _hash([commands_hash, *texts])
            if self._introduced.get(lang) != found:
                shown = await _made(self._channel.show_commands("", commands, named))
                made = {shown, await _made(self._channel.describe(*texts, named))}
                if Call.LOST not in made:
                    self._introduced[lang] = found
                    self._refused |= {lang} if Call.REFUSED in made else set()

    async def _show(self, each: Held) -> bool:
        """Show an account its menu, where it has another; return False where that has to be tried again."""
        commands, found = _commands(each.roles, each.lang)
        if self._shown.get(each.account) == (each.address, found):
            return True
        made = await _made(self._channel.show_commands(each.address, commands))
        if made is not Call.LOST:
            self._shown[each.account] = (each.address, found)
            self._unkept[each.account] = found if made is Call.TAKEN else ""
        return made is not Call.LOST

    async def _take_away(self, account: int, addresses: set[str]) -> bool:
        """Take the menu away that an account has no more, unless its chat has one by another account."""
        address, _ = self._shown[account]
        has_chat = address and address not in addresses
        if has_chat and await _made(self._channel.show_commands(address, ())) is Call.LOST:
            return False
        del self._shown[account]
        self._unkept[account] = ""
        return True

    async def _keep(self) -> None:
        """Write down what has been shown."""
        hashes, self._unkept = self._unkept, {}
        taken = {lang: found for lang, found in (self._introduced or {}).items() if lang not in self._refused}

        def work(db: Database) -> None:
            stored.put_shown(db, hashes)
            stored.put_introduced(db, self._channel.name, taken)

        if hashes or taken != stored.introduced(self._reading, self._channel.name):
            await self._writer.write(work)


@lru_cache(maxsize=256)
def _commands(roles: frozenset[Role], lang: str) -> tuple[Commands, str]:
    """The commands of whoever holds these roles, in their language, and the hash by which they are known."""
    reader = Reader(lang)
    commands = tuple((translate(name, reader), translate(text, reader)) for name, text in menu(roles))
    return commands, _hash(commands)


def _hash(shown: object) -> str:
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]


async def _made(call: Awaitable[None]) -> Call:
    """Make a call. Raises ChannelError when the channel takes no calls now."""
    try:
        await call
    except ChannelError as error:
        # The next chat would hear the same: there is no sense in asking for the others now.
        if error.failure in (Failure.THROTTLED, Failure.UNAUTHORISED):
            raise
        log.info("a menu was not shown: %s (%s)", error.failure.name, error)
        return Call.LOST if error.failure is Failure.RETRY else Call.REFUSED
    return Call.TAKEN
