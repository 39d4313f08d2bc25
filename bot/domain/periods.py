"""Reporting periods and the days that follow from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar, Provisional
from bot.domain.characters import key
from bot.errors import BotError

# Not the one of `bot.clock`: the domain imports nothing from above it.
_VN = ZoneInfo("Asia/Ho_Chi_Minh")
# Decree 09/2019/NĐ-CP, Article 12: monthly data are taken from the 15th to the 14th.
_FIRST_OF_WINDOW, _LAST_OF_WINDOW = 15, 14
_AS_PEOPLE_WRITE = re.compile(
    "(?:(?:THANG|MONTH|T) ?)?(?P<month>0?[1-9]|1[0-2])(?: ?[/.-] ?| NAM )(?P<of>20[0-9]{2})"
    "|(?P<named>(?:QUY|QUARTER|Q) ?)?(?P<quarter>IV|I{1,3}|(?(named)[1-4]|(?!)))(?: ?[/.-] ?| NAM )(?P<year>20[0-9]{2})"
)
_SPANS_AS_PEOPLE_WRITE = re.compile(
    "(?:(?:0?6|SAU) ?(?:THANG|T)|NUA(?: NAM)?) (?P<half>DAU|CUOI)(?: NAM)?(?: |/)(?P<of>20[0-9]{2})"
    "|(?P<first>FIRST|SECOND) HALF(?: OF)?(?: |/)(?P<in>20[0-9]{2})|H(?P<number>[12])(?: |/)(?P<at>20[0-9]{2})"
    "|(?:CA NAM|NAM|YEAR|THE YEAR)(?: |/)(?P<year>20[0-9]{2})"
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_HALVES = {"DAU": 1, "FIRST": 1, "1": 1, "CUOI": 2, "SECOND": 2, "2": 2}
_WRITTEN = re.compile("(?:20([0-9]{2})-|([0-9]{2}))(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])|(Y))")


class Cadence(StrEnum):
    """How often a body reports; halves of years and years are reported by none, their papers are made of others."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def per_year(self) -> int:
        """How many periods a year has."""
        return _PER_YEAR[self]

    @property
    def is_span(self) -> bool:
        """Whether its papers are made of those of shorter periods."""
        return self in (Cadence.HALF, Cadence.YEAR)


_PER_YEAR = {Cadence.MONTH: 12, Cadence.QUARTER: 4, Cadence.HALF: 2, Cadence.YEAR: 1}
_LETTERS = {Cadence.QUARTER: "Q", Cadence.HALF: "H"}


