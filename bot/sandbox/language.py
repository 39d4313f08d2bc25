"""In which language the sandbox speaks to whoever looks at it, from a catalogue of its own.

The program's catalogues hold no word of the sandbox: a text is looked up here first, then there, where the sentences
of the program's own errors are found.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from aiohttp import web

from bot import i18n
from bot.domain.people import Reader
from bot.domain.texts import Text
from bot.i18n import LANGUAGES
from bot.po_file import read_po

LOCALES = Path(__file__).parent / "page" / "locales"


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return the finished translations of `lang`, msgid to msgstr, read from the .po file."""
    return read_po(LOCALES / lang / "messages.po").texts


def translate(text: Text, reader: Reader) -> str:
    """Return `text` in the reader's language, without markup."""
    # The program fills in dates, periods and names. A translation is no msgid of its own, so it stays as it is there.
    return i18n.translate(Text(catalogue(reader.lang).get(text.msgid, text.msgid), **text.params), reader)


def reader_of(request: web.Request) -> Reader:
    """Return who reads the answer: in the language `lang` of the query, Vietnamese unless there is such a one."""
    lang = request.query.get("lang")
    return Reader(lang) if lang in LANGUAGES else Reader()
