"""What is wrong with a running program, in a sentence for whoever watches it from outside. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.figures import Figures

LONGEST_LAG_SECONDS = 5.0
LONGEST_WRITE_SECONDS = 30.0
"""A flush takes milliseconds, on a bad disk a second."""
LONGEST_WITHOUT_LOOK_SECONDS = 120.0
"""The ticks are looked at every 15 seconds; one of them may take its time."""
LONGEST_WITHOUT_LETTER = timedelta(hours=1)
"""A mail server that wants strangers to come back is content within a quarter of an hour."""
LONGEST_WITHOUT_POLL = timedelta(minutes=3)
"""A question waits for 25 seconds, and the instant is kept to the minute."""


@dataclass(frozen=True)
class VitalSigns:
    """What the process knows of itself, beside what the tables tell."""

    lag: float
    """Seconds by which the loop is late."""
    writing: float
    """Seconds for which the present batch has been written; 0 where none is."""
    unlooked: float
    """Seconds since the ticks were looked at."""


def ailments(signs: VitalSigns, figures: Figures, channels: frozenset[str], now: datetime) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong."""
    if signs.lag > LONGEST_LAG_SECONDS:
        yield f"the loop is {signs.lag:.0f} s late"
    if signs.writing > LONGEST_WRITE_SECONDS:
        yield f"the database has not taken anything for {signs.writing:.0f} s: check the disk"
    if signs.unlooked > LONGEST_WITHOUT_LOOK_SECONDS:
        yield f"what happens at a time of day was not looked at for {signs.unlooked:.0f} s"
    if figures.are_nudges_failing:
        yield "push services take no notifications to browsers: see doctor"
    for channel in sorted(channels):
        last = figures.last_polls.get(channel)
        if last is None:
            yield f"{channel} has not answered yet: see the log"
        elif now - last > LONGEST_WITHOUT_POLL:
            yield f"{channel} has not answered for {(now - last).total_seconds():.0f} s: see the log"
    since = figures.letters_failing_since
    if since is not None and now - since > LONGEST_WITHOUT_LETTER:
        yield f"the mail server has not taken a letter for {(now - since).total_seconds():.0f} s: see the log"
