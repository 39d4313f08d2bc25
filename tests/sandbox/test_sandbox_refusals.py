"""What Telegram refuses, the sandbox refuses in the same words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.sandbox.hub import Waits
from tests.sandbox.sandbox_world import MEMBER, STRANGER, World, sandbox_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path) as world:
        yield world


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Mở", **button}]]}


HELLO = {"chat_id": MEMBER, "text": "Xin chào"}

REFUSALS: list[tuple[str, str, dict[str, Any], str]] = [
    ("no text", "sendMessage", {"chat_id": MEMBER, "text": ""}, "message text is empty"),
    ("nothing but space", "sendMessage", {"chat_id": MEMBER, "text": " \n "}, "text must be non-empty"),
    (
        "markup without text",
        "sendMessage",
        {"chat_id": MEMBER, "text": "<b> </b>", "parse_mode": "HTML"},
        "text must be non-empty",
    ),
    ("4097 letters", "sendMessage", {"chat_id": MEMBER, "text": "đ" * 4097}, "message is too long"),
    ("4098 units", "sendMessage", {"chat_id": MEMBER, "text": "🙂" * 2049}, "message is too long"),
    ("a broken letter", "sendMessage", {"chat_id": MEMBER, "text": "a\ud800"}, "strings must be encoded in UTF-8"),
    ("an unknown chat", "sendMessage", {**HELLO, "chat_id": 999}, "chat not found"),
    ("a name as chat", "sendMessage", {**HELLO, "chat_id": "@ai_do"}, "chat not found"),
    ("no chat", "sendMessage", {"text": "Xin chào"}, "chat_id is empty"),
    ("a chat that is not there", "sendDocument", {"chat_id": 999, "document": "x"}, "chat not found"),
    ("another parse mode", "sendMessage", {**HELLO, "parse_mode": "Magic"}, "unsupported parse_mode"),
    (
        "an open tag",
        "sendMessage",
        {"chat_id": MEMBER, "text": "Việc <b>hôm nay", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        "a strange tag",
        "sendMessage",
        {"chat_id": MEMBER, "text": "Đã <img src=x>", "parse_mode": "HTML"},
        'can\'t parse entities: Unsupported start tag "img" at byte offset 5',
    ),
    (
        "65 bytes of data",
        "sendMessage",
        {**HELLO, "reply_markup": keyboard(callback_data="đ" * 32 + "a")},
        "BUTTON_DATA_INVALID",
    ),
    ("no data", "sendMessage", {**HELLO, "reply_markup": keyboard(callback_data="")}, "BUTTON_DATA_INVALID"),
    (
        "a button that does nothing",
        "sendMessage",
        {**HELLO, "reply_markup": keyboard()},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "101 buttons",
        "sendMessage",
        {**HELLO, "reply_markup": {"inline_keyboard": [[{"text": "Mở", "callback_data": "a"}]] * 101}},
        "reply markup is too long",
    ),
    (
        "a keyboard that is not JSON",
        "sendMessage",
        {**HELLO, "reply_markup": "{"},
        "can't parse reply keyboard markup JSON object",
    ),
    (
        "a keyboard that is not made of rows",
        "sendMessage",
        {**HELLO, "reply_markup": {"inline_keyboard": "x"}},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        "a copy button without a text",
        "sendMessage",
        {**HELLO, "reply_markup": keyboard(copy_text="x")},
        "can't parse inline keyboard button",
    ),
    (
        "nothing to copy",
        "sendMessage",
        {**HELLO, "reply_markup": keyboard(copy_text={"text": ""})},
        "BUTTON_COPY_TEXT_INVALID",
    ),
    (
        "too much to copy",
        "sendMessage",
        {**HELLO, "reply_markup": keyboard(copy_text={"text": "a" * 257})},
        "BUTTON_COPY_TEXT_INVALID",
    ),
    (
        "a keyboard that no phone here shows",
        "sendMessage",
        {**HELLO, "reply_markup": {"keyboard": [["Mở"]]}},
        "inline keyboard expected",
    ),
    (
        "a misspelt keyboard",
        "sendMessage",
        {**HELLO, "reply_markup": {"inline_keybord": []}},
        "inline keyboard expected",
    ),
    ("an enormous chat id", "sendMessage", {**HELLO, "chat_id": 10**30}, "chat not found"),
    (
        "an unknown message",
        "editMessageText",
        {**HELLO, "message_id": 999},
        "message to edit not found",
    ),
    ("no message", "editMessageText", HELLO, "message identifier is not specified"),
    (
        "an unknown query",
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    (
        "an unknown action",
        "sendChatAction",
        {"chat_id": MEMBER, "action": "dance"},
        "wrong parameter action in request",
    ),
    ("an unknown file", "getFile", {"file_id": "x"}, "invalid file_id"),
    ("no document", "sendDocument", {"chat_id": MEMBER}, "there is no document in the request"),
    (
        "an unknown document",
        "sendDocument",
        {"chat_id": MEMBER, "document": "x"},
        "wrong file identifier/HTTP URL specified",
    ),
    (
        "a command in capitals",
        "setMyCommands",
        {"commands": [{"command": "BaoCao", "description": "x"}]},
        "BOT_COMMAND_INVALID",
    ),
]


@pytest.mark.parametrize(
    ("method", "params", "description"), [row[1:] for row in REFUSALS], ids=[r[0] for r in REFUSALS]
)
async def test_it_is_refused_in_telegrams_words(
    world: World, method: str, params: dict[str, Any], description: str
) -> None:
    status, answer = await world.api(method, **params)

    assert status == 400
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {description}"}
    assert await world.phone().messages() == []


async def test_what_fits_exactly_is_accepted(world: World) -> None:
    longest = await world.bot.send_message(MEMBER, "<b>" + "🙂" * 2048 + "</b>", "HTML")
    button = InlineKeyboardButton("Mở", callback_data="đ" * 32)

    sent = await world.bot.send_message(MEMBER, "Chọn", reply_markup=InlineKeyboardMarkup([[button]]))

    assert longest.text == "🙂" * 2048
    assert sent.reply_markup is not None


async def test_an_edit_that_changes_nothing_is_refused(world: World) -> None:
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Mở", callback_data="a")]])
    sent = await world.bot.send_message(MEMBER, "<b>Chọn</b>", "HTML", reply_markup=rows)

    status, answer = await world.api(
        "editMessageText", chat_id=MEMBER, message_id=sent.message_id, text=" <b>Chọn</b>", parse_mode="HTML",
        reply_markup=rows.to_dict(),
    )  # fmt: skip

    assert status == 400
    assert answer["description"] == (
        "Bad Request: message is not modified: specified new message content and reply markup"
        " are exactly the same as a current content and reply markup of the message"
    )


async def test_an_edit_that_is_too_long_is_refused_and_changes_nothing(world: World) -> None:
    sent = await world.bot.send_message(MEMBER, "Trước")

    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await world.bot.edit_message_text("a" * 4097, MEMBER, sent.message_id)

    (shown,) = await world.phone().messages()
    assert shown["text"] == "Trước"


async def test_nobody_edits_a_persons_message_or_another_chats(world: World) -> None:
    await world.phone().send("Xin chào")
    (own,) = await world.phone().messages()
    sent = await world.bot.send_message(MEMBER, "Chọn")

    with pytest.raises(BadRequest, match="can't be edited"):
        await world.bot.edit_message_text("khác", MEMBER, own["id"])
    with pytest.raises(BadRequest, match="not found"):
        await world.bot.edit_message_text("khác", STRANGER, sent.message_id)


async def test_a_query_is_answered_once(world: World) -> None:
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Mở", callback_data="a")]])
    await world.bot.send_message(MEMBER, "Chọn", reply_markup=rows)
    await world.phone().tap("Mở")
    (update,) = await world.bot.get_updates()
    assert update.callback_query is not None
    await update.callback_query.answer()

    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await update.callback_query.answer()


async def test_an_answer_after_too_long_is_refused_and_nobody_waits_for_it_any_more(tmp_path: Path) -> None:
    async with sandbox_world(tmp_path, waits=Waits(query=0)) as world:
        rows = InlineKeyboardMarkup([[InlineKeyboardButton("Mở", callback_data="a")]])
        await world.bot.send_message(MEMBER, "Chọn", reply_markup=rows)
        await world.phone().tap("Mở")
        (update,) = await world.bot.get_updates()
        assert update.callback_query is not None

        with pytest.raises(BadRequest, match=r"(?i)query is too old"):
            await update.callback_query.answer()

        assert (await world.phone().messages())[0]["waiting"] == []


async def test_a_long_toast_is_refused_and_the_query_stays_open(world: World) -> None:
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Mở", callback_data="a")]])
    await world.bot.send_message(MEMBER, "Chọn", reply_markup=rows)
    await world.phone().tap("Mở")
    (update,) = await world.bot.get_updates()
    assert update.callback_query is not None

    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await world.bot.answer_callback_query(update.callback_query.id, "a" * 201)

    assert await world.bot.answer_callback_query(update.callback_query.id, "a" * 200)


async def test_a_caption_has_its_own_limit(world: World) -> None:
    with pytest.raises(BadRequest, match="caption is too long"):
        await world.bot.send_document(MEMBER, b"content", caption="a" * 1025)


async def test_an_empty_file_is_refused(world: World) -> None:
    with pytest.raises(BadRequest, match=r"(?i)file must be non-empty"):
        await world.bot.send_document(MEMBER, b"", filename="a.docx")


@pytest.mark.parametrize("limit", ["bot.sandbox.bot_api.call.BODY_LIMIT", "bot.sandbox.server.FILES_LIMIT"])
async def test_a_body_that_is_too_large_is_refused_and_the_line_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(limit, 1000)
    async with sandbox_world(tmp_path) as world:
        status, answer = await world.api("sendMessage", chat_id=MEMBER, text="a" * 1000)
        after, _ = await world.api("sendMessage", chat_id=MEMBER, text="a")

    assert status == 413
    assert answer == {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}
    assert after == 200


@pytest.mark.parametrize("token", ["secret", "0:secret", "12345", "1:a/b", "99999999999999999:a"])
async def test_a_token_of_another_form_is_no_bots(world: World, token: str) -> None:
    async with world.session.get(f"{world.address}bot{quote(token, safe='')}/getMe") as response:
        answer = await response.json()

    assert response.status == 401
    assert answer["description"] == "Unauthorized: invalid token specified"
