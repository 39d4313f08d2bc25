"""Occurrences of recurring tasks come with their period: past midnight, before the reminders are planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from sqlite_utils import Database

from bot.domain.operations import Operation, Piece
from bot.services.tasks import series
from storage import series as stored
from storage import tasks
from storage.unit import Unit


def make_due(unit: Unit) -> Iterable[Piece]:
    """Make the occurrences of every period that has begun; what was slept through is caught up on, each once."""
    for each in tasks.tasks_by_id(unit.db, stored.series_ids(unit.db)).values():
        if series.missing(unit, each):
            yield Piece(each.code, partial(_make, unit, each.id))


def any_series(db: Database) -> bool:
    """Return whether there is a recurring task."""
    return bool(stored.series_ids(db))


def _make(unit: Unit, series_id: int) -> Sequence[Operation]:
    """Nobody is told: the series was announced, and reminders name what comes due."""
    found = tasks.task_by_id(unit.db, series_id)
    assert found is not None  # tasks are never deleted
    series.catch_up(unit, found)
    return ()
