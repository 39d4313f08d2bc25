"""One message as the page shows it: the shape that the phones of the sandbox have, too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from bot.channels.runs import Json, entities_of, text_of
from bot.clock import VN
from bot.domain.people import Reader
from bot.domain.texts import N_, Text, Weight
from bot.i18n import translate
from storage.web_messages import WebMessage

_QUOTED = 120
"""Characters: so much of a message is shown above what answers it."""
_WEIGHTS: Mapping[str, str] = {Weight.SEND.value: "primary", Weight.DESTRUCTIVE.value: "danger"}


def view(message: WebMessage, answered: WebMessage | None, lang: str) -> Json:
    """Return a message for the page; `answered` is the one that it answers, where that is still there."""
    at = message.shown_at.astimezone(VN)
    return {
        "id": message.id,
        "from": "person" if message.act_key else "bot",
        "key": message.act_key.partition(":")[0] or None,
        "date": at.isoformat(),
        "day": _day(at.date(), lang),
        "text": _words(message, lang),
        "entities": entities_of(message.body) if "runs" in message.body else [],
        "rows": [[_button(*each) for each in row] for row in message.body.get("rows", [])],
        "silent": bool(message.body.get("silent")),
        "edited": message.edited,
        "album": message.album_key or None,
        "reply_to": {"id": answered.id, "text": _quoted(_words(answered, lang))} if answered else None,
        **_file(message),
    }


def _words(message: WebMessage, lang: str) -> str:
    if message.body.get("withheld"):
        return translate(Text(N_("(not kept here: it shows a sign of a state secret)")), Reader(lang))
    return text_of(message.body)


def _file(message: WebMessage) -> Json:
    file = message.file
    if file is None:
        return {}
    return {file.kind: {"name": file.name, "size": file.size, "mime": file.mime}}


def _button(label: str, data: str, weight: str = "") -> Json:
    button = {"text": label, "data": data}
    return {**button, "weight": _WEIGHTS[weight]} if weight in _WEIGHTS else button


def _quoted(words: str) -> str:
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED].rstrip()}…"


@lru_cache(64)
def _day(day: date, lang: str) -> str:
    return translate(Text("{day:day}", day=day), Reader(lang))
