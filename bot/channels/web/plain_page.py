"""Pages that work without a script: those of links that are opened from a letter or a chat."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from bot.domain.people import Reader
from bot.domain.texts import Text
from bot.i18n import translate

STYLE = Path(__file__).with_name("signing_in.css")
_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/page/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/vao.css">
</head>
<body>
<main>
<h1>{title}</h1>
{lines}
{act}
</main>
</body>
</html>
"""


def page(title: Text, lines: Sequence[Text], act: str, lang: str) -> web.Response:
    """Return a page that says something and offers `act`, which is markup.

    What people are called is data: nothing in it is markup, and none of it turns the direction of the rest.
    """
    reader = Reader(lang)
    said = "\n".join(f'<p dir="auto">{html.escape(translate(line, reader))}</p>' for line in lines)
    text = _PAGE.format(lang=lang, title=html.escape(translate(title, reader)), lines=said, act=act)
    return web.Response(text=text, content_type="text/html")
