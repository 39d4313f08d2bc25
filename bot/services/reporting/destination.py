"""Where a report goes: the paper of its period that is made next."""

from __future__ import annotations

from bot.domain.periods import Period
from bot.domain.texts import Text
from bot.screens.reporting import destination as wording
from bot.services.standing import period_schedule
from storage import releases, snapshots
from storage.unit import Unit


def has_digest(unit: Unit, period: Period) -> bool:
    """Return whether the digest of a period has been made, or what belongs to it is fixed."""
    waits = releases.waiting(unit.db, period.iso) is not None
    return waits or snapshots.last_head(unit.db, period.iso) is not None


def paper_of(unit: Unit, period: Period) -> Text:
    """Return what a receipt says of the paper that a report of this moment goes into.

    By what has been frozen or fixed, not by the clock: until the digest is, a report still goes into it. What waits
    for its release has its number before what comes now.
    """
    schedule, last = period_schedule(unit, period), snapshots.last_head(unit.db, period.iso)
    fixed = releases.waiting(unit.db, period.iso)
    if fixed:
        number = snapshots.next_number(unit.db, period.iso) + 1
        return wording.into_addendum(schedule, fixed.mark.at, number)
    if last is None:
        return wording.into_digest(schedule)
    return wording.into_addendum(schedule, last.made.reports, snapshots.next_number(unit.db, period.iso))
