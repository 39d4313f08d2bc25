"""The codes people say, in whatever spelling and among whatever words they are typed."""

from __future__ import annotations

import re

from bot.domain.characters import key, unified

_BETWEEN = r"[\W_]*"
_NEAR = r"[\W_]{0,3}"
"""Between the parts of a code that stands among other words."""


def _pattern(separator: str, number: str) -> str:
    return (
        rf"(?:(nv){separator}([0-9]{{2}})|(bc|dx|vm){separator}([0-9]{{2}}(?:[0-9]{{2}}|q[1-4])))"
        rf"{separator}([0-9]{{{number}}})"
    )


_ALONE = re.compile(rf"{_BETWEEN}(?:ma(?: so)?[\W_]+)?{_pattern(_BETWEEN, '1,6')}{_BETWEEN}")
# Among other words a shorter number may be a figure of the sentence: "nv 26 5 người".
_AMONG_WORDS = re.compile(rf"(?<![0-9a-z]){_pattern(_NEAR, '3,6')}(?![0-9a-z])")
_LONGEST = 48
"""A longer text is about more than a code."""

_INVITATION_LETTERS = r"[0-9A-Z]"
# With its prefix even a mistyped code is meant as one; without it, ten letters need a digit not to be a word.
_INVITATION_ALONE = re.compile(rf"MOI{_INVITATION_LETTERS}{{6,14}}|(?=[A-Z]*[0-9]){_INVITATION_LETTERS}{{10}}")
# Without its prefix the groups need their dashes: "2026 CHUA CO" is no code.
_INVITATION_AMONG_WORDS = re.compile(
    r"(?<![0-9A-Z])"
    r"(?:MOI[\W_]{0,3}[0-9A-Z]{4}[\W_]{0,3}[0-9A-Z]{4}[\W_]{0,3}[0-9A-Z]{2}"
    r"|[0-9A-Z]{4}[-–—_.][0-9A-Z]{4}[-–—_.][0-9A-Z]{2})"
    r"(?![0-9A-Z])"
)
# A phone makes long dashes of hyphens by itself.
_DROPPED = re.compile(r"[\s\-–—_.]")
_LINK = re.compile(r"[?&]start=([A-Za-z0-9_-]{8,64})(?![A-Za-z0-9_-])")


def read_code(typed: str) -> str | None:
    """Return the one code of a task, report or difficulty in a short text, or None.

    "nv 26 045", "NV26045", "nv-26-45" and "Cho xem mã “NV-26-045”." are NV-26-045; "bc2611007" is BC-2611-007.
    """
    if len(typed) > _LONGEST:
        return None
    text = key(typed)
    alone = _ALONE.fullmatch(text)
    found = [alone] if alone else list(_AMONG_WORDS.finditer(text))
    codes = {_written(match) for match in found}
    return codes.pop() if len(codes) == 1 else None


def is_code(typed: str) -> bool:
    """Return whether a text is a code of a task, report or difficulty and nothing else."""
    return len(typed) <= _LONGEST and _ALONE.fullmatch(key(typed)) is not None


def squeezed(code: str) -> str:
    """Return a code as a button can carry it; `read_code` reads it back."""
    return code.replace("-", "").lower()


def code_key(text: str) -> str:
    """Return what is compared of a text in which codes stand, however these are spelt: `key`, each code squeezed."""
    return _AMONG_WORDS.sub(lambda match: squeezed(_written(match)), key(text))


def invitation_code(typed: str) -> str | None:
    """Return what is meant as an invitation code in a text, as it was spelt, or None."""
    if _INVITATION_ALONE.fullmatch(invitation_letters(typed)):
        return typed.strip()
    found = (match[0] for match in _INVITATION_AMONG_WORDS.finditer(key(typed).upper()))
    return next((code for code in found if any(map(str.isdigit, code))), None)


def invitation_letters(code: str) -> str:
    """Return the letters and digits of an invitation code, its prefix among them."""
    return _DROPPED.sub("", key(code)).upper()


def link_token(typed: str) -> str | None:
    """Return the token of an invitation link that stands in a text, or None."""
    match = _LINK.search(unified(typed))
    return match[1] if match else None


def _written(match: re.Match[str]) -> str:
    task, year, other, period, number = match.groups()
    return f"{task or other}-{year or period}-{int(number):03}".upper()
