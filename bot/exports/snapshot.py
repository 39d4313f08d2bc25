"""The frozen figures of a period: one way to write them, and their fingerprint."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from bot.domain.characters import clean

_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_AT_ONCE = 100
"""Items of a list that are written together."""

Snapshot = dict[str, Any]
"""The figures of one period as plain JSON values: times UTC ISO-8601, days ISO."""


def canonical(snapshot: Snapshot) -> bytes:
    """Return the one way to write `snapshot`: JSON in UTF-8, keys sorted, NFC, no spaces.

    An unpaired surrogate, which UTF-8 cannot hold, is written as its JSON escape.
    """
    return b"".join(_pieces(snapshot))


def sha256(snapshot: Snapshot) -> str:
    """Return the fingerprint printed wherever the figures are shown: 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for piece in _pieces(snapshot):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(snapshot: Snapshot) -> Iterator[bytes]:
    """What `canonical` writes: thousands of difficulties in one text take more memory than all the rest."""
    before = b"{"
    for key in sorted(snapshot):
        yield before + _written(key) + b":"
        value = snapshot[key]
        yield from _items(value) if isinstance(value, list) and value else [_written(value)]
        before = b","
    yield b"}" if snapshot else b"{}"


def _items(values: list[Any]) -> Iterator[bytes]:
    before = b"["
    for first in range(0, len(values), _AT_ONCE):
        yield before + _written(values[first : first + _AT_ONCE])[1:-1]
        before = b","
    yield b"]"


def _written(value: Any) -> bytes:
    text = _WRITER.encode(value)
    # Nearly every text is: it is where the whole is, as nothing composes with a sign of JSON.
    if not unicodedata.is_normalized("NFC", text):
        text = _WRITER.encode(_each_text(value, lambda s: unicodedata.normalize("NFC", s)))
    return text.encode("utf-8", "backslashreplace")


def sha256_of(written: bytes) -> str:
    """Return the fingerprint of figures that have been written (`canonical`)."""
    return hashlib.sha256(written).hexdigest()


def printable(snapshot: Snapshot) -> Snapshot:
    """Return `snapshot` with every text as intake would have left it, so that XML can hold it."""
    cleaned: Snapshot = _each_text(snapshot, _cleaned)
    return cleaned


def _cleaned(text: str) -> str:
    """Nearly every text is clean already; to see that takes a tenth of cleaning it."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()
    return clean(text)


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """Keys are left alone: they are ours, plain ASCII."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each_text(item, change) for item in value]
    if isinstance(value, dict):
        # Most of what there is: without a call each that finds that there is nothing to do.
        return {
            key: change(item) if type(item) is str else _each_text(item, change) if type(item) in (list, dict) else item
            for key, item in value.items()
        }
    return value
