"""What a handler returns: messages to be sent, by anchor and never by message id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from itertools import islice
from typing import Any, TypeVar

from bot.domain.people import To
from bot.domain.texts import Screen, Text


class Lane(StrEnum):
    """In which of a chat's two queues a message waits. Each is served in order; one never holds up the other."""

    INTERACTIVE = "interactive"
    """Answers to a person's own act: not paced."""
    BULK = "bulk"
    """Everything else: paced, and behind the answers."""


class TopicKind(StrEnum):
    """What a message is about. Its arguments stand behind each."""

    RECEIPT = "receipt"
    """The receipt of a report: `code`."""
    DRAFT = "draft"
    """The form of a draft: `draft`, its id."""
    UNASKED = "unasked"
    """What was typed while nothing was open: `at`, ISO, when its last message was sent, and `messages`, how many."""
    TASK = "task"
    """A task: `code`."""
    DESK_COPY = "desk_copy"
    """A report as the desk sees it: `code`."""
    ATTACHMENT = "attachment"
    """A file that came with a report: `code`."""
    ESCALATION = "escalation"
    """An urgent report that is brought to the leaders: `code`."""
    HANDLING = "handling"
    """How an urgent report is handled, told to its sender: `code`."""
    DIFFICULTY = "difficulty"
    """What became of a difficulty, told to those who hold its seat, or what they said, told to the desk: `code`; of a
    slip also `sources`, the codes of what was merged, with spaces between."""
    DOSSIER = "dossier"
    """A file of what a seat filed in a period: `period`, ISO."""
    COSIGNED = "cosigned"
    """What became of a difficulty, told to those who co-signed it: `code`."""
    CALENDAR = "calendar"
    """Days off that were set, told to those whose deadlines they move: `version` of the calendar."""
    REMINDER = "reminder"
    """A card: `day`, ISO, `occurrences`, the keys of what it reminds of, `beside`, those of what only stands in it."""
    AGGREGATE = "aggregate"
    """The aggregate of a period or a file of it: `period`, ISO, and `number`, 0 or that of an addendum."""
    CLOSING = "closing"
    """The close of a period, told to a member: `period`, ISO."""
    FEEDBACK = "feedback"
    """What the papers of a period say of what a member sent, told to the member: `period`, ISO."""
    PROVISIONAL = "provisional"
    """A file of a period as it stands, or what waits for its release: `period`, ISO."""
    INCIDENT = "incident"
    """An update that could not be handled, or a tick that keeps failing: `code`."""
    MEMBERSHIP = "membership"
    """Invitations, links of accounts, own data; of a message that shows a code: `invitation`, its id; of the file of
    one's data: `data`, the id of what it was made of; of a message with a link that signs in: `sign_in`, whom, and
    `files`, the references and names of files that were asked for where none can be sent."""
    SEAT = "seat"
    """What a member asked for a seat: `request`, its id; or that it changes hands, without arguments."""
    BACKUP = "backup"
    """The nightly backup that could not be made."""
    UNDELIVERED = "undelivered"
    """What could not be delivered. If this cannot be either, it is not told again."""
    SECRECY = "secrecy"
    """A message that was held back because of a mark of secrecy, told to the desk."""
    REMOVAL = "removal"
    """The deletion of a message whose content was removed: `code`, of the report or the difficulty."""
    APPROVAL = "approval"
    """A report that waits for approval, or who approves: `submission`, its id, where it is about one; `reminder` where
    whoever approves is reminded of it."""
    DAILY = "daily"
    """The desk's card of an afternoon: `day`, ISO."""
    WEEKLY = "weekly"
    """The card of a week for leaders: `week`, by ISO 8601."""
    URGE = "urge"
    """A report that is missing is asked for: `period`, ISO, `urging`, the act it is of, and `seat`; without a seat what
    came of it."""
    BROADCAST = "broadcast"
    """An announcement of the desk: `code`, and `broadcast`, its number, where it is not told what came of it."""
    LETTER = "letter"
    """A letter to somebody: `person`, whom; of one with a code for confirming an address also `code`."""
    MISSED = "missed"
    """The list of what did not arrive while its reader was out of reach: `until`, ISO, when it was made."""


