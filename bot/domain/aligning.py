"""Texts folded so that each place in them stays where it is, to be looked through for numbers and names.

Apart from the documents that are looked for, which take long to load and are nothing that makers of papers ask for.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_COUNTED = frozenset(
    {
        "xe", "nguoi", "lan", "ty", "trieu", "dong", "nghin", "ngan", "nam", "thang", "ngay", "gio", "phut", "tuan",
        "doi", "may", "can", "chuyen", "tau", "ho", "doanh", "du", "don", "hop", "km", "kg", "tan", "ha", "usd", "vnd",
        "bi", "viec", "noi", "buoc", "ben", "cap", "lop", "trang", "ban", "to", "dien",
    }
)  # fmt: skip
"""Words before which a number counts something."""


def aligned(text: str) -> str:
    """Return a text folded letter by letter, so that every place in it is the same place in the text, which is NFC."""
    return "".join(map(_folded, text))


@lru_cache(4096)
def _folded(character: str) -> str:
    bare = [c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c)]
    found = "d" if bare in (["đ"], ["Đ"]) else "".join(bare).lower()
    return found if len(found) == 1 else character[:1].lower()[:1] or " "


def counts(folded: str, end: int) -> bool:
    """Return whether a number that ends at a place of a folded text counts what is named behind it."""
    match = re.match(r"\s*([a-z]+|%)", folded[end:])
    return match is not None and (match[1] == "%" or match[1] in _COUNTED)
