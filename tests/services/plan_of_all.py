"""What a plan of everything would find, beside what a plan of what is marked finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlite_utils import Database

from bot.domain.operations import Piece
from bot.services import reminding
from storage.unit import Unit

_ROWS = "SELECT key, mark, kind, subject, person, seat, due_on, opening_on, send_on, state, reason FROM reminders"


class _UndoneError(Exception):
    pass


@contextmanager
def undone(db: Database) -> Iterator[None]:
    """Undo what is done within, and leave what is around it."""
    with suppress(_UndoneError), db.atomic():
        yield
        raise _UndoneError


def found(db: Database) -> dict[str, tuple[object, ...]]:
    return {row[0]: tuple(row) for row in db.conn.execute(_ROWS)}


def plan_marked(unit: Unit) -> None:
    for piece in reminding.plan_ahead(unit):
        if isinstance(piece, Piece):
            piece.work()


def is_as_if_all_was_looked_at(unit: Unit) -> bool:
    """Plan what is marked; return whether it is the same as a plan of everything."""
    whole: dict[str, tuple[object, ...]] = {}
    with undone(unit.db):
        reminding.plan_now(unit)
        whole = found(unit.db)
    plan_marked(unit)
    return found(unit.db) == whole
