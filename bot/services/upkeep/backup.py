"""The nightly backup as facts of the base: that one is due, that it was made, that it could not be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.domain.operations import Lane, Operation, Piece, Send, Topic, TopicKind
from bot.domain.people import Role
from bot.screens import upkeep as wording
from storage import addressees, ledgers
from storage.rows import iso
from storage.unit import Unit

TICK = "backup"
_DUE, _DONE = "backup_due", "backup_done"


def note_due(unit: Unit) -> Iterable[Piece]:
    """Note that a backup is due, so that it is made after a crash too; sends nothing.

    A base that has just been set up waits for its first night.
    """
    if ledgers.last_slot(unit.db, TICK) is not None:
        ledgers.put_fact(unit.db, _DUE, iso(unit.now))
    return ()


def due(db: Database) -> str | None:
    """Return the note of a backup that has not been made yet."""
    noted = ledgers.fact(db, _DUE)
    return None if noted == ledgers.fact(db, _DONE) else noted


def note_done(db: Database, noted: str) -> None:
    """Note that the backup asked for by `noted` has been made."""
    ledgers.put_fact(db, _DONE, noted)


def tell_failed(unit: Unit, latest: datetime | None) -> Sequence[Operation]:
    """Tell the secretariat and the administrators, each once a day however often it is tried."""
    topic = Topic(TopicKind.BACKUP)
    return [
        Send(to, wording.failed(latest), topic=topic, lane=Lane.BULK, key=f"backup_failed:{unit.today}:{to.account}")
        for to in addressees.recipients(unit.db, frozenset({Role.SECRETARIAT, Role.ADMIN}), unit.today)
    ]
