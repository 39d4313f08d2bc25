"""What the papers of earlier periods said, for those of the next: read from what was frozen, never reckoned anew."""

from __future__ import annotations

from bot.domain.periods import Period
from bot.exports.trends import plain
from storage import snapshots
from storage.unit import Unit

_PERIODS = 11
"""So many earlier periods are told of: with the period itself a year of months."""


def trend(unit: Unit, period: Period) -> dict[str, object]:
    """Return the rows of figures of the periods before one, oldest first; nothing where none was frozen.

    Of each it is the last of its papers. What was frozen before papers reckoned says nothing here.
    """
    rows: list[dict[str, object]] = []
    earlier = period
    for _ in range(_PERIODS):
        earlier = earlier.previous()
        last = snapshots.last_digest(unit.db, earlier.iso)
        if last and "reckoning" in last.snapshot:
            rows.append(plain(last.snapshot, snapshots.sha256_of(unit.db, last.id)))
    return {"trend": rows[::-1]} if rows else {}
