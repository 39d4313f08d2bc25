"""How the bot's place in a chat changes, and how it is told."""

from __future__ import annotations

from dataclasses import replace

from telegram import User

from bot.sandbox import updates
from bot.sandbox.exchange import Exchange
from bot.sandbox.store import Chat


def change(exchange: Exchange, chat: Chat, status: str, by: User) -> None:
    """Give the bot another status in a chat and tell it who did so; nothing happens where it has that status."""
    if chat.bot == status:
        return
    new = replace(chat, bot=status)
    exchange.store.put_chat(new)
    bot = exchange.bot
    if bot and exchange.wants("my_chat_member"):
        now = exchange.clock.now()
        exchange.store.queue(
            updates.membership_update(exchange.store.next_update_id(), new, by, bot, now, before=chat.bot)
        )
