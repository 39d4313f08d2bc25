"""What kind of picture a file is and how large, read from its first bytes."""

from __future__ import annotations

from dataclasses import dataclass

_PNG, _GIF, _JPEG = b"\x89PNG\r\n\x1a\n", (b"GIF87a", b"GIF89a"), b"\xff\xd8\xff"
_NO_FRAME = (0xC4, 0xC8, 0xCC)
"""JPEG markers in the range of the frame headers that are none: tables and an extension."""


@dataclass(frozen=True)
class Image:
    """A picture; sizes in pixels."""

    mime: str
    width: int
    height: int

    @property
    def fits_a_photo(self) -> bool:
        """Whether Telegram takes it as a photo: both sides 10,000 in sum, one at most 20 times the other."""
        short, long = sorted((self.width, self.height))
        return short > 0 and short + long <= 10_000 and long <= 20 * short


def image(content: bytes) -> Image | None:
    """Return what picture `content` is, None if it is none that a browser and Telegram both show."""
    if content.startswith(_PNG) and len(content) >= 24:
        return Image("image/png", _big(content, 16, 4), _big(content, 20, 4))
    if content.startswith(_GIF) and len(content) >= 10:
        return Image("image/gif", _little(content, 6, 2), _little(content, 8, 2))
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP" and len(content) >= 30:
        return _webp(content)
    return _jpeg(content) if content.startswith(_JPEG) else None


def _webp(content: bytes) -> Image | None:
    match content[12:16]:
        case b"VP8 ":
            return Image("image/webp", _little(content, 26, 2) & 0x3FFF, _little(content, 28, 2) & 0x3FFF)
        case b"VP8L":
            bits = _little(content, 21, 4)
            return Image("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8X":
            return Image("image/webp", _little(content, 24, 3) + 1, _little(content, 27, 3) + 1)
    return None


def _jpeg(content: bytes) -> Image | None:
    """Walk from marker to marker until the frame header, which names the size."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            return Image("image/jpeg", _big(content, at + 7, 2), _big(content, at + 5, 2))
        at += 1 if marker == 0xFF else 2 + _big(content, at + 2, 2)
    return None


def _big(content: bytes, at: int, count: int) -> int:
    return int.from_bytes(content[at : at + count], "big")


def _little(content: bytes, at: int, count: int) -> int:
    return int.from_bytes(content[at : at + count], "little")
