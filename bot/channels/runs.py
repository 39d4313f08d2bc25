"""From a rendered screen to words, and to where they are bold: in UTF-16 units, as browsers and apps count them."""

from __future__ import annotations

from typing import Any

from bot.domain.characters import utf16_length

Json = dict[str, Any]

_ENTITIES = {"b": "bold", "code": "code"}


def text_of(body: Json) -> str:
    """Return the words of a rendered screen."""
    return "".join(text for _, text in body["runs"])


def entities_of(body: Json) -> list[Json]:
    """Return where the words are bold or code, in UTF-16 units."""
    entities, offset = [], 0
    for style, text in body["runs"]:
        length = utf16_length(text)
        if style:
            entities.append({"type": _ENTITIES[style], "offset": offset, "length": length})
        offset += length
    return entities
