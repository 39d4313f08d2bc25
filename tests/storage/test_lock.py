"""One writing program per data directory."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import BotError
from storage.lock import exclusive

HOLDER = """
import sys
from pathlib import Path
from storage.lock import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(directory: Path) -> subprocess.Popen[str]:
    """Return a process that holds the lock of a directory until it ends."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_second_holder_is_refused_and_a_killed_one_holds_nothing(tmp_path: Path) -> None:
    with hold(tmp_path) as holder:
        with pytest.raises(BotError) as refused, exclusive(tmp_path):
            pass

        holder.send_signal(signal.SIGKILL)
        holder.wait(10)
        with exclusive(tmp_path):
            taken = True

    assert refused.value.code == "already_running"
    assert taken


def test_the_lock_is_free_after_its_holder_failed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no"), exclusive(tmp_path):
        raise ValueError("no")

    with exclusive(tmp_path), pytest.raises(BotError), exclusive(tmp_path):
        pass
