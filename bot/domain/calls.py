"""Whom the desk calls, why, and what came of it: pure rules over what is late, who is away and calls that were made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.answering import Matter
from bot.domain.directory import Call, DirectoryEntry
from bot.domain.forms import Form, Step
from bot.domain.people import Duty, Role, Seat
from bot.domain.texts import N_, Text

PAGE = 5
"""Persons on one screen: each takes several lines."""
CALL_NOTE, NOTE = "call_note", "note"
"""The kind of the drafts in which a call is noted, of no seat, whose subject is the call; and the question."""


class Outcome(StrEnum):
    """What came of a call; the value stands in buttons and in the base."""

    SPOKEN = "s"
    NO_ANSWER = "n"
    """Nobody answered: to be called again on the next working day."""
    WRONG_NUMBER = "w"
    """The number is not theirs: an administrator is told."""
    PASSED_ON = "p"
    """Somebody else takes care of it."""


ENDS = frozenset({Outcome.SPOKEN, Outcome.PASSED_ON})
"""After these nobody is called about the same again."""


@dataclass(frozen=True)
class CallMade:
    """A call: to whom (None for a seat that nobody holds) under which number, what came of it, who made it.

    `matters` are the keys of what it was about; from `again_on` on the person may have to be called again.
    """

    id: int
    seat: int
    person: int | None
    phone: str
    outcome: Outcome
    note: str
    matters: frozenset[str]
    again_on: date
    by_person: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Late:
    """Something overdue that nobody has given a sign of, and since how many working days.

    Or something `announced`, by its code and the day it was sent, whose receipt somebody was to confirm.
    """

    matter: Matter
    days: int
    announced: bool = False


@dataclass(frozen=True)
class ToCall:
    """Somebody to be called for a seat, or a seat that nobody holds, why, and the last call to them."""

    seat: Seat
    entry: DirectoryEntry | None
    duty: Duty | None
    late: tuple[Late, ...] = ()
    is_away: bool = False
    """Whether nothing that is sent reaches them."""
    nobody_else: bool = False
    """Whether nobody of the seat can be reached."""
    last: CallMade | None = None

    @property
    def person(self) -> int:
        """Their id, 0 where nobody holds the seat."""
        return self.entry.person.id if self.entry else 0

    @property
    def wrong_number(self) -> bool:
        """Whether the number that is kept was found not to be theirs."""
        wrong = self.last is not None and self.last.outcome is Outcome.WRONG_NUMBER
        return wrong and self.entry is not None and self.last is not None and self.last.phone == self.entry.person.phone


def to_call(
    away: Sequence[Call],
    late: Mapping[int, Sequence[Late]],
    announced: Mapping[int, Sequence[Late]],
    holders: Mapping[int, Sequence[tuple[DirectoryEntry, Duty]]],
    seats: Mapping[int, Seat],
    calls: Sequence[CallMade],
    today: date,
) -> list[ToCall]:
    """Return whom to call: what is late longest first, then seats of which nobody can be reached, then the others.

    `late` and `holders` are by seat, what was `announced` by person; `calls` are all of these seats, the oldest first.
    """
    last = {(call.seat, call.person or 0): call for call in calls}
    settled = {(call.seat, key) for call in calls if call.outcome in ENDS for key in call.matters}
    found: dict[tuple[int, int], ToCall] = {}
    for each in away:
        key = (each.seat.id, each.entry.person.id if each.entry else 0)
        found[key] = ToCall(each.seat, each.entry, each.duty, (), True, each.nobody_else, last.get(key))
    for seat, matters in late.items():
        open_ = tuple(each for each in matters if (seat, each.matter.key) not in settled)
        for entry, duty in _called(holders.get(seat, ()), seat, last) if open_ else ():
            key = (seat, entry.person.id)
            before = found.get(key) or ToCall(seats[seat], entry, duty, last=last.get(key))
            found[key] = replace(before, late=open_)
    for key, entry, duty in _once_each(holders):
        open_ = tuple(each for each in announced.get(key[1], ()) if (key[0], each.matter.key) not in settled)
        if open_:
            before = found.get(key) or ToCall(seats[key[0]], entry, duty, last=last.get(key))
            found[key] = replace(before, late=(*before.late, *open_))
    return sorted((each for each in found.values() if _is_due(each, today)), key=_urgency)


def _once_each(
    holders: Mapping[int, Sequence[tuple[DirectoryEntry, Duty]]],
) -> Iterator[tuple[tuple[int, int], DirectoryEntry, Duty]]:
    """Everybody once, by the first of their seats."""
    seen: set[int] = set()
    for seat, held in holders.items():
        for entry, duty in held:
            if entry.person.id not in seen:
                seen.add(entry.person.id)
                yield (seat, entry.person.id), entry, duty


def _called(
    holders: Sequence[tuple[DirectoryEntry, Duty]], seat: int, last: Mapping[tuple[int, int], CallMade]
) -> Sequence[tuple[DirectoryEntry, Duty]]:
    """Whoever reports for the seat; its principal too where there is none, or they were called in vain."""
    focal = [(entry, duty) for entry, duty in holders if duty.role is Role.FOCAL]
    made = [last.get((seat, entry.person.id)) for entry, _ in focal]
    in_vain = all(call is not None and call.outcome not in ENDS for call in made)
    known = {entry.person.id for entry, _ in focal}
    return [*focal, *(each for each in holders if in_vain and each[0].person.id not in known)]


def _is_due(each: ToCall, today: date) -> bool:
    last = each.last
    if last is None or today >= last.again_on:
        return True
    return any(late.matter.key not in last.matters for late in each.late)


def _urgency(each: ToCall) -> tuple[int, bool, int, int]:
    return -max((late.days for late in each.late), default=0), not each.nobody_else, each.seat.rank, each.person


def pages(count: int) -> int:
    """Return how many screens a list takes, at least one."""
    return max(1, -(-count // PAGE))


def again_on(outcome: Outcome, today: date, next_working: date, deadlines: Collection[date]) -> date:
    """Return from which day on somebody may have to be called again.

    After a talk on the day of the next deadline of theirs, where one is known.
    """
    match outcome:
        case Outcome.NO_ANSWER:
            return next_working
        case Outcome.WRONG_NUMBER:
            return today
    return min((day for day in deadlines if day > today), default=date.max)


def note_form() -> Form:
    """Return what is asked of whoever notes something of a call."""
    asked = Text(N_("Please type what was said, in a few words. Officers of the Standing Body alone read it."))
    return Form((Step(NOTE, (asked,), least=3, most=500),), items_max=1, keeps=False)
