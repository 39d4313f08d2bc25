"""What a person does on the phone: writes, sends files, presses, edits, deletes, blocks the bot."""

from __future__ import annotations

from collections.abc import Iterator

from aiohttp import web
from telegram.constants import MessageLimit

from bot.domain.characters import utf16_length
from bot.sandbox import bodies, bubbles, groups, memberships, messages, updates, uploads
from bot.sandbox.api import EXCHANGE
from bot.sandbox.bodies import ActError, Attached
from bot.sandbox.exchange import Exchange
from bot.sandbox.messages import Frame
from bot.sandbox.phones import Phone
from bot.sandbox.sending import ALBUM_MOST
from bot.sandbox.store import Chat, File, Json, Kept, Query


async def text(request: web.Request) -> web.Response:
    """A person sends a text; one that is too long goes as several messages, as on a phone."""
    exchange, phone = _who(request)
    body = await bodies.read(request)
    return _write(exchange, phone, _chat(exchange, phone, bodies.chat(body)), bodies.string(body, "text"))


async def start(request: web.Request) -> web.Response:
    """A person opens the bot, by a link with a payload or without; a bot that was blocked no longer is."""
    exchange, phone = _who(request)
    body = await bodies.read(request)
    payload = bodies.string(body, "payload") if body.get("payload") else ""
    memberships.change(exchange, _private(exchange, phone), "member", messages.person(phone))
    return _write(exchange, phone, _private(exchange, phone), f"/start {payload}")


def _write(exchange: Exchange, phone: Phone, chat: Chat, words: str) -> web.Response:
    if not words.strip():
        raise ActError("the text is empty")
    for part in messages.parts(words):
        _deliver(exchange, messages.persons_text(_frame(exchange, chat), phone, part))
    return done(exchange)


async def sticker(request: web.Request) -> web.Response:
    """A person sends a sticker."""
    exchange, phone = _who(request)
    chat = _chat(exchange, phone, bodies.chat(await bodies.read(request)))
    _deliver(exchange, messages.persons_sticker(_frame(exchange, chat), phone))
    return done(exchange)


async def files(request: web.Request) -> web.Response:
    """A person sends files: several of a kind become albums, the caption stands on the first."""
    exchange, phone = _who(request)
    sent = await bodies.files(request)
    chat = _chat(exchange, phone, sent.chat)
    if not sent.files:
        raise ActError("there is no file")
    if not all(content for _, content in sent.files):
        raise ActError("an empty file cannot be sent")
    if utf16_length(sent.caption) > MessageLimit.CAPTION_LENGTH:
        raise ActError(f"the caption is longer than {int(MessageLimit.CAPTION_LENGTH)} characters")
    caption = sent.caption
    for album in _albums(sent):
        shared = messages.album_id() if len(album) > 1 else None
        for file in album:
            frame = _frame(exchange, chat, shared)
            _deliver(exchange, messages.persons_file(frame, phone, file, caption), file)
            caption = ""
    return done(exchange)


def _albums(sent: Attached) -> Iterator[list[File]]:
    """Yield what goes as one: up to ten of a kind, first of the kind that was named first."""
    made = [(not sent.as_documents and uploads.persons_photo(data)) or uploads.document(name, data)
            for name, data in sent.files]  # fmt: skip
    for kind in dict.fromkeys(file.kind for file in made):
        alike = [file for file in made if file.kind == kind]
        for first in range(0, len(alike), ALBUM_MOST):
            yield alike[first : first + ALBUM_MOST]


async def tap(request: web.Request) -> web.Response:
    """A person presses a button of a message; `forged` allows data that is not on it."""
    exchange, phone = _who(request)
    body = await bodies.read(request)
    data, message_id = bodies.string(body, "data"), bodies.number(body, "message_id")
    kept = exchange.store.message(message_id)
    if kept is None or not kept.from_bot or not _sees(exchange, phone, kept):
        raise ActError("no such message of the bot", 404)
    if not body.get("forged") and data not in bubbles.data_on(kept.body):
        raise ActError("no such button on that message")
    _chat(exchange, phone, kept.body["chat"]["id"])
    query = Query(
        updates.query_id(), kept.body["chat"]["id"], message_id, data, phone.user_id,
        exchange.machine.now().timestamp(),
    )  # fmt: skip
    wanted = exchange.wants("callback_query")
    update_id = exchange.store.next_update_id()
    update = updates.tap_update(update_id, phone, kept.body, query.query_id, data) if wanted else None
    exchange.store.person_tapped(query, update)
    return done(exchange)


