"""Programs that are measured: started on a core of their own, and what they took of the processor and of memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
_CORES = sorted(os.sched_getaffinity(0))
BOT_CORE, LOAD_CORE = _CORES[0], _CORES[-1]
ONE_CORE = len(_CORES) == 1
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR")
_SECONDS_TO_END = 15


def command(module_or_file: str, *arguments: str) -> list[str]:
    """Return how a script of this repository is started."""
    return [sys.executable, module_or_file, *arguments]


@contextmanager
def running(
    started: Sequence[str], settings: Mapping[str, str], errors: Path, cwd: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program on the core of the bots; end it by SIGTERM, as a service manager does.

    It is given `settings` as its environment and nothing else that could change what it does; what it says goes into
    the file `errors`.
    """
    with errors.open("ab") as said:
        process = subprocess.Popen(  # noqa: S603 - our own command
            pinned(started), env=environment(settings), cwd=cwd, stdout=said, stderr=said
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return an environment with nothing in it, beside what is set, that could change what a program does."""
    return {**{name: os.environ[name] for name in _KEPT if name in os.environ}, **settings}


def pinned(started: Sequence[str]) -> list[str]:
    """Return a command that runs on the core of the bots."""
    pin = f"import os, sys; os.sched_setaffinity(0, {{{BOT_CORE}}}); os.execv(sys.argv[1], sys.argv[1:])"
    return [sys.executable, "-S", "-c", pin, *started]


def stay_on_load_core() -> None:
    """Keep this process off the core of the bots."""
    os.sched_setaffinity(0, {LOAD_CORE})


def cpu_seconds(pid: int) -> float:
    """Return what a process has taken of the processor: user and system, of all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def cpu_ms(pid: int, main_thread: bool = False) -> float:
    """Return the same in milliseconds, exactly: of the threads that live, or of the main one alone."""
    tasks = Path(f"/proc/{pid}/task")
    threads = [tasks / str(pid)] if main_thread else list(tasks.iterdir())
    return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e6


def resident_mb(pid: int) -> float:
    """Return how much of memory a process holds, in MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 1e6
