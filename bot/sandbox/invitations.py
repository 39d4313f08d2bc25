"""What the program knows of the phones: who has joined, which codes can still be used."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from bot.clock import VN, SandboxClock
from bot.config import load_key
from bot.domain.people import Caller
from bot.sandbox.phones import Phone
from bot.services.people.enrolment import code_is_open
from bot.services.rules import load_rules
from storage import people
from storage.database import open_for_reading
from storage.unit import Unit


@dataclass(frozen=True)
class Known:
    """The accounts whose persons have joined, and the invitation codes that can still be used."""

    linked: frozenset[int] = frozenset()
    open_codes: frozenset[str] = frozenset()


Knows = Callable[[Collection[Phone]], Known]
"""Asked of all phones at once: every state that a page sees asks it."""


def program_of(data: Path) -> Knows:
    """Return a question to the program's own base in `data`; without one, nobody has joined and every code is open."""
    base = data / "bot.db"
    clock = SandboxClock(data / "clock.json")

    def known(phones: Collection[Phone]) -> Known:
        codes = frozenset(phone.code for phone in phones if phone.code)
        if not base.exists():
            return Known(open_codes=codes)
        now = clock.now()
        db = open_for_reading(base)  # each time anew: a reset puts another file in its place
        try:
            return Known(_linked(db, phones, now), _open(db, data, codes, now))
        finally:
            db.close()

    return known


def _linked(db: Database, phones: Iterable[Phone], now: datetime) -> frozenset[int]:
    today = now.astimezone(VN).date()
    callers = (Caller("telegram", str(phone.user_id), str(phone.user_id)) for phone in phones)
    return frozenset(int(caller.user_key) for caller in callers if people.find_actor(db, caller, today))


def _open(db: Database, data: Path, codes: Iterable[str], now: datetime) -> frozenset[str]:
    if not codes:
        return frozenset()
    # Codes are known by their hash alone, which no profile has a part in.
    unit = Unit(db, now, load_rules("vpcp-2023", load_key(data), now.astimezone(VN).date()))
    return frozenset(code for code in codes if code_is_open(unit, code))
