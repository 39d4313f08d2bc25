"""The sandbox as a process of its own."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.config import DEFAULT_PROFILE
from bot.errors import BotError
from bot.sandbox import process as sandbox_process
from bot.sandbox.process import find
from tests.sandbox.sandbox_world import PHONES

ROOT = Path(__file__).parents[2]
PLAYED = """
import fcntl, os, signal, sys
from pathlib import Path
signal.signal(signal.SIGTERM, signal.SIG_IGN)
data = Path(sys.argv[sys.argv.index("--data") + 1])
lock = open(data / "sandbox.lock", "a")
fcntl.flock(lock, fcntl.LOCK_EX)
lock.truncate(0)
lock.write(str(os.getpid()))
lock.flush()
print("http://127.0.0.1:9/", flush=True)
"""
"""What takes the sandbox's place: it holds the lock, says an address, and does not end when it is told to."""


@contextmanager
def process(data: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bot.sandbox", "--data", str(data), *options]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    with running:
        yield running
        if running.poll() is None:
            running.kill()


def first_line(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


def post(url: str, body: object) -> None:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        assert response.status == 200


def test_it_says_where_it_is_and_refuses_a_second_and_keeps_its_state_through_a_kill(tmp_path: Path) -> None:
    (tmp_path / "phones.json").write_text(json.dumps(PHONES), encoding="utf-8")

    with process(tmp_path) as running:
        address = first_line(running)
        known = json.loads((tmp_path / "sandbox.json").read_text())
        assert (known["pid"], address) == (running.pid, f"http://127.0.0.1:{known['port']}/")
        assert os.stat(tmp_path / "sandbox.json").st_mode & 0o777 == 0o600
        assert find(tmp_path) == address
        post(f"{address}sandbox/phones/700001/text", {"text": "Xin chào"})

        with process(tmp_path) as second:
            assert second.wait(20) == 1
            assert second.stderr is not None
            assert second.stderr.read().splitlines() == [
                f"Môi trường thử nghiệm của {tmp_path} đang chạy tại {address}"
            ]
        running.kill()

    assert find(tmp_path) is None
    with process(tmp_path) as again:
        with urllib.request.urlopen(f"{first_line(again)}sandbox/state") as response:
            state = json.load(response)
        assert [message["text"] for message in state["phones"][0]["messages"]] == ["Xin chào"]
        again.send_signal(signal.SIGTERM)
        assert again.wait(20) == 0
        assert again.stderr is not None
        assert again.stderr.read() == ""
        assert not (tmp_path / "sandbox.json").exists()


def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with process(tmp_path, "--port", str(port)) as running:
            assert running.wait(20) == 1
            assert running.stderr is not None
            assert running.stderr.read().splitlines() == [
                f"Cổng {port} đang được chương trình khác sử dụng. Đề nghị chọn cổng khác bằng --port"
                " (hoặc `make run PORT=8016`); 0 là tự chọn cổng trống."
            ]


def test_a_place_that_cannot_be_written_and_an_unknown_profile_are_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for options, says in (((), "Không ghi được"), (("--profile", "khong-co"), "khong-co")):
        data = tmp_path / "file" / "data" if not options else tmp_path / "data"
        with process(data, *options) as running:
            assert running.wait(20) == 1
            assert running.stderr is not None
            (said,) = running.stderr.read().splitlines()
            assert says in said


@pytest.mark.filterwarnings("ignore:subprocess:ResourceWarning")  # who starts a sandbox does not wait for it
def test_a_sandbox_that_reports_many_errors_is_not_held_up_by_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sandbox.log").write_text("of the last time")
    (tmp_path / "sandbox.log").chmod(0o600)
    play(tmp_path, monkeypatch, "sys.stderr.write('x' * 200_000)")

    sandbox_process.start(tmp_path, 0, DEFAULT_PROFILE)
    sandbox_process.end(tmp_path)

    assert (tmp_path / "sandbox.log").read_text() == "x" * 200_000
    assert os.stat(tmp_path / "sandbox.log").st_mode & 0o777 == 0o600


@pytest.mark.filterwarnings("ignore:subprocess:ResourceWarning")
def test_a_sandbox_that_does_not_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    play(tmp_path, monkeypatch, "signal.pause()")
    monkeypatch.setattr(sandbox_process, "_END_SECONDS", 0.5)
    sandbox_process.start(tmp_path, 0, DEFAULT_PROFILE)

    sandbox_process.end(tmp_path)

    with open(tmp_path / "sandbox.lock", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_lock_whose_holder_is_unknown_is_said_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox_process, "_END_SECONDS", 0.01)
    with open(tmp_path / "sandbox.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(BotError) as raised:
            sandbox_process.end(tmp_path)

    assert raised.value.code == "sandbox_stuck"


def test_a_sandbox_that_could_not_start_says_why(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(BotError) as raised:
        sandbox_process.start(tmp_path, taken.getsockname()[1], DEFAULT_PROFILE)

    assert raised.value.code == "sandbox_failed"
    assert "đang được chương trình khác sử dụng" in str(raised.value.params["reason"])


def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str) -> None:
    """Let the next sandbox be a program that does `act`."""
    played = tmp_path / "played"
    played.write_text(f"#!{sys.executable}\n{PLAYED}\n{act}\n", encoding="utf-8")
    played.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(played))
