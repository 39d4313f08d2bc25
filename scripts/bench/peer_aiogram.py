"""The conversation as aiogram's documentation has one written: states, filters, MemoryStorage; presses are answered.

.venv/bin/python -m scripts.bench.peer_aiogram SERVER TURNS DATABASE
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from scripts.bench.conversation import Turn, load
from scripts.bench.floor_base import FloorBase
from scripts.bench.server import TOKEN


def routes(turns: list[Turn], base: str) -> Router:
    """Return a handler for each turn."""
    router, db = Router(), FloorBase(base)
    states = [State(f"step{number}", "Report") for number in range(len(turns))]

    async def go_on(state: FSMContext, number: int, chat: int, said: str) -> None:
        kept = await state.update_data({str(number): said})
        if number + 1 < len(turns):
            await state.set_state(states[number + 1])
            return
        db.report(chat, kept)
        await state.clear()

    def add(number: int, turn: Turn) -> None:
        screen = turn.screen
        markup = InlineKeyboardMarkup.model_validate_json(screen.markup) if screen.markup else None

        async def typed(message: Message, state: FSMContext) -> None:
            await go_on(state, number, message.chat.id, message.text or "")
            await message.answer(screen.text, reply_markup=markup)

        async def pressed(callback: CallbackQuery, state: FSMContext) -> None:
            await go_on(state, number, callback.from_user.id, callback.data or "")
            assert isinstance(callback.message, Message)
            await callback.message.edit_text(screen.text, reply_markup=markup)
            await callback.answer()

        if not number:
            router.message(Command("baocao"))(typed)
        elif turn.is_press:
            router.callback_query(states[number], F.data)(pressed)
        else:
            router.message(states[number], F.text)(typed)

    for number, turn in enumerate(turns):
        add(number, turn)
    return router


async def serve(server: str, turns: list[Turn], base: str) -> None:
    """Serve until ended."""
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(server)))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(routes(turns, base))
    await dispatcher.start_polling(bot)


def main() -> None:
    """Run until ended."""
    server, turns, base = sys.argv[1:]
    asyncio.run(serve(server, load(Path(turns)), base))


if __name__ == "__main__":
    main()
