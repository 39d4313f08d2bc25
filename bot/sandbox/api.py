"""Telegram's side: the methods of the Bot API that the sandbox knows, as a table from name to coroutine."""

from __future__ import annotations

import asyncio
import logging
import mimetypes
import re
from collections.abc import Awaitable, Callable
from pathlib import PurePosixPath

from aiohttp import web
from telegram import File as TelegramFile
from telegram.constants import FileSizeLimit, PollingLimit

from bot.clock import VN
from bot.domain.members import Reader
from bot.domain.screens import Text
from bot.i18n import translate
from bot.sandbox import checks, updates
from bot.sandbox.calls import Call, read
from bot.sandbox.checks import RefusedError
from bot.sandbox.exchange import Exchange
from bot.sandbox.markup import Entity
from bot.sandbox.store import File, Json

logger = logging.getLogger(__name__)

EXCHANGE: web.AppKey[Exchange] = web.AppKey("exchange", Exchange)
TOKEN = r"\d+:[A-Za-z0-9_-]+"  # noqa: S105  the form of a token, not one
LONGEST_POLL_SECONDS = 50

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
_DEFAULT_MIME = "application/octet-stream"


async def get_me(call: Call) -> object:
    return updates.me(call.bot)


async def get_updates(call: Call) -> object:
    """Confirm what lies before `offset`, then answer with what waits; nothing is taken away by reading.

    `allowed_updates` is accepted and changes nothing.
    """
    exchange = call.exchange
    mark = exchange.poll_begins()
    hung_up = False
    try:
        return await _poll(call, mark)
    except asyncio.CancelledError:
        hung_up = True
        raise
    finally:
        exchange.poll_ends(mark, hung_up=hung_up)


async def _poll(call: Call, mark: object) -> list[Json]:
    exchange, store = call.exchange, call.exchange.store
    offset = call.number("offset")
    if offset < 0:
        offset = store.offset_from_end(-offset)
    store.confirm_before(offset)
    limit = call.number("limit") or PollingLimit.MAX_LIMIT
    limit = min(max(limit, PollingLimit.MIN_LIMIT), PollingLimit.MAX_LIMIT)
    loop = asyncio.get_running_loop()
    end = loop.time() + min(call.number("timeout"), LONGEST_POLL_SECONDS)
    while True:
        if not exchange.is_current(mark):
            raise RefusedError(
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", 409
            )
        waiting = store.pending(offset, limit)
        if waiting or exchange.closing or loop.time() >= end:
            return waiting
        await exchange.wait(end - loop.time())


async def delete_webhook(call: Call) -> object:
    if call.flag("drop_pending_updates"):
        call.exchange.store.confirm_before(call.exchange.store.next_update_id())
    return True


async def send_message(call: Call) -> object:
    chat = call.chat()
    text = checks.message_text(call.text("text"), call.text("parse_mode"), call.json("entities"))
    return _send(call, chat, text, None)


async def send_document(call: Call) -> object:
    chat = call.chat()
    file, is_new = _document(call)
    text = checks.caption(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"))
    return _send(call, chat, text, file, is_new=is_new)


def _send(
    call: Call, chat: tuple[int, str], text: tuple[str, list[Entity]], file: File | None, *, is_new: bool = False
) -> Json:
    exchange = call.exchange
    message = updates.bots_message(
        call.bot, chat, exchange.store.next_message_id(), exchange.clock.now(),
        text=text, markup=checks.keyboard(call.json("reply_markup")), protected=call.flag("protect_content"), file=file,
    )  # fmt: skip
    exchange.store.bot_wrote(message, silent=call.flag("disable_notification"), file=file if is_new else None)
    return message


def _document(call: Call) -> tuple[File, bool]:
    """Return the file that is sent and whether it is new: it comes with the call or is named by its id."""
    name = call.text("document").removeprefix("attach://") or "document"
    upload = call.uploads.get(name)
    if upload:
        # By the name, as Telegram does: what the client says of the content is often too general.
        mime = mimetypes.guess_type(upload.name)[0] or upload.mime or _DEFAULT_MIME
        return File(updates.file_id(), upload.name, mime, checks.upload(upload.content)), True
    if not call.text("document"):
        raise RefusedError("there is no document in the request")
    known = call.exchange.store.file(call.text("document"))
    if known is None:
        raise RefusedError("wrong file identifier/HTTP URL specified")
    return known, False


async def edit_message_text(call: Call) -> object:
    kept = call.own_message()
    text, entities = checks.message_text(call.text("text"), call.text("parse_mode"), call.json("entities"), edited=True)
    if "text" not in kept.body:
        raise RefusedError("there is no text in the message to edit")
    return _edit(call, kept.body, text, entities)


async def edit_message_reply_markup(call: Call) -> object:
    kept = call.own_message()
    return _edit(call, kept.body, kept.body.get("text", ""), kept.body.get("entities", []))


def _edit(call: Call, message: Json, text: str, entities: list[Entity]) -> Json:
    markup = checks.keyboard(call.json("reply_markup"))
    changed = updates.edited(message, call.exchange.clock.now(), markup, text, entities)
    if _shown(changed) == _shown(message):
        raise RefusedError(
            "message is not modified: specified new message content and reply markup"
            " are exactly the same as a current content and reply markup of the message"
        )
    call.exchange.store.bot_edited(changed)
    return changed


def _shown(message: Json) -> Json:
    return {key: value for key, value in message.items() if key != "edit_date"}


async def answer_callback_query(call: Call) -> object:
    query = call.exchange.store.open_query(call.text("callback_query_id"))
    if query is None:
        raise RefusedError("query is too old and response timeout expired or query ID is invalid")
    call.exchange.store.answer(query, checks.toast(call.text("text")), alert=call.flag("show_alert"))
    return True


async def send_chat_action(call: Call) -> object:
    call.chat()
    checks.chat_action(call.text("action"))
    return True


async def set_my_commands(call: Call) -> object:
    call.exchange.store.set(_commands_name(call), checks.commands(call.json("commands")))
    return True


async def delete_my_commands(call: Call) -> object:
    call.exchange.store.unset(_commands_name(call))
    return True


def _commands_name(call: Call) -> str:
    scope = call.json("scope") or {"type": "default"}
    place = ":".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)
    return f"commands:{place}:{call.text('language_code')}"


