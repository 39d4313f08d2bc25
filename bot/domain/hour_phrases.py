"""An hour of a day in words, as people say it: "08:30", "8h30 sáng mai", "14 giờ thứ Hai". Times are of Viet Nam."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.characters import key
from bot.domain.day_phrases import NotADay, Today, Why
from bot.domain.days import read
from bot.domain.deadlines import DeadlineKind

# Not the one of `bot.clock`: the domain imports nothing from above it.
_VN = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING, AFTERNOON = time(8, 30), time(14)
"""What is meant where a day or a part of it is said without an hour."""
STEP_MINUTES = 5
"""Hours are kept in steps of so many minutes, upwards: so often it is looked whether something is due."""
_HOUR = re.compile(r"(?<![\d/.-])(\d{1,2})\s*(?::|(?:h|g|gio)(?![a-z]))\s*(ruoi|\d{2})?(?:\s*phut)?(?![\d/])")
_PART = re.compile(r"\b(sang|trua|chieu|toi)\b(?!\s*[:/\d])")
_NEXT_WORKING = re.compile(r"ngay lam viec (?:tiep theo|ke tiep|sau|toi)")
_LATE = frozenset({"chieu", "toi"})
_AROUND = " ,;.-"
_LEADS = re.compile(r"^(?:luc|vao|ngay nay|hoi)\s+|\s+(?:luc|vao|hoi)$")


class WhyNot(StrEnum):
    """Why a text names no instant that can be taken."""

    UNKNOWN = "unknown"
    PAST = "past"


@dataclass(frozen=True)
class NotAnInstant:
    """That no instant was understood; `day` is what was said of the day where the day is the reason."""

    why: WhyNot
    at: datetime | None = None
    day: NotADay | None = None


def read_instant(text: str, today: Today, now: datetime) -> datetime | NotAnInstant:
    """Return the instant a text means that is typed at `now`, later than that; without an hour the usual one."""
    words = key(text).strip(_AROUND)
    hour = _HOUR.search(words)
    rest = words.replace(hour[0], " ", 1) if hour else words
    part = _PART.search(rest)
    rest = rest.replace(part[0], " ", 1) if part else rest
    at = _time(hour, part[0] if part else "")
    if at is None or not (hour or part or rest.strip(_AROUND)):
        return NotAnInstant(WhyNot.UNKNOWN)
    day = _day(rest, today)
    if isinstance(day, NotADay):
        return NotAnInstant(WhyNot.UNKNOWN, day=day)
    found = _stepped(datetime.combine(day, at, _VN))
    return found if found > now else NotAnInstant(WhyNot.PAST, found)


def _time(hour: re.Match[str] | None, part: str) -> time | None:
    if hour is None:
        return AFTERNOON if part in _LATE else MORNING
    number, minute = int(hour[1]), 30 if hour[2] == "ruoi" else int(hour[2] or 0)
    if part in _LATE and number < 12:
        number += 12
    return time(number, minute) if number < 24 and minute < 60 else None


def _day(rest: str, today: Today) -> date | NotADay:
    words = " ".join(_LEADS.sub(" ", f" {rest} ".strip()).split()).strip(_AROUND)
    if words in ("", "nay"):
        return today.day
    if _NEXT_WORKING.fullmatch(words):
        return today.calendar.next_working_after(today.day)
    found = read(words, replace(today, before=False))
    if isinstance(found, NotADay):
        return found
    if found.kind is not DeadlineKind.DAY or found.day is None:
        return NotADay(Why.UNKNOWN)
    return found.day


def _stepped(at: datetime) -> datetime:
    over = at.minute % STEP_MINUTES
    return at + timedelta(minutes=STEP_MINUTES - over) if over else at
