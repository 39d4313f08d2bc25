"""Everything a button can ask for: one declaration for each, with its arguments and who may press it.

A wire name and the order of the arguments stand in messages that people keep: a change makes those buttons out of
date. A new argument goes to the end and may be left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.buttons import Access, Verb
from bot.domain.directory import DirectoryView
from bot.domain.forms import Act
from bot.domain.periods import Period
from bot.domain.questions import ReportPart
from bot.domain.requests import RosterScope
from bot.domain.searching import LookupList
from bot.domain.tasks import TaskFilter


class JoinStep(StrEnum):
    """What a stranger chooses on the way in."""

    HOW = "h"
    ENTER = "e"
    CONFIRM = "y"
    DENY = "n"
    BACK = "b"
    LOCK = "k"
    NO_REASON = "s"
    AGREE = "a"
    LATER = "l"
    NOTICE = "r"


class Address(StrEnum):
    """The forms of address in the order in which they are offered."""

    COMRADE = "0"
    MR = "1"
    MS = "2"
    NEUTRAL = "3"


@dataclass(frozen=True)
class Join(Verb, wire="i", access=Access.STRANGER):
    """A step from an invitation to a linked account."""

    step: JoinStep


@dataclass(frozen=True)
class ChooseAddress(Verb, wire="x", access=Access.LINKED):
    """How to be addressed."""

    address: Address


@dataclass(frozen=True)
class AskAddress(Verb, wire="xa", access=Access.LINKED):
    """The forms of address to choose from."""


@dataclass(frozen=True)
class ShowHome(Verb, wire="h", access=Access.LINKED):
    """The main screen."""


@dataclass(frozen=True)
class ShowHelp(Verb, wire="g", access=Access.LINKED):
    """What can be done."""


@dataclass(frozen=True)
class ChooseReport(Verb, wire="k", access=Access.MEMBER):
    """Which report to send."""


@dataclass(frozen=True)
class OpenReport(Verb, wire="n", access=Access.MEMBER):
    """The report of a seat for a period."""

    seat: int
    period: Period


@dataclass(frozen=True)
class OpenNilReport(Verb, wire="z", access=Access.MEMBER):
    """The report of a seat for a period where it says that nothing new arose."""

    seat: int
    period: Period


@dataclass(frozen=True)
class OpenAdhoc(Verb, wire="u", access=Access.MEMBER):
    """An ad hoc report; who has several seats names one first."""

    seat: int | None = None


@dataclass(frozen=True)
class ContinueDraft(Verb, wire="d", access=Access.MEMBER):
    """A draft where it was left."""

    draft: int


@dataclass(frozen=True)
class MoveDraft(Verb, wire="p", access=Access.MEMBER):
    """A draft into the next period."""

    draft: int


@dataclass(frozen=True)
class DropKept(Verb, wire="kd", access=Access.MEMBER):
    """What was typed while nothing was open is not kept any longer.

    `units` are the UTF-16 units of what is to be discarded: so many as were shown where that was confirmed. Without
    them it is asked.
    """

    units: int | None = None


@dataclass(frozen=True)
class AnswerForm(Verb, wire="f", access=Access.MEMBER):
    """A choice of the screen that a draft showed at revision `rev`."""

    draft: int
    rev: int
    what: Act
    index: int


@dataclass(frozen=True)
class AcceptAdhoc(Verb, wire="ua", access=Access.SECRETARIAT):
    """An ad hoc report for handling, by its code."""

    report: str


@dataclass(frozen=True)
class ListReportTasks(Verb, wire="tr", access=Access.MEMBER):
    """A page of the tasks that the draft of a quarterly report states."""

    draft: int
    page: int


@dataclass(frozen=True)
class StateTask(Verb, wire="ts", access=Access.MEMBER):
    """What a seat says of a task."""

    seat: int
    task: int


@dataclass(frozen=True)
class ShowStatement(Verb, wire="te", access=Access.READER):
    """What a version of a report, by its code, says of the task at this place in it, the first being 1."""

    report: str
    place: int
    version: int


@dataclass(frozen=True)
class ListTasks(Verb, wire="tl", access=Access.READER):
    """A page of tasks."""

    which: TaskFilter
    page: int


@dataclass(frozen=True)
class ShowTask(Verb, wire="ta", access=Access.READER):
    """One task, and the page to go back to."""

    task: int
    which: TaskFilter
    page: int


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


@dataclass(frozen=True)
class ShowAggregate(Verb, wire="t", access=Access.STANDING_BODY):
    """A period as it stands, or as it was frozen if it is closed; the oldest open one where none is named.

    With a number it is that frozen aggregate: 0 for the digest, else that of an addendum.
    """

    period: Period | None = None
    number: int | None = None


@dataclass(frozen=True)
class ListMembers(Verb, wire="m", access=Access.DIRECTORY):
    """A screen of the list of members, the first one where none is named."""

    view: DirectoryView | None = None


@dataclass(frozen=True)
class ShowMember(Verb, wire="mi", access=Access.DIRECTORY):
    """One person of the list."""

    person: int
    view: DirectoryView


@dataclass(frozen=True)
class IssueInvitation(Verb, wire="mc", access=Access.DIRECTORY):
    """An invitation code for a person whose newest invitation is `newest`, 0 where there is none."""

    person: int
    newest: int
    view: DirectoryView


@dataclass(frozen=True)
class AskUnlink(Verb, wire="mu", access=Access.DIRECTORY):
    """Whether to end the link of a person."""

    person: int
    view: DirectoryView


@dataclass(frozen=True)
class Unlink(Verb, wire="mx", access=Access.DIRECTORY):
    """The end of the link of a person whose newest account is `account`."""

    person: int
    account: int
    view: DirectoryView


@dataclass(frozen=True)
class ShowCallList(Verb, wire="ml", access=Access.DIRECTORY):
    """A screen of the seats whose people have to be called, since nothing reaches them."""

    page: int


@dataclass(frozen=True)
class OpenAddition(Verb, wire="ma", access=Access.DIRECTORY):
    """The form that puts a person on the roster, or gives one who is on it another duty."""

    person: int | None = None


@dataclass(frozen=True)
class OpenHandover(Verb, wire="mh", access=Access.DIRECTORY):
    """The form that hands the seat of a duty over to a successor."""

    duty: int


@dataclass(frozen=True)
class AnswerDirectory(Verb, wire="mf", access=Access.DIRECTORY):
    """A choice of the screen that a form about the roster showed at revision `rev`."""

    draft: int
    rev: int
    what: Act
    index: int


@dataclass(frozen=True)
class AskEndDuty(Verb, wire="me", access=Access.DIRECTORY):
    """Whether to end a duty, and what ends with it."""

    duty: int
    view: DirectoryView


@dataclass(frozen=True)
class EndDuty(Verb, wire="mz", access=Access.DIRECTORY):
    """The end of a duty."""

    duty: int
    view: DirectoryView


@dataclass(frozen=True)
class ShowRequest(Verb, wire="mr", access=Access.ADMIN):
    """What a request about the roster asks for."""

    request: int


@dataclass(frozen=True)
class ShowRosterFile(Verb, wire="mv", access=Access.ADMIN):
    """What a roster file that was sent would change, whole or adding alone."""

    request: int
    scope: RosterScope


@dataclass(frozen=True)
class ApplyRosterFile(Verb, wire="mk", access=Access.ADMIN):
    """A roster file is applied as it was shown to its sender, or a second administrator is asked."""

    request: int
    scope: RosterScope


@dataclass(frozen=True)
class ConfirmRequest(Verb, wire="my", access=Access.ADMIN):
    """A request about the roster is agreed to, and done, by a second administrator."""

    request: int


@dataclass(frozen=True)
class RefuseRequest(Verb, wire="mn", access=Access.ADMIN):
    """A request about the roster is refused, or taken back by whoever made it."""

    request: int


VERBS = tuple(Verb.__subclasses__())
"""The registry: every verb has its row in the table of access and one handler."""
