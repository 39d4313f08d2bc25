"""What an office has set in the base, laid over what ships: the rules that a unit of work goes by."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlite_utils import Database

from bot.domain.reminder_rules import Ruleset, from_plain
from storage import reminder_rules

if TYPE_CHECKING:
    from storage.unit import Rules


def in_force(db: Database, shipped: Rules) -> Rules:
    """Return what is in force in a base: the shipped rules themselves where nothing was set."""
    own = reminder_rules.latest(db)
    if own is None:
        return shipped
    # Read anew for each unit of work: what another has just set is seen, and what was undone is not.
    known = shipped.laid_over
    key = f"{own.version} {own.body}"
    if key not in known:
        known.clear()
        known[key] = replace(shipped, reminders=of_version(shipped.reminders, own))
    return known[key]


def of_version(shipped: Ruleset, own: reminder_rules.Version) -> Ruleset:
    """Return the rules of a version that an office has set."""
    # A kind that came with a later program than they were set with is as it ships.
    return Ruleset(own.version, {**shipped.rules, **from_plain(json.loads(own.body))})
