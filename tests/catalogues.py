"""What the catalogues say, for tests that look through all of it."""

from __future__ import annotations

from bot.i18n import messages


def sentences(lang: str) -> list[str]:
    """Return every translation of a language; one in several forms as often."""
    strings = [message.string for message in messages(lang) if message.id]
    return [text for string in strings for text in ((string,) if isinstance(string, str) else string or ())]
