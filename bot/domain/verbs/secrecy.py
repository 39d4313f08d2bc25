"""What becomes of a message that was held back because of a mark of secrecy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.buttons import Access, Verb


class GuardStep(StrEnum):
    """What somebody wants with it."""

    SHOW = "b"
    """Look again at why it was held back."""
    DROP = "d"
    ASK = "a"
    """Say that it is no secret, which has to be confirmed."""
    CONFIRM = "c"


@dataclass(frozen=True)
class AnswerGuard(Verb, wire="sg", access=Access.LINKED):
    """A step about one such message."""

    refused: int
    step: GuardStep
