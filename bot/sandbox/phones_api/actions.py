"""What a person does on the phone: writes, answers, sends files, presses, edits, deletes, blocks the bot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from aiohttp import web
from telegram.constants import MediaGroupLimit, MessageLimit

from bot.domain.characters import utf16_length
from bot.sandbox.files import document, invented_voice, still_photo
from bot.sandbox.hub import Hub
from bot.sandbox.phones import Phone
from bot.sandbox.phones_api import requests
from bot.sandbox.phones_api.message_view import data_on
from bot.sandbox.phones_api.privacy_mode import addressed
from bot.sandbox.phones_api.reach import hub_and_phone, open_chat, own_message, private_chat, seen_in, sees
from bot.sandbox.phones_api.requests import ActionError, Attached, Sending, done
from bot.sandbox.store.records import Chat, File, Json, Query
from bot.sandbox.telegram_objects import messages, updates
from bot.sandbox.telegram_objects.messages import Header

_EDITABLE = frozenset({"text", "photo", "document", "voice"})
_LOOKED_AT = 20
"""So many of the newest messages are looked at for the one that was shown last."""


async def text(request: web.Request) -> web.Response:
    """A person sends a text; one that is too long goes as several messages, as on a phone."""
    hub, phone = hub_and_phone(request)
    body = await requests.read(request)
    return _write(hub, phone, requests.sending(body), requests.string(body, "text"))


async def start(request: web.Request) -> web.Response:
    """A person opens the bot, by a link with a payload or without; a bot that was blocked no longer is."""
    hub, phone = hub_and_phone(request)
    body = await requests.read(request)
    payload = requests.string(body, "payload") if body.get("payload") else ""
    hub.set_bot_status(private_chat(hub, phone), "member", messages.user_of(phone))
    return _write(hub, phone, Sending(), f"/start {payload}")


def _write(hub: Hub, phone: Phone, sending: Sending, words: str) -> web.Response:
    header = _header(hub, phone, sending)
    if not words.strip():
        raise ActionError("the text is empty")
    for part in messages.parts(words):
        _send(hub, messages.text_of_person(_next(hub, header), phone, part))
    return done(hub)


async def sticker(request: web.Request) -> web.Response:
    """A person sends a sticker."""
    return await _send_wordless(request, messages.sticker_of_person)


async def location(request: web.Request) -> web.Response:
    """A person sends a place: always the same one."""
    return await _send_wordless(request, messages.location_of_person)


async def contact(request: web.Request) -> web.Response:
    """A person sends the own card."""
    return await _send_wordless(request, messages.contact_of_person)


async def voice(request: web.Request) -> web.Response:
    """A person sends a voice message in which nothing is said."""
    file = invented_voice()
    return await _send_wordless(request, lambda header, phone: messages.voice_of_person(header, phone, file), file)


async def _send_wordless(
    request: web.Request, make: Callable[[Header, Phone], Json], file: File | None = None
) -> web.Response:
    hub, phone = hub_and_phone(request)
    sending = requests.sending(await requests.read(request))
    _send(hub, make(_header(hub, phone, sending), phone), file)
    return done(hub)


async def files(request: web.Request) -> web.Response:
    """A person sends files: several of a kind become albums, the caption stands on the first."""
    hub, phone = hub_and_phone(request)
    sent = await requests.files(request)
    first = _header(hub, phone, sent.sending)
    if not sent.files:
        raise ActionError("there is no file")
    if not all(content for _, content in sent.files):
        raise ActionError("an empty file cannot be sent")
    if utf16_length(sent.caption) > MessageLimit.CAPTION_LENGTH:
        raise ActionError(f"the caption is longer than {int(MessageLimit.CAPTION_LENGTH)} characters")
    caption = sent.caption
    for album in _albums(sent):
        shared = messages.album_id() if len(album) > 1 else None
        for file in album:
            header = _next(hub, first, shared)
            _send(hub, messages.file_of_person(header, phone, file, caption), file)
            caption = ""  # it stands on the first alone
    return done(hub)


def _albums(sent: Attached) -> Iterator[list[File]]:
    """Yield what goes as one: up to ten of a kind, first of the kind that was named first."""
    made = [(not sent.as_documents and still_photo(data)) or document(name, data)
            for name, data in sent.files]  # fmt: skip
    for kind in dict.fromkeys(file.kind for file in made):
        alike = [file for file in made if file.kind == kind]
        for first in range(0, len(alike), MediaGroupLimit.MAX_MEDIA_LENGTH):
            yield alike[first : first + MediaGroupLimit.MAX_MEDIA_LENGTH]


async def tap(request: web.Request) -> web.Response:
    """A person presses a button of a message; `forged` allows data that is not on it."""
    hub, phone = hub_and_phone(request)
    body = await requests.read(request)
    data, message_id = requests.string(body, "data"), requests.number(body, "message_id")
    stored = hub.store.message(message_id)
    if stored is None or not stored.from_bot or not sees(hub, phone, stored):
        raise ActionError("no such message of the bot", 404)
    if not body.get("forged") and data not in data_on(stored.body):
        raise ActionError("no such button on that message")
    open_chat(hub, phone, stored.body["chat"]["id"])  # for its refusals: whoever has blocked the bot presses nothing
    query = Query(
        updates.query_id(), stored.body["chat"]["id"], message_id, data, phone.user_id,
        hub.machine.now().timestamp(),
    )  # fmt: skip
    wanted = hub.wants("callback_query")
    update_id = hub.store.next_update_id()
    update = updates.callback_update(update_id, phone, stored.body, query.query_id, data) if wanted else None
    hub.store.add_query(query, update)
    return done(hub)


async def edit(request: web.Request) -> web.Response:
    """A person changes an own message: its text or, of a file, its caption."""
    hub, phone = hub_and_phone(request)
    body = await requests.read(request)
    words = requests.string(body, "text").strip()
    stored = own_message(hub, phone, requests.number(body, "message_id"))
    if not _EDITABLE & stored.body.keys() or ("text" in stored.body and not words):
        raise ActionError("that message cannot be edited so")
    most = MessageLimit.MAX_TEXT_LENGTH if "text" in stored.body else MessageLimit.CAPTION_LENGTH
    if utf16_length(words) > most:
        raise ActionError(f"the text is longer than {int(most)} characters")
    if open_chat(hub, phone, stored.body["chat"]["id"]).chat_id != stored.body["chat"]["id"]:
        raise ActionError("the group has moved: what was written before cannot be edited", 409)
    if words == stored.body.get("text", stored.body.get("caption", "")):
        return done(hub)
    changed = messages.edit_of_person(stored.body, hub.clock.now(), words)
    hub.store.replace_message(changed, _update_of(hub, changed, is_edit=True))
    return done(hub)


async def delete(request: web.Request) -> web.Response:
    """A person deletes an own message; Telegram tells a bot nothing of it."""
    hub, phone = hub_and_phone(request)
    stored = own_message(hub, phone, requests.number(await requests.read(request), "message_id"))
    hub.store.delete([stored.body["message_id"]])
    return done(hub)


async def block(request: web.Request) -> web.Response:
    """A person blocks the bot, or takes that back."""
    hub, phone = hub_and_phone(request)
    status = "kicked" if requests.flag(await requests.read(request), "blocked") else "member"
    hub.set_bot_status(private_chat(hub, phone), status, messages.user_of(phone))
    return done(hub)


def routes() -> list[web.RouteDef]:
    """Return the routes of a person's actions."""
    actions = (text, start, sticker, voice, location, contact, files, tap, edit, delete, block)
    return [web.post(f"/sandbox/phones/{{user_id:[0-9]{{1,18}}}}/{each.__name__}", each) for each in actions]


