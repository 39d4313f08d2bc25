"""The files that members sent: whether they are where they belong, and whether any keeps waiting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.attachments import FileState
from bot.domain.texts import N_
from bot.verbs.checks.findings import Finding, Place, age, fault, note
from bot.verbs.checks.service import is_live
from storage import file_backup, kept_files
from storage.backup import BACKUPS, newest_backup
from storage.unit import Unit

_WAITING = timedelta(minutes=30)
_LATELY = timedelta(days=7)
_LISTED = 5
_DIGITS = 16


def files(place: Place, unit: Unit) -> Iterator[Finding]:
    """What is stored, what is missing, what waits, what could not be had."""
    known = kept_files.stored(unit.db)
    size = -(-sum(file.size for file in known) >> 20)
    yield note(N_("Files of members: {count:number} stored, {size:number} MB"), count=len(known), size=size)
    missing = file_backup.lacking(place.path, known)
    if missing:
        yield fault(
            N_(
                "{count:number} files of members are missing from {path} ({names}): copy the folder `files` from beside"
                " the latest backup"
            ),
            count=len(missing),
            path=place.path / "files",
            names=", ".join(file.difficulty or file.sha256[:_DIGITS] for file in missing[:_LISTED]),
        )
    yield from _waiting(unit)
    lost = kept_files.not_kept_since(unit.db, unit.now - _LATELY)
    if lost:
        yield note(
            N_("Files not kept within {days} days: {refused:number} refused, {lost:number} not fetched"),
            days=_LATELY.days,
            refused=lost.get(FileState.REFUSED, 0),
            lost=lost.get(FileState.LOST, 0),
        )


def in_backup(place: Place, unit: Unit) -> Iterator[Finding]:
    """Whether a restore of the latest backup would bring back every file it names."""
    latest = newest_backup(place.path / BACKUPS, unit.now)
    missing = file_backup.lacking_beside(latest) if latest else []
    if missing:
        yield fault(
            N_(
                "{count:number} files of members are missing beside the latest backup {path}: run"
                " `python main.py backup`"
            ),
            count=len(missing),
            path=latest,
        )


def _waiting(unit: Unit) -> Iterator[Finding]:
    count, since = kept_files.oldest_waiting(unit.db)
    if since and unit.now - since > _WAITING and is_live(unit):
        yield fault(
            N_(
                "{count:number} files of members wait to be fetched, the oldest for {age}: run `python main.py doctor"
                " --online`, and start the program if it is not running"
            ),
            count=count,
            age=age(unit.now - since),
        )
