"""Menus of commands and the channel's introduction: shown beside everything else, and never in its way.

What a menu should be follows from the base, so it is compared with what was shown last, again and again: at the
start, after an account was linked or left, when duties or a language changed. Nothing is queued or remembered
on disk; a call that fails costs a menu and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from sqlite_utils import Database

from bot.domain.people import Reader
from bot.i18n import LANGUAGES, translate
from bot.runtime.ports import Channel, ChannelError, Commands, Failure
from bot.screens.commands import DESCRIPTION, SHORT_DESCRIPTION, Menu, menu
from bot.services.menus import menus
from storage.unit import Unit

log = logging.getLogger(__name__)

_LOOK_AGAIN_SECONDS = 30.0


class Menus:
    """Shows strangers the menu of their app's language, and every linked person their own in their own language."""

    def __init__(self, channel: Channel, reading: Database, *, unit: Callable[[Database], Unit]) -> None:
        self._channel = channel
        self._reading = reading
        self._unit = unit
        self._introduced: set[str] = set()
        self._shown: dict[str, Commands] = {}
        """By address; what the channel refused counts as shown."""

    async def run(self) -> None:
        """Keep menus as they should be until cancelled."""
        while True:
            pause = _LOOK_AGAIN_SECONDS
            try:
                await self.show()
            except ChannelError as error:
                log.info("menus are shown later: %s", error.failure.name)
                pause = max(pause, error.retry_after)
            except Exception:
                log.exception("menus could not be shown")
            await asyncio.sleep(pause)

    async def show(self) -> None:
        """Show what has changed since the last time. Raises ChannelError when the channel takes no calls now."""
        for lang in LANGUAGES:
            if lang not in self._introduced and await self._introduce(lang):
                self._introduced.add(lang)
        wanted = self._wanted()
        for address in self._shown.keys() - wanted.keys():
            if await _made(self._channel.show_commands(address, ())):
                del self._shown[address]
        for address, commands in wanted.items():
            if self._shown.get(address) != commands and await _made(self._channel.show_commands(address, commands)):
                self._shown[address] = commands

    async def _introduce(self, lang: str) -> bool:
        """Introduce the program to strangers; the default language is for everybody whose own is not named."""
        reader, named = Reader(lang), "" if lang == LANGUAGES[0] else lang
        commands = _translated(menu(frozenset()), reader)
        texts = translate(DESCRIPTION, reader), translate(SHORT_DESCRIPTION, reader)
        shown = await _made(self._channel.show_commands("", commands, named))
        return await _made(self._channel.describe(*texts, named)) and shown

    def _wanted(self) -> dict[str, Commands]:
        return {
            to.address: _translated(listed, to.reader)
            for to, listed in menus(self._unit(self._reading)).items()
            if to.channel == self._channel.name
        }


def _translated(listed: Menu, reader: Reader) -> Commands:
    return tuple((translate(name, reader), translate(text, reader)) for name, text in listed)


async def _made(call: Awaitable[None]) -> bool:
    """Make a call; return whether it needs no further attempt: it was taken, or never will be."""
    try:
        await call
    except ChannelError as error:
        # The next chat would hear the same: there is no sense in asking for the others now.
        if error.failure in (Failure.THROTTLED, Failure.UNAUTHORISED):
            raise
        log.info("a menu was not shown: %s (%s)", error.failure.name, error)
        return error.failure is not Failure.RETRY
    return True
