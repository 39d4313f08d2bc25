"""A notice is read in a process of its own: outside of any transaction, within stated limits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bot.domain.notice_lines import ReadNotice, notice_of_plain
from bot.errors import BotError

REFUSED = 3
"""The exit status of a child that met a BotError."""
MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 60
READ_SECONDS = 90
"""How long one notice may take; one of 600 pages takes a few seconds."""
_ROOT = Path(__file__).parents[3]


def read_in_child(name: str, content: bytes) -> ReadNotice:
    """Return what a notice says. Raises the BotError that the child met, or BotError("notice_unreadable")."""
    shown = name.replace("\0", "")
    command = [sys.executable, "-m", "bot.services.tasks.notice_child", shown]
    try:
        # No descriptor goes along: a child that outlives the program must hold neither the base nor its lock.
        done = subprocess.run(  # noqa: S603  our own interpreter and module, no shell
            command, input=content, capture_output=True, timeout=READ_SECONDS, cwd=_ROOT, close_fds=True, check=True
        )
        return notice_of_plain(json.loads(done.stdout))
    except subprocess.CalledProcessError as error:
        if error.returncode == REFUSED:
            met = json.loads(error.stderr)
            raise BotError(met["code"], **met["params"]) from error
        raise BotError("notice_unreadable", path=name) from error
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise BotError("notice_unreadable", path=name) from error
