"""Addresses of e-mail: what one may look like, how one is shown to others, and when a letter may go to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.domain.preferences import Preferences

CODE_DIGITS = 6
CODE_FOR = timedelta(minutes=10)
MOST_WRONG = 5
"""After so many wrong tries a code is worth nothing any more."""
CODE_LIMITS = ((timedelta(hours=1), 3), (timedelta(days=1), 6))
"""Within each of these spans so many codes are sent: of one person, and to one address, whoever asks."""
LETTER_FOR = timedelta(days=1)
"""So long a letter is tried; what waits by then is news no more, or is rung for anew."""
APART = timedelta(hours=4)
"""Between two letters to one person."""

_MOST, _MOST_LOCAL, _MOST_LABEL = 254, 64, 63
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_LABEL = re.compile(rf"(?!-)[a-z0-9-]{{1,{_MOST_LABEL}}}(?<!-)")
_COVER = "…"


@dataclass(frozen=True)
class Mailbox:
    """An address of a person. `key` names it in links and with letters, and never names another one."""

    key: str
    person: int
    address: str = field(repr=False)
    is_proposed: bool
    """Whether the roster named it, and not the person."""
    made_at: datetime
    confirmed_at: datetime | None
    refused_at: datetime | None
    """When the mail server said that it takes no letters."""
    code_hash: str | None = field(repr=False)
    code_until: datetime | None
    code_wrong: int
    """How often the code that is open was guessed wrong."""

    @property
    def is_used(self) -> bool:
        """Whether letters go to it."""
        return self.confirmed_at is not None and self.refused_at is None


def normal(typed: str) -> str | None:
    """Return an address as it is written into a letter, None for what is none.

    Stricter than the standard (RFC 5321, 4.1.2), which also knows quoted names and numbers for domains. A domain in
    other letters than ASCII is brought into the form of IDNA.
    """
    local, at, domain = typed.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > _MOST_LOCAL:
        return None
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = ascii_domain.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or not re.search("[a-z]", labels[-1]):
        return None
    address = f"{local}@{ascii_domain}"
    return address if len(address) <= _MOST else None


def masked(address: str) -> str:
    """Return an address as it is shown to whoever holds a link of it: the first letters, and where it ends."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}{_COVER}@{domain[:1]}{_COVER}.{domain.rpartition('.')[2]}"


def same_for_all(address: str) -> str:
    """Return an address as it is counted by: most servers take no notice of capitals."""
    return address.lower()


def earliest(now: datetime, last: datetime | None, visited: datetime | None, chosen: Preferences) -> datetime:
    """Return when a letter may go: not soon after the last one, and not in quiet hours. `now` is in Viet Nam's time.

    Whoever has not been on the page since a letter of the same day knows that there is something; the next one goes on
    another day.
    """
    at, zone = now, now.tzinfo
    if last:
        at, day = max(at, (last + APART).astimezone(zone)), last.astimezone(zone).date()
        if (visited is None or visited < last) and at.date() == day:
            at = datetime.combine(day + timedelta(days=1), time(), zone)
    return chosen.quiet_until(at) or at
