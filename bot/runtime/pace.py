"""How fast a channel may be called: a bucket for everything in bulk, one for each chat, and pauses it asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.runtime.ports import Capabilities


@dataclass
class _Bucket:
    size: float
    per_second: float
    level: float
    at: float

    def take(self, now: float) -> bool:
        self.level = min(self.size, self.level + (now - self.at) * self.per_second)
        self.at = now
        if self.level < 1.0:
            return False
        self.level -= 1.0
        return True


@dataclass(frozen=True)
class Held:
    """What the channel asked to leave alone for now, and in how many seconds the first of it is free again."""

    everything: bool
    addresses: frozenset[str]
    seconds: float | None = None


@dataclass
class Pace:
    """Counts calls on seconds that never go back, so a step of the clock neither blocks nor floods."""

    capabilities: Capabilities
    seconds: Callable[[], float]
    _chats: dict[str, _Bucket] = field(default_factory=dict)
    _until: dict[str | None, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rate = self.capabilities.bulk_per_second
        self._bulk = _Bucket(rate, rate, rate, self.seconds())

    def take(self, address: str, *, answer: bool = False) -> bool:
        """Take a place for a message to an address; False if it is too soon.

        An `answer` waits for nothing, unless it is for a group.
        """
        is_group = self._is_group(address)
        if answer and not is_group:
            return True
        now = self.seconds()
        limits = self.capabilities
        size, rate = (
            (limits.group_burst, limits.group_per_second) if is_group else (limits.chat_burst, limits.chat_per_second)
        )
        chat = self._chats.setdefault(address, _Bucket(size, rate, size, now))
        # The chat is asked first: one that has to wait must not use up a place of the whole channel.
        return chat.take(now) and (answer or self._bulk.take(now))

    def answers_at_once(self, address: str) -> bool:
        """Return whether an answer to an address waits for nothing at this moment."""
        if self._is_group(address):
            return False
        held = self.held() if self._until else None
        return held is None or not (held.everything or address in held.addresses)

    def _is_group(self, address: str) -> bool:
        mark = self.capabilities.group_mark
        return bool(mark) and address.startswith(mark)

    def hold(self, address: str | None, seconds: float) -> None:
        """Leave an address, or with None everything, alone for some seconds."""
        # A longer pause that was asked for before goes on.
        self._until[address] = max(self._until.get(address, 0.0), self.seconds() + seconds)

    def held(self) -> Held:
        """Return what is left alone at this moment."""
        now = self.seconds()
        self._until = {address: until for address, until in self._until.items() if until > now}
        addresses = frozenset(a for a in self._until if a is not None)
        return Held(None in self._until, addresses, min(self._until.values()) - now if self._until else None)