async def edit(request: web.Request) -> web.Response:
    """A person changes an own message: its text or, of a file, its caption."""
    exchange, phone = _who(request)
    body = await bodies.read(request)
    words = bodies.string(body, "text").strip()
    kept = _own(exchange, phone, bodies.number(body, "message_id"))
    if "sticker" in kept.body or ("text" in kept.body and not words):
        raise ActError("that message cannot be edited so")
    most = MessageLimit.MAX_TEXT_LENGTH if "text" in kept.body else MessageLimit.CAPTION_LENGTH
    if utf16_length(words) > most:
        raise ActError(f"the text is longer than {int(most)} characters")
    if _chat(exchange, phone, kept.body["chat"]["id"]).chat_id != kept.body["chat"]["id"]:
        raise ActError("the group has moved: what was written before cannot be edited", 409)
    if words == kept.body.get("text", kept.body.get("caption", "")):
        return done(exchange)
    changed = messages.persons_edit(kept.body, exchange.clock.now(), words)
    exchange.store.edited(changed, _news(exchange, changed, is_edit=True))
    return done(exchange)


async def delete(request: web.Request) -> web.Response:
    """A person deletes an own message; Telegram tells a bot nothing of it."""
    exchange, phone = _who(request)
    kept = _own(exchange, phone, bodies.number(await bodies.read(request), "message_id"))
    exchange.store.delete([kept.body["message_id"]])
    return done(exchange)


async def block(request: web.Request) -> web.Response:
    """A person blocks the bot, or takes that back."""
    exchange, phone = _who(request)
    status = "kicked" if bodies.flag(await bodies.read(request), "blocked") else "member"
    memberships.change(exchange, _private(exchange, phone), status, messages.person(phone))
    return done(exchange)


def done(exchange: Exchange) -> web.Response:
    """Answer with the state's number after the act."""
    return web.json_response({"seq": exchange.store.seq})


def routes() -> list[web.RouteDef]:
    """Return the routes of a person's acts."""
    acts = (text, start, sticker, files, tap, edit, delete, block)
    return [web.post(f"/sandbox/phones/{{user_id:[0-9]{{1,18}}}}/{act.__name__}", act) for act in acts]


def _deliver(exchange: Exchange, message: Json, file: File | None = None) -> None:
    exchange.store.person_wrote(message, _news(exchange, message), file)


def _news(exchange: Exchange, message: Json, *, is_edit: bool = False) -> Json | None:
    """Return the update that tells the bot of a message, None where it is not told."""
    if not exchange.wants("edited_message" if is_edit else "message"):
        return None
    if message["chat"]["type"] != "private":
        chat, bot = exchange.store.chat(message["chat"]["id"]), exchange.bot
        if chat is None or chat.bot != "member" or bot is None or not groups.addressed(message, bot):
            return None
    return updates.message_update(exchange.store.next_update_id(), message, is_edit=is_edit)


def _who(request: web.Request) -> tuple[Exchange, Phone]:
    exchange = request.app[EXCHANGE]
    exchange.refresh()
    phone = exchange.phones.get(int(request.match_info["user_id"]))
    if phone is None:
        raise ActError("no such phone", 404)
    return exchange, phone


def _private(exchange: Exchange, phone: Phone) -> Chat:
    chat = exchange.store.chat(phone.user_id)
    assert chat, "every phone has a private chat"
    return chat


def _chat(exchange: Exchange, phone: Phone, chat_id: int | None) -> Chat:
    """Return the chat in which a person writes: a group the person is in, or the private one with the bot."""
    if chat_id is None or chat_id == phone.user_id:
        chat = _private(exchange, phone)
        if chat.bot == "kicked":
            raise ActError("the bot is blocked", 409)
        return chat
    group = groups.present(exchange.store, chat_id)
    if group is None or phone.user_id not in group.members:
        raise ActError("no such group", 404)
    return group


def _frame(exchange: Exchange, chat: Chat, album: str | None = None) -> Frame:
    return Frame(chat, exchange.store.next_message_id(), exchange.clock.now(), album)


def _sees(exchange: Exchange, phone: Phone, kept: Kept) -> bool:
    chat_id = kept.body["chat"]["id"]
    if chat_id == phone.user_id:
        return True
    group = groups.present(exchange.store, chat_id)
    return group is not None and phone.user_id in group.members


def _own(exchange: Exchange, phone: Phone, message_id: int) -> Kept:
    kept = exchange.store.message(message_id)
    if kept is None or kept.from_bot or kept.body["from"]["id"] != phone.user_id:
        raise ActError("no such message of that person", 404)
    return kept
