"""What the desk presses to turn a notice into tasks."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb


@dataclass(frozen=True)
class StartImport(Verb, wire="ia", access=Access.SECRETARIAT):
    """Where a notice is sent or pasted, and which ones are under way."""


@dataclass(frozen=True)
class PasteNotice(Verb, wire="ib", access=Access.SECRETARIAT):
    """The question for a pasted text; what was pasted before stays."""


@dataclass(frozen=True)
class ClearPaste(Verb, wire="ic", access=Access.SECRETARIAT):
    """What was pasted is thrown away."""


@dataclass(frozen=True)
class CheckLines(Verb, wire="id", access=Access.SECRETARIAT):
    """The first line of an import that waits for a decision."""

    notice: int


@dataclass(frozen=True)
class ShowLine(Verb, wire="ie", access=Access.SECRETARIAT):
    """A line of an import."""

    line: int


@dataclass(frozen=True)
class AcceptLine(Verb, wire="if", access=Access.SECRETARIAT):
    """A line is accepted as the screen of its revision `rev` showed it."""

    line: int
    rev: int


@dataclass(frozen=True)
class CorrectLine(Verb, wire="ig", access=Access.SECRETARIAT):
    """The form that changes a line, at its revision `rev`."""

    line: int
    rev: int


@dataclass(frozen=True)
class DropLine(Verb, wire="ih", access=Access.SECRETARIAT):
    """A line becomes no task."""

    line: int
    rev: int


@dataclass(frozen=True)
class ChooseDeadline(Verb, wire="ij", access=Access.SECRETARIAT):
    """What the deadline of a line means: one of what its screen offered, the first being 0. The line is accepted."""

    line: int
    rev: int
    option: int


@dataclass(frozen=True)
class CountReports(Verb, wire="iu", access=Access.SECRETARIAT):
    """Whether periodic reports are the results of a recurring task (`count` 1) or not (0), at its revision `rev`."""

    line: int
    rev: int
    count: int


@dataclass(frozen=True)
class PassLine(Verb, wire="ik", access=Access.SECRETARIAT):
    """The next line; this one is left as it is."""

    line: int


@dataclass(frozen=True)
class ListLines(Verb, wire="il", access=Access.SECRETARIAT):
    """A page of the lines of an import with what was decided of each."""

    notice: int
    page: int


@dataclass(frozen=True)
class ReviewImport(Verb, wire="im", access=Access.SECRETARIAT):
    """What would be assigned."""

    notice: int


@dataclass(frozen=True)
class AssignLines(Verb, wire="in", access=Access.SECRETARIAT):
    """What was accepted is assigned, if it is what the review showed: `seen` tells."""

    notice: int
    seen: int


@dataclass(frozen=True)
class AskAbandon(Verb, wire="io", access=Access.SECRETARIAT):
    """Whether an import is to be given up."""

    notice: int


@dataclass(frozen=True)
class AbandonImport(Verb, wire="ip", access=Access.SECRETARIAT):
    """An import is given up; what was assigned stays."""

    notice: int


@dataclass(frozen=True)
class SupplementImport(Verb, wire="iq", access=Access.SECRETARIAT):
    """A notice that was imported before is imported again, for the lines that are missing."""

    notice: int


@dataclass(frozen=True)
class ShowImported(Verb, wire="ir", access=Access.SECRETARIAT):
    """What an earlier import of the same notice assigned."""

    notice: int


@dataclass(frozen=True)
class ChangeBasis(Verb, wire="is", access=Access.SECRETARIAT):
    """The form that says which document assigns the tasks of an import."""

    notice: int


@dataclass(frozen=True)
class LeaveImport(Verb, wire="it", access=Access.SECRETARIAT):
    """An import is left as it is, to be gone on with later."""

    notice: int
