"""What is pressed on the calendar."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.calendar_forms import CalendarAct


@dataclass(frozen=True)
class ShowCalendar(Verb, wire="mga", access=Access.DIRECTORY):
    """A page of the days of a year that differ; without arguments the first one of this year."""

    year: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class OpenCalendarForm(Verb, wire="mgb", access=Access.DIRECTORY):
    """The form of an act on the calendar."""

    act: CalendarAct
