"""The sandbox as a process: whether one answers for a data directory, starting it, ending it."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from bot.errors import BotError

_ROOT = Path(__file__).parents[2]
_PACKAGES = ("imagesize", "telegram")
"""Those of the extra `sandbox`."""
USUAL_PORT = 8015
_START_SECONDS = 30
_END_SECONDS = 10.0
_LOOK_SECONDS = 0.05


def expect_packages() -> None:
    """Raise ModuleNotFoundError where a package is missing that the sandbox needs and the program does not."""
    for name in _PACKAGES:
        if find_spec(name) is None:
            raise ModuleNotFoundError(name, name=name)


def find(data: Path) -> str | None:
    """Return the address of the sandbox that answers for `data`, None if none does."""
    port, pid = _known(data)
    # The file outlives a process that was killed, and its port may be another's by now.
    return f"http://127.0.0.1:{port}/" if port and _pid_behind(port) == pid else None


def have(data: Path, port: int | None, profile: str) -> str:
    """Return the address of a sandbox for `data`: of the one that answers already, or of a new one.

    One that answers at another port than `port` is ended first: nothing of it is lost, its data stay. None asks for no
    port in particular, nor does 0. Raises BotError("sandbox_failed", "sandbox_stuck").
    """
    answering = find(data)
    if answering and port and _known(data)[0] != port:
        end(data)
        answering = None
    return answering or start(data, USUAL_PORT if port is None else port, profile)


def start(data: Path, port: int, profile: str) -> str:
    """Start a sandbox for `data`, or join one that was just starting; return its address.

    It has a session of its own: an interrupt at the keyboard is for the bot, which then ends the sandbox itself.
    Until its address is known here it ends with this process, however that ends: its standard input is a pipe of ours.
    What it has to say besides its address goes to `sandbox.log`: a pipe that nobody reads would fill and stop it.
    Raises BotError("sandbox_failed").
    """
    options = ["--data", str(data.absolute()), "--port", str(port), "--profile", profile, "--tied"]
    command = [sys.executable, "-m", "bot.sandbox", *options]
    log = data / "sandbox.log"
    with open(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as said:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            start_new_session=True,
            cwd=_ROOT,
        )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        with child.stdin as tie, child.stdout as out:
            address = out.readline().strip()
            if address:
                with suppress(BrokenPipeError):
                    os.write(tie.fileno(), b"\n")  # from now on it may outlive us
    except KeyboardInterrupt:
        child.terminate()  # nobody knows its address yet, so nobody else could end it
        raise
    if not address:
        child.wait(_START_SECONDS)
        already_there = find(data)  # one that was still starting when its starter was killed
        if already_there:
            return already_there
        raise BotError("sandbox_failed", reason=log.read_text("utf-8", "replace").strip())
    return address


def stop(data: Path) -> None:
    """End the sandbox that answers for `data`, if one does."""
    port, pid = _known(data)
    if port and pid and _pid_behind(port) == pid:
        os.kill(pid, signal.SIGTERM)


def end(data: Path) -> None:
    """End the sandbox of `data`, if one runs, and wait until it has closed its files; one that hangs is killed.

    Raises BotError("sandbox_stuck").
    """
    stop(data)
    with open(data / "sandbox.lock", "a+", encoding="utf-8") as lock:
        if _is_released(lock):
            return
        _kill_holder(lock)
        if not _is_released(lock):
            raise BotError("sandbox_stuck", path=str(data))


def _is_released(lock: TextIO) -> bool:
    """Wait a while for the lock; return whether it could be had."""
    end = time.monotonic() + _END_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(_LOOK_SECONDS)
        else:
            return True


def _kill_holder(lock: TextIO) -> None:
    """Kill the process that holds the lock: as long as it is held, the id in it is no other's."""
    lock.seek(0)
    with suppress(ValueError, ProcessLookupError, PermissionError):
        os.kill(int(lock.read()), signal.SIGKILL)


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
