"""What an office has set in the base, laid over what ships: the rules that a unit of work goes by."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlite_utils import Database

from bot.domain.calendars import Calendar
from bot.domain.reminder_rules import Ruleset, from_plain
from storage import calendar_days, reminder_rules
from storage.rows import one

if TYPE_CHECKING:
    from storage.unit import Rules

_LATEST = """
SELECT
    (SELECT version || ' ' || body FROM reminder_rules ORDER BY version DESC LIMIT 1),
    (SELECT version || ' ' || body FROM calendar_days ORDER BY version DESC LIMIT 1)
"""
"""What was set last, in one statement: every unit of work begins with it."""


def in_force(db: Database, shipped: Rules) -> Rules:
    """Return what is in force in a base: the shipped rules themselves where nothing was set."""
    # Read anew for each unit of work: what another has just set is seen, and what was undone is not.
    key = tuple(one(db, _LATEST) or ())
    if not any(key):
        return shipped
    known = shipped.laid_over
    if key not in known:
        rules, days = reminder_rules.latest(db), calendar_days.latest(db)
        known.clear()
        known[key] = replace(
            shipped,
            reminders=of_version(shipped.reminders, rules) if rules else shipped.reminders,
            calendar=days.days.over(shipped.calendar) if days else shipped.calendar,
        )
    return known[key]


def calendar_in_force(db: Database, shipped: Calendar) -> Calendar:
    """Return the calendar in force in a base, for whoever reads it beside the program."""
    days = calendar_days.latest(db)
    return days.days.over(shipped) if days else shipped


def of_version(shipped: Ruleset, own: reminder_rules.Version) -> Ruleset:
    """Return the rules of a version that an office has set."""
    # A kind that came with a later program than they were set with is as it ships.
    return Ruleset(own.version, {**shipped.rules, **from_plain(json.loads(own.body))})
