"""Why a reminder came to somebody, by what of it is due."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.courses import Lead
from bot.domain.people import MEMBER_ROLES, Duty
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Due
from bot.domain.texts import Text
from bot.screens import reasons as wording
from bot.screens.reasons import Why
from storage import people, tasks
from storage.unit import Unit


def why(unit: Unit, person: int, found: Sequence[Due]) -> Text:
    """Return why a card came that reminds a person of these."""
    duties = [duty for duty in people.duties_of(unit.db, person, unit.today) if duty.role in MEMBER_ROLES]
    if all(due.kind is Kind.UNANSWERED_DESK for due in found):
        return wording.NOBODY_GAVE_A_SIGN
    matters = {_matter(due) for due in found}
    if len(matters) == 1:
        (kind, subject, seat) = matters.pop()
        leads = kind is not Kind.TASK or _leads(unit, subject, seat)
        return wording.of_one(Why(kind, subject, _duty(duties, seat), leads))
    return _of_several(duties, {seat for _, _, seat in matters})


def _matter(due: Due) -> tuple[Kind, str, int]:
    """A report that is missing when its period closes is the report; a task of which an officer is told is one."""
    if due.kind is Kind.RECEIPT_DESK:
        return due.kind, due.subject, 0
    return Kind.REPORT if due.kind is Kind.CLOSING else due.kind, due.subject, due.seat


def _of_several(duties: Sequence[Duty], seats: set[int]) -> Text:
    named = {duty.seat.organisation for duty in duties if duty.seat and (duty.seat.id in seats or not seats)}
    return wording.of_several(named.pop() if len(named) == 1 else "", of_desk=not duties)


def _duty(duties: Sequence[Duty], seat: int) -> Duty | None:
    return next((duty for duty in duties if duty.seat and duty.seat.id == seat), None)


def _leads(unit: Unit, code: str, seat: int) -> bool:
    task = tasks.task_by_code(unit.db, code)
    return task is not None and task.course_of(Lead(seat)) is not None
