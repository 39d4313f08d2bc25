"""A file of settings that people edit: read strictly, and whatever is wrong with it is told with its line.

What a file may hold is a shape: a table of shapes by name (`name?` may be left out), `Each` for a table of any names,
a list of one shape, a range of whole numbers, an enumeration, or a type.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from bot.errors import BotError

MOST_BYTES = 1_000_000
"""Of a file; one that is larger is no file of settings."""
_SHOWN = 80
Key = str | int
"""A name in a table, or a place in a list."""


@dataclass(frozen=True)
class Each:
    """A table of any names, all of them of one shape."""

    shape: Any


@dataclass(frozen=True)
class TomlFile:
    """What a file holds, and where."""

    path: Path
    text: str
    data: Mapping[str, Any]

    def line(self, *at: Key) -> int:
        """Return the line, from 1, on which the value at these keys begins."""
        lines = self.text.split("\n")
        first, last = 1, len(lines)
        while first < last:
            middle = (first + last) // 2
            # The lines up to here and to the end of what is begun here.
            end = next(n for n in range(middle, len(lines) + 1) if self._parsed(lines, n) is not None)
            if _has(self._parsed(lines, end), at):
                last = middle
            else:
                first = middle + 1
        return self._beginning(lines, first)

    def _beginning(self, lines: list[str], line: int) -> int:
        while line > 1 and self._parsed(lines, line - 1) is None:
            line -= 1
        return line

    @staticmethod
    def _parsed(lines: list[str], number: int) -> Mapping[str, Any] | None:
        try:
            return tomllib.loads("\n".join(lines[:number]))
        except ValueError:
            return None

    def refusal(self, value: object, *at: Key) -> BotError:
        """Return the error that says that the value at these keys cannot be used."""
        return BotError("bad_file", path=str(self.path), line=self.line(*at), value=_short(value))

    def lack(self, name: str, *at: Key) -> BotError:
        """Return the error that says that the table at these keys lacks a name."""
        return BotError("bad_file_lacks", path=str(self.path), line=self.line(*at) if at else 1, name=name)

    def check(self, shape: Any) -> None:
        """Compare everything with a shape.

        Raises BotError("bad_file") for a name that has no place or a value that is not of its shape,
        BotError("bad_file_lacks") for a name that is missing.
        """
        self._check(self.data, shape, ())

    def _check(self, value: Any, shape: Any, at: tuple[Key, ...]) -> None:
        if isinstance(shape, (Mapping, Each)):
            if not isinstance(value, Mapping):
                raise self.refusal(value, *at)
            self._check_table(value, shape, at)
        elif isinstance(shape, list):
            if not isinstance(value, list):
                raise self.refusal(value, *at)
            for number, each in enumerate(value):
                self._check(each, shape[0], (*at, number))
        elif not _fits(value, shape):
            raise self.refusal(value, *at)

    def _check_table(self, value: Mapping[str, Any], shape: Mapping[str, Any] | Each, at: tuple[Key, ...]) -> None:
        if isinstance(shape, Each):
            shape = dict.fromkeys(value, shape.shape)
        known = {name.removesuffix("?"): each for name, each in shape.items()}
        for name, each in value.items():
            if name not in known:
                raise self.refusal(name, *at, name)
            self._check(each, known[name], (*at, name))
        for name in shape:
            if not name.endswith("?") and name not in value:
                raise self.lack(name, *at)


def read_toml(path: Path) -> TomlFile:
    """Read a file.

    Raises BotError("file_missing") where it cannot be read, BotError("bad_file") with the line that is no TOML: a
    value that cannot be, such as 30 February, a name that stands there twice, a letter that is not in UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BotError("file_missing", path=str(path)) from error
    if len(content) > MOST_BYTES:
        raise BotError("file_missing", path=str(path))
    return toml_in(content, path)


def toml_in(content: bytes, path: Path) -> TomlFile:
    """Read the content of a file. Raises BotError("bad_file") as `read_toml` does."""
    # Some editors begin a file with a mark, or end lines with two signs.
    text = content.decode("utf-8-sig", errors="surrogateescape").replace("\r\n", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.isascii() and any("\udc80" <= character <= "\udcff" for character in line):
            raise _at_line(path, number, line)
    try:
        return TomlFile(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        lines = text.rstrip("\n").split("\n")
        found = re.search(r"at line (\d+)", str(error))
        number = min(int(found[1]), len(lines)) if found else len(lines)
        raise _at_line(path, number, lines[number - 1]) from error


def _at_line(path: Path, number: int, line: str) -> BotError:
    shown = line.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")
    return BotError("bad_file", path=str(path), line=number, value=_short(shown.strip()))


def _has(found: Any, at: tuple[Key, ...]) -> bool:
    for key in at:
        if isinstance(key, int):
            if not isinstance(found, list) or key >= len(found):
                # The values of a list that stands on one line have no line of their own.
                return isinstance(found, list) and bool(found) and not isinstance(found[0], Mapping)
        elif not isinstance(found, Mapping) or key not in found:
            return False
        found = found[key]
    return True


def _fits(value: Any, shape: Any) -> bool:
    if isinstance(shape, range):
        return type(value) is int and value in shape
    if issubclass(shape, Enum):
        return value in [each.value for each in shape]
    # A truth is a whole number to Python, and a moment is a day.
    return type(value) is shape


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
