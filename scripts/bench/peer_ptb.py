"""The conversation as python-telegram-bot's documentation has one written: a ConversationHandler; presses are answered.

.venv/bin/python -m scripts.bench.peer_ptb SERVER TURNS DATABASE
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from scripts.bench.conversation import Turn, load
from scripts.bench.floor_base import FloorBase
from scripts.bench.server import TOKEN

_Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, int]]
_POLL_SECONDS = 10


def _callback(turns: list[Turn], number: int, db: FloorBase) -> _Callback:
    screen = turns[number].screen
    markup = InlineKeyboardMarkup.de_json(json.loads(screen.markup), None) if screen.markup else None
    is_last = number + 1 == len(turns)

    async def go_on(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        press, kept = update.callback_query, context.user_data
        assert kept is not None
        assert update.effective_chat is not None
        kept[str(number)] = press.data if press else update.effective_message and update.effective_message.text
        if is_last:
            db.report(update.effective_chat.id, kept)
            kept.clear()
        if press:
            await press.edit_message_text(screen.text, reply_markup=markup)
            await press.answer()
        else:
            await context.bot.send_message(update.effective_chat.id, screen.text, reply_markup=markup)
        return ConversationHandler.END if is_last else number + 1

    return go_on


def conversation(turns: list[Turn], base: str) -> ConversationHandler[Any]:
    """Return a handler of the whole conversation."""
    db = FloorBase(base)
    callbacks = [_callback(turns, number, db) for number in range(len(turns))]
    states: dict[object, list[BaseHandler[Update, Any, Any]]] = {
        number: [
            CallbackQueryHandler(callback)
            if turns[number].is_press
            else MessageHandler(filters.TEXT & ~filters.COMMAND, callback)
        ]
        for number, callback in enumerate(callbacks)
        if number
    }
    return ConversationHandler([CommandHandler("baocao", callbacks[0])], states, [])


def main() -> None:
    """Run until ended."""
    server, turns, base = sys.argv[1:]
    application = Application.builder().token(TOKEN).base_url(f"{server}/bot").build()
    application.add_handler(conversation(load(Path(turns)), base))
    application.run_polling(timeout=_POLL_SECONDS)


if __name__ == "__main__":
    main()
