"""What the program knows of a phone: whether its person has joined, whether its code can still be used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.clock import VN, SandboxClock
from bot.config import load_key
from bot.domain.members import Caller
from bot.services.enrolment import code_is_open
from bot.services.rules import load_rules
from storage import people
from storage.database import open_for_reading
from storage.unit import Unit


def linked_phones(data: Path) -> Callable[[int], bool]:
    """Return a question to the program's own base in `data`; without one, nobody has joined."""
    base = data / "bot.db"
    clock = SandboxClock(data / "clock.json")

    def is_linked(user_id: int) -> bool:
        if not base.exists():
            return False
        db = open_for_reading(base)
        try:
            caller = Caller("telegram", str(user_id), str(user_id))
            return people.find_actor(db, caller, clock.now().astimezone(VN).date()) is not None
        finally:
            db.close()

    return is_linked


def open_codes(data: Path) -> Callable[[str], bool]:
    """Return a question to the program's own base in `data`; without one, every code counts as open."""
    base = data / "bot.db"
    clock = SandboxClock(data / "clock.json")

    def is_open(code: str) -> bool:
        if not base.exists():
            return True
        now = clock.now()
        db = open_for_reading(base)
        try:
            # Codes are known by their hash alone, which no profile has a part in.
            rules = load_rules("vpcp-2023", load_key(data), now.astimezone(VN).date())
            return code_is_open(Unit(db, now, rules), code)
        finally:
            db.close()

    return is_open
