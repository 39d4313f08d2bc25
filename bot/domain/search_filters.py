"""What a search is narrowed by beside its words: a period, where a difficulty stands, whose it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.characters import clean, key
from bot.domain.difficulties import UNRESOLVED, DifficultyAct, DifficultyState
from bot.domain.periods import Period
from bot.errors import BotError

_folded = lru_cache(maxsize=8192)(key)
_CODE = re.compile(r"[A-Z][A-Z0-9_-]{2,40}")
_NAMES: Mapping[str, frozenset[DifficultyState]] = {
    name: frozenset(states)
    for names, states in (
        (("da gui", "cho tiep nhan", "sent"), {DifficultyState.SENT}),
        (("da tiep nhan", "accepted"), {DifficultyState.ACCEPTED}),
        (("cho bo sung", "cho thanh vien bo sung", "asked"), {DifficultyState.ASKED}),
        (("da chuyen", "forwarded"), {DifficultyState.FORWARDED}),
        (("co ket qua", "da co ket qua", "answered"), {DifficultyState.ANSWERED}),
        (("tra lai", "da tra lai", "returned"), {DifficultyState.RETURNED}),
        (("khong tiep nhan", "chua duoc tiep nhan", "not accepted"), {DifficultyState.NOT_ACCEPTED}),
        (("da gop", "theo doi chung", "merged"), {DifficultyState.MERGED}),
        (("ket thuc", "da ket thuc", "closed"), {DifficultyState.CLOSED}),
        (("dang xu ly", "chua xong", "open"), UNRESOLVED),
    )
    for name in names
}
"""What states are called where they are typed, folded."""
_DONE_BEFORE: Mapping[DifficultyState, tuple[DifficultyAct, ...]] = {
    DifficultyState.ACCEPTED: (DifficultyAct.ACCEPTED, DifficultyAct.NOT_SOLVED),
    DifficultyState.CLOSED: (DifficultyAct.CLOSED, DifficultyAct.SOLVED),
}


@dataclass(frozen=True)
class Filters:
    """What else is asked of a difficulty; all of it where several things are."""

    period: Period | None = None
    """That its code names: in which it was first sent."""
    states: frozenset[DifficultyState] = frozenset()
    seat: str = ""
    """The code of the seat."""

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.period or self.states or self.seat)

    @property
    def done(self) -> tuple[str, ...]:
        """What one of must have been done to a difficulty that stands so; empty where that says nothing."""
        if not self.states or DifficultyState.SENT in self.states:
            return ()
        return tuple(act for state in self.states for act in _DONE_BEFORE.get(state, (DifficultyAct(state.value),)))


def read_filters(typed: str) -> tuple[Filters, str]:
    """Return what a text asks for beside its words, and the words that are left.

    "ky 10/2026", "tinh trang da chuyen" and "thanh vien HIEPHOIA", as people type them, anywhere in it.
    """
    words = clean(typed).split()
    period, words = _period(words)
    states, words = _states(words)
    seat, words = _seat(words)
    return Filters(period, states, seat), " ".join(words)


def _period(words: Sequence[str]) -> tuple[Period | None, list[str]]:
    for at, word in enumerate(words):
        if _folded(word) not in ("ky", "period"):
            continue
        for length in (3, 2, 1):
            try:
                named = " ".join(words[at + 1 : at + 1 + length]).rstrip(",.;")
                period = Period.read(named)
            except BotError:
                continue
            # No code names half a year: it is a word like others.
            if not period.is_span:
                return period, [*words[:at], *words[at + 1 + length :]]
    return None, list(words)


def _states(words: Sequence[str]) -> tuple[frozenset[DifficultyState], list[str]]:
    folded = [_folded(word).strip(",.;:") for word in words]
    for at in range(len(folded)):
        opening = _opening(folded[at:], "tinh trang", "state")
        if not opening:
            continue
        for length in (5, 4, 3, 2, 1):
            end = at + opening + length
            states = _NAMES.get(" ".join(folded[at + opening : end])) if end <= len(folded) else None
            if states:
                return states, [*words[:at], *words[end:]]
    return frozenset(), list(words)


def _seat(words: Sequence[str]) -> tuple[str, list[str]]:
    for at in range(len(words)):
        opening = _opening([_folded(word) for word in words[at : at + 2]], "thanh vien", "member")
        code = words[at + opening].strip(",.;:") if opening and at + opening < len(words) else ""
        if _CODE.fullmatch(code):
            return code, [*words[:at], *words[at + opening + 1 :]]
    return "", list(words)


def _opening(folded: Sequence[str], *names: str) -> int:
    """How many words the name takes that stands at the beginning; 0 where none does."""
    return next((name.count(" ") + 1 for name in names if " ".join([*folded, ""]).startswith(f"{name} ")), 0)
