"""What about the roster waits for somebody's word, and how that ends."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

VALID_FOR = timedelta(hours=72)
"""As long as an invitation: over a weekend somebody may be away."""


class RequestKind(StrEnum):
    """What is asked for."""

    DUTY = "duty"
    """One person gets one duty."""
    ROSTER = "roster"
    """A roster file is applied."""


class RequestOutcome(StrEnum):
    """How a request ended."""

    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """By whoever made it."""
    EXPIRED = "expired"
    LAPSED = "lapsed"
    """What it was made on has changed since."""


class RosterScope(StrEnum):
    """How much of a roster file is applied; the value stands in buttons."""

    WHOLE = "w"
    """What the file does not name ends."""
    ADD = "a"
    """Nothing ends."""
