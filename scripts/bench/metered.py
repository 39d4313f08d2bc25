"""What a whole command takes: of the processor with its children, and of memory at most."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.bench.processes import BOT_CORE, ROOT, environment

_RUN = f"""
import json, os, sys
os.sched_setaffinity(0, {{{BOT_CORE}}})
given, made, *command = sys.argv[1:]
child = os.fork()
if not child:
    os.dup2(os.open(given, os.O_RDONLY), 0)
    os.dup2(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
    os.execv(command[0], command)
_, status, used = os.wait4(child, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
"""A small process between this one and the command: a child is charged with the memory of what it was forked from."""
_NOTHING = "/dev/null"


@dataclass(frozen=True)
class Cost:
    """What a command took."""

    cpu: float
    """In seconds, with its children."""
    peak_mb: float


def metered(
    command: Sequence[str],
    settings: Mapping[str, str] | None = None,
    given: Path | None = None,
    made: Path | None = None,
    expected: Sequence[int] = (0,),
) -> Cost:
    """Run a command to its end, with a file for its input and one for its output; return what it took.

    Raises RuntimeError where it ended with none of the statuses expected.
    """
    outer = [sys.executable, "-S", "-c", _RUN, str(given or _NOTHING), str(made or _NOTHING), *command]
    found = subprocess.run(  # noqa: S603 - our own command
        outer, env=environment(settings or {}), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if found.returncode:
        raise RuntimeError(found.stderr[-500:])
    status, cpu, peak_kb = json.loads(found.stdout.splitlines()[-1])
    if status not in expected:
        raise RuntimeError(f"{command[1:4]} ended with {status}: {found.stderr[-500:]}")
    return Cost(cpu, peak_kb / 1024)