async def set_my_description(call: Call) -> object:
    text = checks.description(call.text("description"), short=False)
    call.exchange.store.set(f"description:{call.text('language_code')}", text)
    return True


async def set_my_short_description(call: Call) -> object:
    text = checks.description(call.text("short_description"), short=True)
    call.exchange.store.set(f"short_description:{call.text('language_code')}", text)
    return True


async def get_file(call: Call) -> object:
    file = call.exchange.store.file(call.text("file_id"))
    if file is None:
        raise RefusedError("invalid file_id")
    if len(file.content) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise RefusedError("file is too big")
    suffix = PurePosixPath(file.name).suffix
    path = f"documents/{file.file_id}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
    return updates.form(TelegramFile(file.file_id, f"u{file.file_id[:12]}", len(file.content), path))


METHODS: dict[str, Callable[[Call], Awaitable[object]]] = {
    "getme": get_me,
    "getupdates": get_updates,
    "deletewebhook": delete_webhook,
    "sendmessage": send_message,
    "senddocument": send_document,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "answercallbackquery": answer_callback_query,
    "sendchataction": send_chat_action,
    "setmycommands": set_my_commands,
    "deletemycommands": delete_my_commands,
    "setmydescription": set_my_description,
    "setmyshortdescription": set_my_short_description,
    "getfile": get_file,
}
"""Names in lower case: Telegram does not distinguish."""


async def call_method(request: web.Request) -> web.Response:
    """Answer `/bot<token>/<method>` in Telegram's envelope."""
    exchange = request.app[EXCHANGE]
    try:
        method = METHODS.get(request.match_info["method"].lower())
        if method is None:
            exchange.store.log(exchange.clock.now().astimezone(VN).isoformat(), request.match_info["method"])
            raise RefusedError("Not Found", 404)
        params, uploads = await read(request)
        bot = updates.bot_user(int(request.match_info["token"].partition(":")[0]), bot_name())
        return web.json_response({"ok": True, "result": await method(Call(exchange, bot, params, uploads))})
    except RefusedError as refusal:
        return _refused(refusal.code, refusal.description)
    except web.HTTPRequestEntityTooLarge:
        return _refused(413, "Request Entity Too Large")
    except Exception:
        logger.exception("%s failed", request.match_info["method"])
        return _refused(500, "Internal Server Error")


def bot_name() -> str:
    """Return the name under which the bot appears on the phones."""
    return translate(Text("Assistant (trial)"), Reader())


async def download(request: web.Request) -> web.Response:
    """Answer `/file/bot<token>/documents/<file_id>.<suffix>`."""
    file = request.app[EXCHANGE].store.file(request.match_info["file_id"])
    if file is None:
        return _refused(404, "Not Found")
    return web.Response(body=file.content, content_type=_DEFAULT_MIME)


def routes() -> list[web.RouteDef]:
    """Return the Bot API's routes."""
    return [
        web.route("*", f"/bot{{token:{TOKEN}}}/{{method}}", call_method),
        web.get(f"/file/bot{{token:{TOKEN}}}/documents/{{file_id:[A-Za-z0-9_-]+}}{{suffix:[.A-Za-z0-9]*}}", download),
    ]


def _refused(code: int, description: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": code, "description": description}, status=code)
