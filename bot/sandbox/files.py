"""Files as Telegram keeps them: a document as it came, a photo with its size in pixels, a voice message."""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePosixPath

from bot.sandbox.images import image
from bot.sandbox.store.records import File, new_file_id

DEFAULT_MIME = "application/octet-stream"
_SILENCE = b"OggS" + bytes(60)
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


def document(name: str, content: bytes, mime: str = "") -> File:
    """Return a new document; its type goes by the name, as Telegram does it."""
    last_part = PurePosixPath(name.replace("\\", "/")).name or "document"
    given = mime if _MIME.fullmatch(mime) else DEFAULT_MIME
    return File(new_file_id(), last_part, mimetypes.guess_type(last_part)[0] or given, content)


def invented_voice() -> File:
    """Return a new voice message that looks like one from outside and cannot be played."""
    return File(new_file_id(), "voice.oga", "audio/ogg", _SILENCE, "voice")


def photo(content: bytes) -> File | None:
    """Return a new photo, None if Telegram would not take `content` as one."""
    found = image(content)
    if found is None or not found.fits_a_photo:
        return None
    suffix = found.mime.removeprefix("image/").replace("jpeg", "jpg")
    return File(new_file_id(), f"photo.{suffix}", found.mime, content, "photo", found.width, found.height)


def still_photo(content: bytes) -> File | None:
    """Return a photo where a phone would send one: a still picture; None for everything else."""
    found = image(content)
    return photo(content) if found and found.mime != "image/gif" else None
