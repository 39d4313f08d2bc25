"""What the desk presses on the forecast of messages."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb


@dataclass(frozen=True)
class ShowForecast(Verb, wire="fa", access=Access.DIRECTORY):
    """A page of the days of a forecast, by its id; the newest there is without one."""

    forecast: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class MakeForecast(Verb, wire="fb", access=Access.DIRECTORY):
    """A new one."""


@dataclass(frozen=True)
class ForecastDay(Verb, wire="fc", access=Access.DIRECTORY):
    """A page of the persons of a day, by its ordinal."""

    forecast: int
    day: int
    page: int


@dataclass(frozen=True)
class Sheet:
    """What one person gets on a day, by a forecast; person 0 is the desk's group."""

    forecast: int
    day: int
    person: int


@dataclass(frozen=True)
class ForecastPerson(Verb, wire="fd", access=Access.DIRECTORY):
    """A page of the matters of a person on a day."""

    sheet: Sheet
    page: int


@dataclass(frozen=True)
class CancelReminder(Verb, wire="fe", access=Access.DIRECTORY):
    """One of the matters, by its place, is not to be sent."""

    sheet: Sheet
    number: int


@dataclass(frozen=True)
class MoveReminder(Verb, wire="fg", access=Access.DIRECTORY):
    """One of them is to be sent on another day."""

    sheet: Sheet
    number: int


@dataclass(frozen=True)
class RestoreReminder(Verb, wire="fh", access=Access.DIRECTORY):
    """One of them is sent as the rules have it, after all."""

    sheet: Sheet
    number: int
