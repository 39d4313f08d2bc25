"""The methods that send: texts, photos, documents, albums, copies, and that the bot is typing."""

from __future__ import annotations

from typing import Any

from telegram.constants import MediaGroupLimit

from bot.sandbox.bot_api import checks
from bot.sandbox.bot_api.call import Call, Methods, number
from bot.sandbox.bot_api.checks import RefusedError
from bot.sandbox.store.records import Chat, Entity, File, Json
from bot.sandbox.telegram_objects import messages
from bot.sandbox.telegram_objects.messages import Header

_Words = tuple[str, list[Entity]]


async def send_message(call: Call) -> object:
    chat = call.chat()
    text = checks.message_text(call.text("text"), call.text("parse_mode"), call.json("entities"))
    return _send(call, chat, text, None)


async def send_document(call: Call) -> object:
    return _send_file(call, "document")


async def send_photo(call: Call) -> object:
    return _send_file(call, "photo")


def _send_file(call: Call, kind: str) -> Json:
    chat = call.chat()
    found = call.file(kind, call.text(kind), kind)
    if found is None:
        raise RefusedError(f"there is no {kind} in the request")
    text = checks.caption(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"))
    file, is_new = found
    return _send(call, chat, text, file, is_new=is_new)


async def send_media_group(call: Call) -> object:
    """Send up to ten photos, or up to ten documents, as one; a single one goes as an ordinary message."""
    chat = call.chat()
    if not call.text("media"):
        raise RefusedError('parameter "media" is required')
    listed = call.json("media")
    if not isinstance(listed, list):
        raise RefusedError("expected an Array of InputMedia")
    items = [_item(call, entry) for entry in listed]
    if not items:
        raise RefusedError("there are no messages to send")
    if len(items) > MediaGroupLimit.MAX_MEDIA_LENGTH:
        raise RefusedError("too many messages to send as an album")
    if len({file.kind for file, _, _ in items}) > 1:
        raise RefusedError("document can't be mixed with other media types")
    album = messages.album_id() if len(items) > 1 else None
    return [_send(call, chat, text, file, is_new=is_new, album=album) for file, is_new, text in items]


def _item(call: Call, entry: Any) -> tuple[File, bool, _Words]:
    if not isinstance(entry, dict):
        raise RefusedError("can't parse InputMedia: expected an Object")
    kind = str(entry.get("type"))
    if kind not in ("photo", "document"):
        raise RefusedError(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    found = call.file(kind, str(entry.get("media") or ""), "")
    if found is None:
        raise RefusedError("can't parse InputMedia: media not found")
    words = str(entry.get("caption") or "")
    return *found, checks.caption(words, str(entry.get("parse_mode") or ""), entry.get("caption_entities"))


def _send(
    call: Call, chat: Chat, text: _Words, file: File | None, *, is_new: bool = False, album: str | None = None
) -> Json:
    message = messages.message_of_bot(
        _header(call, chat, album), call.bot, text,
        markup=None if album else checks.keyboard(call.json("reply_markup")),
        protected=call.flag("protect_content"), file=file,
    )  # fmt: skip
    return _keep(call, chat, message, file if is_new else None)


def _header(call: Call, chat: Chat, album: str | None = None) -> Header:
    hub = call.hub
    reply_to, topic = _replied_to(call, chat), _topic(call, chat)
    return Header(chat, hub.store.next_message_id(), hub.clock.now(), album, reply_to, topic)


def _topic(call: Call, chat: Chat) -> int | None:
    """Return the topic that is named; any of a supergroup, as the sandbox keeps no list of them."""
    topic = number(call.params.get("message_thread_id"))
    if topic and chat.type != "supergroup":
        raise RefusedError("message thread not found")
    return topic or None


def _keep(call: Call, chat: Chat, message: Json, file: File | None = None) -> Json:
    call.hub.stop_typing(chat)
    call.hub.store.add_message_of_bot(message, silent=call.flag("disable_notification"), file=file)
    return message


def _replied_to(call: Call, chat: Chat) -> Json | None:
    """Return the message that is answered, None for no answer."""
    given = call.json("reply_parameters") or {}
    if not isinstance(given, dict):
        raise RefusedError("object expected as reply parameters")
    message_id = number(given.get("message_id", call.params.get("reply_to_message_id")))
    if message_id <= 0:
        return None
    try:
        return call.message_in(number(given.get("chat_id"), chat.chat_id), message_id, "message to be replied").body
    except RefusedError:
        # Either way of asking counts: the parameter of its own is the older one, which bots still use.
        if given.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
            return None
        raise


async def copy_message(call: Call) -> object:
    chat = call.chat()
    source = call.message("message to copy", chat="from_chat_id").body
    words: Json = {}
    if "caption" in call.params:
        plain, found = checks.caption(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"))
        words = {} if "text" in source else {"caption": plain, "caption_entities": found}
    markup = checks.keyboard(call.json("reply_markup"))
    message = messages.copied(_header(call, chat), call.bot, source, markup, words)
    return {"message_id": _keep(call, chat, message)["message_id"]}


async def send_chat_action(call: Call) -> object:
    chat = call.chat()
    checks.chat_action(call.text("action"))
    call.hub.start_typing(chat.chat_id)
    return True


METHODS: Methods = {
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "senddocument": send_document,
    "sendmediagroup": send_media_group,
    "copymessage": copy_message,
    "sendchataction": send_chat_action,
}
