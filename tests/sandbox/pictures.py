"""The smallest pictures that say how large they are; nothing in them is to be seen."""

from __future__ import annotations


def png(width: int, height: int) -> bytes:
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + size + b"\x08\x02\x00\x00\x00"


def jpeg(width: int, height: int) -> bytes:
    sizes = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xff\xc4\x00\x03\x00\xff\xc0\x00\x11\x08" + sizes + b"\x03"


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little")


def webp(form: bytes, width: int, height: int) -> bytes:
    """A picture in one of the three forms of WebP: `VP8 `, `VP8L`, `VP8X`."""
    bodies = {
        b"VP8 ": bytes(6) + width.to_bytes(2, "little") + height.to_bytes(2, "little"),
        b"VP8L": b"\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little"),
        b"VP8X": bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"),
    }
    return b"RIFF" + bytes(4) + b"WEBP" + form + bytes(4) + bodies[form] + bytes(10)
