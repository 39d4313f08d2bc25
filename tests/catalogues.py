"""What the catalogues say, for tests that look through all of it."""

from __future__ import annotations

import re
from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.domain.people import Reader
from bot.domain.texts import Text
from bot.i18n import LOCALES, translate


@cache
def messages(lang: str) -> Catalog:
    """Return the catalogue of a language as the library reads it that writes it."""
    with (LOCALES / lang / "messages.po").open("rb") as file:
        return read_po(file, locale=lang)


def sentences(lang: str) -> list[str]:
    """Return every translation of a language; one in several forms as often."""
    strings = [message.string for message in messages(lang) if message.id]
    return [text for string in strings for text in ((string,) if isinstance(string, str) else string or ())]


def said(msgid: str, **params: object) -> str:
    """Return what the program says in Vietnamese to somebody of whom no form of address is known."""
    return translate(Text(msgid, **params), Reader())


def part(msgid: str) -> str:
    """Return the longest piece of the Vietnamese of `msgid` that stands between its {names}."""
    template = messages("vi")[msgid].string
    assert isinstance(template, str)
    return max(re.split(r"\{[^}]*\}|</?(?:b|code)>", template), key=len).strip()


def out_of_date() -> str:
    """Return the words with which every message about a screen that is out of date begins."""
    return said("This screen is out of date; nothing was done. The latest content is shown again.").split(". ")[0]
