"""Photos without what they tell beside their picture: where and when it was taken, with which camera, by whom.

The picture itself is not touched: parts are left out, nothing is compressed anew.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

MOST_PIXELS = 89_478_485
"""Of a picture that is kept: as many as Pillow opens without a warning; unpacked they take some 270 MB."""
UPRIGHT = 1
"""The orientation of a picture that is shown as it is stored."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TELLS = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_SCAN_ENDS = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
"""A mark that ends what is compressed: any but the two kinds that stand within it."""
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_FIRST_APP, _LAST_APP = 0xE0, 0xEF


@dataclass(frozen=True)
class Picture:
    """A picture's size in pixels, and its bytes without what it tells."""

    width: int
    height: int
    bare: bytes


def read(content: bytes, orientation: int = UPRIGHT) -> Picture:
    """Return a JPEG or PNG without what it tells, but for the `orientation` (1-8, as Exif counts) of a JPEG.

    Its bytes are the same where there was nothing to leave out. Raises ValueError for what is neither or broken.
    """
    try:
        return _png(content) if content.startswith(_PNG) else _jpeg(content, orientation)
    except (struct.error, IndexError) as error:
        raise ValueError("broken picture") from error


def _png(content: bytes) -> Picture:
    kept, size = [_PNG], (0, 0)
    for kind, chunk in _chunks(content):
        if kind == b"IHDR":
            size = struct.unpack_from(">II", chunk, 8)
        if kind not in _PNG_TELLS:
            kept.append(chunk)
    return _picture(size, b"".join(kept))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        (length,), kind = struct.unpack_from(">I", content, at), content[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(content):
            raise ValueError("cut off")
        yield kind, content[at:end]
        at = end


def _jpeg(content: bytes, orientation: int) -> Picture:
    if content[:2] != bytes([0xFF, _START]):
        raise ValueError("neither a JPEG nor a PNG")
    segments = list(_segments(content))
    sized = next((segment for marker, segment in segments if marker in _SIZES), b"")
    height, width = struct.unpack_from(">HH", sized, 5)
    kept = [segment for marker, segment in segments if not _tells(marker, segment)]
    if orientation != UPRIGHT:
        # Behind the frame of JFIF, which wants to be first.
        kept.insert(int(segments[0][0] == _FIRST_APP), _turned(orientation))
    return _picture((width, height), b"".join([content[:2], *kept]))


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments behind the first mark, each with its own mark; what is compressed stands with its head."""
    at = 2
    while at < len(content):
        if content[at] != 0xFF:
            raise ValueError("no mark")
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if marker == _END:
            yield marker, content[at : at + 2]
            return
        end = at + 2
        if marker not in _ALONE:
            end += max(2, struct.unpack_from(">H", content, at + 2)[0])
            if end > len(content):
                raise ValueError("cut off")
        if marker == _SCAN:
            # A picture that was cut off in the middle can still be looked at.
            found = _SCAN_ENDS.search(content, end)
            end = found.start() if found else len(content)
        yield marker, content[at:end]
        at = end


def _tells(marker: int, segment: bytes) -> bool:
    """Whether a segment is no part of the picture: what applications add, but for the frame and the colours."""
    if marker == _COMMENT:
        return True
    if not _FIRST_APP <= marker <= _LAST_APP:
        return False
    if marker == _FIRST_APP:
        return not segment.startswith(b"JFIF", 4)
    if marker == 0xE2:
        return not segment.startswith(b"ICC_PROFILE", 4)
    return marker != 0xEE


def _turned(orientation: int) -> bytes:
    """A segment that says how a picture is to be turned, and nothing else."""
    # A directory of one entry: number, type and count of its values, the value itself, and that no other follows.
    entry = b"\x12\x01\x03\x00\x01\x00\x00\x00" + orientation.to_bytes(4, "little") + bytes(4)
    exif = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00" + entry
    return b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif


def _picture(size: tuple[int, int], bare: bytes) -> Picture:
    if not (size[0] and size[1]):
        raise ValueError("no size")
    return Picture(size[0], size[1], bare)
