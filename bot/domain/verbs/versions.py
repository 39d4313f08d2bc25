"""What is pressed on a report that was sent: to amend or withdraw it, and to see what a version changed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb


@dataclass(frozen=True)
class AmendReport(Verb, wire="wa", access=Access.MEMBER):
    """A report that was sent, to be sent again with something added or corrected."""

    report: str


@dataclass(frozen=True)
class AskWithdrawal(Verb, wire="wk", access=Access.MEMBER):
    """Whether a report is to be withdrawn."""

    report: str


@dataclass(frozen=True)
class WithdrawReport(Verb, wire="wx", access=Access.MEMBER):
    """The withdrawal of a report."""

    report: str


@dataclass(frozen=True)
class ShowDifference(Verb, wire="wd", access=Access.READER):
    """What a version of a report changes of the one before it."""

    report: str
    version: int
