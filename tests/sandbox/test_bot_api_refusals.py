"""The Bot API as a table of refusals: a call of python-telegram-bot, and what Telegram says to it."""

from __future__ import annotations

import pytest
from telegram import InputMediaDocument, InputMediaPhoto, ReplyParameters
from telegram.error import ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from tests.sandbox.contract import Table
from tests.sandbox.pictures import png
from tests.sandbox.refused_calls import (
    NOT_MODIFIED,
    QUERY_TOO_OLD,
    UPGRADED,
    No,
    a_deleted_message,
    a_long_toast,
    a_poll_with_a_webhook,
    a_second_poll,
    album,
    an_old_query,
    an_unknown_method,
    says_too_long,
    somebody_elses_message,
    struck,
    the_same_caption,
    the_same_text,
    with_button,
    with_text,
    wrong_token,
)
from tests.sandbox.sandbox_world import MEMBER, STRANGER
from tests.sandbox.test_bot_api_contract import ACCEPTED

MIB = 2**20
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("plain_time_spans")]

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
    No("a topic of a private chat", with_text("a", message_thread_id=77), "message thread not found"),
    No(
        "a topic of a plain group",
        lambda t: t.bot.send_message(t.group, "Chào", message_thread_id=77),
        "message thread not found",
    ),
    No("an unknown chat asked about", lambda t: t.bot.get_chat(999), "chat not found"),
    No("data of 65 bytes", with_button(callback_data="đ" * 32 + "a"), "BUTTON_DATA_INVALID"),
    No("no data", with_button(callback_data=""), "BUTTON_DATA_INVALID"),
    No(
        "a button in a style there is none of",
        with_button(callback_data="a", style="warning"),
        "can't parse inline keyboard button: Invalid button style specified",
    ),
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
