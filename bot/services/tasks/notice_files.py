"""The file of a notice as text: a .docx, a PDF with text, or plain text."""

from __future__ import annotations

from pathlib import PurePath

from bot.domain.encodings import unicode_of
from bot.domain.notice_text import tidy
from bot.errors import BotError
from bot.services.tasks.notice_pdf import is_pdf, text_of_pdf
from bot.services.tasks.notice_word import text_of_word

MOST_BYTES = 15_000_000
"""Hundreds of pages, pictures among them."""
_MOST_CHARACTERS = 2_000_000
"""Some six hundred pages."""
_ZIP = b"PK\x03\x04"


def text_of(content: bytes, name: str) -> str:
    """Return the tidy text of a notice; what was typed in a legacy font is put into Unicode.

    Raises BotError("notice_too_large"), BotError("notice_unreadable") for what is neither .docx nor PDF nor text, and
    what `text_of_pdf` raises. A PDF is read by a child process, for which this waits.
    """
    if len(content) > MOST_BYTES:
        raise BotError("notice_too_large")
    text = _read(content, name)
    if len(text) > _MOST_CHARACTERS:
        raise BotError("notice_too_large")
    # In a legacy font a soft hyphen is a letter.
    return unicode_of(tidy(text)).replace("\u00ad", "")


def _read(content: bytes, name: str) -> str:
    if content.startswith(_ZIP):
        return text_of_word(content, name)
    return text_of_pdf(content, name) if is_pdf(content) else _plain(content, name)


def _plain(content: bytes, name: str) -> str:
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        # What was typed in a legacy font was saved in the encoding of Western Europe.
        text = content.decode("cp1252", errors="replace")
    if "\0" in text or PurePath(name).suffix.casefold() in (".pdf", ".doc"):
        raise BotError("notice_unreadable", path=name)
    return text
