"""How a task went by the time of a report, as the snapshot of a quarter has it."""

from __future__ import annotations

from bot.domain.stated_courses import Went
from storage.rows import iso, maybe_iso_day


def went(found: Went | None) -> dict[str, object]:
    """Return what a report states of how a task went; nothing of reports of before that was in them."""
    if found is None:
        return {}
    progress = found.progress
    counted = {"target": found.target, "unit": found.unit}
    return {
        "stage": found.stage.value,
        "extensions": found.extensions,
        "first_due_on": maybe_iso_day(found.first_due_on),
        "asked": maybe_iso_day(found.asked.to) if found.asked else None,
        "confirmed": found.result,
        "progress": {
            "at": iso(progress.at),
            "percent": progress.percent,
            "words": progress.words,
            **({"figure": progress.figure, **counted} if progress.figure is not None else {}),
        }
        if progress
        else None,
    }
