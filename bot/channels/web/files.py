"""Files up and down: up as they come and bounded on the way, down to whom the conversation belongs and nobody else."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bot.channels.web import acts
from bot.channels.web.asking import Session
from bot.channels.web.capabilities import CAPABILITIES
from bot.channels.web.client import WebChannel
from bot.channels.web.refusals import RefusedError
from bot.channels.web.uploads import TooLargeError, ref_of
from bot.domain.attachments import FILES_MAX, SIZE_MAX
from bot.domain.characters import clean, cut
from bot.runtime.ports import ChannelError
from storage import file_store, web_messages
from storage.web_messages import Own, WebFile

ALL_MAX = 5 * SIZE_MAX
"""Bytes of all files of one act; of larger bodies none is read."""
_AROUND = 256 * 1024
"""Bytes of a form beside its files."""
_FIELD_BYTES = 32 * 1024
_CHUNK_BYTES = 64 * 1024
_NAME_UNITS = 255
_LOOKED_AT = ("image/jpeg", "image/png")
_FIELDS = ("key", "seen", "caption", "reply_to")


@dataclass
class _Form:
    """What has been read of a form: its fields come before its files."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[WebFile] = field(default_factory=list)

    @property
    def key(self) -> str:
        return acts.key_of(self.fields.get("key"))

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    def number(self, name: str) -> int | None:
        text = self.fields.get(name, "")
        return acts.number({name: int(text) if text.isascii() and text.isdecimal() else None}, name) if text else None


async def up(channel: WebChannel, request: web.Request, session: Session) -> web.Response:
    """Take files with a caption: written to the disk as they come, then handed on like any act."""
    if request.content_type != "multipart/form-data":
        raise RefusedError("bad")
    if (request.content_length or 0) > ALL_MAX + _AROUND:
        raise _too_large()
    form = _Form()
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise RefusedError("bad")
            if await _is_done(channel, session, form, part):
                return acts.stored()
    except TooLargeError as error:
        raise _too_large() from error
    except OSError as error:  # the disk is full, or nobody is there any more
        raise RefusedError("busy") from error
    except (ValueError, AssertionError, LookupError, web.RequestPayloadError) as error:  # no form, or one cut off
        raise RefusedError("bad") from error
    if not form.files:
        raise RefusedError("empty")
    return await acts.say(channel, session, _owns(form), form.number("seen") or 0)


async def _is_done(channel: WebChannel, session: Session, form: _Form, part: BodyPartReader) -> bool:
    """Read a part of a form; return whether the act that it belongs to is stored already."""
    if part.name in _FIELDS and not part.filename:
        if form.files:
            raise RefusedError("bad")
        form.fields[part.name] = await _field(part)
    elif part.name == "file":
        now = channel.clock.now()
        if not form.files:
            if web_messages.has_act(channel.reading, session.user_key, f"{form.key}:0"):
                return True
            acts.check_age(form.key, now)
        await _take(channel, session, form, part)
    return False


async def _field(part: BodyPartReader) -> str:
    content = bytearray()
    while chunk := await part.read_chunk(_CHUNK_BYTES):
        content += chunk
        if len(content) > _FIELD_BYTES:
            raise RefusedError("bad")
    return content.decode("utf-8", "replace")


async def _take(channel: WebChannel, session: Session, form: _Form, part: BodyPartReader) -> None:
    if len(form.files) >= FILES_MAX:
        raise RefusedError("many", files=FILES_MAX)
    name = cut(clean((part.filename or "").replace("\\", "/").rpartition("/")[2]), _NAME_UNITS)
    ref = ref_of(f"{session.user_key}:{form.key}:{len(form.files)}")
    most = min(SIZE_MAX, ALL_MAX - form.size)
    size = await channel.uploads.take(ref, _chunks(part), most, channel.clock.now())
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = "photo" if mime in _LOOKED_AT else "document"
    form.files.append(WebFile(kind, name, size, mime, ref=ref))


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(_CHUNK_BYTES):
        yield chunk


def _owns(form: _Form) -> list[Own]:
    """One message for each file; the words stand at the first."""
    words = acts.short_enough(form.fields.get("caption", "").strip(), CAPABILITIES.caption_limit)
    album = form.key if len(form.files) > 1 else ""
    reply_to = form.number("reply_to")
    return [
        Own(f"{form.key}:{place}", "" if place else words, file, album, reply_to)
        for place, file in enumerate(form.files)
    ]


def _too_large() -> RefusedError:
    return RefusedError("large", file=SIZE_MAX >> 20, all=ALL_MAX >> 20)


async def down(channel: WebChannel, request: web.Request, session: Session) -> web.Response:
    """Send the file of a message of this very conversation."""
    number = request.match_info["number"]
    found = web_messages.message(channel.reading, session.user_key, int(number)) if len(number) < 17 else None
    content = await _content(channel, found.file) if found and found.file else None
    if found is None or found.file is None or content is None:
        raise RefusedError("gone")
    file = found.file
    inline = request.query.get("inline") == "1" and file.mime in _LOOKED_AT
    return web.Response(
        body=content,
        content_type=file.mime,
        headers={
            "Content-Disposition": f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(file.name)}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


async def _content(channel: WebChannel, file: WebFile) -> bytes | None:
    if file.sha256:
        return await asyncio.to_thread(file_store.read, channel.files, file.sha256)
    try:
        return await asyncio.to_thread(channel.uploads.read, file.ref, SIZE_MAX)
    except ChannelError:
        return None
