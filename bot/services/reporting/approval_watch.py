"""What time does to reports that wait for approval: reminders, the deadline, the close, and nobody left to approve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from functools import partial
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.approving import Reminder, Submission, reminder_due
from bot.domain.operations import Operation, Piece, Topic, TopicKind
from bot.screens.reporting import submitted as wording
from bot.screens.reporting.submitted import Waiting
from bot.services.desk.notices import to_desk
from bot.services.reporting.deciding import FILINGS, close, reminders
from bot.services.reporting.submitting import describe, reachable, told
from storage import drafts, submissions
from storage.unit import Unit

_NOON, _UNTIL = time(12), time(18)
"""Reminders go out from noon until then: what is to be said in a morning stands in the card of that morning."""


def still_submitted(db: Database, about: Mapping[str, Any], _now: datetime) -> bool:
    """The guard of messages about a report that waits: does it, by its `submission`?"""
    found = submissions.submission(db, about["submission"])
    return found is not None and found.end is None


def any_waiting(db: Database) -> bool:
    """Return whether anything waits for approval at all."""
    return bool(submissions.waiting(db))


def watch(unit: Unit) -> Iterable[Piece]:
    """Remind of what waits, end what waited until its period closed, and tell where nobody is left to approve."""
    for found in submissions.waiting(unit.db):
        draft = drafts.draft_by_id(unit.db, found.draft)
        assert draft is not None  # a submission goes with its draft
        waiting = describe(unit, found, draft, FILINGS[found.kind])
        if waiting.schedule and unit.now >= waiting.schedule.stop_at:
            yield Piece(waiting.organisation, partial(close, unit, waiting, draft.person))
        elif not reachable(unit, found.seat):
            if found.stranded_at is None:
                yield Piece(waiting.organisation, partial(_strand, unit, waiting, draft.person, draft.rev))
        elif found.stranded_at is not None or _reminder(unit, waiting):
            yield Piece(waiting.organisation, partial(_remind, unit, waiting, draft.person))


def _strand(unit: Unit, waiting: Waiting, writer: int, rev: int) -> Sequence[Operation]:
    number = waiting.submission.id
    submissions.note_stranded(unit.db, number, unit.now)
    key = f"approval:stranded:{number}:{unit.now:%Y%m%d%H%M}"
    screen = wording.stranded(waiting, rev, unit.rules.profile)
    topic = Topic(TopicKind.APPROVAL, {"submission": number})
    return [
        *told(unit, writer, screen, key),
        *to_desk(unit, wording.nobody_reachable_to_desk(waiting), f"{key}:desk", topic),
    ]


def _reminder(unit: Unit, waiting: Waiting) -> Reminder | None:
    deadline = waiting.deadline
    if deadline is None or not _NOON <= unit.now.astimezone(VN).time() < _UNTIL:
        return None
    return reminder_due(waiting.submission.at, unit.now, deadline)


def _remind(unit: Unit, waiting: Waiting, writer: int) -> Sequence[Operation]:
    """Each once: its key is that of the reminder, however often the tick finds it due."""
    found: Submission = waiting.submission
    if found.stranded_at is not None:
        submissions.note_stranded(unit.db, found.id, None)
    reminder = _reminder(unit, waiting)
    if reminder is None:
        return []
    asked = reminders(unit, found, wording.reminded(waiting, reminder), reminder.value)
    if reminder is not Reminder.OVERDUE:
        return asked
    return [*asked, *told(unit, writer, wording.overdue_to_writer(waiting), f"approval:{found.id}:overdue-to-writer")]
