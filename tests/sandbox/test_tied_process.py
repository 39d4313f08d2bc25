"""A sandbox that is still starting ends with whoever started it; one whose address is known may outlive him."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bot.config import DEFAULT_PROFILE
from bot.sandbox import process as sandbox_process
from bot.sandbox.process import find
from tests.acceptance.program import Watched
from tests.guards.tree import ROOT

END_SECONDS = 60
pytestmark = pytest.mark.filterwarnings("ignore:subprocess:ResourceWarning")  # who starts one does not wait for it


@contextmanager
def tied(data: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a sandbox as the program does; its standard input is the tie."""
    command = [sys.executable, "-m", "bot.sandbox", "--data", str(data), "--tied"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        try:
            yield running
        finally:
            running.kill()


def port_of(address: str) -> int:
    return int(address.rstrip("/").rpartition(":")[2])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def test_a_starter_who_is_gone_at_once_leaves_nothing(tmp_path: Path) -> None:
    with tied(tmp_path) as running:
        assert running.stdin is not None
        running.stdin.close()

        assert running.wait(END_SECONDS) == 0
        assert running.stdout is not None
        assert running.stdout.read() == ""
    assert find(tmp_path) is None
    assert not (tmp_path / "sandbox.json").exists()


def test_a_starter_who_is_gone_before_he_took_the_address_leaves_nothing(tmp_path: Path) -> None:
    with tied(tmp_path) as running:
        assert running.stdout is not None
        assert running.stdin is not None
        running.stdout.readline()
        running.stdin.close()

        assert running.wait(END_SECONDS) == 0
    assert not (tmp_path / "sandbox.json").exists()


def test_a_starter_who_has_the_address_may_go(tmp_path: Path) -> None:
    with tied(tmp_path) as running:
        assert running.stdout is not None
        assert running.stdin is not None
        address = running.stdout.readline().strip()
        running.stdin.write("\n")
        running.stdin.close()

        assert not select.select([running.stdout], [], [], 1)[0], "it would have closed its output on ending"
        assert find(tmp_path) == address


@pytest.mark.parametrize("moment", ["fork", "imports", "address"])
def test_a_program_that_is_killed_while_it_starts_one_leaves_none(tmp_path: Path, moment: str) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), moment], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with suppress(ProcessLookupError):  # it was quicker than we
        assert Watched(int(killed.stdout)).gone(END_SECONDS)
    assert find(tmp_path) is None


KILLED = """
import os, signal, subprocess, sys
from pathlib import Path
from bot.sandbox import process

data, moment = Path(sys.argv[1]), sys.argv[2]
popen = subprocess.Popen

class Killing(popen):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        os.write(1, str(self.pid).encode())
        if moment == "imports":
            while not (data / "sandbox.lock").exists():
                pass
        if moment == "address":
            self.stdout.readline()
        os.kill(os.getpid(), signal.SIGKILL)

subprocess.Popen = Killing
process.start(data, 0, "vpcp-2023")
"""
STARTING = """
from pathlib import Path
from bot.sandbox import process
process.start(Path({data!r}), 0, "vpcp-2023")
"""


def test_it_has_no_terminal_to_read_from(tmp_path: Path) -> None:
    terminal, ours = os.openpty()
    script = STARTING.format(data=str(tmp_path))
    try:
        subprocess.run([sys.executable, "-c", script], stdin=ours, cwd=ROOT, check=True, capture_output=True)
        pid = sandbox_process._known(tmp_path)[1]
        assert os.readlink(f"/proc/{pid}/fd/0").startswith("pipe:")
    finally:
        sandbox_process.end(tmp_path)
        os.close(terminal)
        os.close(ours)


@pytest.mark.parametrize("asked", [None, 0], ids=["no port", "any port"])
def test_one_that_answers_is_joined_where_no_other_port_is_asked_for(tmp_path: Path, asked: int | None) -> None:
    first = sandbox_process.start(tmp_path, 0, DEFAULT_PROFILE)
    try:
        pid = sandbox_process._known(tmp_path)[1]

        assert sandbox_process.have(tmp_path, asked, DEFAULT_PROFILE) == first
        assert sandbox_process.have(tmp_path, port_of(first), DEFAULT_PROFILE) == first
        assert sandbox_process._known(tmp_path)[1] == pid
    finally:
        sandbox_process.end(tmp_path)


def test_another_port_is_honoured_and_the_one_before_is_given_up(tmp_path: Path) -> None:
    first = sandbox_process.start(tmp_path, 0, DEFAULT_PROFILE)
    wanted = free_port()
    try:
        assert port_of(sandbox_process.have(tmp_path, wanted, DEFAULT_PROFILE)) == wanted
        assert sandbox_process._pid_behind(port_of(first)) is None
    finally:
        sandbox_process.end(tmp_path)