def _send(hub: Hub, message: Json, file: File | None = None) -> None:
    hub.store.add_message_of_person(message, _update_of(hub, message), file)


def _update_of(hub: Hub, message: Json, *, is_edit: bool = False) -> Json | None:
    """Return the update that tells the bot of a message, None where it is not told."""
    if not hub.wants("edited_message" if is_edit else "message"):
        return None
    if message["chat"]["type"] != "private":
        chat, bot = hub.store.chat(message["chat"]["id"]), hub.bot
        if chat is None or chat.bot != "member" or bot is None or not addressed(message, bot):
            return None
    return updates.message_update(hub.store.next_update_id(), message, is_edit=is_edit)


def _header(hub: Hub, phone: Phone, sending: Sending) -> Header:
    chat = open_chat(hub, phone, sending.chat)
    answered = None if sending.reply_to is None else seen_in(hub, chat, sending.reply_to).body
    return Header(chat, hub.store.next_message_id(), _sent_at(hub, chat, sending.reading), reply_to=answered)


def _next(hub: Hub, header: Header, album: str | None = None) -> Header:
    """Return the header of one of several messages that a person sends at once; all of them answer the same one."""
    return replace(header, message_id=hub.store.next_message_id(), album=album)


def _sent_at(hub: Hub, chat: Chat, reading: int = 0) -> datetime:
    """Return when a person writes who has read what is there for so many seconds; never before what is there."""
    there = [stored.body for stored in hub.store.messages(chat.chat_id, _LOOKED_AT)]
    newest = max((max(body["date"], body.get("edit_date", 0)) for body in there), default=0)
    return max(hub.clock.now(), datetime.fromtimestamp(newest + reading, UTC))
