"""The sandbox as a process: whether one answers for a data directory, starting it, ending it."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from bot.errors import BotError

_ROOT = Path(__file__).parents[2]
_START_SECONDS = 30


def find(data: Path) -> str | None:
    """Return the address of the sandbox that answers for `data`, None if none does."""
    port, pid = _known(data)
    return f"http://127.0.0.1:{port}/" if port and _pid_behind(port) == pid else None


def start(data: Path, port: int, profile: str) -> str:
    """Start a sandbox for `data`, or join one that was just starting; return its address.

    It has a session of its own: an interrupt at the keyboard is for the bot, which then ends the sandbox itself.
    Raises BotError("sandbox_failed").
    """
    options = ["--data", str(data.absolute()), "--port", str(port), "--profile", profile]
    command = [sys.executable, "-m", "bot.sandbox", *options]
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=_ROOT
    )
    assert child.stdout is not None
    assert child.stderr is not None
    address = child.stdout.readline().strip()
    if not address:
        child.wait(_START_SECONDS)
        already_there = find(data)  # one that was still starting when its starter was killed
        if already_there:
            return already_there
        raise BotError("sandbox_failed", reason=child.stderr.read().strip())
    return address


def stop(data: Path) -> None:
    """End the sandbox that answers for `data`, if one does."""
    port, pid = _known(data)
    if port and pid and _pid_behind(port) == pid:
        os.kill(pid, signal.SIGTERM)


def end(data: Path) -> None:
    """End the sandbox that answers for `data`, if one does, and wait until it has closed its files."""
    stop(data)
    with open(data / "sandbox.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)


def _known(data: Path) -> tuple[int, int]:
    try:
        known = json.loads((data / "sandbox.json").read_text(encoding="utf-8"))
        return int(known["port"]), int(known["pid"])
    except (OSError, ValueError, KeyError):
        return 0, 0


def _pid_behind(port: int) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/sandbox/process")
        return int(json.loads(connection.getresponse().read())["pid"])
    except (OSError, ValueError, KeyError, http.client.HTTPException):
        return None
    finally:
        connection.close()
