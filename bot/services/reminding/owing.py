"""Is what a reminder tells of still owed? Asked when a message is made, when it leaves and when it has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.answering import STEPS
from bot.domain.people import MEMBER_ROLES
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Due
from bot.services import answering
from bot.services.reminding import waited
from bot.services.tasks import dues
from bot.services.upkeep import idle_drafts
from storage import people, reports, seat_requests, submissions
from storage.unit import Unit

REPORTS = frozenset({Kind.REPORT, Kind.CLOSING})
_OF_SEATS = ("reports", "courses")


def still_owed(db: Database, owed: Mapping[str, Any], now: datetime) -> bool:
    """The guard of a reminder: is one of the `reports`, each a period and a seat, or anything of tasks still owed?

    Or is anything still waited for that others asked, or does one of the `drafts` still lie that it tells of. Where the
    message keeps whose it is (`person`), only what is theirs counts: a seat may have gone to somebody else meanwhile.
    What is kept of tasks is as `dues.as_plain` keeps it, of what others asked as `waited.as_plain` does.
    """
    today, person = now.astimezone(VN).date(), owed.get("person")
    seats = frozenset(people.seats_of_person(db, person, MEMBER_ROLES, today)) if person is not None else None
    theirs = {**owed, **{name: _held(owed.get(name, ()), seats) for name in _OF_SEATS}}
    return (
        any(_is_missing(db, period, seat) for period, seat in theirs["reports"])
        or dues.any_owed(db, theirs)
        or waited.any_owed(db, theirs, today, seats)
        or (answering.is_waited_for(db, owed) and still_owed(db, owed["of"], now))
        or idle_drafts.still_lie(db, owed.get("drafts", ()))
    )


def _held(kept: Sequence[Sequence[Any]], seats: frozenset[int] | None) -> list[Sequence[Any]]:
    """Those of what is kept whose seat, the second of each, is one of `seats`."""
    return [each for each in kept if seats is None or each[1] in seats]


def is_owed(unit: Unit, due: Due) -> bool:
    """Return whether what was planned is still owed."""
    if due.kind in STEPS:
        return answering.is_open(unit, due) and is_owed(unit, answering.base_of(due))
    if due.kind in REPORTS:
        return _is_missing(unit.db, due.subject, due.seat)
    return waited.is_owed(unit, due) if due.kind in waited.KEPT else dues.is_owed(unit, due)


def _is_missing(db: Database, period: str, seat: int) -> bool:
    """What waits for approval is not owed by whoever wrote it, and whoever approves has a reminder of their own."""
    if reports.live_report(db, seat, period) or submissions.waiting_for(db, seat, period):
        return False
    return not seat_requests.is_excused(db, seat, period)


def as_plain(unit: Unit, person: int, found: Sequence[Due]) -> dict[str, Any]:
    """Return what a message to a person keeps of what it tells, for `still_owed`; drafts are kept elsewhere."""
    steps, found = [due for due in found if due.kind in STEPS], [due for due in found if due.kind not in STEPS]
    of = as_plain(unit, person, [answering.base_of(due) for due in steps]) if steps else {}
    if any(due.kind is Kind.UNANSWERED_DESK for due in steps):
        del of["person"]  # an officer is told of what is others'
    of_tasks = [due for due in found if due.kind not in REPORTS and due.kind not in waited.KEPT]
    return {
        "person": person,
        "reports": [[due.subject, due.seat] for due in found if due.kind in REPORTS],
        **dues.as_plain(unit, of_tasks),
        **waited.as_plain(unit, [due for due in found if due.kind in waited.KEPT]),
        **answering.as_plain(steps, of),
    }
