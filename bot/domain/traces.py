"""By what a copy of somebody's words is known, be it whole, cut or within another text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.domain.characters import key

_RUN = 24
"""Characters in a row that two texts hold by no accident."""
_LEAST = 8
"""A shorter text is found nowhere but by where it stands."""


class Traces:
    """The words of texts whose copies are looked for."""

    def __init__(self, texts: Iterable[str], *, whole: bool = False) -> None:
        """`whole`: whether a text is known only where all of it stands."""
        keys = {key(text) for text in texts}
        cut = () if whole else keys
        self._runs = frozenset(text[n : n + _RUN] for text in cut for n in range(len(text) - _RUN + 1))
        self._short = frozenset(text for text in keys if len(text) >= _LEAST and (whole or len(text) < _RUN))
        self._texts = keys

    def are_in(self, text: str) -> bool:
        """Return whether a text holds one of them, or so much of one that it is no accident."""
        held = key(text)
        return any(held[n : n + _RUN] in self._runs for n in range(len(held) - _RUN + 1)) or any(
            short in held for short in self._short
        )

    def stand_in(self, text: str) -> bool:
        """Return whether one of them stands in a text as a word, however short: where the text is known to be of it."""
        held = key(text)
        return any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", held) for each in self._texts if each)

    def hold(self, text: str, least: int = _LEAST) -> bool:
        """Return whether a text of at least so many characters is a part of one of them, as what was searched for."""
        part = key(text)
        return len(part) >= least and any(part in whole for whole in self._texts)

    def without(self, value: Any, instead: str) -> Any:
        """Return plain data with `instead` in the place of every text that holds them."""
        match value:
            case str():
                return instead if self.are_in(value) else value
            case list() | tuple():
                return [self.without(each, instead) for each in value]
            case dict():
                return {name: self.without(each, instead) for name, each in value.items()}
            case _:
                return value
