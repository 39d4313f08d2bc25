"""A Telegram that keeps every outgoing call, and the readable form in which the calls are compared."""

from __future__ import annotations

import itertools
import re
from typing import Any

from aiogram import Bot
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)

from bot.clock import FixedClock
from tests.telegram import MemoryTelegram, keyboard

_SECRETS = (
    (re.compile(r"MOI-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}"), "«invitation code»"),
    (re.compile(r"/start [\w-]{22}(?![\w-])"), "/start «token»"),
    (re.compile(r"start=[\w-]{22}"), "start=«token»"),
    (re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{16}\b"), "«fingerprint»"),
)
"""What is drawn by lot or depends on it, and what stands in its place."""
KNOWN = ("/start nothing_like_a_token_0", "MOI-2222-3333-44", "MOI-2222-2222-22")
"""Codes that were typed by hand, so that they are always the same."""
_MARKS = {"bold": "b", "code": "code"}


class PacelessClock(FixedClock):
    """A clock that stands still for the program while what waits for its pace never has to."""

    _passed = itertools.count(step=1000)

    def seconds(self) -> float:
        """Return a thousand seconds more each time."""
        return float(next(self._passed))


class Recorder(MemoryTelegram):
    """Telegram in memory that keeps what was called, also what was edited over or refused."""

    def __init__(self) -> None:
        super().__init__()
        self.journal: list[tuple[int, str]] = []
        """By chat: the readable form of each call."""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        """Keep the call, then answer it."""
        chat = getattr(method, "chat_id", None)
        if chat is not None and not isinstance(method, AnswerCallbackQuery) and _is_message(method):
            self.journal.append((int(chat), self._readable(int(chat), method)))
        return await super().make_request(bot, method, timeout)

    def take(self) -> list[tuple[int, str]]:
        """Return what was called since the last time, chat by chat: between chats there is no order to keep."""
        taken, self.journal = self.journal, []
        return sorted(taken, key=lambda pair: pair[0])

    def _readable(self, chat: int, method: Any) -> str:
        if isinstance(method, EditMessageText):
            ids = [seen.id for seen in self.chats.get(chat, [])]
            number = ids.index(method.message_id) + 1 if method.message_id in ids else 0
            return _block(f"edits message {number}", method.text or "", method.entities, method.reply_markup)
        if isinstance(method, SendMessage):
            sound = " without a sound" if method.disable_notification else ""
            return _block(f"sends{sound}", method.text or "", method.entities, method.reply_markup)
        file = getattr(method, "document", None) or getattr(method, "photo", None)
        name = getattr(file, "filename", None) or "by identifier"
        what = type(method).__name__.removeprefix("Raw")
        return _block(f"{what} {name}", method.caption or "", method.caption_entities, method.reply_markup)


def _is_message(method: object) -> bool:
    return hasattr(method, "text") or hasattr(method, "caption")


def _block(what: str, text: str, entities: Any, markup: Any) -> str:
    lines = [f"{what}:", *(f"  | {line}" for line in without_secrets(_marked(text, entities or [])).split("\n"))]
    lines += ["  " + " ".join(map(_shown, row)) for row in keyboard(markup)]
    return "\n".join(lines)


def _shown(button: dict[str, str]) -> str:
    url, style = button.get("url"), button.get("style")
    return f"[{button['text']}]{f' -> {url}' if url else ''}{f' ({style})' if style else ''}"


def _marked(text: str, entities: Any) -> str:
    """Return the text with its styles in it; entities count in UTF-16 units."""
    raw = text.encode("utf-16-le")
    cuts = sorted(
        [(e["offset"], 1, f"⟨{_MARKS.get(e['type'], e['type'])}⟩") for e in entities]
        + [(e["offset"] + e["length"], 0, f"⟨/{_MARKS.get(e['type'], e['type'])}⟩") for e in entities]
    )
    pieces, at = [], 0
    for offset, _, mark in cuts:
        pieces += [raw[at * 2 : offset * 2].decode("utf-16-le"), mark]
        at = offset
    return "".join([*pieces, raw[at * 2 :].decode("utf-16-le")])


def without_secrets(text: str) -> str:
    """Return a text with what is never the same twice replaced."""
    for pattern, placeholder in _SECRETS:
        text = pattern.sub(lambda m, p=placeholder: m[0] if m[0] in KNOWN else p, text)  # type: ignore[misc]
    return text
