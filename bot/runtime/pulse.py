"""Whether the loop turns, and telling a service manager so (`sd_notify`)."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

_BEAT_SECONDS = 1.0


class ServiceManager:
    """Whoever has started the program and listens at `address`; nobody where that is empty.

    `@` at the beginning stands for a socket without a file (sd_notify(3)).
    """

    def __init__(self, address: str) -> None:
        self._address = f"\0{address[1:]}" if address.startswith("@") else address

    def tell(self, state: str) -> None:
        """Say how the program stands; that nobody listens must not end it."""
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
                line.sendto(state.encode(), self._address)
        except OSError as error:
            log.warning("the service manager could not be told %s: %s", state, type(error).__name__)


class Pulse:
    """Beats once a second on the loop. What hangs the loop, or the writer, stops the watchdog's signs of life."""

    def __init__(self, manager: ServiceManager, watchdog_seconds: float, *, stuck: Callable[[], bool]) -> None:
        self._manager = manager
        # Twice as often as wanted, as systemd recommends.
        self._sign_every = watchdog_seconds / 2
        self._stuck = stuck
        self._beat_at = time.monotonic()
        self._late = 0.0

    @property
    def lag(self) -> float:
        """By how many seconds the loop is late: at the last beat, or by now if the next is overdue by more."""
        return max(self._late, time.monotonic() - self._beat_at - _BEAT_SECONDS, 0.0)

    async def run(self) -> None:
        """Say that the program is ready, beat until cancelled, say that it stops."""
        self._manager.tell("READY=1")
        signed_at = self._beat_at = time.monotonic()
        try:
            while True:
                await asyncio.sleep(min(_BEAT_SECONDS, self._sign_every or _BEAT_SECONDS))
                now = time.monotonic()
                self._late, self._beat_at = max(0.0, now - self._beat_at - _BEAT_SECONDS), now
                if self._sign_every and now - signed_at >= self._sign_every and not self._stuck():
                    self._manager.tell("WATCHDOG=1")
                    signed_at = now
        finally:
            self._manager.tell("STOPPING=1")
