"""What is overdue and waits for a sign that somebody has seen it: confirmed, or answered by the matter itself.

Without one the ladder climbs: the same people again, everybody of the seat, the desk's call list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.reminder_rules import Kind, after
from bot.domain.reminders import Due, Occurrence, OccurrenceState, SkipReason

AGAIN = frozenset({Kind.UNANSWERED, Kind.UNANSWERED_PRINCIPAL})
"""Steps that go to those who hold the seat."""
STEPS = AGAIN | {Kind.UNANSWERED_DESK}
_ASKED = frozenset({Kind.REPORT, Kind.TASK})
"""What is confirmed once it is overdue: a report, and a task of whoever leads it."""


@dataclass(frozen=True, order=True)
class Matter:
    """What a seat has not done by a day: `subject` is a period as `Period.iso` writes it, or the code of a task."""

    subject: str
    seat: int
    due_on: date

    @property
    def kind(self) -> Kind:
        """Whether it is a report or a task."""
        return Kind.REPORT if self.subject[:1].isdigit() else Kind.TASK

    @property
    def key(self) -> str:
        """How it stands in the base; another deadline makes another matter."""
        return f"{self.kind}:{self.subject}:{self.seat}:{self.due_on.isoformat()}"


@dataclass(frozen=True)
class Told:
    """How far those of a seat were told that something is overdue, over all its reminders since the deadline.

    `first_on` is the first day on which they were to be told, `sent_on` that on which somebody was; `pending` whether
    one of these reminders is still to be sent.
    """

    first_on: date
    sent_on: date | None
    pending: bool

    @property
    def since(self) -> date | None:
        """The day from which on a sign is waited for: that on which it was sent; None as long as it still may be."""
        return self.sent_on or (None if self.pending else self.first_on)


@dataclass(frozen=True)
class Acknowledged:
    """Who confirmed a matter for its seat, and when."""

    full_name: str
    at: datetime


@dataclass(frozen=True)
class Step:
    """What was sent to somebody about a matter, or was to be: whether again, the day, and what became of it."""

    again: bool
    day: date
    state: OccurrenceState
    reason: SkipReason | None


def is_asked(occurrence: Occurrence) -> bool:
    """Return whether a reminder asks its readers to confirm that they have seen it."""
    due = occurrence.due
    return due.kind in AGAIN or (due.kind in _ASKED and occurrence.mark.is_overdue)


def matter_of(due: Due) -> Matter:
    """Return what a reminder of something overdue, or a step of the ladder, is about."""
    return Matter(due.subject, due.seat, due.due_on)


def overdue(dues: Sequence[Due], today: date) -> Mapping[Matter, list[int]]:
    """Return what is overdue among what is due, and whom it is owed by."""
    found: dict[Matter, list[int]] = {}
    for due in dues:
        if due.kind in _ASKED and due.due_on < today:
            found.setdefault(matter_of(due), []).append(due.person)
    return found


def steps(
    matter: Matter, since: date, told: Sequence[int], holders: Sequence[int], officers: Sequence[int]
) -> Iterator[Due]:
    """Yield the ladder of a matter: who was `told`, everybody who holds the seat, the officers."""
    asked = ((Kind.UNANSWERED, told), (Kind.UNANSWERED_PRINCIPAL, holders), (Kind.UNANSWERED_DESK, officers))
    for kind, persons in asked:
        for person in persons:
            yield Due(kind, matter.subject, person, matter.seat, matter.due_on, since)


def as_told(found: Sequence[Occurrence]) -> list[Occurrence]:
    """Return occurrences as a card shows them: steps of the ladder behind, as what they are about, each matter once."""
    shown: dict[object, Occurrence] = {}
    for occurrence in sorted(found, key=lambda each: each.due.kind in AGAIN):
        due = occurrence.due
        if due.kind in AGAIN:
            due = replace(due, kind=matter_of(due).kind, opening_on=None)
            occurrence = replace(occurrence, due=due, mark=after(1))
        shown.setdefault((due.kind, due.subject, due.seat, due.due_on, due.person), occurrence)
    return list(shown.values())
