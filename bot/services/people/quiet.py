"""When a message that can wait leaves: at once, or when the quiet hours of its reader are over."""

from __future__ import annotations

from datetime import datetime

from bot.clock import VN
from storage import preferences
from storage.unit import Unit


def until(unit: Unit, account: int | None) -> datetime | None:
    """Return when the quiet hours of an account's person end, None where it is not in any now."""
    if account is None:
        return None
    return preferences.of_account(unit.db, account).quiet_until(unit.now.astimezone(VN))
