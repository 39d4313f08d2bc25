"""The drafts of a member that wait to be gone on with, as they are listed and told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.domain.forms import Draft
from bot.domain.people import MEMBER_ROLES, Actor
from bot.domain.reports import ADHOC, PROXIES, REPORT, TASK_RESULT
from bot.domain.task_forms import TASK_WORK, TaskSubject
from bot.screens.reporting.own_drafts import OF_DIFFICULTY, Waiting
from storage import drafts, people, submissions
from storage.unit import Unit

KINDS = (REPORT, ADHOC, TASK_RESULT, TASK_WORK, *OF_DIFFICULTY)
"""Kinds of drafts that somebody would miss."""


ADHOC_SUBJECTS = ("", *(str(number) for number in range(2, 10)))
"""Of as many ad hoc reports one person may have drafts for a seat; before there could be several it had no name."""


def free_subject(unit: Unit, person: int, seat: int) -> str | None:
    """Return what tells another ad hoc draft from those that a person has for a seat; None where there is no room."""
    there = {draft.subject for draft in drafts.drafts_of_seat(unit.db, person, seat) if draft.kind == ADHOC}
    return next((subject for subject in ADHOC_SUBJECTS if subject not in there), None)


def waiting(unit: Unit, actor: Actor) -> list[Waiting]:
    """Return what somebody is writing for their seats, what was saved last first.

    The form of a task that was only looked at is not among it, nor what waits for approval.
    """
    of_seats, submitted = {seat.id for seat in actor.seats}, {each.draft for each in submissions.waiting(unit.db)}
    every = drafts.live_drafts(unit.db, actor.person.id)
    own = [draft for draft in every if draft.seat in of_seats and draft.id not in submitted]
    return listed(unit, actor, [draft for draft in own if draft.kind in KINDS and _has_begun(draft)])


def _has_begun(draft: Draft) -> bool:
    if draft.kind == TASK_WORK:
        return draft.holds_answers
    return draft.kind != TASK_RESULT or bool(draft.rev)


def proxies(unit: Unit, actor: Actor) -> list[Waiting]:
    """Return what an officer is writing in the place of members."""
    own = [draft for draft in drafts.live_drafts(unit.db, actor.person.id) if draft.kind in PROXIES]
    return listed(unit, actor, own)


def begun_adhoc(unit: Unit, actor: Actor, seat: int) -> list[Waiting]:
    """Return the ad hoc reports of a seat into which somebody has entered anything."""
    return [
        each
        for each in waiting(unit, actor)
        if each.draft.kind == ADHOC and each.draft.seat == seat and each.draft.holds_answers and not each.draft.base
    ]


def listed(unit: Unit, actor: Actor, found: Sequence[Draft]) -> list[Waiting]:
    """Return drafts of one person as a list shows them: those that are called the same are numbered as they began."""
    return listed_of(unit, actor.person.id, found)


def listed_of(unit: Unit, person: int, found: Sequence[Draft]) -> list[Waiting]:
    """The same of drafts of any person; the numbers are those of all drafts of theirs."""
    seats = people.seats_of_person(unit.db, person, MEMBER_ROLES, unit.today)
    organisations = {
        seat.id: seat.organisation for seat in people.seats_by_id(unit.db, seats if len(seats) > 1 else ()).values()
    }
    numbers = _numbers([draft for draft in drafts.live_drafts(unit.db, person) if draft.seat in seats])
    return [
        Waiting(
            draft,
            unit.rules.adhoc_form if draft.kind == ADHOC else unit.rules.report_form,
            numbers.get(draft.id, 0),
            organisations.get(draft.seat, ""),
        )
        for draft in found
    ]


def _numbers(every: Sequence[Draft]) -> dict[int, int]:
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for draft in sorted(every, key=lambda draft: draft.id):
        alike[_called(draft)].append(draft.id)
    return {each: number for of in alike.values() if len(of) > 1 for number, each in enumerate(of, 1)}


def _called(draft: Draft) -> tuple[str, str]:
    """An ad hoc report is of no period: its subject only tells it from others of the same seat."""
    if draft.kind == TASK_WORK:
        # One and the same task may have several, and a result for the report beside them.
        return TASK_RESULT, TaskSubject.of(draft).code
    return draft.kind, "" if draft.kind == ADHOC else draft.subject
