"""When a browser is rung for what no page has shown, and how long that may take on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.preferences import Preferences

SHOWN_WITHIN = timedelta(seconds=10)
"""A page that lies before somebody's eyes has shown a message by then, also one that asks every five seconds."""
RUNG_WITHIN = timedelta(minutes=10)
"""A nudge that could not be handed over by then is not made up for: the message lies there all the same."""
AGAIN_AFTER = timedelta(hours=1)
"""So long one nudge stands for whatever comes while what it was for is not opened."""
KEPT_FOR = timedelta(hours=4)
"""So long a push service keeps a nudge for a browser that it does not reach, and no longer than until quiet hours."""


class Nudged(StrEnum):
    """How a nudge ended."""

    SENT = "sent"
    """The push service took it; whether the browser was reached it does not say."""
    GONE = "gone"
    """There is no such browser any more."""
    REFUSED = "refused"
    """The service will not take it as it is."""
    LATER = "later"
    """The service asked to come again."""
    UNANSWERED = "unanswered"
    """There was no answer."""


FAILED = (Nudged.REFUSED, Nudged.LATER, Nudged.UNANSWERED)
_MANY = 5
"""So many without one that was taken are no chance."""


@dataclass(frozen=True)
class Outcome:
    """How often nudges ended in a way, and when the last one did."""

    count: int
    last_at: datetime


def are_failing(outcomes: Mapping[str, Outcome]) -> bool:
    """Return whether push services take none any more, by what became of those of late."""
    failed = [outcomes[each] for each in FAILED if each in outcomes]
    last = max((each.last_at for each in failed), default=None)
    sent = outcomes.get(Nudged.SENT)
    is_last = last is not None and (sent is None or sent.last_at < last)
    return is_last and sum(each.count for each in failed) >= _MANY


def due_at(first_at: datetime, rung_at: datetime | None, *, is_unanswered: bool) -> datetime:
    """Return when a browser is to be rung for a message that came at `first_at`, if it is not opened before.

    `rung_at` is when it was rung last; `is_unanswered`, whether something that it was rung for is still not opened.
    """
    shown_by = first_at + SHOWN_WITHIN
    return max(shown_by, rung_at + AGAIN_AFTER) if rung_at and is_unanswered else shown_by


def kept_for(last_at: datetime, now: datetime, chosen: Preferences) -> timedelta | None:
    """Return how long a nudge may be kept on its way, None where it must not be sent. Instants are of Viet Nam's time.

    `last_at` is when the last message came. Into quiet hours goes a nudge alone whose message came in them, so that it
    could not wait; it is kept no longer than one is tried for.
    """
    if chosen.quiet_until(now):
        return RUNG_WITHIN if chosen.quiet_until(last_at) else None
    begins = chosen.quiet_from(now)
    return min(KEPT_FOR, begins - now) if begins else KEPT_FOR
