"""Files that the bot sends, by upload or by their id, and files that it fetches."""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePosixPath

from aiohttp import web
from telegram import File as TelegramFile
from telegram.constants import FileSizeLimit

from bot.sandbox import checks, messages
from bot.sandbox.calls import Call, Methods
from bot.sandbox.checks import RefusedError
from bot.sandbox.exchange import Exchange
from bot.sandbox.images import image
from bot.sandbox.store import File

DEFAULT_MIME = "application/octet-stream"

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


def file_of(call: Call, kind: str, named: str, field: str) -> tuple[File, bool] | None:
    """Return the file that is sent as `kind` and whether it is new; None if the call has none.

    It comes with the call, in the part `attach://…` names or in `field`, or is named by its id.
    """
    if named and not named.startswith("attach://"):
        return _known(call.exchange, kind, named), False
    upload = call.uploads.get(named.removeprefix("attach://") or field)
    if upload is None:
        return None
    content = checks.upload(upload.content)
    return (_photo if kind == "photo" else document)(upload.name, content, upload.mime), True


def document(name: str, content: bytes, mime: str = "") -> File:
    """Return a new document; its type goes by the name, as Telegram does it."""
    shown = PurePosixPath(name.replace("\\", "/")).name or "document"
    given = mime if _MIME.fullmatch(mime) else DEFAULT_MIME
    return File(messages.file_id(), shown, mimetypes.guess_type(shown)[0] or given, content)


def photo(content: bytes) -> File | None:
    """Return a new photo, None if Telegram would not take `content` as one."""
    found = image(content)
    if found is None or not found.fits_a_photo:
        return None
    suffix = found.mime.removeprefix("image/").replace("jpeg", "jpg")
    return File(messages.file_id(), f"photo.{suffix}", found.mime, content, "photo", found.width, found.height)


def persons_photo(content: bytes) -> File | None:
    """Return a photo where a phone would send one: a still picture; None for everything else."""
    found = image(content)
    return photo(content) if found and found.mime != "image/gif" else None


def _photo(_name: str, content: bytes, _mime: str) -> File:
    limit = int(FileSizeLimit.PHOTOSIZE_UPLOAD)
    if len(content) > limit:
        raise RefusedError(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is {10 * 2**20} bytes"
        )
    made = photo(content)
    if made is None:
        raise RefusedError("PHOTO_INVALID_DIMENSIONS" if image(content) else "IMAGE_PROCESS_FAILED")
    return made


def _known(exchange: Exchange, kind: str, file_id: str) -> File:
    known = exchange.store.file(file_id)
    if known is None and "://" in file_id:
        raise RefusedError("failed to get HTTP URL content")  # the sandbox has no net
    if known is None:
        raise RefusedError("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise RefusedError(f"can't use file of type {known.kind.capitalize()} as {kind.capitalize()}")
    return known


async def get_file(call: Call) -> object:
    if not call.text("file_id"):
        raise RefusedError("file_id not specified")
    file = call.exchange.store.file(call.text("file_id"))
    if file is None:
        raise RefusedError("invalid file_id")
    if len(file.content) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise RefusedError("file is too big")
    suffix = PurePosixPath(file.name).suffix
    path = f"{file.kind}s/{file.file_id}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
    return messages.form(TelegramFile(file.file_id, f"u{file.file_id[:12]}", len(file.content), path))


def download(exchange: Exchange, file_id: str) -> web.Response | None:
    """Return what the bot downloads, None if there is no such file."""
    file = exchange.store.file(file_id)
    return web.Response(body=file.content, content_type=DEFAULT_MIME) if file else None


METHODS: Methods = {"getfile": get_file}
