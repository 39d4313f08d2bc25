"""Ending the program while it is still starting: a person at the keyboard, or a service manager."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.acceptance.program import INTERRUPTS, ROOT, START_SECONDS, interrupts_as_in_a_terminal, no_sandbox_left

END_SECONDS = 60
INTERRUPTED_IMPORTING = """
import os, runpy, sys

importing, number, how = sys.argv[1], int(sys.argv[2]), sys.argv[3]

class Interrupts:
    def __set_name__(self, owner, name):  # what is raised here comes out as another exception before Python 3.12
        os.kill(os.getpid(), number)

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == importing:
            sys.meta_path.remove(self)
            type("Made", (), {"field": Interrupts()})

sys.meta_path.insert(0, Finder())
sys.argv[1:] = ["run", "--sandbox", "--port", "0"]
if how == "as the command":
    sys.modules.pop(importing, None)  # what the interpreter brought along is imported anew
    runpy.run_path("main.py", run_name="__main__")
from main import main
sys.exit(main())
"""


@pytest.fixture(autouse=True)
def _in_a_terminal() -> Iterator[None]:
    with interrupts_as_in_a_terminal():
        yield


@pytest.mark.parametrize("number", INTERRUPTS)
def test_a_program_told_to_stop_while_it_starts_ends_without_a_word_and_takes_the_sandbox_along(
    tmp_path: Path, number: signal.Signals
) -> None:
    with no_sandbox_left(tmp_path), started(tmp_path, "main.py", "run", "--sandbox", "--port", "0") as running:
        assert running.stdout is not None
        running.stdout.readline()  # the address: the sandbox is up, the rest is still being loaded

        running.send_signal(number)
        complaints = running.communicate(timeout=END_SECONDS)[1]

        assert (running.returncode, complaints) == (0, "")
        assert _has_ended(tmp_path)


@pytest.mark.parametrize("number", INTERRUPTS)
@pytest.mark.parametrize("importing", ["bot.sandbox.clock_advancer", "aiogram.types", "handlers.dispatch"])
def test_an_interrupt_that_falls_into_an_import_waits_for_its_end(
    tmp_path: Path, number: signal.Signals, importing: str
) -> None:
    with no_sandbox_left(tmp_path), interrupted(tmp_path, importing, number) as running:
        complaints = running.communicate(timeout=END_SECONDS)[1]

        assert (running.returncode, complaints) == (0, "")
        assert _has_ended(tmp_path)


@pytest.mark.parametrize("importing", ["bot.config", "bot.screens.errors", "bot.verbs.run"])
def test_an_interrupt_before_the_verb_is_known_ends_the_program_without_a_word(tmp_path: Path, importing: str) -> None:
    with interrupted(tmp_path, importing, signal.SIGINT) as running:
        complaints = running.communicate(timeout=END_SECONDS)[1]

        assert (running.returncode, complaints) == (130, "")


@pytest.mark.parametrize("importing", ["argparse", "gettext", "bot.verbs.interrupts", "bot.config", "bot.verbs.run"])
def test_an_interrupt_while_the_command_line_itself_is_loaded_ends_it_without_a_word(
    tmp_path: Path, importing: str
) -> None:
    with (
        no_sandbox_left(tmp_path),
        interrupted(tmp_path, importing, signal.SIGINT, "as the command") as running,
    ):
        complaints = running.communicate(timeout=END_SECONDS)[1]

        assert (running.returncode, complaints) == (130, "")
    assert list(tmp_path.iterdir()) == []


@contextmanager
def started(data: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run Python; a program that hangs does not get to choose when that ends."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(data)},
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def interrupted(
    data: Path, importing: str, number: signal.Signals, how: str = "imported"
) -> AbstractContextManager[subprocess.Popen[str]]:
    """Start a program that sends itself a signal at the worst moment of an import."""
    return started(data, "-c", INTERRUPTED_IMPORTING, importing, str(int(number)), how)


def _has_ended(data: Path) -> bool:
    """Wait for the lock that a sandbox holds for as long as it lives."""
    waiting = ["flock", "--timeout", str(START_SECONDS), str(data / "sandbox.lock"), "true"]
    return subprocess.run(waiting).returncode == 0
