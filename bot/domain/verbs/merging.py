"""What the desk presses to follow difficulties together, and by themselves again."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb


@dataclass(frozen=True)
class OpenMerging(Verb, wire="go", access=Access.SECRETARIAT):
    """What a difficulty may be followed with: those most like it, or a code that is typed."""

    difficulty: str


@dataclass(frozen=True)
class AskMerge(Verb, wire="gq", access=Access.SECRETARIAT):
    """Whether a difficulty is to be followed with another one."""

    difficulty: str
    into: str


@dataclass(frozen=True)
class Merge(Verb, wire="gm", access=Access.SECRETARIAT):
    """A difficulty is followed with another one."""

    difficulty: str
    into: str


@dataclass(frozen=True)
class Unmerge(Verb, wire="gu", access=Access.SECRETARIAT):
    """A difficulty is followed by itself again."""

    difficulty: str
