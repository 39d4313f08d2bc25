"""Into which paper a report goes, as receipts say it."""

from __future__ import annotations

from datetime import datetime

from bot.domain.periods import Schedule
from bot.domain.texts import N_, Text


def into_digest(schedule: Schedule) -> Text:
    """The digest has not been made."""
    return Text(
        N_(
            "The content goes to the Standing Body and into the digest of {period}, which is made at {digest:full}"
            " for the competent authority."
        ),
        period=schedule.period,
        digest=schedule.stated(schedule.digest_at),
    )


def into_addendum(schedule: Schedule, taken_at: datetime, number: int) -> Text:
    """The digest was made at `taken_at`; the addendum of this number comes next."""
    return Text(
        N_(
            "The digest of {period} was made at {at:stamp}. The content goes to the Standing Body and into addendum"
            " no. {number:count}, which is made at {stop:full}."
        ),
        period=schedule.period,
        at=taken_at,
        number=number,
        stop=schedule.stated(schedule.stop_at),
    )
