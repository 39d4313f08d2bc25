"""A server, its bot and what is there from the start, for the tables of the Bot API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from tests.sandbox.sandbox_world import MEMBER, World


@dataclass
class Table:
    """What the rows talk about: a server, its bot, and messages and groups that are there from the start."""

    world: World
    bot: Bot
    text: int = 0
    old: int = 0
    own: int = 0
    photo: int = 0
    photo_id: str = ""
    document: int = 0
    document_id: str = ""
    group: int = 0
    group_text: int = 0
    left: int = 0
    kicked: int = 0
    moved: int = 0
    moved_to: int = 0

    async def call(self, method: str, **params: Any) -> Any:
        """Call a method with parameters that the library would not send."""
        parameters = [RequestParameter.from_input(name, value) for name, value in params.items()]
        return await self.bot.request.post(f"{self.bot.base_url}/{method}", RequestData(parameters))

    async def fault(self, kind: str, **more: Any) -> None:
        status, answer = await self.world.act("faults", {"kind": kind, **more})
        assert status == 200, answer

    async def pressed(self) -> str:
        """Let the member press a button; return the query's id."""
        rows = keyboard(InlineKeyboardButton("Mở", callback_data="a"))
        await self.bot.send_message(MEMBER, "Chọn", reply_markup=rows)
        await self.world.phone().tap("Mở")
        query = (await self.bot.get_updates())[-1].callback_query
        assert query
        return query.id


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([buttons])
