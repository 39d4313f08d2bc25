"""The edge where time comes in. Below it, time is always an argument `now`: aware, UTC."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

VN = ZoneInfo("Asia/Ho_Chi_Minh")
"""Viet Nam's zone, UTC+7 all year."""

SANDBOX_START = datetime(2026, 11, 16, 8, 15, tzinfo=VN)
"""Where a new sandbox's clock begins: a Monday, four days before the period 11/2026 is due."""


class Clock(Protocol):
    """Tells the program's time."""

    def now(self) -> datetime:
        """Return the present instant, aware, UTC."""
        ...

    def seconds(self) -> float:
        """Return seconds that never go back, from no particular beginning: for pauses and paces."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def seconds(self) -> float:
        return time.monotonic()


class SandboxClock:
    """A clock of its own that runs at real speed and can be turned forward, never back.

    Its distance from the machine's clock is kept in a file; all who share the file tell the same time.
    Where the machine's clock is set back, the distance grows by as much.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._version = _version(path)
        self._ahead = timedelta(seconds=_kept_offset(path))
        self._latest = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        self._follow()
        now = datetime.now(UTC) + self._ahead
        if now < self._latest:
            self.set(self._latest)
        self._latest = max(now, self._latest)
        return self._latest

    def seconds(self) -> float:
        """What waits, waits in the turned time."""
        return self.now().timestamp()

    def set(self, now: datetime) -> None:
        """Turn to `now`, for all who share the file; an instant that has passed changes nothing."""
        self._follow()
        ahead = now - datetime.now(UTC)
        if ahead > self._ahead:
            self._ahead = ahead
            _written_aside(self._path, ahead.total_seconds()).replace(self._path)

    def _follow(self) -> None:
        """Take over how far another program has turned the clock."""
        version = _version(self._path)
        if version not in (None, self._version):
            self._version = version
            self._ahead = max(self._ahead, timedelta(seconds=_kept_offset(self._path)))


class FixedClock:
    """A clock that stands still until it is set; for tests and for replaying history."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)
        self.monotonic: Callable[[], float] = time.monotonic
        """Of the machine: what waits a second does so however still the clock stands. Can be put in other hands."""

    def now(self) -> datetime:
        return self._now

    def seconds(self) -> float:
        return self.monotonic()

    def pace_by_itself(self) -> None:
        """From now on what waits, waits in this clock's time."""
        self.monotonic = lambda: self._now.timestamp()

    def set(self, now: datetime) -> None:
        """Move to `now`, which must not lie before the present."""
        assert now >= self._now, "program time never goes back"
        self._now = now.astimezone(UTC)


def begin_at(path: Path, at: datetime) -> None:
    """Let the clock of a sandbox in which nothing has happened yet begin at `at`, whatever its file says."""
    _written_aside(path, (at - datetime.now(UTC)).total_seconds()).replace(path)


def _version(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


def _kept_offset(path: Path) -> float:
    """Return how many seconds the clock is ahead of the machine's; a new clock begins at its start."""
    try:
        return float(json.loads(path.read_text())["ahead_seconds"])
    except FileNotFoundError:
        pass
    own = _written_aside(path, (SANDBOX_START - datetime.now(UTC)).total_seconds())
    try:
        os.link(own, path)  # fails if another process was first: its offset counts
    except FileExistsError:
        pass
    finally:
        own.unlink()
    return float(json.loads(path.read_text())["ahead_seconds"])


def _written_aside(path: Path, ahead: float) -> Path:
    own = path.with_name(f"{path.name}.{os.getpid()}")
    own.write_text(json.dumps({"ahead_seconds": ahead}))
    return own
