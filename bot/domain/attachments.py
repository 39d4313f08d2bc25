"""Photos and files that a member attaches: known by the channel's identifier, never by their bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.characters import clean, cut

FILES_MAX = 10
"""How many files one difficulty may carry."""
SIZE_MAX = 20 * 1024 * 1024
"""Bytes."""
_NAME_UNITS = 255
_CAPTION_UNITS = 1024
_UNKNOWN_TYPE = "application/octet-stream"
"""What senders put where they know nothing better."""
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIP = ("application/zip", "application/x-zip-compressed")
"""What a phone that does not know the newer formats of Office takes their packages for."""
_JPEG = ("image/jpeg", "image/jpg", "image/pjpeg")
_TYPES: Mapping[str, tuple[str, ...]] = {
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": ("image/png", "image/x-png"),
    "pdf": ("application/pdf", "application/x-pdf"),
    "doc": ("application/msword", "application/vnd.ms-word"),
    "docx": (f"{_OFFICE}.wordprocessingml.document", *_ZIP),
    "xls": ("application/vnd.ms-excel", "application/x-msexcel", "application/excel", "application/x-excel"),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", *_ZIP),
}
"""The extensions that are taken, each with the media types by which senders call it, the proper one first."""


class FileKind(StrEnum):
    """How a channel keeps a file: as a picture to look at, or as it was sent."""

    PHOTO = "photo"
    DOCUMENT = "document"


class Refusal(StrEnum):
    """Why a file is not taken."""

    KIND = "kind"
    SIZE = "size"


@dataclass(frozen=True)
class Attachment:
    """A file as its channel describes it; `received` makes one of what came in."""

    channel: str
    ref: str
    """The channel's identifier, by which the file can be sent on in the same channel."""
    kind: FileKind
    name: str
    """Empty where it has none: photos never have one."""
    size: int
    """Bytes; 0 where the channel did not say."""
    mime: str
    caption: str
    id: int = 0
    """Of the stored file; 0 while it is in a draft."""
    message: str = ""
    """The program's name for the message it came with, while it is in a draft."""


def received(
    channel: str,
    ref: str,
    kind: FileKind,
    *,
    name: str | None = None,
    size: int | None = None,
    mime: str | None = None,
    caption: str | None = None,
) -> Attachment:
    """Return a file with its words cleaned: the name is the last part of a path, on one line."""
    # Either system's separators, on whatever system this runs: the name is the sender's.
    last = re.split(r"[/\\]", name or "")[-1]
    return Attachment(
        channel=channel,
        ref=ref,
        kind=kind,
        name=cut(clean(" ".join(last.split())), _NAME_UNITS),
        size=max(size or 0, 0),
        # A media type may carry parameters, such as its charset.
        mime=(mime or "").partition(";")[0].strip().casefold(),
        caption=cut(clean(caption or ""), _CAPTION_UNITS),
    )


def why_refused(attachment: Attachment) -> Refusal | None:
    """Return why a file is not taken, or None. A size or a type that the channel did not state is no reason."""
    if not _is_taken(attachment):
        return Refusal.KIND
    return Refusal.SIZE if attachment.size > SIZE_MAX else None


def _is_taken(attachment: Attachment) -> bool:
    """Whether extension and media type agree on a type that is taken; one of them has to be known."""
    # Whatever it was, the channel has made a picture of its own of it.
    if attachment.kind is FileKind.PHOTO:
        return True
    mime = "" if attachment.mime == _UNKNOWN_TYPE else attachment.mime
    if not attachment.name:
        return mime in {proper for proper, *_ in _TYPES.values()}
    types = _TYPES.get(_extension(attachment.name), ())
    return bool(types) and mime in ("", *types)


def _extension(name: str) -> str:
    """The letters behind the last dot, without the mark with which `clean` closes a text of mixed direction."""
    _, dot, last = name.removesuffix("\u2069").rpartition(".")
    return last.casefold() if dot else ""
