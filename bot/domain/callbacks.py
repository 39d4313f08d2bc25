"""What a button carries: `verb:args`, at most 64 bytes, numbers in base 36, never a label or a role.

Nothing in it is believed: every handler looks up what it names and checks it against the presser.
"""

from __future__ import annotations

import re

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_FORM = re.compile(r"[a-z]{1,2}(:[a-z0-9]{1,12}){0,5}")


def base36(number: int) -> str:
    """Return a number that is not negative in base 36."""
    digits = _DIGITS[number % 36]
    while number := number // 36:
        digits = _DIGITS[number % 36] + digits
    return digits


def pack(verb: str, *args: int | str) -> str:
    """Return callback data; strings stand as they are."""
    return ":".join((verb, *(arg if isinstance(arg, str) else base36(arg) for arg in args)))


def unpack(data: str) -> tuple[str, tuple[str, ...]] | None:
    """Return verb and arguments, or None where the data is not of our making."""
    if not _FORM.fullmatch(data):
        return None
    verb, *args = data.split(":")
    return verb, tuple(args)


def number(arg: str) -> int:
    """Return the number `base36` wrote; the argument comes from `unpack`."""
    return int(arg, 36)
