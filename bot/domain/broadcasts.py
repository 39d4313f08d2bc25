"""An announcement of the desk: for whom it is, what has become of it for each of them. Pure rules."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.characters import key
from bot.domain.people import Role

PAGE = 8
"""Persons on one screen."""
LISTED = 5
"""Announcements on one screen."""
ROLES = (Role.FOCAL, Role.PRINCIPAL, Role.LEADER)
"""The roles that an announcement can be for."""
LATE_UNTIL = timedelta(days=3)
"""So long after its hour an announcement is still sent, after an outage; later it would mislead."""
_CODE = re.compile(r"tb[\W_]*([0-9]{4})[\W_]*([0-9]{1,6})")


class Audience(StrEnum):
    """By what the recipients of an announcement are chosen; the value stands in the base."""

    BODY = "body"
    ROLE = "role"
    SEATS = "seats"
    UNFILED = "unfiled"
    """Those whose report for a period has not come."""
    UNCONFIRMED = "unconfirmed"
    """Those who were asked to confirm an earlier announcement and have not."""


@dataclass(frozen=True)
class Chosen:
    """An audience as it was chosen: by what, and of that which: a body, a role, names, a period, or a code."""

    audience: Audience
    which: str

    @property
    def stored(self) -> str:
        """As the base has it."""
        return f"{self.audience.value}:{self.which}"

    @classmethod
    def read(cls, stored: str) -> Chosen:
        """Return what `stored` was made of."""
        audience, _, which = stored.partition(":")
        return cls(Audience(audience), which)


@dataclass(frozen=True)
class Broadcast:
    """An announcement that was confirmed by the desk, to be sent at once or later."""

    id: int
    code: str
    person: int
    words: str
    files: tuple[int, ...]
    chosen: Chosen
    confirm: bool
    """Whether its recipients are asked to confirm that they have received it."""
    made_at: datetime
    send_at: datetime
    stopped_at: datetime | None = None
    stopped_by: int | None = None
    ended_at: datetime | None = None
    """When nothing of it was on its way any more."""

    @property
    def late_at(self) -> datetime:
        """From when on it is sent to nobody any more."""
        return self.send_at + LATE_UNTIL

    def has_begun(self, now: datetime) -> bool:
        """Whether its hour has come; what is sent at once waits for none, even where the clock was set back."""
        return not self.is_scheduled or now >= self.send_at

    @property
    def is_scheduled(self) -> bool:
        """Whether it was to be sent later than it was made."""
        return self.send_at > self.made_at


class LeftOut(StrEnum):
    """Why nothing was sent to somebody."""

    NO = ""
    UNREACHABLE = "unreachable"
    DUTY = "duty"
    """The duty ended by which they were chosen."""
    FILED = "filed"
    """The report came before the hour of an announcement to those whose report was missing."""
    LATE = "late"
    """Its time had passed (`LATE_UNTIL`)."""


class Fate(StrEnum):
    """What has become of an announcement for one person; the value stands in the base."""

    QUEUED = "queued"
    SENT = "sent"
    CONFIRMED = "confirmed"
    GONE = "gone"
    """The account was blocked or closed."""
    LOST = "lost"
    """The channel refused it, or it was given up."""
    UNOPENED = "unopened"
    """The channel keeps it, and it was not opened in time."""
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
    DUTY = "duty"
    FILED = "filed"
    LATE = "late"


class State(StrEnum):
    """What the desk counts and lists; the value stands in buttons."""

    QUEUED = "q"
    SENT = "s"
    CONFIRMED = "c"
    FAILED = "f"
    STOPPED = "x"
    UNOPENED = "n"
    UNREACHABLE = "u"
    LEFT_OUT = "o"


_STATES: Mapping[Fate, State] = {
    Fate.QUEUED: State.QUEUED,
    Fate.SENT: State.SENT,
    Fate.CONFIRMED: State.CONFIRMED,
    Fate.GONE: State.FAILED,
    Fate.LOST: State.FAILED,
    Fate.UNOPENED: State.UNOPENED,
    Fate.STOPPED: State.STOPPED,
    Fate.UNREACHABLE: State.UNREACHABLE,
    Fate.DUTY: State.LEFT_OUT,
    Fate.FILED: State.LEFT_OUT,
    Fate.LATE: State.LEFT_OUT,
}


class Message(StrEnum):
    """How a message to a recipient stands."""

    OPEN = "open"
    SENT = "sent"
    GONE = "gone"
    STOPPED = "stopped"
    UNWANTED = "unwanted"
    """The guard let it not go: the duty had ended."""
    LATE = "late"
    LOST = "lost"
    UNOPENED = "unopened"


_FATES: Mapping[Message, Fate] = {
    Message.OPEN: Fate.QUEUED,
    Message.UNOPENED: Fate.UNOPENED,
    Message.GONE: Fate.GONE,
    Message.LOST: Fate.LOST,
    Message.STOPPED: Fate.STOPPED,
    Message.UNWANTED: Fate.DUTY,
    Message.LATE: Fate.LATE,
}


@dataclass(frozen=True)
class Recipient:
    """Somebody an announcement is for; `kept` is what became of it where that has been settled."""

    person: int
    queued: bool
    left_out: LeftOut
    kept: Fate | None
    confirmed_at: datetime | None


def fate(each: Recipient, messages: Iterable[Message], *, stopped: bool) -> Fate:
    """Return what has become of an announcement for somebody, by the messages with its words that went to them."""
    if each.confirmed_at:
        return Fate.CONFIRMED
    if each.kept:
        return each.kept
    if each.left_out:
        return Fate(each.left_out.value)
    found = set(messages)
    if Message.SENT in found:
        return Fate.SENT
    if not found:
        return Fate.STOPPED if stopped else Fate.QUEUED
    return next(_FATES[state] for state in _FATES if state in found)


def state_of(found: Fate) -> State:
    """Return under which state a fate is counted."""
    return _STATES[found]


def counted(fates: Iterable[Fate]) -> Mapping[State, int]:
    """Return how many stand in each state; all of them together are everybody."""
    counts = Counter(map(state_of, fates))
    return {state: counts[state] for state in State}


def mark(persons: Mapping[int, bool], before: str) -> int:
    """Return a number by which it is known whether a preview is still true.

    `persons`: who would get it, and whether they can be reached; `before`: the code of the announcement with the same
    words that was sent last, or empty.
    """
    said = f"{sorted(persons.items())}|{before}"
    return zlib.crc32(said.encode())


def read_code(typed: str) -> str | None:
    """Return the code of an announcement that was typed, in whatever spelling, or None."""
    found = _CODE.fullmatch(key(typed).strip(" .,“”\"'"))
    return f"TB-{found[1]}-{int(found[2]):03}" if found else None


def pages(count: int, size: int = PAGE) -> int:
    """Return how many screens a list takes, at least one."""
    return max(1, -(-count // size))


def page_of(found: Sequence[object], page: int, size: int = PAGE) -> int:
    """Return the page that is shown where one is asked for: the last, where it is not there any more."""
    return min(page, pages(len(found), size) - 1)
