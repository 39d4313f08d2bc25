"""A notice that comes as .docx: paragraphs as they are, the rows of tables with bars between their cells."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.domain.encodings import is_legacy, is_legacy_font, of_font
from bot.errors import BotError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_MOST_UNPACKED = 100_000_000
"""Bytes; what says it unpacks to more was made to use up the memory."""
_Part = tuple[str, str]
"""Words and the font in which they are shown."""


def text_of_word(content: bytes, name: str) -> str:
    """Return the text of a .docx; what is in a legacy font is put into Unicode.

    Raises BotError("notice_unreadable"), and BotError("notice_too_large") for what unpacks to too much.
    """
    from docx import Document  # a library that the running program does not load

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
        if unpacked > _MOST_UNPACKED:
            raise BotError("notice_too_large")
        lines = list(_lines(Document(io.BytesIO(content))))
    # What else than a document may be in it is met by whatever line of the library comes first.
    except (KeyError, ValueError, IndexError, AttributeError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise BotError("notice_unreadable", path=name) from error
    # Packed in a way, or under a password, that zipfile does not know.
    except RuntimeError as error:
        raise BotError("notice_unreadable", path=name) from error
    return "\n".join(_unicode(lines))


def _lines(document: Document) -> Iterator[list[_Part]]:
    from docx.table import Table

    usual = document.styles["Normal"].font.name or ""
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield from _rows(part, usual)
        else:
            yield list(_parts(part, usual))


def _rows(table: Table, usual: str) -> Iterator[list[_Part]]:
    for row in table.rows:
        line: list[_Part] = [("| ", "")]
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                # A cell is on one line whatever stands in it.
                line += [(words.replace("\n", " "), font) for words, font in _parts(paragraph, usual)]
                line.append((" ", ""))
            line.append(("| ", ""))
        yield line


def _parts(paragraph: Paragraph, usual: str) -> Iterator[_Part]:
    """The words of a paragraph by their fonts; a link has words too."""
    style = paragraph.style.font.name if paragraph.style is not None else None
    for part in paragraph.iter_inner_content():
        runs: list[Run] = part.runs if hasattr(part, "runs") else [part]
        for run in runs:
            yield run.text, run.font.name or style or usual


def _unicode(lines: list[list[_Part]]) -> Iterator[str]:
    """Each line; a document may name a legacy font for what has long been Unicode, so all of it is looked at."""
    typed = " ".join(words for line in lines for words, font in line if is_legacy_font(font))
    are_legacy = is_legacy(unicodedata.normalize("NFC", typed))
    for line in lines:
        yield "".join(of_font(words, font) if are_legacy and is_legacy_font(font) else words for words, font in line)
