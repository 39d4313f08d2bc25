"""What the desk presses to have the draft of the slip with which a difficulty is forwarded."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb


@dataclass(frozen=True)
class MakeSlip(Verb, wire="hs", access=Access.SECRETARIAT):
    """The slip of the newest forwarding of a difficulty."""

    difficulty: str


@dataclass(frozen=True)
class DraftSlip(Verb, wire="hd", access=Access.SECRETARIAT):
    """The slip of a forwarding that is being written, by its draft."""

    draft: int
