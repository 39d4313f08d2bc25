"""The last backup: how old it is, whether it opens, whether its key is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.domain.texts import N_
from bot.verbs.checks.findings import Finding, Place, age, fault, note
from bot.verbs.checks.service import is_live
from storage import ledgers
from storage.backup import BACKUPS, can_be_restored, key_of, newest_backup
from storage.rotation import made_at
from storage.unit import Unit

_TOO_OLD = timedelta(hours=36)
"""One is made every night; one night may be tried again until the evening."""


def backups(place: Place, unit: Unit) -> Iterator[Finding]:
    """What a restore would find in the directory of the nightly backups."""
    latest = newest_backup(place.path / BACKUPS, unit.now)
    if latest is None:
        yield from _none(unit)
        return
    at = made_at(latest.name)
    assert at is not None
    size = -(-latest.stat().st_size >> 10)
    yield note(N_("Latest backup: {at:full}, {size:number} KB"), at=at, size=size)
    if not can_be_restored(latest):
        yield fault(
            N_("the latest backup {path} cannot be opened: delete it and run `python main.py backup`"), path=latest
        )
    elif _is_without_key(place.path, latest):
        yield fault(N_("the latest backup {path} has no key beside it: run `python main.py backup`"), path=latest)
    if unit.now - at > _TOO_OLD and is_live(unit):
        yield fault(
            N_("the latest backup is {age} old: look into the log, then run `python main.py backup`"),
            age=age(unit.now - at),
        )


def _none(unit: Unit) -> Iterator[Finding]:
    since = ledgers.first_audit(unit.db)
    # A base that has just been set up waits for its first night.
    if since and unit.now - since > _TOO_OLD and is_live(unit):
        yield fault(N_("there is no backup: run `python main.py backup`"))
    else:
        yield note(N_("Latest backup: none yet"))


def _is_without_key(directory: Path, latest: Path) -> bool:
    return (directory / "secret.key").exists() and not key_of(latest).exists()
