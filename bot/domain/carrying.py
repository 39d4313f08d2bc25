"""What a report says of difficulties that its seat sent before and that are still being followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.difficulties import DifficultyAct
from bot.domain.writing import Source

STATEMENTS = (
    DifficultyAct.RAISED_AGAIN,
    DifficultyAct.PARTLY_SOLVED,
    DifficultyAct.SOLVED,
    DifficultyAct.SUPPLEMENTED,
    DifficultyAct.WITHDRAWN,
)
"""What can be said of one, in the order in which papers list it."""
WORDS = "words"
"""The key of what was added, in the detail of an event."""


@dataclass(frozen=True)
class Said:
    """What a report that was sent says of a difficulty, with the words that were added, or none."""

    code: str
    act: DifficultyAct
    words: str = ""


@dataclass(frozen=True)
class Carried:
    """A difficulty that a draft begins with, and what has been said of it so far."""

    code: str
    chosen: DifficultyAct | None = None
    words: str | None = None
    """What was added; None where nothing was."""
    sources: tuple[Source, ...] = ()
    """The messages that it was typed as."""

    @property
    def act(self) -> DifficultyAct | None:
        """What is said of it: words by themselves are a supplement. None where nothing is said."""
        if self.words and self.chosen in (None, DifficultyAct.RAISED_AGAIN):
            return DifficultyAct.SUPPLEMENTED
        return self.chosen


def statements(carried: Sequence[Carried]) -> tuple[Said, ...]:
    """Return what is said, in the order of the difficulties; those of which nothing is said are left out."""
    return tuple(Said(each.code, each.act, each.words or "") for each in carried if each.act)


def taken_up(said: Sequence[Said]) -> tuple[Carried, ...]:
    """Return statements that were sent as a draft begins with them, to be changed."""
    added = DifficultyAct.SUPPLEMENTED
    return tuple(Carried(each.code, None if each.act is added else each.act, each.words or None) for each in said)
