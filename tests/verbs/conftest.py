"""Verbs as an operator runs them, on a data directory of their own."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

import main
from bot.clock import SystemClock
from bot.config import load_settings
from bot.verbs import opening
from bot.verbs import run as run_verb
from tests import settings
from tests.guards.tree import ROOT
from tests.world import ROSTER


class Said(NamedTuple):
    """How a verb ended and what it said."""

    status: int
    out: str
    err: str


Run = Callable[..., Said]


class Ended:
    """A program that ends as soon as it is run."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...

    def next_instant(self, after: datetime) -> datetime:
        return after

    async def catch_up(self) -> None: ...


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working directory with the roster in it and nothing set; the data goes to `data`."""
    for name in settings.NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", "data")
    monkeypatch.chdir(tmp_path)
    Path("roster.csv").write_text(ROSTER, encoding="utf-8")
    root, terminate = logging.getLogger(), signal.getsignal(signal.SIGTERM)
    handlers, level = root.handlers[:], root.level
    for handler in handlers:
        root.removeHandler(handler)  # `run` sets up its own, closing what it finds
    yield tmp_path
    root.handlers[:] = handlers
    root.setLevel(level)
    signal.signal(signal.SIGTERM, terminate)


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a verb in this process."""

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        status = main.main(arguments)
        return Said(status, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def data_with_roster(tmp_path_factory: pytest.TempPathFactory) -> Callable[[datetime], Path]:
    """A data directory as `import-roster` leaves it at a time, to be copied: making it takes longer than most tests."""
    made: dict[date, Path] = {}

    def made_at(now: datetime) -> Path:
        if now.date() not in made:
            made[now.date()] = _with_roster(tmp_path_factory.mktemp("roster"), now)
        return made[now.date()]

    return made_at


def _with_roster(directory: Path, now: datetime) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        for name in settings.NAMES:
            patch.delenv(name, raising=False)
        patch.setenv("DATA_DIR", "data")
        patch.setattr(SystemClock, "now", lambda _clock: now)
        patch.chdir(directory)
        Path("roster.csv").write_text(ROSTER, encoding="utf-8")
        assert main.main(["import-roster", "--yes", "roster.csv"]) == 0
    return directory / "data"


@pytest.fixture
def with_roster(run: Run, data_with_roster: Callable[[datetime], Path]) -> Run:
    """Run verbs on data that has a roster."""
    shutil.copytree(data_with_roster(SystemClock().now()), "data")
    return run


@pytest.fixture
def sandbox(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run verbs; of `run --sandbox`, what comes before the program and its sandbox are there."""

    @contextmanager
    def nowhere(*_args: object) -> Iterator[str]:
        yield "http://127.0.0.1:9/"

    monkeypatch.setattr(run_verb, "_sandbox", nowhere)
    monkeypatch.setattr(main, "build_app", lambda *_args: Ended())
    return run


def in_a_shell(arguments: Sequence[str], directory: Path, **environment: str) -> Said:
    """Run a verb as a process of its own."""
    found = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        cwd=directory,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "DATA_DIR": "data", **environment},
        check=False,
    )
    return Said(found.returncode, found.stdout, found.stderr)


@pytest.fixture
def demonstration(run: Run) -> Run:
    """Verbs on the demonstration, as the sandbox lays it out."""
    opening.prepare(Path("data"))
    with run_verb._opened(load_settings(), Path("data"), sandbox=True):
        pass
    return run
