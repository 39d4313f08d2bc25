"""The directory and its files: that they are there, whose they are, who can read them, whether there is room."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.config import settings_path
from bot.domain.texts import N_
from bot.verbs import ownership
from bot.verbs.checks.findings import Finding, Place, fault
from bot.verbs.ownership import user_name
from storage.backup import BACKUPS

_KEY_BYTES = 32
_NAMED = 3
"""As many files of one kind are named in a sentence."""
_TIMES_BASE = 3
"""What a backup needs: a copy, the one written from it, and as much again for the program (`storage.backup`)."""
_LEAST_FREE = 64 << 20
"""A base of a few hundred kilobytes says nothing about how much a day writes."""
_LEAST_INODES = 1000


def missing(place: Place) -> Iterator[Finding]:
    """What stands in the way of opening the base at all."""
    if place.path.exists() and not place.path.is_dir():
        yield fault(N_("{path} is not a directory: set DATA_DIR to the directory that holds the data"), path=place.path)
    elif not place.path.exists():
        yield fault(
            N_(
                "the directory {path} does not exist: set DATA_DIR to the one that holds the data; for a new one, run"
                " `python main.py import-roster FILE.csv`"
            ),
            path=place.path,
        )
    elif not place.base.exists():
        yield fault(
            N_(
                "there is no database in {path}: set DATA_DIR to the directory that holds the data; for a new one, run"
                " `python main.py import-roster FILE.csv`"
            ),
            path=place.path,
        )
    elif not place.base.is_file():
        yield fault(N_("{path} is not a file: move it away and restore the latest backup"), path=place.base)
    elif not place.base.stat().st_size:
        yield fault(
            N_(
                "{path} is empty (0 bytes): move it away and restore the latest backup; where there never were data,"
                " run `python main.py migrate`"
            ),
            path=place.base,
        )
    elif not os.access(place.base, os.R_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place.base))


def owner(place: Place) -> Iterator[Finding]:
    """Whether the one who asks is the one whose data these are."""
    told = ownership.notice(place.path, place.base)
    if told:
        yield Finding(told)


def rights(place: Place) -> Iterator[Finding]:
    """Who can read and write the files, and whether they all belong to one user."""
    if not place.path.is_dir():
        return
    files = [path for path in _files(place) if path.exists()]
    yield from _open_to_others([place.path, *files])
    owner = owner_of(place.path)
    foreign = [path for path in files if owner_of(path) != owner]
    if foreign:
        yield fault(
            N_(
                "{paths} belong to {user} and the directory to {owner}, so that the service cannot use them all: run"
                " `chown -R '{owner}' {path}`"
            ),
            paths=_named(foreign),
            user=user_name(owner_of(foreign[0])),
            owner=user_name(owner),
            path=place.path,
        )
    closed = [path for path in files if path.is_file() and ~_mode(path) & (stat.S_IRUSR | stat.S_IWUSR)]
    if closed:
        yield fault(N_("their owner cannot read and write {paths}: set the mode to 600"), paths=_named(closed))
    if ~_mode(place.path) & stat.S_IRWXU:
        yield fault(N_("its owner cannot use {path}: set the mode to 700"), path=place.path)


def settings_file(place: Place) -> Iterator[Finding]:
    """The file of settings holds the token."""
    path = settings_path()
    if place.settings.bot_token and path.is_file() and _mode(path) & (stat.S_IRWXG | stat.S_IRWXO):
        yield fault(N_("others can read {paths}: set the mode to {mode}"), paths=path, mode="600")


def key(place: Place) -> Iterator[Finding]:
    """The key of the hashes: without it no invitation that was issued can be used."""
    path = place.path / "secret.key"
    if not place.base.exists():
        return
    if not path.exists():
        yield fault(
            N_(
                "the key {path} is missing: put back the .key file of the latest backup under this name; without one,"
                " start the program, which makes a new key, and issue the invitations again"
            ),
            path=path,
        )
    elif len(path.read_bytes()) != _KEY_BYTES:
        yield fault(
            N_(
                "the key {path} is empty or damaged: move it away and put back the .key file of the latest backup under"
                " this name"
            ),
            path=path,
        )


def room(place: Place) -> Iterator[Finding]:
    """Disk space and inodes, where the data and where the backups are."""
    places = {path.stat().st_dev: path for path in (place.path / BACKUPS, place.path) if path.is_dir()}
    logs = (place.base, place.base.with_name(f"{place.base.name}-wal"))
    size = sum(path.stat().st_size for path in logs if path.exists())
    for path in places.values():
        found = os.statvfs(path)
        needed, free = max(_TIMES_BASE * size, _LEAST_FREE), found.f_bavail * found.f_frsize
        if free < needed:
            yield fault(
                N_("the disk of {path} has {free:number} MB free, {needed:number} MB are needed: make room there"),
                path=path,
                free=free >> 20,
                needed=-(-needed >> 20),
            )
        # Some file systems have no limit and say 0 of 0.
        if found.f_files and found.f_favail < _LEAST_INODES:
            yield fault(
                N_("the disk of {path} takes {count:number} more files only (inodes): delete what is not needed"),
                path=path,
                count=found.f_favail,
            )
        if found.f_flag & os.ST_RDONLY:
            yield fault(N_("the disk of {path} is mounted read-only: mount it for writing"), path=path)


def owner_of(path: Path) -> int:
    """Return the number of the user whom a file belongs to."""
    return path.stat().st_uid


def _files(place: Place) -> Iterator[Path]:
    yield place.base
    yield from (place.base.with_name(f"{place.base.name}{suffix}") for suffix in ("-wal", "-shm"))
    yield from (place.path / name for name in ("secret.key", "bot.lock"))
    backups = place.path / BACKUPS
    if backups.is_dir():
        yield backups
        yield from sorted(backups.glob("bot-*"))


def _open_to_others(paths: Sequence[Path]) -> Iterator[Finding]:
    readable = [path for path in paths if _mode(path) & (stat.S_IRWXG | stat.S_IRWXO)]
    for mode, is_kind in (("700", Path.is_dir), ("600", Path.is_file)):
        found = [path for path in readable if is_kind(path)]
        if found:
            yield fault(N_("others can read {paths}: set the mode to {mode}"), paths=_named(found), mode=mode)


def _named(paths: Sequence[Path]) -> str:
    more = "" if len(paths) <= _NAMED else f" … (+{len(paths) - _NAMED})"
    return ", ".join(map(str, paths[:_NAMED])) + more


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
