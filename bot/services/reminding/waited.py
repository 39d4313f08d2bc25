"""What others wait for: answers to the desk, words about a result, approvals, drafts that lie."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.approving import Submission
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.handling import asked_until, silent_until
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Due
from bot.domain.reports import REPORT
from bot.services.reporting.submitting import plain
from bot.services.reporting.waiting import KINDS
from bot.services.upkeep.housekeeping import OPEN_DRAFTS_FOR
from bot.services.upkeep.idle_drafts import DRAFT, number_of, subject_of
from storage import approvals as rights
from storage import difficulties, drafts, people, submissions, waited
from storage.rows import instant, iso
from storage.unit import Unit

_UNTIL = {Kind.QUESTION: asked_until, Kind.CONFIRMATION: silent_until}
_SINCE = {Kind.QUESTION: DifficultyAct.ASKED, Kind.CONFIRMATION: DifficultyAct.ANSWERED}
KEPT = {
    Kind.QUESTION: "questions",
    Kind.CONFIRMATION: "confirmations",
    Kind.APPROVAL: "approvals",
    Kind.DRAFT: "drafts",
}
"""Under which name a message keeps what it tells of each kind."""
BEGIN = ("VM-", DRAFT)
"""How the subjects begin of what `dues` yields."""


def subjects(unit: Unit) -> list[str]:
    """Return the subjects of which something may be waited for: difficulties, then drafts."""
    drafts_open = waited.ids_of_open_drafts(unit.db, KINDS)
    return [*difficulties.waited_for(unit.db), *map(subject_of, drafts_open)]


def dues(unit: Unit, of: Collection[str]) -> Iterator[Due]:
    """Yield what is waited for of these subjects, once for each person of whom it is."""
    yield from _of_difficulties(unit, [subject for subject in of if not subject.startswith(DRAFT)])
    yield from _drafts(unit, [number_of(subject) for subject in of if subject.startswith(DRAFT)])


def _of_difficulties(unit: Unit, codes: Collection[str]) -> Iterator[Due]:
    found = difficulties.events_of(unit.db, codes)
    waits = [
        (kind, code, until.astimezone(VN).date(), _since(kind, events))
        for code, events in found.items()
        for kind, ends in _UNTIL.items()
        for until in [ends(events)]
        if until
    ]
    seats = waited.seats_of_difficulties(unit.db, [code for _, code, _, _ in waits])

    @cache
    def holders(kind: Kind, seat: int) -> Sequence[int]:
        return people.persons_of_seat(unit.db, seat, unit.rules.reminders.of(kind).audience, unit.today)

    for kind, code, due_on, since in waits:
        if code in seats:
            for person in holders(kind, seats[code]):
                yield Due(kind, code, person, seats[code], due_on, since)


def _since(kind: Kind, events: Sequence[DifficultyEvent]) -> date:
    """The day of the newest event that asks."""
    return max(event.at for event in events if event.act is _SINCE[kind]).astimezone(VN).date()


def approvals(unit: Unit, seats: Collection[int], periods: Collection[str]) -> Iterator[Due]:
    """Yield what waits for approval of these seats for these periods (ISO), once for each who may give it."""
    for found in submissions.waiting(unit.db, seats):
        deadline = _deadline(unit, found)
        if deadline is None or unit.now >= deadline or found.subject not in periods:
            continue  # what happens at the deadline is told at that hour
        for right in rights.authorities(unit.db, found.seat, unit.today):
            due_on, since = (at.astimezone(VN).date() for at in (deadline, found.at))
            yield Due(Kind.APPROVAL, found.subject, right.person.id, found.seat, due_on, since)


def _deadline(unit: Unit, found: Submission) -> datetime | None:
    return plain(unit, found).deadline if found.kind == REPORT else None


def _drafts(unit: Unit, ids: Collection[int]) -> Iterator[Due]:
    @cache
    def seats(person: int) -> frozenset[int]:
        audience = unit.rules.reminders.of(Kind.DRAFT).audience
        return frozenset(people.seats_of_person(unit.db, person, audience, unit.today))

    for draft in waited.open_drafts(unit.db, KINDS, ids):
        if draft.seat in seats(draft.person):
            touched_on = draft.updated_at.astimezone(VN).date()
            yield Due(
                Kind.DRAFT, subject_of(draft.id), draft.person, draft.seat, touched_on + OPEN_DRAFTS_FOR, touched_on
            )


# --- asked again


def is_owed(unit: Unit, due: Due) -> bool:
    """Return whether what was planned is still waited for, by the day it had."""
    match due.kind:
        case Kind.APPROVAL:
            return submissions.waiting_for(unit.db, due.seat, due.subject) is not None
        case Kind.DRAFT:
            draft = drafts.draft_by_id(unit.db, number_of(due.subject))
            touched_on = draft.updated_at.astimezone(VN).date() if draft and draft.closed_at is None else None
            return touched_on == due.opening_on
    return waits_until(unit.db, due.kind, due.subject, due.due_on) is not None


def waits_until(db: Database, kind: Kind, code: str, due_on: date) -> datetime | None:
    """Return until when an answer about a difficulty is waited for, if still by a day."""
    until = _asks_until(db, kind, code)
    return until if until and until.astimezone(VN).date() == due_on else None


def as_plain(unit: Unit, found: Sequence[Due]) -> dict[str, list[Any]]:
    """Return what a message keeps of what it tells, for `any_owed`; drafts are kept elsewhere."""
    plain: dict[str, list[Any]] = {}
    for due in found:
        if due.kind is Kind.APPROVAL:
            waiting = submissions.waiting_for(unit.db, due.seat, due.subject)
            if waiting:
                plain.setdefault(KEPT[due.kind], []).append([waiting.id, due.seat])
        elif due.kind in _UNTIL:
            until = waits_until(unit.db, due.kind, due.subject, due.due_on)
            plain.setdefault(KEPT[due.kind], []).append([due.subject, due.seat, iso(until) if until else ""])
    return plain


def any_owed(db: Database, kept: Mapping[str, Any], today: date, seats: frozenset[int] | None) -> bool:
    """Return whether any of it is still waited for: by the same hour, and of a person who still holds the seat.

    `seats` are those that the person holds today, None where it was not kept who it is.
    """
    asked = (
        _asks_until(db, kind, code) == instant(until)
        for kind in _UNTIL
        for code, seat, until in kept.get(KEPT[kind], ())
        if until and (seats is None or seat in seats)
    )
    return any(asked) or any(
        _may_approve(db, number, seat, kept.get("person"), today) for number, seat in kept.get("approvals", ())
    )


def _asks_until(db: Database, kind: Kind, code: str) -> datetime | None:
    events = difficulties.events_of(db, [code]).get(code, ())
    return _UNTIL[kind](events) if events else None


def _may_approve(db: Database, number: int, seat: int, person: int | None, today: date) -> bool:
    found = submissions.submission(db, number)
    if found is None or found.end is not None:
        return False
    return person is None or rights.authority(db, seat, person, today) is not None
