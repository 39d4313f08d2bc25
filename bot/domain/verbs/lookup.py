"""What is pressed to find and to read what was sent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.questions import ReportPart
from bot.domain.searching import LookupList


@dataclass(frozen=True)
class ShowReport(Verb, wire="tv", access=Access.READER):
    """What was sent, by the code of the report or the difficulty: on the live screen, or a part of it below.

    A part is of the version of the report that the button stands under, of the live one where it names none.
    """

    code: str
    part: ReportPart | None = None
    version: int | None = None


@dataclass(frozen=True)
class AskLookup(Verb, wire="q", access=Access.READER):
    """What to look up."""


@dataclass(frozen=True)
class ShowLookupList(Verb, wire="ql", access=Access.READER):
    """A page of what was found, or of the reports that were sent."""

    which: LookupList
    page: int


@dataclass(frozen=True)
class ShowLookupEntry(Verb, wire="qe", access=Access.READER):
    """What has this code, and the page to go back to."""

    code: str
    which: LookupList
    page: int
