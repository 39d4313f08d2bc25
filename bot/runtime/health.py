"""How the channel is doing, and what may be tried sooner because it has given a sign of life."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

_WHOLE = 2
"""So many chats failing without a success in between are no coincidence."""


@dataclass
class Signs:
    """Signs of life that came since they were last looked at."""

    chats: set[str] = field(default_factory=set)
    """Addresses of chats that took a message again."""
    users: set[str] = field(default_factory=set)
    """Who wrote, by the channel's key."""
    outage_began: datetime | None = None
    """When the outage of the whole channel began that is over now."""

    def __bool__(self) -> bool:
        return bool(self.chats or self.users or self.outage_began)


class Health:
    """What calls to chats and questions for updates tell of one channel."""

    def __init__(self) -> None:
        self._failing: dict[str, datetime] = {}  # since when, of chats that failed after the last success of any
        self._troubled: set[str] = set()  # chats with a message that waits for another try
        self._deaf_since: datetime | None = None
        self._signs = Signs()

    @property
    def outage(self) -> bool:
        """Whether the channel as a whole is failing: two chats, or the question for updates."""
        return self._deaf_since is not None or len(self._failing) >= _WHOLE

    @property
    def has_signs(self) -> bool:
        """Whether there are signs of life that nobody has looked at."""
        return bool(self._signs)

    def take_signs(self) -> Signs:
        """Return the signs of life since the last time."""
        signs, self._signs = self._signs, Signs()
        return signs

    def call_failed(self, address: str, now: datetime) -> None:
        """A call to a chat failed in a way that may pass."""
        self._failing.setdefault(address, now)
        self._troubled.add(address)

    def call_succeeded(self, address: str) -> None:
        """A call to a chat succeeded."""
        if address in self._troubled:
            self._troubled.discard(address)
            self._signs.chats.add(address)
        if self.outage:
            self._over()
        # One success anywhere, and what fails is the matter of single chats.
        self._failing.clear()

    def asking_failed(self, now: datetime) -> None:
        """Updates were asked for in vain."""
        self._deaf_since = self._deaf_since or now

    def asking_succeeded(self, users: Iterable[str]) -> None:
        """Updates were asked for; these users sent some. It says nothing of calls to chats that fail all the same."""
        if self._troubled:
            self._signs.users.update(users)
        if self._deaf_since is not None:
            self._over()
            self._failing.clear()

    def _over(self) -> None:
        began = min(at for at in (self._deaf_since, *self._failing.values()) if at is not None)
        # That of the earlier outage, where nobody has looked since.
        self._signs.outage_began = self._signs.outage_began or began
        self._deaf_since = None
        self._troubled.clear()
