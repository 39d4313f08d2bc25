"""`run --sandbox --start`: an empty sandbox whose clock begins on another day."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

from sqlite_utils import Database

from bot.calendar_source import last_year
from bot.clock import SANDBOX_START, VN
from bot.clock import begin_at as begin_clock_at
from bot.data_source import load_seats
from bot.errors import BotError
from bot.verbs import interrupts
from bot.verbs.opening import clock_of
from storage import ledgers, people

_FORM = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?", re.ASCII)


def read(written: str) -> datetime:
    """Return the instant of a day and time of Viet Nam; a day alone means the time at which any sandbox begins.

    Raises BotError("start_unclear") for anything else, a time zone included, BotError("start_impossible") for a day or
    time that is not in the calendar, BotError("start_out_of_range") before there are seats or after the days off that
    are known.
    """
    found = _FORM.fullmatch(written.strip())
    if found is None:
        raise BotError("start_unclear", value=written)
    year, month, day, *time = (int(number) for number in found.groups(default="-1"))
    hour, minute = time if found[4] else (SANDBOX_START.hour, SANDBOX_START.minute)
    try:
        at = datetime(year, month, day, hour, minute, tzinfo=VN)
    except ValueError as error:
        raise BotError("start_impossible", value=written) from error
    first, last = min(seat.valid_from for seat in load_seats().values()), date(last_year(), 12, 31)
    if not first <= at.date() <= last:
        raise BotError("start_out_of_range", day=at.date(), first=first, last=last)
    return at


def begin_at(db: Database, directory: Path, at: datetime) -> None:
    """Let the clock of an empty sandbox begin at `at`. Call it under the program's lock.

    What a killed start left, a clock and nothing else, counts as empty. Raises BotError("start_begun") where the base
    was run before or holds anything, BotError("start_phones_used") where the phones do.
    """
    with interrupts.held():
        from bot.sandbox import process
        from bot.sandbox.store.database import is_used

    somebody = people.person_codes(db)
    if somebody or ledgers.fact(db, "kind") or ledgers.latest_audit(db):
        raise BotError("start_begun", path=str(directory), people=len(somebody), now=clock_of(directory).now())
    if is_used(directory / "sandbox.db"):
        raise BotError("start_phones_used", path=str(directory))
    process.end(directory)  # one that runs would take the clock, which never goes back, on from where it stands
    begin_clock_at(directory / "clock.json", at)
