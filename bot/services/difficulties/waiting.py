"""What nobody answered in time: a result about which nothing was said closes, and what was asked for lapses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from sqlite_utils import Database

from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.handling import OBJECTION, SILENCE, UNTIL, Case, asked_about, asked_until, silent_until
from bot.domain.operations import Operation, Piece
from bot.screens.difficulties import notices
from bot.services.difficulties import clusters
from bot.services.difficulties.cases import case_of, record, to_seat
from bot.services.difficulties.saying import told_to_desk
from storage import difficulties, drafts, merges
from storage.rows import iso
from storage.unit import Unit

_BY = "system"


def anything_waits(db: Database) -> bool:
    """Return whether there is a difficulty of which something is waited for."""
    return bool(difficulties.waited_for(db) or merges.orphans(db))


def end_waits(unit: Unit) -> Iterable[Piece]:
    """End what has waited for its time, each difficulty by itself; once it has ended it is not found again.

    What is followed with a head that its sender withdrew is parted from it.
    """
    yield from clusters.to_release(unit)
    waiting = difficulties.waited_for(unit.db)
    for code, events in difficulties.events_of(unit.db, waiting).items():
        silent, asked = silent_until(events), asked_until(events)
        if silent and unit.now >= silent:
            yield Piece(code, partial(_close, unit, code, silent))
        elif asked and unit.now >= asked:
            yield Piece(code, partial(_lapse, unit, code, asked))


def _close(unit: Unit, code: str, until: datetime) -> Sequence[Operation]:
    case = case_of(unit, code)
    # Whoever has begun to say that it is not solved is not silent.
    if case is None or _is_objected_to(unit, case):
        return ()
    event = DifficultyEvent(DifficultyAct.CLOSED, unit.now, _BY, {SILENCE: True, UNTIL: iso(until)})
    after = record(unit, case, event)
    return to_seat(unit, after, notices.closed(after))


def _is_objected_to(unit: Unit, case: Case) -> bool:
    return drafts.is_being_written(unit.db, case.seat.id, OBJECTION, f"{case.code}:{asked_about(case.events)}")


def _lapse(unit: Unit, code: str, until: datetime) -> Sequence[Operation]:
    case = case_of(unit, code)
    if case is None:
        return ()
    after = record(unit, case, DifficultyEvent(DifficultyAct.LAPSED, unit.now, _BY, {UNTIL: iso(until)}))
    return [*to_seat(unit, after, notices.lapsed(after, until)), *told_to_desk(unit, after, "")]
