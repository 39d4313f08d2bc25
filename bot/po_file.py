"""Catalogues of translations as their .po files have them.

They are read at every start, also at that of a child that builds one paper: a library that can write such files as
well takes ten times as long. `scripts/catalogue.py` writes them, with that library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path

_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}
_PLURAL_FORMS = re.compile(r"plural=([^;]+);")
_USUAL_PLURAL = "n != 1"
Entry = dict[str, str]
"""What follows each keyword: `msgid`, `msgid_plural`, `msgstr`, `msgstr[0]`."""


@dataclass(frozen=True)
class Catalogue:
    """The finished translations of one language; a text without one stands for itself."""

    texts: Mapping[str, str]
    plurals: Mapping[str, Sequence[str]]
    """By their first form, every form that the language has."""
    form_of: Callable[[int], int]
    """Which of these forms goes with a number."""

    def __len__(self) -> int:
        return len(self.texts) + len(self.plurals)

    def text(self, msgid: str) -> str:
        """Return a text; of one with several forms that for one."""
        found = self.texts.get(msgid)
        return self.plural(msgid, msgid, 1) if found is None else found

    def plural(self, one: str, many: str, number: int) -> str:
        """Return the form of a text that goes with `number`."""
        forms = self.plurals.get(one)
        if forms is None:
            return one if number == 1 else many
        return forms[self.form_of(number)]


def read_po(path: Path) -> Catalogue:
    """Return what is finished in a file: an entry that is empty, or marked as fuzzy, is left out.

    Raises OSError, ValueError for a line that no such file has.
    """
    texts, plurals = {}, {}
    for entry in _entries(path):
        msgid, *rest = entry.values()
        if not all(rest):
            continue
        if "msgid_plural" in entry:
            plurals[msgid] = rest[1:]
        else:
            texts[msgid] = rest[0]
    forms = _PLURAL_FORMS.search(texts.pop("", ""))
    return Catalogue(texts, plurals, c2py(forms[1] if forms else _USUAL_PLURAL))


def _entries(path: Path) -> Iterator[Entry]:
    entry, keyword, fuzzy, is_fuzzy = Entry(), "", False, False
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("msg"):
            keyword, _, quoted = line.partition(" ")
            if keyword == "msgid":
                if entry and not is_fuzzy:
                    yield entry
                entry, is_fuzzy, fuzzy = Entry(), fuzzy, False
            entry[keyword] = _unquoted(quoted, path, number)
        elif line.startswith('"') and keyword:
            entry[keyword] += _unquoted(line, path, number)
        elif line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
        elif line.strip():
            raise ValueError(f"{path}, line {number}: {line}")
    if entry and not is_fuzzy:
        yield entry


def _unquoted(quoted: str, path: Path, number: int) -> str:
    quoted = quoted.strip()
    if len(quoted) < 2 or quoted[0] != '"' or quoted[-1] != '"':
        raise ValueError(f"{path}, line {number}: {quoted}")
    text = quoted[1:-1]
    # Nearly none has any.
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), text) if "\\" in text else text
