"""By what a browser is known that has signed in: a secret that changes as it is used, and what an old one means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.domain.people import Role

SECRET_FOR = timedelta(hours=1)
"""After so long the next request brings another secret."""
EARLIER_FOR = timedelta(minutes=1)
"""So long the secret before is still taken once the new one has come back: for requests that were under way."""
FORGOTTEN_AFTER = timedelta(days=30)
"""A session that nobody used for so long has ended."""
GUEST_FOR = timedelta(days=3)
"""As long as an invitation is of use: the session of a browser in which nobody has signed in."""
CODE_FOR = timedelta(hours=12)
"""So long one code of the second factor is enough."""
MOST_SESSIONS = 20
"""Of one account; with one more the one that was used longest ago ends."""
GUARDED = frozenset({Role.SECRETARIAT, Role.LEADER, Role.ADMIN})
"""Who sees what is not their own, and is asked for a second factor where the profile wants one."""


class Standing(Enum):
    """What the secret that a browser shows means."""

    GOOD = auto()
    DUE = auto()
    """Good, and to be changed."""
    LOST = auto()
    """The one before: the new one never came back, so that its answer was lost; another is to be handed out."""
    REPLAYED = auto()
    """Somebody has a copy: of two who hold this session one shows what the other has changed."""


@dataclass(frozen=True)
class Secret:
    """What is known of a session's secret; of itself and of the one before only hashes. Instants are aware."""

    now: str
    since: datetime
    came_back_at: datetime | None
    """When the browser showed it first: before that nobody knows whether it was received."""
    before: str = ""

    def standing(self, shown: str, now: datetime) -> Standing:
        """Return what it means that somebody shows the secret with the hash `shown`."""
        if shown == self.now:
            return Standing.DUE if now - self.since >= SECRET_FOR else Standing.GOOD
        if not self.before or shown != self.before:
            return Standing.REPLAYED
        if self.came_back_at is None:
            return Standing.LOST if now - self.since >= EARLIER_FOR else Standing.GOOD
        return Standing.GOOD if now - self.came_back_at < EARLIER_FOR else Standing.REPLAYED
