"""How people and documents name a day: every form of words, and the day it names when it is said on a given day.

The forms are matched against text without marks and case (`bot.domain.characters`). A day is day/month, never
month/day. What is said without a year is of the year that makes it near: a day, month or quarter that is past is the
next one where that is at most `_NEAR` away, and otherwise past.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.calendars import Calendar
from bot.domain.deadlines import DeadlineKind, Recurrence, due_on

_ONE_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_NEAR = timedelta(days=184)
"""Half a year: what lies further away than this is not what somebody means who names no year."""
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


class Side(StrEnum):
    """On which side of today the day lies that is asked for; today is on both."""

    AHEAD = "ahead"
    """A deadline, or a day from which or until which something holds."""
    BEHIND = "behind"
    """The day of a document."""


class Why(StrEnum):
    """Why a text names no day that can be taken."""

    UNKNOWN = "unknown"
    """Its words are none of the forms, or name no one day ("đầu tháng")."""
    NO_SUCH_DAY = "no_such_day"
    """30/02, 11/25, ngày 31 of a month that has none."""
    WEEKDAY = "weekday"
    """The day of the week is not that of the date."""
    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True)
class NotADay:
    """That no day was understood, or none that can be taken; `day` is the one the words name, where they name one."""

    why: Why
    day: date | None = None


@dataclass(frozen=True)
class Said:
    """What words name: the day, or the last day of what is longer. None where there is no deadline."""

    kind: DeadlineKind
    day: date | None
    recurrence: Recurrence = Recurrence.NONE
    of_month: str = ""
    """The day of the month on which something recurs, as a list of tasks has it."""
    other: date | None = field(default=None, compare=False)
    """The day that the same words could mean as well: "thứ Sáu", said on a Friday."""


@dataclass(frozen=True)
class Today:
    """When and where something is said; `before` where the words in front are "trước"."""

    day: date
    calendar: Calendar
    side: Side = Side.AHEAD
    before: bool = False

    def is_passed(self, day: date) -> bool:
        """Whether a day lies on the wrong side of today."""
        if self.side is Side.BEHIND:
            return day > self.day
        return day < self.day or (self.before and day == self.day)


Found = Said | NotADay
_NO_SUCH_DAY = NotADay(Why.NO_SUCH_DAY)
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5}
_SUNDAY = 6
_NUMBERS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "muoi lam": 15, "hai muoi": 20, "ba muoi": 30, "sau muoi": 60, "chin muoi": 90,
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_RELATIVE = {
    "hom nay": 0, "bua nay": 0, "ngay hom nay": 0, "today": 0, "mai": 1, "ngay mai": 1, "tomorrow": 1,
    "ngay kia": 2, "ngay mot": 2, "hom qua": -1, "ngay hom qua": -1, "yesterday": -1, "hom kia": -2,
}  # fmt: skip
_THIS_OR_NEXT = {"nay": 0, "sau": 1, "toi": 1, "ke": 1, "ke tiep": 1, "sau nua": 2, "ngoai": -1, "truoc": -1, "qua": -1}

_N = r"(?P<n>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")(?: ?\((?:\w+ ?){1,3}\))?"
_STEP = r"(?P<step>nay|sau nua|sau|toi|ke tiep|ke|truoc|qua)"
_OF_YEAR = r"(?:(?: ?/ ?| ?\. ?| ?- ?|,? nam | )(?P<year>20\d\d)|,? nam (?P<other_year>nay|sau|toi|ngoai|truoc))?"
_WEEKDAY = r"(?P<weekday>thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn)"
_AND_WEEKDAY = rf"(?:{_WEEKDAY} ?,? ?)?"
_D, _M = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})"


def _on(year: int, month: int, day: int) -> date | None:
    """The day, None where there is none; years outside those of lists of tasks have none."""
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def _last_of(year: int, month: int) -> date | None:
    first = _on(year, month, 1)
    return first.replace(day=monthrange(year, month)[1]) if first else None


def _number(text: str) -> int:
    return _NUMBERS.get(" ".join(text.split())) or int(text)


def _stated_year(found: re.Match[str], today: Today) -> int | None:
    if word := found["other_year"]:
        return today.day.year + _THIS_OR_NEXT[word]
    return int(found["year"]) if found["year"] else None


def _near(candidates: Sequence[date | None], today: Today) -> date | NotADay:
    """Return the day of this year, or that of the other one where this is passed and the other near, or is the only.

    A passed one is told.
    """
    this, other = candidates
    if this and not today.is_passed(this):
        return this
    if other and not today.is_passed(other) and (this is None or abs(other - today.day) <= _NEAR):
        return other
    why = Why.FUTURE if today.side is Side.BEHIND else Why.PAST
    return NotADay(why, this) if this else _NO_SUCH_DAY


def _years(today: Today) -> tuple[int, int]:
    return today.day.year, today.day.year + (-1 if today.side is Side.BEHIND else 1)


def _named(day: date | NotADay | None, weekday: str | None = None) -> Found:
    if day is None:
        return _NO_SUCH_DAY
    if isinstance(day, NotADay):
        return day
    if weekday and day.weekday() != _weekday(weekday):
        return NotADay(Why.WEEKDAY, day)
    return Said(DeadlineKind.DAY, day)


def _date(found: re.Match[str], today: Today) -> Found:
    day, month, year = int(found["d"]), int(found["m"]), _stated_year(found, today)
    if year:
        return _named(_on(year, month, day), found["weekday"])
    return _named(_near([_on(each, month, day) for each in _years(today)], today), found["weekday"])


def _short_year(found: re.Match[str], _today: Today) -> Found:
    return _named(_on(2000 + int(found["short"]), int(found["m"]), int(found["d"])), found["weekday"])


def _iso(found: re.Match[str], _today: Today) -> Found:
    return _named(_on(int(found["y"]), int(found["m"]), int(found["d"])))


def _day_of_month(found: re.Match[str], today: Today) -> Found:
    """A day of this month or of the one that is named; where it is passed, of the next (of a document: the last)."""
    day, months = int(found["d"]), today.day.year * 12 + today.day.month - 1
    if found["step"]:
        return _named(_in_month(months + _THIS_OR_NEXT[found["step"]], day), found["weekday"])
    there = _in_month(months, day)
    passed = there is None or today.is_passed(there)
    if there is None and day > today.day.day:
        return _NO_SUCH_DAY
    if passed:
        there = _in_month(months + (-1 if today.side is Side.BEHIND else 1), day)
    return _named(there, found["weekday"])


def _in_month(months: int, day: int) -> date | None:
    return _on(months // 12, months % 12 + 1, day)


def _relative(found: re.Match[str], today: Today) -> Found:
    return Said(DeadlineKind.DAY, today.day + timedelta(days=_RELATIVE[" ".join(found[0].split())]))


def _weekday(words: str) -> int:
    last = words.split()[-1]
    return _SUNDAY if last in ("nhat", "cn") else _WEEKDAYS[last if last in _WEEKDAYS else last.removeprefix("t")]


def _day_of_week(found: re.Match[str], today: Today) -> Found:
    """A day of the week. Said of its own day it is not today, for which there is a shorter word; both are known."""
    wanted, week, step = _weekday(found["weekday"]), found["week"], found["step"]
    monday = today.day - timedelta(days=today.day.weekday())
    if step and (week or step not in ("toi", "truoc", "qua")):
        return Said(DeadlineKind.DAY, monday + _THIS_OR_NEXT[step] * _WEEK + timedelta(days=wanted))
    behind = today.side is Side.BEHIND or step in ("truoc", "qua")
    distance = (today.day.weekday() - wanted if behind else wanted - today.day.weekday()) % 7 or 7
    there = today.day + timedelta(days=-distance if behind else distance)
    return Said(DeadlineKind.DAY, there, other=today.day if distance == 7 and not step else None)


def _week(found: re.Match[str], today: Today) -> Found:
    """The last working day of a week; its Sunday where nobody works in it."""
    monday = today.day - timedelta(days=today.day.weekday()) + _THIS_OR_NEXT[found["step"] or "nay"] * _WEEK
    sunday = monday + _WEEK - _ONE_DAY
    last = today.calendar.previous_working(sunday)
    return Said(DeadlineKind.DAY, last if last >= monday else sunday)


def _longer(kind: DeadlineKind, first: date, last: date, today: Today) -> Said:
    """What is longer than a day ends with its last one; "before" it is before its first."""
    return Said(DeadlineKind.BEFORE_DAY, first) if today.before else Said(kind, last)


def _months(kind: DeadlineKind, year: int | None, first_month: int, last_month: int, today: Today) -> Found:
    if not 1 <= first_month <= last_month <= 12:
        return _NO_SUCH_DAY
    years = (year,) if year else _years(today)
    ends = [_on(each, first_month, 1) if today.before else _last_of(each, last_month) for each in years]
    day = ends[0] if year else _near(ends, today)
    if day is None or isinstance(day, NotADay):
        return day or _NO_SUCH_DAY
    return _longer(kind, day.replace(month=first_month, day=1), _last_of(day.year, last_month) or day, today)


def _month(found: re.Match[str], today: Today) -> Found:
    return _months(DeadlineKind.MONTH, _stated_year(found, today), int(found["m"]), int(found["m"]), today)


def _month_from_here(found: re.Match[str], today: Today) -> Found:
    months = today.day.year * 12 + today.day.month - 1 + _THIS_OR_NEXT[found["step"] or "nay"]
    month = months % 12 + 1
    return _months(DeadlineKind.MONTH, months // 12, month, month, today)


def _quarter(found: re.Match[str], today: Today) -> Found:
    word = found["q"]
    number = _ROMAN.get(word) or _NUMBERS.get(word) or int(word)
    return _months(DeadlineKind.QUARTER, _stated_year(found, today), number * 3 - 2, number * 3, today)


def _quarter_from_here(found: re.Match[str], today: Today) -> Found:
    year, number = divmod(today.day.year * 4 + (today.day.month - 1) // 3 + _THIS_OR_NEXT[found["step"] or "nay"], 4)
    return _months(DeadlineKind.QUARTER, year, number * 3 + 1, number * 3 + 3, today)


def _year(found: re.Match[str], today: Today) -> Found:
    return _months(DeadlineKind.YEAR, _stated_year(found, today) or today.day.year, 1, 12, today)


def _half(found: re.Match[str], today: Today) -> Found:
    """The first half of a year; lists of tasks know none, so it is its last day."""
    return _months(DeadlineKind.DAY, _stated_year(found, today), 1, 6, today)


def _duration(found: re.Match[str], today: Today) -> Found:
    """So many days, weeks or months from today, the day after it being the first (Civil Code, art. 147)."""
    number, unit = _number(found["n"]), " ".join(found["unit"].split())
    if not number or today.before:
        return NotADay(Why.UNKNOWN)
    back = found["back"] is not None
    if unit == "ngay lam viec":
        return NotADay(Why.UNKNOWN) if back else _named(today.calendar.working_day_after(today.day, number))
    number = -number if back else number
    if unit == "thang":
        return _named(_months_away(today.day, number))
    return _named(today.day + timedelta(days=number * (7 if unit == "tuan" else 1)))


def _months_away(day: date, number: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    last = _last_of(year, month + 1)
    return last and min(last, last.replace(day=min(day.day, last.day)))


def _recurring(found: re.Match[str], today: Today) -> Found:
    recurrence = Recurrence.QUARTERLY if found["each"].startswith("q") else Recurrence.MONTHLY
    stated = int(found["d"]) if found["d"] else None
    if stated is not None and not 1 <= stated <= 31:
        return _NO_SUCH_DAY
    # Before the first of each month is on the last day of each, as where no day is named.
    day = (stated or 0) - bool(stated and today.before)
    of_month = str(day) if day else ""
    day_on = due_on(DeadlineKind.RECURRING, of_month, recurrence, today.day)
    return Said(DeadlineKind.RECURRING, day_on, recurrence, of_month)


def _none(_found: re.Match[str], _today: Today) -> Found:
    return Said(DeadlineKind.NONE, None)


_UNIT = r"(?P<unit>ngay lam viec|ngay|tuan|thang)"
_AFTER = r"(?: nua| toi| sau| ke tu (?:ngay )?hom nay| tinh tu (?:ngay )?hom nay)?"
_QUARTER = r"(?P<q>iv|i{1,3}|[1-4]|mot|hai|ba|bon)"
_WORDS: Sequence[tuple[str, Callable[[re.Match[str], Today], Found]]] = (
    ("|".join(sorted(_RELATIVE, key=len, reverse=True)), _relative),
    (rf"(?:(?:dinh ky|vao)? ?(?:ngay {_D} )?(?:hang|moi) (?P<each>thang|qu[yi]))", _recurring),
    (rf"{_AND_WEEKDAY}(?:ngay )?{_D} ?(?P<sep>[/.-]) ?{_M} ?(?P=sep) ?(?P<short>\d\d)", _short_year),
    (r"(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})", _iso),
    (rf"{_AND_WEEKDAY}(?:ngay )?{_D} ?[/.-] ?{_M}{_OF_YEAR}", _date),
    (rf"{_AND_WEEKDAY}(?:ngay |mung |mong )?{_D} thang {_M}{_OF_YEAR}", _date),
    (rf"{_AND_WEEKDAY}(?:ngay|mung|mong) {_D}(?: thang {_STEP})?", _day_of_month),
    (rf"{_WEEKDAY}(?: (?P<week>tuan )?{_STEP})?", _day_of_week),
    (rf"(?:cuoi|trong|het) tuan(?: {_STEP})?", _week),
    (rf"tuan {_STEP}", _week),
    (r"(?:6|sau) thang dau nam(?: (?P<year>20\d\d)| (?P<other_year>nay|sau|toi|ngoai))?", _half),
    (
        r"(?:(?:6|sau|nhung|cac|may|3|ba) thang cuoi nam|cuoi nam|(?:trong|het) nam)"
        r"(?: (?P<year>20\d\d)| (?P<other_year>nay|sau|toi|ngoai))?",
        _year,
    ),
    (r"nam (?:(?P<year>20\d\d)|(?P<other_year>nay|sau|toi))", _year),
    (rf"(?:cuoi )?thang {_M}{_OF_YEAR}", _month),
    (r"(?P<m>\d{1,2}) ?/ ?(?P<year>20\d\d)(?P<other_year>(?!))?", _month),
    (rf"(?:cuoi|trong|het) thang(?: {_STEP})?", _month_from_here),
    (rf"thang {_STEP}", _month_from_here),
    (rf"(?:cuoi )?(?:qu[yi] |q){_QUARTER}{_OF_YEAR}", _quarter),
    (rf"(?:cuoi|trong|het) qu[yi](?: {_STEP})?", _quarter_from_here),
    (rf"qu[yi] {_STEP}", _quarter_from_here),
    (rf"(?:sau |trong |vong |trong vong |trong thoi han )?{_N} {_UNIT}(?P<back> truoc)?{_AFTER}", _duration),
    (rf"cach day {_N} {_UNIT}(?P<back>)", _duration),
    (r"(?:khong co|khong|chua co) (?:thoi )?han|thuong xuyen", _none),
)
FORMS: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str], Today], Found]]] = tuple(
    (re.compile(form.replace(" ", r"\s"), re.ASCII), meaning) for form, meaning in _WORDS
)
"""Each form of words, and what it names; the first that a whole text has the form of is the one meant."""
