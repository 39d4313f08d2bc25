"""Bytes as Web Push writes them: the alphabet that is safe in addresses, without padding."""

from __future__ import annotations

import base64
import re

_WRITTEN = re.compile("[A-Za-z0-9_-]*=*")


def written(content: bytes) -> str:
    """Return bytes as text."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def read(text: str) -> bytes:
    """Return the bytes of a text, with or without padding. Raises ValueError."""
    if not _WRITTEN.fullmatch(text):
        raise ValueError("no bytes")
    padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
    return base64.urlsafe_b64decode(padded)
