"""A deadline in words that are kept as the answer of a form, and mean the same whenever they are read again."""

from __future__ import annotations

from datetime import date

from bot.domain.calendars import Calendar
from bot.domain.day_phrases import NotADay, Today
from bot.domain.days import Reading, read
from bot.domain.deadlines import DeadlineKind, Recurrence

_BEFORE_ALL_DEADLINES = date(2000, 1, 1)


def phrase(kind: DeadlineKind, deadline: str, recurrence: Recurrence) -> str:
    """Return a deadline in words that `meant` reads on any day as the same."""
    match kind:
        case DeadlineKind.DAY:
            return deadline
        case DeadlineKind.BEFORE_DAY:
            return f"trước ngày {deadline}"
        case DeadlineKind.MONTH:
            return f"trong tháng {deadline}"
        case DeadlineKind.QUARTER:
            return f"trong quý {deadline}"
        case DeadlineKind.YEAR:
            return f"trong năm {deadline}"
        case DeadlineKind.RECURRING:
            every = "quý" if recurrence is Recurrence.QUARTERLY else "tháng"
            return f"ngày {deadline} hằng {every}" if deadline else f"hằng {every}"
        case DeadlineKind.NONE:
            return "không có thời hạn"


def meant(words: str, calendar: Calendar) -> Reading | None:
    """Return the deadline that words mean which `phrase` wrote; None for any others."""
    found = read(words, Today(_BEFORE_ALL_DEADLINES, calendar))
    return None if isinstance(found, NotADay) else found
