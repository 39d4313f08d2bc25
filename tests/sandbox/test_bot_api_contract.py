"""The Bot API as a table: a call, and what comes of it; what is refused is in `test_bot_api_refusals.py`.

One server serves the whole table; python-telegram-bot makes the calls.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InputMediaDocument,
    InputMediaPhoto,
    MessageEntity,
    ReplyParameters,
)

from tests.sandbox.contract import Table, keyboard
from tests.sandbox.pictures import jpeg, png
from tests.sandbox.sandbox_world import MEMBER, SECRETARY, STRANGER

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("plain_time_spans")]


@dataclass(frozen=True)
class Row:
    """A call and what it gives: True, or a value read from the result."""

    id: str
    call: Callable[[Table], Awaitable[Any]]
    gives: Any = True
    read: Callable[[Any], Any] = lambda result: result


ACCEPTED = [
    Row("getMe", lambda t: t.bot.get_me(), 123456, lambda me: me.id),
    Row("a text of 4,096 units", lambda t: t.bot.send_message(MEMBER, "🙂" * 2048), 2048, lambda m: len(m.text)),
    Row("a control character", lambda t: t.bot.send_message(MEMBER, "a\0b"), "a b", lambda m: m.text),
    Row(
        "text that would be markup on a page",
        lambda t: t.bot.send_message(MEMBER, "<img onerror=alert(1)>"),
        "<img onerror=alert(1)>",
        lambda m: m.text,
    ),
    Row(
        "a javascript link is text only",
        lambda t: t.bot.send_message(MEMBER, '<a href="javascript:alert(1)">Mở</a>', "HTML"),
        ("Mở", ()),
        lambda m: (m.text, m.entities),
    ),
    Row(
        "a javascript link as an entity is text only",
        lambda t: t.bot.send_message(MEMBER, "Mở", entities=[MessageEntity("text_link", 0, 2, url="javascript:x")]),
        (),
        lambda m: m.entities,
    ),
    Row(
        "data of 64 bytes",
        lambda t: t.bot.send_message(
            MEMBER, "Chọn", reply_markup=keyboard(InlineKeyboardButton("Mở", callback_data="đ" * 32))
        ),
        "đ" * 32,
        lambda m: m.reply_markup.inline_keyboard[0][0].callback_data,
    ),
    Row(
        "a link button",
        lambda t: t.bot.send_message(
            MEMBER, "Xem", reply_markup=keyboard(InlineKeyboardButton("Mở", url="https://example.org/a?b=c"))
        ),
        "https://example.org/a?b=c",
        lambda m: m.reply_markup.inline_keyboard[0][0].url,
    ),
    Row(
        "an answer to a message",
        lambda t: t.bot.send_message(MEMBER, "Đã nhận", reply_parameters=ReplyParameters(t.own)),
        "Xin chào",
        lambda m: m.reply_to_message.text,
    ),
    Row(
        "an answer to a message that is gone, where that may be",
        lambda t: t.bot.send_message(
            MEMBER, "Đã nhận", reply_parameters=ReplyParameters(9999, allow_sending_without_reply=True)
        ),
        None,
        lambda m: m.reply_to_message,
    ),
    Row("a photo", lambda t: t.bot.send_photo(MEMBER, jpeg(800, 600)), (800, 600), lambda m: size(m)),
    Row("a photo by its id", lambda t: t.bot.send_photo(MEMBER, t.photo_id), (640, 480), lambda m: size(m)),
    Row(
        "a document by its id",
        lambda t: t.bot.send_document(MEMBER, t.document_id),
        "a.docx",
        lambda m: m.document.file_name,
    ),
    Row(
        "an album of photos",
        lambda t: t.bot.send_media_group(
            MEMBER, [InputMediaPhoto(png(8, 8), caption="Một"), InputMediaPhoto(t.photo_id)]
        ),
        (["Một", None], 1),
        lambda ms: ([m.caption for m in ms], len({m.media_group_id for m in ms})),
    ),
    Row(
        "an album of documents",
        lambda t: t.bot.send_media_group(
            MEMBER, [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b", filename="b.txt")]
        ),
        ["a.txt", "b.txt"],
        lambda ms: [m.document.file_name for m in ms],
    ),
    Row(
        "a copy of a photo with other words",
        lambda t: t.bot.copy_message(MEMBER, MEMBER, t.photo, caption="Khác"),
        True,
        lambda copy: copy.message_id > 0,
    ),
    Row(
        "a copy of a person's text",
        lambda t: t.bot.copy_message(t.group, MEMBER, t.own),
        True,
        lambda copy: copy.message_id > 0,
    ),
    Row(
        "another caption",
        lambda t: t.bot.edit_message_caption(MEMBER, t.photo, caption="<b>Ảnh mới</b>", parse_mode="HTML"),
        "Ảnh mới",
        lambda m: m.caption,
    ),
    Row(
        "a keyboard below a document",
        lambda t: t.bot.edit_message_reply_markup(
            MEMBER, t.document, reply_markup=keyboard(InlineKeyboardButton("Mở", callback_data="a"))
        ),
        ("Tệp", 1),
        lambda m: (m.caption, len(m.reply_markup.inline_keyboard)),
    ),
    Row("typing", lambda t: t.bot.send_chat_action(MEMBER, "typing")),
    Row("a message in a group", lambda t: t.bot.send_message(t.group, "Chào"), "group", lambda m: m.chat.type),
    Row(
        "a message in the supergroup a group has become",
        lambda t: t.bot.send_message(t.moved_to, "Chào"),
        "supergroup",
        lambda m: m.chat.type,
    ),
    Row(
        "a message in a topic",
        lambda t: t.bot.send_message(t.moved_to, "Chào", message_thread_id=77),
        (77, True),
        lambda m: (m.message_thread_id, m.is_topic_message),
    ),
    Row(
        "a photo in a topic",
        lambda t: t.bot.send_photo(t.moved_to, t.photo_id, message_thread_id=78),
        (78, True),
        lambda m: (m.message_thread_id, m.is_topic_message),
    ),
    Row(
        "a message in no topic",
        lambda t: t.bot.send_message(t.moved_to, "Chào"),
        (None, None),
        lambda m: (m.message_thread_id, m.is_topic_message),
    ),
    Row("a private chat", lambda t: t.bot.get_chat(MEMBER), "Nguyễn Minh Châu", lambda chat: chat.first_name),
    Row("a group", lambda t: t.bot.get_chat(t.group), "Nhóm Cơ quan thường trực", lambda chat: chat.title),
    Row("a member", lambda t: t.bot.get_chat_member(t.left, SECRETARY), "member", lambda m: m.status),
    Row("who made a group", lambda t: t.bot.get_chat_member(t.left, MEMBER), "creator", lambda m: m.status),
    Row(
        "somebody who is not in a group", lambda t: t.bot.get_chat_member(t.left, STRANGER), "left", lambda m: m.status
    ),
    Row("the bot in a group", lambda t: t.bot.get_chat_member(t.group, 123456), "member", lambda m: m.status),
    Row(
        "the bot where it was removed", lambda t: t.bot.get_chat_member(t.kicked, 123456), "kicked", lambda m: m.status
    ),
    Row(
        "a group's administrators",
        lambda t: t.bot.get_chat_administrators(t.group),
        [SECRETARY],
        lambda ms: [m.user.id for m in ms],
    ),
    Row("no webhook", lambda t: t.bot.get_webhook_info(), "", lambda info: info.url),
]


def size(message: Any) -> tuple[int, int]:
    photo = message.photo[-1]
    return photo.width, photo.height


@pytest.mark.parametrize("row", ACCEPTED, ids=lambda row: row.id)
async def test_it_is_accepted(table: Table, row: Row) -> None:
    assert row.read(await row.call(table)) == row.gives


async def test_commands_are_kept_per_scope_and_language(table: Table) -> None:
    bot, everywhere, vietnamese = table.bot, [BotCommand("start", "Start")], [BotCommand("baocao", "Gửi báo cáo")]
    await bot.set_my_commands(everywhere)
    await bot.set_my_commands(vietnamese, BotCommandScopeAllPrivateChats(), "vi")

    assert await bot.get_my_commands() == tuple(everywhere)
    assert await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "vi") == tuple(vietnamese)
    assert await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "en") == ()
    assert await bot.delete_my_commands(BotCommandScopeAllPrivateChats(), "vi")
    assert await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "vi") == ()


async def test_the_narrowest_commands_are_shown_on_a_phone(table: Table) -> None:
    bot = table.bot
    await bot.set_my_commands([BotCommand("start", "Start")])
    await bot.set_my_commands([BotCommand("nhom", "Nhóm")], BotCommandScopeAllGroupChats(), "vi")
    await bot.set_my_commands([BotCommand("desk", "Desk")], BotCommandScopeChat(SECRETARY), "en")
    await bot.set_my_commands([BotCommand("banviec", "Bàn việc")], BotCommandScopeChat(SECRETARY))

    member, secretary, _ = (await table.world.get("sandbox/state"))["phones"]

    assert [command["command"] for command in member["commands"]] == ["start"]
    assert secretary["commands"] == [{"command": "banviec", "description": "Bàn việc"}]
    assert [command["command"] for command in secretary["groups"][0]["commands"]] == ["nhom"]


async def test_descriptions_are_kept_per_language(table: Table) -> None:
    await table.bot.set_my_description("For everybody")
    await table.bot.set_my_description("Cho mọi người", "vi")
    await table.bot.set_my_short_description("Short")

    assert (await table.bot.get_my_description("vi")).description == "Cho mọi người"
    assert (await table.bot.get_my_description("en")).description == "For everybody"
    assert (await table.bot.get_my_short_description()).short_description == "Short"


async def test_deleting_several_passes_over_what_is_not_there(table: Table) -> None:
    sent = [(await table.bot.send_message(MEMBER, text)).message_id for text in ("một", "hai")]

    assert await table.bot.delete_messages(MEMBER, [*sent, 9999, table.group_text])

    shown = {message["id"] for message in await table.world.phone().messages()}
    assert not shown & set(sent)


async def test_a_photo_is_downloaded_under_its_own_path(table: Table) -> None:
    file = await table.bot.get_file(table.photo_id)

    assert file.file_path
    assert "/photos/" in file.file_path
    assert await file.download_as_bytearray() == png(640, 480)
