"""The forecast as the desk turns its pages: the days, the persons of a day, what a person gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from bot.domain.buttons import Verb
from bot.domain.forecasts import Forecast, Push, by_day, by_person
from bot.domain.forms import Act, Draft, Form
from bot.domain.texts import BLANK, N_, Choice, Row, Screen, Text, joined
from bot.domain.verbs.forecasting import (
    CancelReminder,
    ForecastDay,
    ForecastPerson,
    MakeForecast,
    MoveReminder,
    RestoreReminder,
    Sheet,
    ShowForecast,
)
from bot.screens import forecasting as wording
from bot.screens.lookup import by_number, page_of
from bot.screens.reporting.acts import choice
from bot.screens.reporting.form import HOME

T = TypeVar("T")

PAGE = 9
"""Days, or persons, on a page: three rows of numbers."""
MATTERS_PAGE = 4
"""Matters on a page, each with a row of its own."""
_AGAIN = Choice(Text(N_("Work out again")), MakeForecast())
_TITLE = Text(N_("<b>Forecast of messages</b>"))


def making(number: int, asked_at: datetime) -> Screen:
    """It is being made; whoever looks again sees it as soon as it is there."""
    said = Text(
        N_("Since {at:clock} the system has been working out what it will send. It is shown here when it is ready."),
        at=asked_at,
    )
    return Screen((_TITLE, said), ((Choice(Text(N_("View forecast")), ShowForecast(number)),), (HOME,)))


def ready(number: int) -> Screen:
    """It is there, told to whoever has gone on to something else."""
    return Screen(
        (Text(N_("The forecast of messages is ready.")),),
        ((Choice(Text(N_("View forecast")), ShowForecast(number)),),),
    )


def failed() -> Screen:
    """It could not be made."""
    said = Text(N_("The forecast could not be worked out. Nothing else is affected by this."))
    return Screen((_TITLE, said), ((_AGAIN,), (HOME,)))


def days(number: int, found: Forecast, today: date, page: int) -> Screen:
    """The days on which something is sent."""
    listed = list(by_day(found.pushes).items())
    here, pages = _page(listed, page)
    lines = [
        Text(N_("{number}. {entry}"), number=place, entry=wording.of_day(day, pushes))
        for place, (day, pushes) in enumerate(here, 1)
    ]
    none = [] if listed else [Text(N_("Nothing will be sent."))]
    rows = by_number([ForecastDay(number, day.toordinal(), 0) for day, _ in here])
    turning = _turning([ShowForecast(number, each) for each in range(pages)], page)
    return Screen(
        (
            _titled(page, pages),
            wording.heading(today, found.until, found.pushes),
            *_unsent(found),
            _made(found),
            BLANK,
            *lines,
            *none,
        ),
        (*rows, *turning, (_AGAIN, HOME)),
    )


def _unsent(found: Forecast) -> Sequence[Text]:
    return (
        [Text(N_("Reminders that will not be sent: {count:count}."), count=len(found.unsent))] if found.unsent else []
    )


def _made(found: Forecast) -> Text:
    words = N_("Worked out at {at:stamp}, as if nobody did anything in the meantime.")
    return Text(words, at=found.made_at)


def persons(
    number: int, day: date, pushes: Sequence[Push], names: Mapping[int, str], found: Forecast, page: int
) -> Screen:
    """Who gets something on a day."""
    listed = list(by_person(pushes).items())
    here, pages = _page(listed, page)
    lines = [
        Text(
            N_("{number}. {name}: {hours}, {messages}"),
            number=place,
            name=name_of(person, names),
            hours=joined([Text("{at:clock}", at=at) for at in dict.fromkeys(push.at for push in of_person)], ", "),
            messages=wording.messages(of_person),
        )
        for place, (person, of_person) in enumerate(here, 1)
    ]
    rows = by_number([ForecastPerson(Sheet(number, day.toordinal(), person or 0), 0) for person, _ in here])
    turning = _turning([ForecastDay(number, day.toordinal(), each) for each in range(pages)], page)
    return Screen(
        (_titled(page, pages), wording.of_day(day, pushes), _made(found), BLANK, *lines),
        (*rows, *turning, (_back(ShowForecast(number)), HOME)),
    )


def name_of(person: int | None, names: Mapping[int, str]) -> Text:
    """Return who gets a message."""
    return Text("{name}", name=names[person]) if person else wording.DESK_GROUP


@dataclass(frozen=True)
class Entry:
    """Something that a person gets on a day: `number` is the place of a matter that the desk may decide on.

    `cancelled`, or the day it was `moved` to, is what the desk has decided; `fixed`: it may not be.
    """

    at: datetime
    what: Text
    number: int | None = None
    fixed: bool = False
    cancelled: bool = False
    moved: date | None = None


def person_day(sheet: Sheet, name: Text, entries: Sequence[Entry], found: Forecast, page: int) -> Screen:
    """What a person gets on a day, with what can be done about it."""
    here, pages = _page(entries, page, MATTERS_PAGE)
    lines = [
        Text(N_("{number}. {at:clock} {what}{state}"), number=place, at=each.at, what=each.what, state=_state(each))
        for place, each in enumerate(here, 1)
    ]
    rows = [row for place, each in enumerate(here, 1) if (row := _acts(sheet, each, place, alone=len(here) == 1))]
    day = date.fromordinal(sheet.day)
    turning = _turning([ForecastPerson(sheet, each) for each in range(pages)], page)
    heading = Text(N_("<b>{name}</b> – {day:day}{page}"), name=name, day=day, page=page_of(page, pages))
    fixed = Text(N_("The reminder on the day of the deadline is neither cancelled nor moved."))
    return Screen(
        (heading, *lines, *([fixed] if any(each.fixed for each in here) else []), BLANK, _made(found)),
        (*rows, *turning, (_back(ForecastDay(sheet.forecast, sheet.day, 0)), HOME)),
    )


def _state(entry: Entry) -> Text | None:
    if entry.cancelled:
        return Text(N_(" – cancelled by the desk"))
    return Text(N_(" – moved to {day:date}"), day=entry.moved) if entry.moved else None


def _acts(sheet: Sheet, entry: Entry, place: int, *, alone: bool) -> Row:
    if entry.number is None or entry.fixed:
        return ()
    if entry.cancelled or entry.moved:
        restore = Text(N_("Restore")) if alone else Text(N_("Restore {number}"), number=place)
        return (Choice(restore, RestoreReminder(sheet, entry.number)),)
    cancel = Text(N_("Cancel this reminder")) if alone else Text(N_("Cancel reminder {number}"), number=place)
    move = Text(N_("Send on another day")) if alone else Text(N_("Change day {number}"), number=place)
    return (
        Choice(cancel, CancelReminder(sheet, entry.number)),
        Choice(move, MoveReminder(sheet, entry.number)),
    )


def moving(form: Form, draft: Draft, name: Text, what: Text) -> Screen:
    """The question on which day a reminder is sent."""
    of = Text(N_("{what} – {name}"), what=what, name=name)
    return Screen((of, *form.steps[0].words), ((choice(draft, Text(N_("Keep its day")), Act.EXIT),),))


def cancelled() -> Text:
    """A reminder was cancelled."""
    return Text(N_("The reminder has been cancelled; it is shown as cancelled by the desk."))


def moved(day: date) -> Text:
    """A reminder was moved."""
    return Text(N_("The reminder will be sent on {day:date}."), day=day)


def moved_before() -> Text:
    """A second press."""
    return Text(N_("The reminder has been moved already."))


def restored() -> Text:
    """The rules decide again."""
    return Text(N_("The reminder is sent by the rules again."))


def _titled(page: int, pages: int) -> Text:
    return Text(N_("<b>Forecast of messages</b>{page}"), page=page_of(page, pages))


def _page(entries: Sequence[T], page: int, most: int = PAGE) -> tuple[Sequence[T], int]:
    pages = max(1, -(-len(entries) // most))
    return entries[page * most : (page + 1) * most], pages


def _turning(verbs: Sequence[Verb], page: int) -> list[Row]:
    row = [
        *([Choice(Text(N_("Previous page")), verbs[page - 1])] if 0 < page <= len(verbs) else []),
        *([Choice(Text(N_("Next page")), verbs[page + 1])] if page + 1 < len(verbs) else []),
    ]
    return [tuple(row)] if row else []


def _back(verb: Verb) -> Choice:
    return Choice(Text(N_("‹ Back to the list")), verb)
