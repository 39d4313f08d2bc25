"""Calls that the Bot API refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram.error import BadRequest, TelegramError
from telegram.request import HTTPXRequest

from tests.sandbox.contract import Table
from tests.sandbox.sandbox_world import MEMBER, SECRETARY


@dataclass(frozen=True)
class No:
    """A call and the refusal it meets. `says` is Telegram's description, without "Bad Request: "."""

    id: str
    call: Callable[[Table], Awaitable[Any]]
    says: str
    error: type[TelegramError] = BadRequest


def says_too_long(t: Table) -> Awaitable[Any]:
    return t.bot.send_message(MEMBER, "đ" * 4097)


def button(**action: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Mở", **action}]]}


def with_button(**action: Any) -> Callable[[Table], Awaitable[Any]]:
    return lambda t: t.call("sendMessage", chat_id=MEMBER, text="Chọn", reply_markup=button(**action))


def with_text(text: str, **more: Any) -> Callable[[Table], Awaitable[Any]]:
    return lambda t: t.call("sendMessage", chat_id=MEMBER, text=text, **more)


def album(*media: dict[str, str]) -> Callable[[Table], Awaitable[Any]]:
    return lambda t: t.call("sendMediaGroup", chat_id=MEMBER, media=list(media))


async def an_old_query(t: Table) -> Any:
    query = await t.pressed()
    await t.bot.answer_callback_query(query)
    return await t.bot.answer_callback_query(query)


async def a_long_toast(t: Table) -> Any:
    return await t.bot.answer_callback_query(await t.pressed(), "a" * 201)


async def the_same_text(t: Table) -> Any:
    sent = await t.bot.send_message(MEMBER, "<b>Chọn</b>", "HTML")
    return await t.bot.edit_message_text("<b>Chọn</b>", MEMBER, sent.message_id, parse_mode="HTML")


async def the_same_caption(t: Table) -> Any:
    sent = await t.bot.send_photo(MEMBER, t.photo_id, caption="Ảnh")
    return await t.bot.edit_message_caption(MEMBER, sent.message_id, caption="Ảnh")


async def a_deleted_message(t: Table) -> Any:
    sent = await t.bot.send_message(MEMBER, "Chọn")
    await t.bot.delete_message(MEMBER, sent.message_id)
    return await t.bot.edit_message_text("Khác", MEMBER, sent.message_id)


async def somebody_elses_message(t: Table) -> Any:
    _, before = await t.world.act(f"phones/{SECRETARY}/text", {"chat": t.group, "text": "Chào"})
    assert before["seq"]
    (group, *_) = (await t.world.get("sandbox/state"))["phones"][1]["groups"]
    own = [message["id"] for message in group["messages"] if message["own"]]
    return await t.bot.delete_message(t.group, own[-1])


async def a_poll_with_a_webhook(t: Table) -> Any:
    await t.bot.set_webhook("http://127.0.0.1:9/")
    return await t.bot.get_updates()


async def a_second_poll(t: Table) -> Any:
    first = asyncio.gather(t.bot.get_updates(offset=2**40, timeout=10), return_exceptions=True)
    while not first.done():
        await t.call("getUpdates", offset=2**40)
    (found,) = await first
    assert isinstance(found, Exception)
    raise found


def wrong_token(token: str) -> Callable[[Table], Awaitable[Any]]:
    async def ask(t: Table) -> Any:
        request = HTTPXRequest(httpx_kwargs={"trust_env": False})
        async with request:
            return await request.post(f"{t.world.address}bot{token}/getMe")

    return ask


async def an_unknown_method(t: Table) -> Any:
    return await t.call("sendDice", chat_id=MEMBER)


def struck(kind: str, **more: Any) -> Callable[[Table], Awaitable[Any]]:
    async def send(t: Table) -> Any:
        await t.fault(kind, **more)
        return await t.bot.send_message(MEMBER, "Nhắc")

    return send


QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup"
    " are exactly the same as a current content and reply markup of the message"
)
UPGRADED = "Group migrated to supergroup. New chat id: "
