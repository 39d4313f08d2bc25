"""What a notice was read as, line by line, and what the clerk makes of each line before it becomes a task."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar
from bot.domain.characters import key
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.notices import Confidence, Named, Notice, Proposal

PASSED_ON = time(8, 30)
"""When the messages about new tasks leave, Viet Nam time."""
LONGEST_PASTE = 60_000
"""UTF-16 units that are taken as pasted: some twenty pages; what is longer is sent as a file."""
_VN = ZoneInfo("Asia/Ho_Chi_Minh")
_TARGET = re.compile(r"(?P<number>\d{1,3}(?:\.\d{3})+|\d{1,9})(?![\d.,/])\s*(?P<unit>.{1,60})", re.DOTALL)
_BOUND = re.compile(r"(?:it nhat|toi thieu|tren|duoi|khoang|dat)\s+")
_YEARS = re.compile(r"nam\b")
"""What years are is a condition ("03 năm không phát sinh"), and nothing that is reached."""


class Decision(StrEnum):
    """What became of a line."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DROPPED = "dropped"
    BEFORE = "before"
    """An earlier import of the same notice assigned it."""


@dataclass(frozen=True)
class Said:
    """Who is named; `code` is empty where it is nobody that the program knows."""

    words: str
    code: str
    how: Confidence


@dataclass(frozen=True)
class Term:
    """The words of a deadline and what they were read as."""

    words: str
    how: Confidence
    kind: DeadlineKind
    deadline: str
    recurrence: Recurrence


@dataclass(frozen=True)
class Passage:
    """A passage of a notice and what was read from it; its place is counted in characters of the tidy text."""

    start: int
    end: int
    words: str
    title: str
    lead: tuple[Said, ...]
    coordinating: tuple[Said, ...]
    term: Term | None
    figures: tuple[str, ...]
    how: Confidence

    @property
    def mark(self) -> str:
        """By what the same passage is known when the notice is imported again; it says nothing of its words."""
        return fingerprint(self.words)


@dataclass(frozen=True)
class Chosen:
    """The task that a line is to become.

    `lead` and `coordinating` are codes of seats, `outside` and `helping` the names of those who have none.
    """

    title: str
    lead: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    helping: tuple[str, ...] = ()
    kind: DeadlineKind = DeadlineKind.NONE
    deadline: str = ""
    recurrence: Recurrence = Recurrence.NONE
    target: int | None = None
    unit: str = ""

    @property
    def has_lead(self) -> bool:
        """Whether somebody leads it: without, nobody would be asked for anything."""
        return bool(self.lead or self.outside)


@dataclass(frozen=True)
class Line:
    """A line of an import, number `place` of it. `passage` is None once the text of the notice has been deleted."""

    id: int
    notice: int
    place: int
    passage: Passage | None
    chosen: Chosen
    decision: Decision
    rev: int
    """Counts what was changed in it: a button is of the state that its screen showed."""
    settled: bool
    """Whether the clerk said what the deadline means, where its words leave that open."""
    task: str
    """The code of the task that it became, empty as long as it is none."""
    fault: str
    """The code of the error for which it could not be assigned."""
    reports: bool | None = None
    """Whether the clerk said that periodic reports are the results of each period, or that they are not; None where
    he said nothing, so that its words decide."""

    @property
    def asks_deadline(self) -> bool:
        """Whether it is asked for what its deadline means before it is accepted."""
        return not self.settled and self.chosen.kind in _ASKED


_ASKED = frozenset({DeadlineKind.BEFORE_DAY, DeadlineKind.QUARTER, DeadlineKind.NONE})


@dataclass(frozen=True)
class NoticeImport:
    """A notice that somebody turns into tasks. `begun_at`, `touched_at`, `ended_at` are aware, UTC."""

    id: int
    person: int
    name: str
    """That of its file; empty of what was pasted."""
    sign: str
    stated: date | None
    basis: str
    sha256: str
    supplements: bool
    """Whether the same notice was imported before and the clerk has not said yet to go on."""
    begun_at: datetime
    touched_at: datetime
    ended_at: datetime | None
    forgotten: bool
    """Whether the words of the notice have been deleted."""


