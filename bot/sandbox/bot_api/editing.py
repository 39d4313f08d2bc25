"""The methods that change what was sent: edits, deletions, answers to pressed buttons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.sandbox.bot_api import checks
from bot.sandbox.bot_api.call import Call, Methods, number
from bot.sandbox.bot_api.checks import RefusedError
from bot.sandbox.store.records import Entity, Json, StoredMessage
from bot.sandbox.telegram_objects import messages

DELETABLE = timedelta(hours=48)
_AT_ONCE = 100
"""How many messages one deleteMessages may name."""


async def edit_message_text(call: Call) -> object:
    stored = call.own_message()
    text, entities = checks.message_text(call.text("text"), call.text("parse_mode"), call.json("entities"), edited=True)
    if "text" not in stored.body:
        raise RefusedError("there is no text in the message to edit")
    return _edit(call, stored.body, text, entities)


async def edit_message_caption(call: Call) -> object:
    stored = call.own_message()
    text, entities = checks.caption(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"))
    if not {"photo", "document"} & stored.body.keys():
        raise RefusedError("there is no caption in the message to edit")
    return _edit(call, stored.body, text, entities)


async def edit_message_reply_markup(call: Call) -> object:
    body = call.own_message().body
    text = body.get("text") or body.get("caption") or ""
    return _edit(call, body, text, body.get("entities") or body.get("caption_entities") or [])


def _edit(call: Call, message: Json, text: str, entities: list[Entity]) -> Json:
    markup = checks.keyboard(call.json("reply_markup"))
    changed = messages.edited(message, call.hub.clock.now(), markup, text, entities)
    # A bot meets this when somebody presses twice; one that is not ready for it must learn so here.
    if _content(changed) == _content(message):
        raise RefusedError(
            "message is not modified: specified new message content and reply markup"
            " are exactly the same as a current content and reply markup of the message"
        )
    call.hub.store.replace_message(changed)
    return changed


def _content(message: Json) -> Json:
    return {key: value for key, value in message.items() if key != "edit_date"}


async def delete_message(call: Call) -> object:
    if not call.text("chat_id"):
        raise RefusedError("chat identifier is not specified")
    stored = call.message("message to delete")
    _check_deletable(call, stored)
    call.hub.store.delete([stored.body["message_id"]])
    return True


async def delete_messages(call: Call) -> object:
    """Delete several; those that are not there are passed over."""
    chat = call.chat()
    ids = _identifiers(call.json("message_ids"))
    store = call.hub.store
    found = [stored for stored in map(store.message, ids) if stored and stored.body["chat"]["id"] == chat.chat_id]
    for stored in found:
        _check_deletable(call, stored)
    store.delete(stored.body["message_id"] for stored in found)
    return True


def _identifiers(listed: Any) -> list[int]:
    if not listed:
        raise RefusedError("message identifiers are not specified")
    if not isinstance(listed, list):
        raise RefusedError("expected an Array of message identifiers")
    if len(listed) > _AT_ONCE:
        raise RefusedError("too many message identifiers specified")
    ids = [number(entry) for entry in listed]
    if min(ids) <= 0:
        raise RefusedError("invalid message identifier specified")
    return ids


def _check_deletable(call: Call, stored: StoredMessage) -> None:
    """A bot deletes what is younger than 48 hours: in a private chat everything, in a group its own."""
    is_young = messages.sent_at(stored.body) + DELETABLE > call.hub.clock.now()
    if not is_young or not (stored.from_bot or stored.body["chat"]["type"] == "private"):
        raise RefusedError("message can't be deleted for everyone")


async def answer_callback_query(call: Call) -> object:
    wanted = call.text("callback_query_id")
    query = next((query for query in call.hub.open_queries() if query.query_id == wanted), None)
    if query is None:
        raise RefusedError("query is too old and response timeout expired or query ID is invalid")
    call.hub.store.answer(query, checks.toast(call.text("text")), alert=call.flag("show_alert"))
    return True


METHODS: Methods = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "answercallbackquery": answer_callback_query,
}
