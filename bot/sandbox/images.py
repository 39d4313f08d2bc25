"""What kind of picture a file is and how large, read from its first bytes."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import imagesize


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
    mime = _mime(content)
    # As the pixels are stored: a phone turns them by the EXIF header only when it draws them.
    width, height = imagesize.get(BytesIO(content), exif_rotation=False) if mime else (-1, -1)
    return Image(mime, width, height) if mime and width >= 0 and height >= 0 else None


def _mime(content: bytes) -> str | None:
    """Return the type of a picture. imagesize knows TIFF, SVG and others too, but does not say what it has found."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return "image/jpeg" if content.startswith(b"\xff\xd8\xff") else None
