"""What the desk's queue shows, as a rule over all that is in it: SQL counts, orders and pages the same (`queued`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from bot.domain.triage import URGENCIES, QueueFilter, QueueItem, QueueView


def filtered(items: Iterable[QueueItem], view: QueueView, person: int) -> list[QueueItem]:
    """Return what is left by the filters of a view, in the order in which it is handled; `person`: whose are mine.

    Urgent ones first, then those to be handled early; of these the overdue ones, then the longest waiting.
    """
    wanted = {
        QueueFilter.FIELD: view.field,
        QueueFilter.SEAT: view.seat,
        QueueFilter.AGENCY: view.agency,
        QueueFilter.URGENCY: view.urgency,
    }
    left = [
        item
        for item in items
        if all(not value or item.value(which) == value for which, value in wanted.items())
        and (not view.mine or (item.claim is not None and item.claim.person == person))
        and (item.conflicting or not view.conflicting)
    ]
    return sorted(left, key=_order)


def _order(item: QueueItem) -> tuple[int, bool, datetime, str]:
    rank = URGENCIES.index(item.urgency) if item.urgency else len(URGENCIES)
    return rank, not item.overdue, item.since, item.code


def values(items: Iterable[QueueItem], which: QueueFilter) -> list[tuple[int, int]]:
    """Return the values of a filter with how many difficulties have each, the most frequent first."""
    found: Counter[int] = Counter(value for item in items if (value := item.value(which)))
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))
