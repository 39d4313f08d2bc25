"""The group of the desk in tests: who writes and presses there, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.telegram.client import CAPABILITIES, TelegramChannel
from bot.services.desk import binding
from tests.seen import Seen
from tests.telegram import Phone
from tests.world import World, toast

GROUP, OTHER = -500, -600


@dataclass
class Group:
    """A group on Telegram; everybody of the cast is in it."""

    world: World
    chat: int = GROUP
    kind: str = "group"
    _presses: list[str] = field(default_factory=list)

    @property
    def messages(self) -> list[Seen]:
        """What the bot has sent there."""
        return self.world.telegram.chats.setdefault(self.chat, [])

    @property
    def last(self) -> Seen:
        """The newest message."""
        return self.messages[-1]

    def about(self, code: str) -> Seen:
        """Return the newest message that begins with a code."""
        return next(each for each in reversed(self.messages) if each.text.startswith(code))

    async def says(self, who: Phone, text: str, **fields: Any) -> None:
        """Let somebody write something in the group."""
        who.send(text, chat={"id": self.chat, "type": self.kind, "title": "Nhóm"}, **fields)
        await self.world.settle()

    async def taps(self, who: Phone, label: str, on: Seen | None = None) -> str:
        """Let somebody press the button with this label on the newest message that has it; return the words over it."""
        for seen in reversed(self.messages) if on is None else [on]:
            for shown, data in (each for row in seen.rows for each in row):
                if shown == label:
                    return await self.presses(who, data, seen.id)
        raise AssertionError(f"no button {label!r}: {[each.labels for each in self.messages]}")

    async def presses(self, who: Phone, data: str, message_id: int = 1) -> str:
        """Let somebody press a button that carries `data`, real or forged; return the words over it."""
        who.press(data, message_id, chat={"id": self.chat, "type": self.kind})
        await self.world.settle()
        return await toast(who)

    async def becomes(self, status: str, **fields: Any) -> None:
        """Let the bot be put into the group, out of it, or silenced."""
        bot = {"id": 1, "is_bot": True, "first_name": "Trợ lý"}
        change = {"chat": {"id": self.chat, "type": self.kind}, "from": {"id": 104, "is_bot": False, "first_name": "C"}}
        member = {"user": bot, "status": status, **fields}
        self.world.telegram.deliver({"my_chat_member": {**change, "date": 1794791700, "new_chat_member": member}})
        await self.world.settle()


def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worlds that are made from now on have groups that take whatever comes: their pace is tested by itself."""
    monkeypatch.setattr(TelegramChannel, "capabilities", replace(CAPABILITIES, group_burst=1000))


async def code_of(world: World) -> str:
    """Return a code of `bind-desk`."""
    issued = await world.writer.write(lambda db: binding.issue(world.unit(db), "operator"))
    return str(issued.code)


async def bound(world: World, chat: int = GROUP) -> Group:
    """Return the group of the desk, which Chi has bound."""
    group = Group(world, chat)
    await group.says(world.phone("CHI"), f"/start@tro_ly_bot {await code_of(world)}")
    return group


async def turn(world: World, span: timedelta) -> None:
    """Turn the clock on, run the ticks, and wait until what is due by then has been sent."""
    world.clock.set(world.clock.now() + span)
    await world.app.catch_up()
    await world.settle()
