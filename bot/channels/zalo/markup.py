"""From a rendered screen to the words of a message: without a parse mode, so that no text can become markup."""

from __future__ import annotations

from typing import Any


def text_of(body: dict[str, Any]) -> str:
    """Return the words of a rendered screen; bold and code are left out."""
    return "".join(text for _, text in body["runs"])