@dataclass(frozen=True, order=True)
class Period:
    """A reporting period: `number` is the month 1-12, the quarter 1-4 or the half 1-2 of `year`, 1 of a whole year."""

    year: int
    number: int
    cadence: Cadence = Cadence.MONTH

    @classmethod
    def parse(cls, value: str) -> Period:
        """Read "2026-11", "2026-Q4", "2026-H1", "2026-Y", or "2611", "26Q4", "26H1", "26Y".

        Raises BotError("bad_period") for anything else.
        """
        return _written(value)

    @classmethod
    def read(cls, typed: str) -> Period:
        """Read a period as people write it: as `parse` does, or "10/2026", "tháng 10/2026", "quý IV/2026", "IV/2026".

        So "6 tháng đầu năm 2026" and "năm 2026". Raises BotError("bad_period") for anything else.
        """
        words = " ".join(key(typed).upper().split())
        span = _SPANS_AS_PEOPLE_WRITE.fullmatch(words)
        if span:
            return cls._of_span(span)
        match = _AS_PEOPLE_WRITE.fullmatch(words)
        if match is None:
            return cls.parse(typed)
        if match["month"]:
            return cls(int(match["of"]), int(match["month"]))
        return cls(int(match["year"]), _ROMAN.get(match["quarter"]) or int(match["quarter"]), Cadence.QUARTER)

    @classmethod
    def _of_span(cls, said: re.Match[str]) -> Period:
        if said["year"]:
            return cls(int(said["year"]), 1, Cadence.YEAR)
        half = _HALVES[said["half"] or said["first"] or said["number"]]
        return cls(int(said["of"] or said["in"] or said["at"]), half, Cadence.HALF)

    @classmethod
    def containing(cls, day: date, cadence: Cadence) -> Period:
        """Return the period whose data window contains `day`: from the 15th that is the next month's."""
        months = day.year * 12 + day.month - 1 + (day.day >= _FIRST_OF_WINDOW)
        year, month = divmod(months, 12)
        return cls(year, month * cadence.per_year // 12 + 1, cadence)

    @property
    def first_day(self) -> date:
        """The first day of the data window: the 15th before the period (Decree 09/2019/NĐ-CP, Article 12)."""
        return self.previous().last_day + timedelta(days=1)

    @property
    def last_day(self) -> date:
        """The last day of the data window: the 14th of the last month (Decree 09/2019/NĐ-CP, Article 12)."""
        return self.day_of_last_month(_LAST_OF_WINDOW)

    @property
    def code(self) -> str:
        """The period inside a code that people say: "2611" or "26Q4"; a half year is "26H1", a year "26Y"."""
        return f"{self.year % 100:02}{self._number}"

    @property
    def iso(self) -> str:
        """The period as it is stored and typed: "2026-11", "2026-Q4", "2026-H1", "2026-Y"; `parse` reads it back."""
        return f"{self.year:04}-{self._number}"

    def next(self) -> Period:
        """Return the period after this one."""
        return self._shifted(1)

    def previous(self) -> Period:
        """Return the period before this one."""
        return self._shifted(-1)

    def day_of_last_month(self, day: int) -> date:
        """Return that day of the period's month, or of the last month of a longer one."""
        return date(self.year, self.number * (12 // self.cadence.per_year), day)

    def parts(self, cadence: Cadence) -> list[Period]:
        """Return the periods of a cadence that this one is made of, in order."""
        each = cadence.per_year // self.cadence.per_year
        return [Period(self.year, (self.number - 1) * each + n, cadence) for n in range(1, each + 1)]

    @property
    def is_span(self) -> bool:
        """Whether it is half a year or a year, whose papers are made of those of shorter periods."""
        return self.cadence.is_span

    @property
    def _number(self) -> str:
        letter = _LETTERS.get(self.cadence)
        if self.cadence is Cadence.YEAR:
            return "Y"
        return f"{letter}{self.number}" if letter else f"{self.number:02}"

    def _shifted(self, by: int) -> Period:
        year, index = divmod(self.year * self.cadence.per_year + self.number - 1 + by, self.cadence.per_year)
        return Period(year, index + 1, self.cadence)


@lru_cache(256)
def _written(value: str) -> Period:
    match = _WRITTEN.fullmatch(key(value).upper())
    if match is None:
        raise BotError("bad_period", value=value)
    long_year, short_year, month, quarter, half, whole = match.groups()
    year = 2000 + int(long_year or short_year)
    if half or whole:
        return Period(year, int(half or 1), Cadence.HALF if half else Cadence.YEAR)
    return Period(year, int(month)) if month else Period(year, int(quarter), Cadence.QUARTER)


@dataclass(frozen=True)
class PeriodRules:
    """The days of a period's last month, before the calendar moves them, and the hour (Viet Nam time)."""

    due_day: int = 20
    digest_day: int = 22
    stop_day: int = 25
    hour: time = time(17)
    opening_push_day: int = 10


@dataclass(frozen=True)
class Schedule:
    """The instants of one period (aware, UTC) and the day on which members are told that it is open.

    They were reckoned with days off that are decided up to the year `decided_through`.
    """

    period: Period
    opens_at: datetime
    due_at: datetime
    digest_at: datetime
    stop_at: datetime
    opening_push_on: date
    decided_through: int

    def stated(self, at: datetime) -> datetime | Provisional:
        """Return one of the instants as people are told of it before it comes: provisional in an undecided year."""
        return Provisional(at) if at.astimezone(_VN).year > self.decided_through else at

    @property
    def data_end_at(self) -> datetime:
        """The first instant (aware, UTC) after the data window."""
        return _instant(self.period.last_day + timedelta(days=1), time())

    @property
    def due_on(self) -> date:
        """The day of the deadline in Viet Nam."""
        return self.due_at.astimezone(_VN).date()


def schedule(period: Period, rules: PeriodRules, calendar: Calendar) -> Schedule:
    """Return the instants of `period`.

    A day off moves to the working day before it, yet at least one working day stays between the end of the
    data and the deadline (Decree 09/2019/NĐ-CP, Article 8), and another before the digest.
    """
    due = max(
        calendar.previous_working(period.day_of_last_month(rules.due_day)),
        calendar.next_working_after(period.last_day),
    )
    digest = max(
        calendar.previous_working(period.day_of_last_month(rules.digest_day)),
        calendar.next_working_after(due),
    )
    # A period does not close before its aggregate, wherever days off have moved that.
    stop = max(calendar.previous_working(period.day_of_last_month(rules.stop_day)), digest)
    push_from = period.day_of_last_month(rules.opening_push_day)
    return Schedule(
        period=period,
        opens_at=_instant(period.first_day, time()),
        due_at=_instant(due, rules.hour),
        digest_at=_instant(digest, rules.hour),
        stop_at=_instant(stop, rules.hour),
        opening_push_on=calendar.next_working_after(push_from - timedelta(days=1)),
        decided_through=calendar.decided_through,
    )


def accepting(now: datetime, cadence: Cadence, rules: PeriodRules, calendar: Calendar) -> tuple[Schedule, ...]:
    """Return the periods in which a report can be sent at `now`, oldest first."""
    latest = Period.containing(now.astimezone(_VN).date(), cadence)
    # The next period opens while this one can still be reported: at most two are open at once.
    schedules = (schedule(period, rules, calendar) for period in (latest.previous(), latest))
    return tuple(s for s in schedules if s.opens_at <= now < s.stop_at)


def data_window(period: Period) -> tuple[datetime, datetime]:
    """Return the instants (aware, UTC) between which what is sent ad hoc belongs to `period`.

    The first is inside, the second is not: the windows of a cadence follow each other without gap or overlap, so that
    every instant belongs to one period of it.
    """
    return _instant(period.first_day, time()), _instant(period.next().first_day, time())


class SeatState(StrEnum):
    """Where a seat stands in a period; computed whenever it is asked for, never stored."""

    NOT_DUE = "not_due"
    OPEN = "open"
    DRAFTING = "drafting"
    REPORTED = "reported"
    REPORTED_LATE = "reported_late"
    NIL = "nil"
    NIL_LATE = "nil_late"
    MISSING = "missing"
    EXCUSED = "excused"


def seat_state(
    schedule: Schedule,
    now: datetime,
    *,
    sent_at: datetime | None,
    nil: bool,
    drafting: bool,
    excused: bool,
    seat_valid: bool,
) -> SeatState:
    """Return where a seat stands at `now`.

    `sent_at` is when its report was stored (None: no live report), `nil` whether that report says that nothing
    arose, `seat_valid` whether the seat exists in the period. A report that was sent counts whatever else is true;
    after the deadline a draft counts as missing.
    """
    if sent_at is not None:
        # The instant of the deadline itself is in time.
        return _reported(nil=nil, late=sent_at > schedule.due_at)
    if not seat_valid or now < schedule.opens_at:
        return SeatState.NOT_DUE
    if excused:
        return SeatState.EXCUSED
    if now > schedule.due_at:
        return SeatState.MISSING
    return SeatState.DRAFTING if drafting else SeatState.OPEN


def _reported(*, nil: bool, late: bool) -> SeatState:
    if nil:
        return SeatState.NIL_LATE if late else SeatState.NIL
    return SeatState.REPORTED_LATE if late else SeatState.REPORTED


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, _VN).astimezone(UTC)