@dataclass(frozen=True)
class Topic:
    """What a message is about, for whoever looks at its row later. Arguments are plain JSON, without people's words."""

    kind: TopicKind
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Guard:
    """A named question, asked when the message leaves: is it still wanted? Arguments are plain JSON."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


STORED_FILE, RESULT_FILE = "file:", "result:"
"""Begin the reference of a file that a member attached, and of one that goes with a result."""


@dataclass(frozen=True)
class Send:
    """A new message. With a `key` it is sent once, however often it is asked for; without, it is always a new one.

    `anchor` names the message for later. With `not_before` it waits until then, and holds nothing up meanwhile.
    """

    to: To
    screen: Screen
    anchor: str = ""
    topic: Topic | None = None
    lane: Lane = Lane.INTERACTIVE
    key: str = ""
    guard: Guard | None = None
    expires_at: datetime | None = None
    not_before: datetime | None = None


@dataclass(frozen=True)
class Replace:
    """The message of `anchor` shows this screen from now on; a new one where it cannot be edited."""

    to: To
    screen: Screen
    anchor: str
    topic: Topic | None = None


@dataclass(frozen=True)
class Strip:
    """The message of `anchor` keeps its words and loses its choices, or that one alone which asks for `data`."""

    to: To
    anchor: str
    data: str = ""


@dataclass(frozen=True)
class SendFile:
    """A file: `ref` is `make:NAME:KIND:NUMBER`, built when it is sent, or one that is sent on: `file:ID`, a
    member's, or `result:ID`.
    """

    to: To
    ref: str
    name: str
    caption: Text
    topic: Topic | None = None
    lane: Lane = Lane.INTERACTIVE
    key: str = ""
    guard: Guard | None = None
    not_before: datetime | None = None


@dataclass(frozen=True)
class Delete:
    """A message goes from its chat. It is named by the channel's id: what has to go may be no anchor's any more."""

    to: To
    message: str
    topic: Topic | None = None
    key: str = ""


@dataclass(frozen=True)
class Leave:
    """The bot leaves a group, after what was said there before."""

    to: To


@dataclass(frozen=True)
class Toast:
    """A short remark over the button that was pressed; dropped if it cannot be shown at once."""

    text: Text


Operation = Send | Replace | Strip | SendFile | Delete | Leave | Toast


@dataclass(frozen=True)
class Piece:
    """A part of what a tick does that may fail without stopping the others.

    `about` names it to the desk (a person, a period, a report); `work` does it and returns what is to be sent.
    """

    about: str | Text
    work: Callable[[], Sequence[Operation]]


class Pause(Enum):
    """What a tick yields where its work may be cut: what it did so far stands, and answers go first.

    A service that pauses is run from its beginning again where the program died in the middle, so that all it does
    can be done twice, and what it sends has keys of its own.
    """

    HERE = "here"


LOOKED_AT = 50
"""So many people are looked at between two pauses, to find who of them has to be told."""

_T = TypeVar("_T")


def batched(of: Iterable[_T], most: int) -> Iterator[list[_T]]:
    """Yield so many at a time, in order."""
    left = iter(of)
    while found := list(islice(left, most)):
        yield found


def paused(pieces: Iterable[Piece | Pause], most: int) -> Iterator[Piece | Pause]:
    """Yield the pieces of a tick with a pause after so many of them, where they do not pause by themselves before."""
    done = 0
    for piece in pieces:
        yield piece
        done = 0 if isinstance(piece, Pause) else done + 1
        if done == most:
            yield Pause.HERE
            done = 0


def screen_anchor(account: int) -> str:
    """Return the anchor of an account's live form or menu."""
    return f"screen:{account}"
