"""Who is written to in a channel at present, and whose answers stand in line until a sender is free."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bot.runtime.postbox import Queued


@dataclass
class Line:
    """The senders of one channel. What stands in line is in the table as well; meanwhile nobody looks for it there."""

    senders: int
    busy: set[str] = field(default_factory=set)
    """Addresses that something is on its way to, or that stand in line."""
    has_more: bool = False
    """Whether more was due, when the table was looked at, than could be taken."""
    _waiting: deque[Queued] = field(default_factory=deque)
    _asked: set[str] = field(default_factory=set)
    """Busy addresses that have been asked already what goes to them next."""
    _missed: set[str] = field(default_factory=set)
    """Of these something may have been passed over since."""

    @property
    def free(self) -> int:
        """How many more could send now; below 0 where an address has been reserved beyond."""
        return self.senders - len(self.busy) + len(self._waiting)

    def reserve(self, address: str) -> bool:
        """Let nobody else write to an address; False where somebody does."""
        if address in self.busy:
            return False
        self.busy.add(address)
        return True

    def release(self, address: str) -> bool:
        """Nothing is on its way to an address any more; return whether the table has to be looked at."""
        look = self.has_more or address in self._missed
        for of in (self.busy, self._asked, self._missed):
            of.discard(address)
        return look

    def stand(self, queued: Queued) -> None:
        """Let an answer to a reserved address wait for its turn."""
        self._waiting.append(queued)

    def stand_first(self, queued: Queued) -> None:
        """Let an answer have its turn again."""
        self._waiting.appendleft(queued)

    def step_up(self) -> Queued | None:
        """Return whose turn it is, None where nobody waits."""
        return self._waiting.popleft() if self._waiting else None

    def asked(self, address: str, *, goes_on: bool = False) -> None:
        """It was asked what goes to an address next; `goes_on`: that goes on now, and is asked again after it."""
        (self._asked.discard if goes_on else self._asked.add)(address)

    def looked_at(self, taken: int, free: int) -> None:
        """The table was looked at with so many free: what goes to those who have been asked was passed over."""
        self._missed |= self._asked
        self.has_more = free <= taken
