"""The file of a notice as text: a .docx or plain text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePath

from bot.domain.encodings import unicode_of
from bot.domain.notice_text import tidy
from bot.errors import BotError

MOST_BYTES = 15_000_000
"""Hundreds of pages, pictures among them."""
_MOST_CHARACTERS = 2_000_000
"""Some six hundred pages."""
_ZIP = b"PK\x03\x04"


def text_of(content: bytes, name: str) -> str:
    """Return the tidy text of a notice; what was typed in a legacy font is put into Unicode.

    Raises BotError("notice_too_large"), and BotError("notice_unreadable") for what is neither .docx nor text.
    """
    if len(content) > MOST_BYTES:
        raise BotError("notice_too_large")
    text = _of_word(content, name) if content.startswith(_ZIP) else _plain(content, name)
    if len(text) > _MOST_CHARACTERS:
        raise BotError("notice_too_large")
    return unicode_of(tidy(text))


def _plain(content: bytes, name: str) -> str:
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        # What was typed in a legacy font was saved in the encoding of Western Europe.
        text = content.decode("cp1252", errors="replace")
    if "\0" in text or content.startswith(b"%PDF") or PurePath(name).suffix.casefold() in (".pdf", ".doc"):
        raise BotError("notice_unreadable", path=name)
    return text


def _of_word(content: bytes, name: str) -> str:
    from docx import Document  # a library that no other file needs
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(io.BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BotError("notice_unreadable", path=name) from error
    return "\n".join(_lines(document))


def _lines(document: object) -> Iterator[str]:
    """Paragraphs as they are, the rows of tables with a bar between their cells."""
    from docx.table import Table

    for part in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(part, Table):
            for row in part.rows:
                yield "| " + " | ".join(" ".join(cell.text.split()) for cell in row.cells) + " |"
        else:
            yield part.text
