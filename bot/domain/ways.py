"""Several ways to one person: what a message needs to go by another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RINGS = "rings"
"""In the body of a message that came unasked, and not without a sound."""


@dataclass(frozen=True)
class Way:
    """A linked account of a person."""

    account: int
    channel: str
    address: str
    is_reachable: bool


def ringing(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of a message that comes unasked, for a channel that rings by itself."""
    return dict(body) if body.get("silent") else {**body, RINGS: True}


Content = Mapping[str, Any]
"""What a channel is handed: `kind`, of a message, and `body`."""


@dataclass(frozen=True)
class Others:
    """What is kept with a push to somebody who has several ways; plain JSON once stored."""

    has_own_key: bool
    """Whether the message is the same one however often it is queued, so that its key names its account."""
    tried: tuple[str, ...] = ()
    """The channels by which it did not get to its reader."""
    contents: Mapping[str, Content] | None = None
    """By channel, where it takes the message in another shape than the one in which it was queued."""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Others:
        """Return what was stored."""
        return cls(stored["has_own_key"], tuple(stored["tried"]), stored["contents"])

    def stored(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {"has_own_key": self.has_own_key, "tried": list(self.tried), "contents": self.contents or {}}


def for_account(name: str, before: int, after: int) -> str:
    """Return a key or an anchor that names an account as whoever made it would name it for another account.

    The number of the account is the last part that is one; a name without any gets it at its end.
    """
    parts = name.split(":")
    if str(before) not in parts:
        return f"{name}>{after}"
    at = len(parts) - 1 - parts[::-1].index(str(before))
    return ":".join([*parts[:at], str(after), *parts[at + 1 :]])
