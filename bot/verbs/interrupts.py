"""Interrupts at the keyboard and of a service manager while the program is still being loaded."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def held() -> Iterator[None]:
    """Hold interrupts back; one that comes meanwhile is delivered at the end.

    An import that one falls into may end in any exception, or in none: before Python 3.12 whatever is raised while a
    class is made (`__set_name__`) comes out as a RuntimeError.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def deliver() -> None:
    """Let interrupts through again, those that came while they were held included."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPTS)
