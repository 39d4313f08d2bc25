"""A year of the calendar: the days that differ from the plain week, with their names and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.calendar_days import DaysSet
from bot.domain.calendar_forms import CalendarAct
from bot.domain.calendars import Calendar, Day, DayKind
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.calendar_days import OpenCalendarForm, ShowCalendar

_PAGE = 12
PACKAGE = "holidays"
"""The source of days that the program has computed."""
KINDS = {
    DayKind.HOLIDAY: N_("day off"),
    DayKind.MAKE_UP: N_("make-up day"),
    DayKind.WORKING: N_("working day"),
    DayKind.WEEKEND: N_("weekend"),
}
ACTS = {
    CalendarAct.OFF: N_("Add days off"),
    CalendarAct.SWAP: N_("Swap days"),
    CalendarAct.DROP: N_("Take a day back"),
}


@dataclass(frozen=True)
class Year:
    """What is shown of a year; `years` are all that can be, `acts` what can be done now."""

    year: int
    days: Sequence[tuple[date, Day]]
    calendar: Calendar
    own: DaysSet
    years: range
    acts: Sequence[CalendarAct]

    def page_of(self, day: date) -> int:
        """Return the page on which the days from a day on begin."""
        before = sum(each < day for each, _ in self.days)
        return min(before, max(len(self.days) - 1, 0)) // _PAGE


def shown(found: Year, page: int) -> Screen:
    """A page of a year."""
    pages = max(1, -(-len(found.days) // _PAGE))
    page = min(page, pages - 1)
    here = found.days[page * _PAGE : (page + 1) * _PAGE]
    title = Text(N_("<b>Calendar of {year}</b>"), year=found.year)
    return Screen(
        (title, *remarks(found), BLANK, *(line(found, *each) for each in here)), tuple(_rows(found, page, pages))
    )


def remarks(found: Year) -> Iterator[Text]:
    """Whether the days off of the year are decided, and that there are none."""
    if found.year > found.calendar.decided_through:
        yield Text(N_("Provisional: no decision about the days off of this year is recorded."))
    elif found.year == found.own.decided_through and found.own.decided_source:
        source = Excerpt(found.own.decided_source)
        yield Text(N_("The days off of this year are decided ({source})."), source=source)
    if not found.days:
        yield Text(N_("No day of this year differs from the plain week."))


def line(found: Year, day: date, each: Day) -> Text:
    """One day: its kind, its name, and who says so."""
    return Text(
        N_("• {day:day}: {kind}{name} – {source}"),
        day=day,
        kind=Text(KINDS[each.kind]),
        name=Text(N_(", {name}"), name=Excerpt(each.name)) if each.name else None,
        source=source_of(found, day, each),
    )


def source_of(found: Year, day: date, each: Day) -> Text:
    """Who says so: the program, which is provisional where nothing is decided, or a document."""
    if each.source == PACKAGE:
        provisional = found.calendar.is_provisional(day)
        return Text(N_("computed, provisional")) if provisional else Text(N_("computed"))
    if day in found.own.days:
        return Text(N_("{source} (entered by the Standing Body)"), source=Excerpt(each.source))
    return Text(N_("{text}"), text=Excerpt(each.source))


def _rows(found: Year, page: int, pages: int) -> Iterator[Row]:
    turning = []
    if page:
        turning.append(Choice(Text(N_("View previous page")), ShowCalendar(found.year, page - 1)))
    if page + 1 < pages:
        turning.append(Choice(Text(N_("View next page")), ShowCalendar(found.year, page + 1)))
    if turning:
        yield tuple(turning)
    beside = [year for year in (found.year - 1, found.year + 1) if year in found.years]
    yield tuple(Choice(Text(N_("Year {year}"), year=year), ShowCalendar(year)) for year in beside)
    labels = {act: Text(ACTS[act]) for act in found.acts if act in ACTS}
    acts = [Choice(label, OpenCalendarForm(act)) for act, label in labels.items()]
    for number in range(0, len(acts), 2):
        yield tuple(acts[number : number + 2])
    if CalendarAct.DECIDE in found.acts:
        year = found.calendar.decided_through + 1
        yield (Choice(Text(N_("{year} is decided"), year=year), OpenCalendarForm(CalendarAct.DECIDE)),)
