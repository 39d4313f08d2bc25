"""`make run` in an empty clone, interrupted at any moment: no process is left, and no half-made data."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from storage import ledgers
from storage.database import is_sound, open_for_reading, pending
from tests.acceptance.program import INTERRUPTS, ROOT, START_SECONDS, interrupts_as_in_a_terminal

STEP_SECONDS, STEPS, SAMPLES = 0.05, 100, 12
"""Of every fiftieth of a second of the first five, some are tried; whichever they are, the same has to hold."""
_TREE = ("bot", "handlers", "locales", "requirements", "storage")


@pytest.fixture(autouse=True)
def _in_a_terminal() -> Iterator[None]:
    with interrupts_as_in_a_terminal():
        yield


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    """A clone in which nothing was run; the packages installed into it are those of the tests."""
    for name in _TREE:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("main.py", "pyproject.toml", "Makefile"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (tmp_path / ".venv" / "sandbox.stamp").touch()
    yield tmp_path
    for pid in left(tmp_path):
        os.kill(pid, signal.SIGKILL)


def left(clone: Path) -> list[int]:
    """Return the processes that run something of a clone."""
    found = []
    for process in (path for path in Path("/proc").iterdir() if path.name.isdecimal()):
        with suppress(OSError):
            here = (process / "cwd").readlink() == clone
            if here or f"{clone}/var".encode() in (process / "cmdline").read_bytes():
                found.append(int(process.name))
    return found


def start(clone: Path) -> subprocess.Popen[str]:
    """Type `make run`; a group of its own takes the place of the terminal."""
    return subprocess.Popen(
        ["make", "run", "PORT=0"], cwd=clone, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip


def interrupt(running: subprocess.Popen[str], number: signal.Signals) -> None:
    """Press Ctrl-C, which reaches make and whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, number)
    running.communicate(timeout=START_SECONDS)


def nothing_is_left(clone: Path) -> bool:
    """Wait for the end of everything; one that is told to end says goodbye first."""
    end = time.monotonic() + START_SECONDS
    while left(clone) and time.monotonic() < end:
        time.sleep(0.05)
    return left(clone) == []


def is_whole(data: Path) -> bool:
    """Whether there is no base, an empty one, or one that the program can take as it is."""
    base = data / "bot.db"
    if not base.exists() or not base.stat().st_size:
        return True
    with closing(open_for_reading(base)) as db:
        if pending(db):
            return ledgers_are_empty(base)
        return is_sound(db) and next(ledgers.audit_faults(db), None) is None


def ledgers_are_empty(base: Path) -> bool:
    """Of a base whose tables are still being made nothing has been taken in yet."""
    with closing(open_for_reading(base)) as db:
        tables = {row[0] for row in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return "persons" not in tables or not db.conn.execute("SELECT count(*) FROM persons").fetchone()[0]


@pytest.mark.parametrize("number", INTERRUPTS)
def test_whenever_it_is_interrupted_nothing_is_left_of_it(clone: Path, number: signal.Signals) -> None:
    moments = random.Random(50 + number).sample(range(STEPS), SAMPLES // 2)
    for moment in moments:
        running = start(clone)
        time.sleep(moment * STEP_SECONDS)

        interrupt(running, number)

        assert nothing_is_left(clone), moment
        assert is_whole(clone / "var" / "sandbox"), moment
        if moment % 2:
            shutil.rmtree(clone / "var", ignore_errors=True)  # empty again, or on what the one before has left
    assert starts(clone)


def test_a_start_that_is_killed_leaves_what_the_next_one_takes_up(clone: Path) -> None:
    for moment in random.Random(7).sample(range(STEPS), 3):
        running = start(clone)
        time.sleep(moment * STEP_SECONDS)

        interrupt(running, signal.SIGKILL)

        assert is_whole(clone / "var" / "sandbox"), moment
    assert starts(clone)


def starts(clone: Path) -> bool:
    """Whether the next `make run` comes to its page, and ends without a word and without a trace."""
    running = start(clone)
    assert running.stdout is not None
    line = running.stdout.readline()
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGINT)
    complaints = running.communicate(timeout=START_SECONDS)[1]
    assert "Traceback" not in complaints
    return "http://127.0.0.1:" in line and nothing_is_left(clone)
