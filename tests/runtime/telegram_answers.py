"""What Telegram says to a call, and what people have got from it."""

from __future__ import annotations

from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter

from tests.runtime.stepping import METHOD
from tests.world import USERS, World

AN, BICH, CHI = USERS["AN"], USERS["BICH"], USERS["CHI"]


def throttled(seconds: int) -> TelegramRetryAfter:
    return TelegramRetryAfter(METHOD, "Too Many Requests", seconds)


def refused(text: str) -> TelegramBadRequest:
    return TelegramBadRequest(METHOD, f"Bad Request: {text}")


def texts(world: World, user_id: int) -> list[str]:
    return [seen.text for seen in world.telegram.chats.get(user_id, [])]
