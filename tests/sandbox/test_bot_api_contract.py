"""The Bot API as a table: a call, and what comes of it, in Telegram's own words.

One server serves the whole table; python-telegram-bot makes the calls.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.clock import SANDBOX_START
from bot.sandbox.hub import Waits
from bot.sandbox.store.database import Store
from tests.sandbox.pictures import jpeg, png
from tests.sandbox.sandbox_world import MEMBER, SECRETARY, STRANGER, World, sandbox_world

pytestmark = pytest.mark.asyncio(loop_scope="module")

MIB = 2**20


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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def table(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Table]:
    data = tmp_path_factory.mktemp("contract")
    async with sandbox_world(data, waits=Waits(held=0.01)) as world:
        table = Table(world, world.bot)
        await _prepare(table, data)
        yield table


@pytest.fixture(autouse=True)
def plain_time_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library give spans of time as such, without a warning about its older form."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


async def _prepare(table: Table, data: Path) -> None:
    bot, phone = table.bot, table.world.phone()
    table.text = (await bot.send_message(MEMBER, "Việc hôm nay")).message_id
    old = await bot.send_message(MEMBER, "Việc tuần trước")
    table.old = old.message_id
    await phone.send("Xin chào")
    table.own = (await phone.messages())[-1]["id"]
    photo = await bot.send_photo(MEMBER, png(640, 480), caption="Ảnh")
    document = await bot.send_document(MEMBER, b"content", filename="a.docx", caption="Tệp")
    assert document.document
    table.photo, table.photo_id = photo.message_id, photo.photo[-1].file_id
    table.document, table.document_id = document.message_id, document.document.file_id
    groups = (await table.world.get("sandbox/state"))["phones"][1]["groups"]
    table.group = groups[0]["chat_id"]
    table.group_text = (await bot.send_message(table.group, "Chào nhóm")).message_id
    table.left, table.kicked, table.moved = [await _group(table) for _ in range(3)]
    for chat in (table.kicked, table.moved):
        await table.world.act(f"groups/{chat}/bot", {"member": True})
    await table.world.act(f"groups/{table.kicked}/bot", {"member": False})
    await table.fault("migrate", chat=table.moved)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(table.moved, "Chào")
    table.moved_to = caught.value.new_chat_id
    await table.world.act(f"phones/{STRANGER}/block", {"blocked": True})
    _make_older(data, table.old)


async def _group(table: Table) -> int:
    _, answer = await table.world.act("groups", {"title": "Tổ công tác", "members": [MEMBER, SECRETARY]})
    chat: int = answer["chat_id"]
    return chat


def _make_older(data: Path, message_id: int) -> None:
    store = Store(data / "sandbox.db", lambda: None)
    kept = store.message(message_id)
    assert kept
    store.replace_message(kept.body | {"date": int((SANDBOX_START - timedelta(hours=49)).timestamp())})
    store.close()


# Accepted


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


# Refused


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

REFUSED = [
    No("4,097 letters", says_too_long, "message is too long"),
    No("no text", with_text(""), "message text is empty"),
    No("blanks", with_text(" \n "), "text must be non-empty"),
    No("an unknown parse mode", with_text("a", parse_mode="Magic"), "unsupported parse_mode"),
    No(
        "an open tag",
        with_text("<b>a", parse_mode="HTML"),
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    No(
        "a strange tag",
        with_text("<img src=x>", parse_mode="HTML"),
        'can\'t parse entities: Unsupported start tag "img" at byte offset 0',
    ),
    No(
        "entities that are none",
        with_text("a", entities=[{"type": "bold", "offset": "x", "length": 1}]),
        "can't parse entities: expected an array of MessageEntity objects",
    ),
    No("a caption of 1,025", lambda t: t.bot.send_photo(MEMBER, t.photo_id, "a" * 1025), "message caption is too long"),
    No("an unknown chat", lambda t: t.bot.send_message(999, "Chào"), "chat not found"),
    No("a name as chat", lambda t: t.bot.send_message("@ai_do", "Chào"), "chat not found"),
    No("no chat", lambda t: t.call("sendMessage", text="Chào"), "chat_id is empty"),
    No("an unknown chat asked about", lambda t: t.bot.get_chat(999), "chat not found"),
    No("data of 65 bytes", with_button(callback_data="đ" * 32 + "a"), "BUTTON_DATA_INVALID"),
    No("no data", with_button(callback_data=""), "BUTTON_DATA_INVALID"),
    No(
        "a button that does nothing",
        with_button(),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    No(
        "a javascript button",
        with_button(url="javascript:alert(1)"),
        "inline keyboard button URL 'javascript:alert(1)' is invalid: Unsupported URL protocol",
    ),
    No(
        "a button to this machine",
        with_button(url="http://localhost:8015/"),
        "inline keyboard button URL 'http://localhost:8015/' is invalid: Wrong HTTP URL",
    ),
    No(
        "a thousand buttons",
        with_text("a", reply_markup={"inline_keyboard": [[{"text": "Mở", "callback_data": "a"}]] * 1000}),
        "reply markup is too long",
    ),
    No("a keyboard of text", with_text("a", reply_markup='"x"'), "object expected as reply markup"),
    No(
        "a keyboard that is not JSON", with_text("a", reply_markup="{"), "can't parse reply keyboard markup JSON object"
    ),
    No(
        "a keyboard without rows",
        with_text("a", reply_markup={"inline_keyboard": [1]}),
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    No(
        "an answer to nothing",
        lambda t: t.bot.send_message(MEMBER, "a", reply_parameters=ReplyParameters(9999)),
        "message to be replied not found",
    ),
    No(
        "an answer to another chat's message",
        lambda t: t.call("sendMessage", chat_id=MEMBER, text="a", reply_to_message_id=t.group_text),
        "message to be replied not found",
    ),
    No("an edit without change", the_same_text, NOT_MODIFIED),
    No("a caption without change", the_same_caption, NOT_MODIFIED),
    No("an edit of nothing", lambda t: t.bot.edit_message_text("a", MEMBER, 9999), "message to edit not found"),
    No("an edit of what was deleted", a_deleted_message, "message to edit not found"),
    No("an edit of a person's text", lambda t: t.bot.edit_message_text("a", MEMBER, t.own), "message can't be edited"),
    No(
        "an edit without a message",
        lambda t: t.call("editMessageText", chat_id=MEMBER, text="a"),
        "message identifier is not specified",
    ),
    No("an edit too long", lambda t: t.bot.edit_message_text("a" * 4097, MEMBER, t.text), "MESSAGE_TOO_LONG"),
    No(
        "a text for a photo",
        lambda t: t.bot.edit_message_text("a", MEMBER, t.photo),
        "there is no text in the message to edit",
    ),
    No(
        "a caption for a text",
        lambda t: t.bot.edit_message_caption(MEMBER, t.text, caption="a"),
        "there is no caption in the message to edit",
    ),
    No("deletion of nothing", lambda t: t.bot.delete_message(MEMBER, 9999), "message to delete not found"),
    No(
        "deletion after 48 hours",
        lambda t: t.bot.delete_message(MEMBER, t.old),
        "message can't be deleted for everyone",
    ),
    No(
        "deletion of several after 48 hours",
        lambda t: t.bot.delete_messages(MEMBER, [t.old]),
        "message can't be deleted for everyone",
    ),
    No("deletion of a person's message in a group", somebody_elses_message, "message can't be deleted for everyone"),
    No("deletion of none", lambda t: t.call("deleteMessages", chat_id=MEMBER), "message identifiers are not specified"),
    No(
        "deletion of 101",
        lambda t: t.bot.delete_messages(MEMBER, list(range(1, 102))),
        "too many message identifiers specified",
    ),
    No("a copy of nothing", lambda t: t.bot.copy_message(MEMBER, MEMBER, 9999), "message to copy not found"),
    No("an unknown query", lambda t: t.bot.answer_callback_query("1"), QUERY_TOO_OLD),
    No("a query answered twice", an_old_query, QUERY_TOO_OLD),
    No("a toast of 201", a_long_toast, "MESSAGE_TOO_LONG"),
    No("a strange action", lambda t: t.bot.send_chat_action(MEMBER, "dance"), "wrong parameter action in request"),
    No(
        "a photo as a document",
        lambda t: t.bot.send_document(MEMBER, t.photo_id),
        "can't use file of type Photo as Document",
    ),
    No(
        "a document as a photo",
        lambda t: t.bot.send_photo(MEMBER, t.document_id),
        "can't use file of type Document as Photo",
    ),
    No("an unknown file", lambda t: t.bot.send_document(MEMBER, "x"), "wrong file identifier/HTTP URL specified"),
    No(
        "a file from the net", lambda t: t.bot.send_photo(MEMBER, "https://a.b/c.png"), "failed to get HTTP URL content"
    ),
    No("an empty file", lambda t: t.bot.send_document(MEMBER, b"", filename="a.txt"), "file must be non-empty"),
    No("no document", lambda t: t.call("sendDocument", chat_id=MEMBER), "there is no document in the request"),
    No("no photo", lambda t: t.call("sendPhoto", chat_id=MEMBER), "there is no photo in the request"),
    No("a photo that is none", lambda t: t.bot.send_photo(MEMBER, b"content"), "IMAGE_PROCESS_FAILED"),
    No("a photo too long", lambda t: t.bot.send_photo(MEMBER, png(9000, 1001)), "PHOTO_INVALID_DIMENSIONS"),
    No(
        "a photo too large",
        lambda t: t.bot.send_photo(MEMBER, png(8, 8) + bytes(10 * MIB)),
        f"file of size {10 * MIB + 29} bytes is too big for a photo; the maximum size is 10485760 bytes",
    ),
    No(
        "a document too large",
        lambda t: t.bot.send_document(MEMBER, bytes(50 * MIB + 1), filename="a.bin"),
        "Request Entity Too Large",
        NetworkError,
    ),
    No(
        "an album of eleven", album(*[{"type": "photo", "media": "x"}] * 11), "wrong file identifier/HTTP URL specified"
    ),
    No(
        "an album of eleven known photos",
        lambda t: t.call("sendMediaGroup", chat_id=MEMBER, media=[{"type": "photo", "media": t.photo_id}] * 11),
        "too many messages to send as an album",
    ),
    No(
        "an album of nothing",
        lambda t: t.call("sendMediaGroup", chat_id=MEMBER, media="[]"),
        "there are no messages to send",
    ),
    No(
        "an album of both kinds",
        lambda t: t.bot.send_media_group(MEMBER, [InputMediaPhoto(t.photo_id), InputMediaDocument(t.document_id)]),
        "document can't be mixed with other media types",
    ),
    No(
        "an album with a file that did not come",
        album({"type": "photo", "media": "attach://x"}),
        "can't parse InputMedia: media not found",
    ),
    No("an album of dice", album({"type": "dice"}), 'can\'t parse InputMedia: type "dice" is unsupported'),
    No("an album without media", lambda t: t.call("sendMediaGroup", chat_id=MEMBER), 'parameter "media" is required'),
    No("no file", lambda t: t.call("getFile"), "file_id not specified"),
    No("a file nobody sent", lambda t: t.bot.get_file("x"), "invalid file_id"),
    No(
        "commands in capitals",
        lambda t: t.call("setMyCommands", commands=[{"command": "BaoCao", "description": "a"}]),
        "BOT_COMMAND_INVALID",
    ),
    No(
        "a command without description",
        lambda t: t.call("setMyCommands", commands=[{"command": "baocao", "description": ""}]),
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    No(
        "commands for nowhere",
        lambda t: t.call("setMyCommands", commands=[], scope={"type": "moon"}),
        "can't parse BotCommandScope: Unsupported type specified",
    ),
    No(
        "commands in no language",
        lambda t: t.bot.set_my_commands([], language_code="vietnamese"),
        "invalid language code specified",
    ),
    No("a long description", lambda t: t.bot.set_my_description("a" * 513), "description is too long"),
    No("leaving a person", lambda t: t.bot.leave_chat(MEMBER), "can't leave private and secret chats"),
    No(
        "a person's administrators",
        lambda t: t.bot.get_chat_administrators(MEMBER),
        "there are no administrators in the private chat",
    ),
    No("an unknown member", lambda t: t.bot.get_chat_member(t.group, 999), "member not found"),
    No("nobody's membership", lambda t: t.call("getChatMember", chat_id=t.group), "invalid user_id specified"),
    No(
        "a webhook on the net",
        lambda t: t.bot.set_webhook("https://example.org/"),
        "bad webhook: Failed to resolve host: Name or service not known",
    ),
    No(
        "a webhook without encryption",
        lambda t: t.bot.set_webhook("http://example.org/"),
        "bad webhook: An HTTPS URL must be provided for webhook",
    ),
    No("a webhook nowhere", lambda t: t.bot.set_webhook("http://[x"), "invalid webhook URL specified"),
    No(
        "a secret with blanks",
        lambda t: t.bot.set_webhook("http://127.0.0.1:9/", secret_token="a b"),
        "secret token contains unallowed characters",
    ),
    No(
        "a secret too long",
        lambda t: t.bot.set_webhook("http://127.0.0.1:9/", secret_token="a" * 257),
        "secret token is too long",
    ),
    No(
        "a poll beside a webhook",
        a_poll_with_a_webhook,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        Conflict,
    ),
    No(
        "a poll beside a poll",
        a_second_poll,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        Conflict,
    ),
    No(
        "a person who blocked the bot",
        lambda t: t.bot.send_message(STRANGER, "Chào"),
        "Forbidden: bot was blocked by the user",
        Forbidden,
    ),
    No(
        "typing to a person who blocked the bot",
        lambda t: t.bot.send_chat_action(STRANGER, "typing"),
        "Forbidden: bot was blocked by the user",
        Forbidden,
    ),
    No(
        "a group the bot is not in",
        lambda t: t.bot.send_message(t.left, "Chào"),
        "Forbidden: bot is not a member of the group chat",
        Forbidden,
    ),
    No(
        "a group that removed the bot",
        lambda t: t.bot.send_message(t.kicked, "Chào"),
        "Forbidden: bot was kicked from the group chat",
        Forbidden,
    ),
    No("a group that has moved", lambda t: t.bot.send_message(t.moved, "Chào"), UPGRADED, ChatMigrated),
    No("a token without a number", wrong_token("secret"), "Unauthorized: invalid token specified", InvalidToken),
    No("an unknown method", an_unknown_method, "Not Found: method not found", InvalidToken),
    No("too many calls", struck("too_many", retry_after=7), "Flood control exceeded. Retry in 0:00:07", RetryAfter),
    No("a fault inside", struck("error_500"), "Internal Server Error", NetworkError),
    No("a gateway's page", struck("bad_gateway"), "Bad Gateway (502). Parsing the server response", NetworkError),
    No("an outage", struck("outage"), "Bad Gateway (502). Parsing the server response", NetworkError),
    No("a block from nowhere", struck("blocked"), "Forbidden: bot was blocked by the user", Forbidden),
    No("a line that drops", struck("drop"), "httpx.RemoteProtocolError", NetworkError),
    No("a call that never arrives", struck("timeout_before"), "httpx.RemoteProtocolError", NetworkError),
    No("an answer that never comes", struck("timeout_after"), "httpx.RemoteProtocolError", NetworkError),
]
BEGINNINGS = ("Bad Gateway", "httpx.", UPGRADED)


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.id)
async def test_it_is_refused_in_telegrams_words(table: Table, row: No) -> None:
    try:
        with pytest.raises(TelegramError) as caught:
            await row.call(table)
    finally:
        async with table.world.session.delete(f"{table.world.address}sandbox/faults") as response:
            assert response.status == 200
        await table.bot.delete_webhook()

    said = str(caught.value)
    assert type(caught.value) is row.error
    if row.says.startswith(BEGINNINGS):
        assert said.startswith(row.says)
    else:
        assert said.casefold() == row.says.casefold()


async def test_the_table_is_long_and_its_rows_have_names_of_their_own() -> None:
    names = [row.id for row in ACCEPTED] + [row.id for row in REFUSED]

    assert len(names) == len(set(names)) >= 60


# What python-telegram-bot cannot say


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"{", "can't parse request JSON object"),
        (b"\xff\xfe", "can't parse request JSON object"),
        (DEEP.encode(), "can't parse request JSON object"),
        (b"[]", "request JSON must be an object"),
        (json.dumps({"chat_id": MEMBER, "text": "a", "reply_markup": DEEP}).encode(), "reply keyboard markup"),
        (json.dumps({"chat_id": MEMBER, "text": "a", "entities": DEEP}).encode(), "can't parse entities JSON object"),
        (json.dumps({"chat_id": [MEMBER], "text": "a"}).encode(), "chat not found"),
        (json.dumps({"chat_id": {"a": 1}, "text": "a"}).encode(), "chat not found"),
        (json.dumps({"chat_id": MEMBER, "text": ["a\ud800"]}).encode(), "strings must be encoded in UTF-8"),
        (json.dumps({"chat_id": MEMBER, "text": "a", "reply_parameters": 5}).encode(), "object expected as reply"),
    ],
    ids=range(10),
)
async def test_a_malformed_call_is_refused_without_a_trace(table: Table, body: bytes, says: str) -> None:
    url = f"{table.world.address}bot1:a/sendMessage"

    async with table.world.session.post(url, data=body, headers={"Content-Type": "application/json"}) as response:
        answer = await response.json()

    assert response.status == 400
    assert says in answer["description"]


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "multipart/form-data", "application/json"])
async def test_a_body_that_is_not_what_it_says_is_refused_without_a_trace(table: Table, kind: str) -> None:
    url = f"{table.world.address}bot1:a/sendMessage"

    async with table.world.session.post(url, data=b"--x\r\n\r\n\xff", headers={"Content-Type": kind}) as response:
        answer = await response.json()

    assert (response.status, answer["ok"]) == (400, False)


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
