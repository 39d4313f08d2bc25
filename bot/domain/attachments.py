"""Photos and files that a member attaches: what their channel says of them, and what has become of their bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.characters import clean, cut, unified

FILES_MAX = 10
"""How many files one difficulty may carry."""
SIZE_MAX = 20 * 1024 * 1024
"""Bytes."""
_NAME_UNITS = 255
_CAPTION_UNITS = 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"


class Family(StrEnum):
    """The kinds of files that are taken, as people tell them apart."""

    PICTURE = "picture"
    PDF = "pdf"
    WORD = "word"
    EXCEL = "excel"


_EXTENSIONS: Mapping[str, Family] = {
    "jpg": Family.PICTURE,
    "jpeg": Family.PICTURE,
    "png": Family.PICTURE,
    "pdf": Family.PDF,
    "doc": Family.WORD,
    "docx": Family.WORD,
    "xls": Family.EXCEL,
    "xlsx": Family.EXCEL,
}
"""The extensions that are taken."""
_PROPER: Mapping[str, Family] = {
    "image/jpeg": Family.PICTURE,
    "image/png": Family.PICTURE,
    "application/pdf": Family.PDF,
    "application/msword": Family.WORD,
    f"{_OFFICE}.wordprocessingml.document": Family.WORD,
    "application/vnd.ms-excel": Family.EXCEL,
    f"{_OFFICE}.spreadsheetml.sheet": Family.EXCEL,
}
"""The media types by which a file without a name is taken."""
_CALLED: Mapping[str, Family] = {
    **_PROPER,
    "application/x-pdf": Family.PDF,
    "application/acrobat": Family.PDF,
    "application/vnd.ms-word": Family.WORD,
    "application/wps-office.doc": Family.WORD,
    "application/wps-office.docx": Family.WORD,
    "application/x-msexcel": Family.EXCEL,
    "application/excel": Family.EXCEL,
    "application/x-excel": Family.EXCEL,
    "application/wps-office.xls": Family.EXCEL,
    "application/wps-office.xlsx": Family.EXCEL,
}
"""What senders call the files that are taken: no other file is meant by it."""
_ZIP = ("application/zip", "application/x-zip-compressed")
"""What a phone that does not know the newer formats of Office takes their packages for."""
_OTHER_KINDS = ("audio/", "video/", "text/", "font/", "model/", "message/", "multipart/")
_MACROS = "macroenabled.12"
_OTHERS = frozenset(
    f"application/{name}"
    for name in (
        *("x-msdownload", "x-msdos-program", "x-dosexec", "x-executable", "x-msi", "hta", "x-bat", "x-sh"),
        *("vnd.microsoft.portable-executable", "vnd.android.package-archive", "x-shellscript", "x-ms-shortcut"),
        *("javascript", "x-javascript", "ecmascript", "java-archive", "x-java-archive", "x-httpd-php"),
        *("vnd.rar", "x-rar", "x-rar-compressed", "x-7z-compressed", "x-tar", "gzip", "x-gzip", "x-bzip2"),
        *("x-iso9660-image", "x-apple-diskimage", "json", "xml", "xhtml+xml", "epub+zip"),
        *("vnd.ms-powerpoint", "vnd.openxmlformats-officedocument.presentationml.presentation"),
    )
)
"""Programs, archives and papers of other kinds, which are known as such."""


class FileKind(StrEnum):
    """How a channel keeps a file: as a picture to look at, or as it was sent."""

    PHOTO = "photo"
    DOCUMENT = "document"


class Refusal(StrEnum):
    """Why a file is not taken, or, once its bytes have been looked at, not kept."""

    KIND = "kind"
    SIZE = "size"
    CONTENT = "content"
    """Its content is not what its name says, or of no kind that is taken."""
    PROGRAM = "program"
    MACROS = "macros"
    LOCKED = "locked"
    """It opens with a password only, so that nobody can tell what it holds."""
    BOMB = "bomb"
    """It would unpack to more than anybody's memory holds."""
    DAMAGED = "damaged"


class FileState(StrEnum):
    """What has become of the bytes of a file."""

    WAITING = "waiting"
    """They are being fetched, or will be."""
    STORED = "stored"
    REFUSED = "refused"
    """They were looked at and are not kept."""
    LOST = "lost"
    """They could not be fetched."""


@dataclass(frozen=True)
class Kept:
    """The bytes of a file, or why there are none."""

    state: FileState
    why: Refusal | None = None
    """Of a file that was refused."""
    sha256: str = ""
    """Of the bytes that are stored."""
    altered: bool = False
    """Whether they are other than those that came: a photo without its place."""


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
    file: int = 0
    """Of its bytes, the same in a draft and in every version of a report; 0 where they were never asked for."""
    kept: Kept | None = None
    """None where they were never asked for."""

    @property
    def state(self) -> FileState | None:
        """What has become of its bytes; None where they were never asked for."""
        return self.kept.state if self.kept else None

    @property
    def sha256(self) -> str:
        """The hash of the bytes that are stored, or an empty text."""
        return self.kept.sha256 if self.kept else ""


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


def family_of(name: str) -> Family | None:
    """Return what a name says that a file is; None for a name with no extension that is taken."""
    return _EXTENSIONS.get(_extension(name))


def _is_taken(attachment: Attachment) -> bool:
    """Whether it is of a kind that is taken: by its extension, unless its type clearly says something else."""
    # Whatever it was, the channel has made a picture of its own of it.
    if attachment.kind is FileKind.PHOTO:
        return True
    if not attachment.name:
        return attachment.mime in _PROPER
    family = family_of(attachment.name)
    return family is not None and not _contradicts(attachment.mime, family)


def _contradicts(mime: str, family: Family) -> bool:
    """Whether a media type names another kind; one that is not known, such as a download's, names none."""
    if mime in _CALLED:
        return _CALLED[mime] is not family
    if mime in _ZIP:
        return family not in (Family.WORD, Family.EXCEL)
    if mime.startswith("image/"):
        return family is not Family.PICTURE
    return mime in _OTHERS or mime.startswith(_OTHER_KINDS) or mime.endswith(_MACROS)


def _extension(name: str) -> str:
    """The letters behind the last dot, without the mark with which `clean` closes a text of mixed direction."""
    _, dot, last = name.removesuffix("\u2069").rpartition(".")
    return unified(last).casefold() if dot else ""
