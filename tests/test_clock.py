"""The edge where time comes in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from bot.clock import SANDBOX_START, VN, FixedClock, SandboxClock, SystemClock


def test_every_clock_tells_an_aware_instant_in_utc(tmp_path: Path) -> None:
    for clock in (SystemClock(), SandboxClock(tmp_path / "clock.json"), FixedClock(SANDBOX_START)):
        assert clock.now().utcoffset() == timedelta(0)


def test_viet_nam_is_seven_hours_ahead_all_year() -> None:
    for month in range(1, 13):
        assert datetime(2026, month, 1, tzinfo=VN).utcoffset() == timedelta(hours=7)


def test_a_new_sandbox_begins_at_its_start(tmp_path: Path) -> None:
    now = SandboxClock(tmp_path / "clock.json").now()

    assert timedelta(0) <= now - SANDBOX_START < timedelta(minutes=1)


def test_two_programs_that_share_the_file_tell_the_same_time(tmp_path: Path) -> None:
    first, second = SandboxClock(tmp_path / "clock.json"), SandboxClock(tmp_path / "clock.json")

    assert abs(second.now() - first.now()) < timedelta(seconds=5)
    assert [path.name for path in tmp_path.iterdir()] == ["clock.json"]


def test_of_two_programs_that_turn_the_clock_the_one_that_goes_farther_counts(tmp_path: Path) -> None:
    first, second = SandboxClock(tmp_path / "clock.json"), SandboxClock(tmp_path / "clock.json")
    first.set(first.now() + timedelta(days=10))

    second.set(SANDBOX_START + timedelta(days=5))

    assert SandboxClock(tmp_path / "clock.json").now() >= SANDBOX_START + timedelta(days=10)


def test_a_sandbox_goes_on_where_its_file_says(tmp_path: Path) -> None:
    ahead = timedelta(days=400)
    (tmp_path / "clock.json").write_text(json.dumps({"ahead_seconds": ahead.total_seconds()}))

    now = SandboxClock(tmp_path / "clock.json").now()

    assert abs(now - (SystemClock().now() + ahead)) < timedelta(seconds=5)


def test_a_sandbox_that_is_turned_runs_on_from_there_and_all_who_share_the_file_follow(tmp_path: Path) -> None:
    clock, other = SandboxClock(tmp_path / "clock.json"), SandboxClock(tmp_path / "clock.json")
    later = SANDBOX_START + timedelta(days=30)

    clock.set(later)

    assert timedelta(0) <= clock.now() - later < timedelta(seconds=5)
    assert timedelta(0) <= other.now() - later < timedelta(seconds=5)
    assert timedelta(0) <= SandboxClock(tmp_path / "clock.json").now() - later < timedelta(seconds=5)
    assert [path.name for path in tmp_path.iterdir()] == ["clock.json"]


def test_a_sandbox_is_never_turned_back(tmp_path: Path) -> None:
    clock = SandboxClock(tmp_path / "clock.json")
    before = clock.now()

    clock.set(before - timedelta(days=1))

    assert timedelta(0) <= clock.now() - before < timedelta(seconds=5)


class Machine(datetime):
    """A machine whose clock can be set."""

    ahead = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.ahead


def test_where_the_machines_clock_is_set_back_the_sandbox_goes_on_also_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.clock.datetime", Machine)
    monkeypatch.setattr(Machine, "ahead", timedelta(0))
    clock, other = SandboxClock(tmp_path / "clock.json"), SandboxClock(tmp_path / "clock.json")
    before = clock.now()

    monkeypatch.setattr(Machine, "ahead", timedelta(hours=-1))
    told = [clock.now(), other.now(), clock.now(), SandboxClock(tmp_path / "clock.json").now()]

    assert told == sorted(told)
    assert timedelta(0) <= told[0] - before < timedelta(seconds=5)
    assert told[-1] - before < timedelta(seconds=5)


def test_the_fixed_clock_stands_still_until_it_is_set_and_never_goes_back() -> None:
    clock = FixedClock(SANDBOX_START)
    first = clock.now()
    later = SANDBOX_START + timedelta(hours=1)

    clock.set(later)

    assert first == SANDBOX_START
    assert clock.now() == later
    assert clock.now().tzinfo is UTC
    with pytest.raises(AssertionError):
        clock.set(SANDBOX_START)
