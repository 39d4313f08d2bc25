"""Whoever looks at the page: in which language the sandbox speaks to them."""

from __future__ import annotations

from aiohttp import web

from bot.domain.people import Reader
from bot.i18n import LANGUAGES


def reader_of(request: web.Request) -> Reader:
    """Return who reads the answer: in the language `lang` of the query, Vietnamese unless there is such a one."""
    lang = request.query.get("lang")
    return Reader(lang) if lang in LANGUAGES else Reader()