@dataclass(frozen=True)
class ReadNotice:
    """What the text of a notice was read as, and the hash of that text."""

    sign: str
    stated: date | None
    sha256: str
    passages: tuple[Passage, ...] = field(default=())


def fingerprint(words: str) -> str:
    """Return the hash of words, whatever their case and white space."""
    return hashlib.sha256(" ".join(words.casefold().split()).encode()).hexdigest()


def passages_of(text: str, notice: Notice) -> tuple[Passage, ...]:
    """Return the proposals of a notice with the passages they were read from."""
    return tuple(_passage(text, each) for each in notice.proposals)


def _passage(text: str, found: Proposal) -> Passage:
    due = found.due
    term = None
    if due:
        reading = due.reading
        term = Term(due.words, due.confidence, reading.kind, reading.deadline, reading.recurrence)
    return Passage(
        found.span.start,
        found.span.end,
        text[found.span.start : found.span.end].strip(),
        found.title,
        _said(found.lead),
        _said(found.coordinating),
        term,
        tuple(each.words for each in found.quantities),
        found.confidence,
    )


def _said(found: Sequence[Named]) -> tuple[Said, ...]:
    return tuple(Said(each.words, each.code, each.confidence) for each in found)


def as_plain(read_as: Passage | Chosen | ReadNotice) -> dict[str, Any]:
    """Return it as plain data for JSON."""
    plain = asdict(read_as)
    if isinstance(read_as, ReadNotice):
        plain["stated"] = read_as.stated.isoformat() if read_as.stated else None
    return plain


def notice_of_plain(plain: Mapping[str, Any]) -> ReadNotice:
    """Return what `as_plain` was given."""
    stated = date.fromisoformat(plain["stated"]) if plain["stated"] else None
    return ReadNotice(plain["sign"], stated, plain["sha256"], tuple(map(passage_of_plain, plain["passages"])))


def passage_of_plain(plain: Mapping[str, Any]) -> Passage:
    """Return what `as_plain` was given."""
    term = plain["term"]
    return Passage(
        **{
            **plain,
            "lead": tuple(map(_said_of_plain, plain["lead"])),
            "coordinating": tuple(map(_said_of_plain, plain["coordinating"])),
            "term": _term_of_plain(term) if term else None,
            "figures": tuple(plain["figures"]),
            "how": Confidence(plain["how"]),
        }
    )


def _said_of_plain(plain: Mapping[str, Any]) -> Said:
    return Said(plain["words"], plain["code"], Confidence(plain["how"]))


def _term_of_plain(plain: Mapping[str, Any]) -> Term:
    kind, recurrence = DeadlineKind(plain["kind"]), Recurrence(plain["recurrence"])
    return Term(plain["words"], Confidence(plain["how"]), kind, plain["deadline"], recurrence)


def chosen_of_plain(plain: Mapping[str, Any]) -> Chosen:
    """Return what `as_plain` was given."""
    several = ("lead", "outside", "coordinating", "helping")
    return Chosen(
        **{
            **plain,
            **{name: tuple(plain[name]) for name in several},
            "kind": DeadlineKind(plain["kind"]),
            "recurrence": Recurrence(plain["recurrence"]),
        }
    )


def target_in(words: str) -> tuple[int, str] | None:
    """Return how many of what are to be reached ("ít nhất 20%", "342 phản ánh, kiến nghị"); None where it is unclear.

    A share with decimals and one number of another ("3/5") are none: progress is a whole number of a whole number.
    """
    stripped = " ".join(words.split())
    bound = _BOUND.match(key(stripped)) if len(key(stripped)) == len(stripped) else None
    found = _TARGET.fullmatch(stripped[bound.end() :] if bound else stripped)
    if found is None or _YEARS.match(key(found["unit"])):
        return None
    number = int(found["number"].replace(".", ""))
    return (number, found["unit"].strip()) if number else None


def leaves_at(now: datetime, calendar: Calendar) -> datetime:
    """Return when what is assigned at `now` is told: at `PASSED_ON` of the next working day.

    That is today where today is one and the hour has not come. Aware, UTC.
    """
    local = now.astimezone(_VN)
    waits = calendar.is_working(local.date()) and local.time() < PASSED_ON
    day = local.date() if waits else calendar.next_working_after(local.date())
    return datetime.combine(day, PASSED_ON, _VN).astimezone(now.tzinfo)
