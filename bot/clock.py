"""The edge where time comes in. Below it, time is always an argument `now`: aware, UTC."""

from __future__ import annotations

import json
import os
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


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SandboxClock:
    """A clock of its own that runs at real speed; its distance from the machine's is kept in a file.

    Two processes that share the file tell the same time.
    """

    def __init__(self, path: Path) -> None:
        self._ahead = timedelta(seconds=_kept_offset(path))

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


class FixedClock:
    """A clock that stands still until it is set; for tests and for replaying history."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        """Move to `now`, which must not lie before the present."""
        assert now >= self._now, "program time never goes back"
        self._now = now.astimezone(UTC)


def _kept_offset(path: Path) -> float:
    try:
        return float(json.loads(path.read_text())["ahead_seconds"])
    except FileNotFoundError:
        pass
    ahead = (SANDBOX_START - datetime.now(UTC)).total_seconds()
    own = path.with_name(f"{path.name}.{os.getpid()}")
    own.write_text(json.dumps({"ahead_seconds": ahead}))
    try:
        os.link(own, path)  # fails if another process was first: its offset counts
    except FileExistsError:
        pass
    finally:
        own.unlink()
    return float(json.loads(path.read_text())["ahead_seconds"])
