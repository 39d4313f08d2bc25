"""Ending the program while it is still starting: a person at the keyboard, or a service manager."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_told_to_stop_while_it_starts_ends_without_a_word_and_takes_the_sandbox_along(
    tmp_path: Path, number: signal.Signals
) -> None:
    command = [sys.executable, "main.py", "run", "--sandbox", "--port", "0"]
    environment = {**os.environ, "DATA_DIR": str(tmp_path)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()  # the address: the sandbox is up, the rest is still being loaded

        running.send_signal(number)
        _, complaints = running.communicate(timeout=30)

    assert (running.returncode, complaints) == (0, "")
    assert _has_ended(tmp_path)


def _has_ended(data: Path) -> bool:
    """Wait for the lock that a sandbox holds for as long as it lives."""
    return subprocess.run(["flock", "--timeout", "20", str(data / "sandbox.lock"), "true"]).returncode == 0
