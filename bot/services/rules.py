"""Everything the program goes by, put together."""

from __future__ import annotations

from datetime import date

from bot.calendar_source import calendar_around
from bot.data_source import load_agencies, load_fields, load_profile, load_reminder_rules
from storage.unit import Rules


def load_rules(profile: str, key: bytes, today: date) -> Rules:
    """Return the rules of a profile around a day. Raises BotError("unknown_profile")."""
    return Rules(
        profile=load_profile(profile),
        calendar=calendar_around(today),
        fields={field.code: field for field in load_fields()},
        agencies=load_agencies(),
        key=key,
        reminders=load_reminder_rules(),
    )
