"""Telegram's HTML: from marked-up text to plain text and entities, refused where Telegram refuses it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from telegram.constants import MessageEntityType

from bot.domain.characters import utf16_length
from bot.sandbox.store.records import Entity

_STYLES = {
    "b": MessageEntityType.BOLD,
    "strong": MessageEntityType.BOLD,
    "i": MessageEntityType.ITALIC,
    "em": MessageEntityType.ITALIC,
    "u": MessageEntityType.UNDERLINE,
    "ins": MessageEntityType.UNDERLINE,
    "s": MessageEntityType.STRIKETHROUGH,
    "strike": MessageEntityType.STRIKETHROUGH,
    "del": MessageEntityType.STRIKETHROUGH,
    "tg-spoiler": MessageEntityType.SPOILER,
    "code": MessageEntityType.CODE,
    "pre": MessageEntityType.PRE,
    "blockquote": MessageEntityType.BLOCKQUOTE,
    "a": MessageEntityType.TEXT_LINK,
}
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"\s*([^\s=>/\"']+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)")
_END_OF_TAG = re.compile(r"\s*>")
_REST_OF_TAG = re.compile(r"[^>]*>")


def is_link(url: str) -> bool:
    """Whether Telegram makes a link of `url`; `javascript:` and the like stay text."""
    return url.lower().startswith(("http://", "https://", "tg://"))


class MarkupError(Exception):
    """The text is not well-formed; the words are Telegram's own."""


@dataclass
class _Open:
    tag: str
    start: int
    url: str


@dataclass
class _Parser:
    source: str
    position: int = 0
    length: int = 0
    plain: list[str] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def run(self) -> None:
        while self.position < len(self.source):
            if self.source.startswith("</", self.position):
                self._end_tag()
            elif self.source[self.position] == "<":
                self._start_tag()
            else:
                self._words()
        if self.opened:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')

    def _words(self) -> None:
        end = self.source.find("<", self.position)
        end = len(self.source) if end < 0 else end
        text = _CHARACTER.sub(lambda found: html.unescape(found.group()), self.source[self.position : end])
        self.plain.append(text)
        self.length += utf16_length(text)
        self.position = end

    def _start_tag(self) -> None:
        begin = self.position
        name = self._name(begin + 1)
        if self.position == len(self.source):
            raise MarkupError(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if name not in _STYLES:
            raise MarkupError(f'Unsupported start tag "{name}" at byte offset {self._bytes(begin)}')
        attributes = {}
        while found := _ATTRIBUTE.match(self.source, self.position):
            attributes[found.group(1).lower()] = html.unescape(found.group(2).strip("\"'"))
            self.position = found.end()
        rest = _REST_OF_TAG.match(self.source, self.position)
        if not rest:
            raise MarkupError(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        self.position = rest.end()
        self.opened.append(_Open(name, self.length, attributes.get("href", "")))

    def _end_tag(self) -> None:
        begin = self.position
        if not self.opened:
            raise MarkupError(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        name = self._name(begin + 2)
        rest = _END_OF_TAG.match(self.source, self.position)
        if not rest:
            raise MarkupError(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        expected = self.opened.pop()
        if name not in ("", expected.tag):  # "</>" ends whatever is open
            found = f'expected "</{expected.tag}>", found "</{name}>"'
            raise MarkupError(f"Unmatched end tag at byte offset {self._bytes(begin)}, {found}")
        self.position = rest.end()
        self._add(expected)

    def _add(self, tag: _Open) -> None:
        entity: Entity = {"type": _STYLES[tag.tag].value, "offset": tag.start, "length": self.length - tag.start}
        if tag.tag == "a":
            entity["url"] = tag.url
        # An empty entity, or a link that is none, is no error: the words stay, without a mark.
        if entity["length"] and (tag.tag != "a" or is_link(tag.url)):
            self.entities.append(entity)

    def _name(self, start: int) -> str:
        found = _TAG_NAME.match(self.source, start)
        assert found, "the pattern matches the empty string"
        self.position = found.end()
        return found.group().lower()

    def _bytes(self, position: int) -> int:
        # In these refusals alone Telegram counts bytes; everywhere else it counts UTF-16 units.
        return len(self.source[:position].encode())


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return plain text and entities (offsets in UTF-16 units) of a text in Telegram's HTML."""
    parser = _Parser(source)
    parser.run()
    return "".join(parser.plain), parser.entities


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Return the text without blank ends, as Telegram keeps it, and the entities where they then stand."""
    body = text.strip()
    cut, length = utf16_length(text) - utf16_length(text.lstrip()), utf16_length(body)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] - cut + entity["length"], length)
        if start < end:
            kept.append({**entity, "offset": start, "length": end - start})
    return body, sorted(kept, key=lambda entity: (entity["offset"], -entity["length"], entity["type"]))
