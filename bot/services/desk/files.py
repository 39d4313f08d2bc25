"""The bytes of what is referred to as `make:NAME:KIND:NUMBER`: built of a snapshot, and kept where it is frozen.

A frozen paper is built once. From then on it is what it was, whatever becomes of the program or the template.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlite_utils import Database

from bot.errors import BotError
from bot.exports import BUILD_SECONDS, build_in_child
from bot.services.desk.snapshots import PROVISIONAL
from storage import snapshots


def is_frozen(reference: str) -> bool:
    """Return whether the file is kept once it has been built."""
    _, kind, _ = _read(reference)
    return kind != PROVISIONAL


def kept(db: Database, reference: str) -> bytes | None:
    """Return a frozen file as it was first built; None where it has not been."""
    name, _, number = _read(reference)
    return snapshots.paper(db, number, name)


def builder(db: Database, reference: str) -> Callable[[], bytes]:
    """Return what builds the file of a stored snapshot, outside any transaction.

    Raises BotError("export_failed") where the snapshot is gone.
    """
    name, kind, number = _read(reference)
    # Digests and their addenda are frozen in one table.
    body_of: Callable[[Database, int], str | bytes | None]
    body_of = snapshots.snapshot_body if kind == PROVISIONAL else snapshots.digest_body
    body = body_of(db, number)
    if body is None:
        raise BotError("export_failed")
    # Unpacked where it is built, which is beside the loop.
    return lambda: build_in_child(name, snapshots.unpacked(body), BUILD_SECONDS)


def keep(db: Database, reference: str, content: bytes, now: datetime) -> bytes:
    """Keep a frozen file that has been built, unless one is kept already; return the one that is to be handed out."""
    name, _, number = _read(reference)
    snapshots.keep_paper(db, number, name, content, now)
    stored = snapshots.paper(db, number, name)
    assert stored is not None
    return stored


def _read(reference: str) -> tuple[str, str, int]:
    _, name, kind, number = reference.split(":")
    return name, kind, int(number)
