"""getFile, and the download of what it names."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from aiohttp import web
from telegram import File as TelegramFile
from telegram.constants import FileSizeLimit

from bot.sandbox.bot_api.call import Call, Methods
from bot.sandbox.bot_api.checks import RefusedError
from bot.sandbox.files import DEFAULT_MIME
from bot.sandbox.hub import Hub
from bot.sandbox.telegram_objects.messages import to_json

FOLDERS = {"document": "documents", "photo": "photos", "voice": "voice"}
"""Where Telegram keeps a file of each kind."""
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


async def get_file(call: Call) -> object:
    if not call.text("file_id"):
        raise RefusedError("file_id not specified")
    file = call.hub.store.file(call.text("file_id"))
    if file is None:
        raise RefusedError("invalid file_id")
    if len(file.content) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise RefusedError("file is too big")
    suffix = PurePosixPath(file.name).suffix
    path = f"{FOLDERS[file.kind]}/{file.file_id}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
    return to_json(TelegramFile(file.file_id, file.unique_id, len(file.content), path))


def download(hub: Hub, file_id: str) -> web.Response | None:
    """Return what the bot downloads, None if there is no such file."""
    file = hub.store.file(file_id)
    return web.Response(body=file.content, content_type=DEFAULT_MIME) if file else None


METHODS: Methods = {"getfile": get_file}
