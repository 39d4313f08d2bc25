"""The forms in which the desk sets days of the calendar: days off, a swap, a decided year, what is taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.calendar_days import DaysSet, Naming, days_off, swapped
from bot.domain.calendars import Calendar, DayKind
from bot.domain.characters import clean, key, visible_length
from bot.domain.day_phrases import NotADay, Today
from bot.domain.day_steps import first_day, last_day
from bot.domain.days import kept, read
from bot.domain.forms import Form, Item, Step
from bot.domain.texts import N_, Text


class CalendarAct(StrEnum):
    """What is done to the calendar; the value stands in buttons."""

    OFF = "o"
    SWAP = "s"
    DECIDE = "y"
    DROP = "d"


DRAFTS: Mapping[CalendarAct, str] = {act: f"calendar_{act.name.lower()}" for act in CalendarAct}
"""The kinds of their drafts; such a draft is of no seat."""
ACT_OF = {kind: act for act, kind in DRAFTS.items()}
FIRST, LAST, WORKED, NAME, SOURCE, DAY = "first", "last", "worked", "name", "source", "day"
YEAR = "year"
"""What is taken back is that a year is decided."""
_MOST_DAYS = timedelta(days=20)
_NAME_MOST, _SOURCE_MOST, _TYPED_MOST = 100, 200, 4000
_ONE_DAY = timedelta(days=1)
_DATED = re.compile(r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}|\d{1,2} thang \d{1,2} nam \d{4}")
"""The date of a document, in text without marks and case."""


@dataclass(frozen=True)
class Known:
    """What days are set against: today, the calendar in force, what the desk has set, the last day that is known, and
    how days are called that are swapped."""

    today: Today
    own: DaysSet
    until: date
    named: Naming

    @property
    def calendar(self) -> Calendar:
        """The calendar in force."""
        return self.today.calendar

    @property
    def next_year(self) -> int:
        """The first year that is not decided."""
        return self.calendar.decided_through + 1


def form(act: CalendarAct, answers: Item, known: Known) -> Form:
    """Return what is asked."""
    steps = {CalendarAct.OFF: _off, CalendarAct.SWAP: _swap, CalendarAct.DECIDE: _decide, CalendarAct.DROP: _drop}
    return Form(steps[act](answers, known), items_max=1, becomes=lambda d: form(act, _of(d.items), known), keeps=False)


def _of(items: tuple[Item, ...]) -> Item:
    return items[0] if items else {}


def _off(answers: Item, known: Known) -> tuple[Step, ...]:
    first = Text(N_("Which day is off? Where there are several, the first of them."))
    last = Text(N_("The last day off, where there are several."))
    begins = kept(answers.get(FIRST, "")) or known.today.day + _ONE_DAY
    name = Text(N_("Under which name, for example: Reunification Day?"))
    until = replace(last_day(LAST, last, known.today, earliest=begins, latest=begins + _MOST_DAYS), optional=True)
    return (
        _day(FIRST, first, known, _not_worked),
        until,
        _words(NAME, name, _NAME_MOST, _bad_name),
        _source(),
    )


def _swap(_answers: Item, known: Known) -> tuple[Step, ...]:
    off = Text(N_("Which working day becomes a day off?"))
    worked = Text(N_("Which Saturday or Sunday is worked in its place?"))
    return (_day(FIRST, off, known, _not_worked), _day(WORKED, worked, known, _no_make_up), _source())


def _decide(_answers: Item, _known: Known) -> tuple[Step, ...]:
    return (_source(),)


def _drop(_answers: Item, known: Known) -> tuple[Step, ...]:
    options = tuple(droppable(known))
    asked = Text(N_("Which of the days that were entered is taken back? Please choose, or type it."))

    def find(typed: str) -> tuple[str, ...]:
        found = read(typed, known.today)
        day = None if isinstance(found, NotADay) else found.day
        return (day.isoformat(),) if day and day.isoformat() in options else ()

    unknown = N_('"{typed}" is none of the days that were entered and are still to come.')
    return (Step(DAY, (asked,), options=options, find=find, unknown=unknown),)


def droppable(known: Known) -> list[str]:
    """Return what can be taken back: days that are still to come, as ISO writes them, then `YEAR`."""
    days = [day.isoformat() for day in sorted(known.own.days) if day > known.today.day]
    return [*days, *([YEAR] if known.own.decided_through is not None else [])]


def _day(name: str, words: Text, known: Known, refuse: Callable[[date, Calendar], Text | None]) -> Step:
    step = first_day(name, words, known.today)

    def also(text: str) -> Text | None:
        said = step.refuse(text)
        day = None if said else kept(step.kept_as(text))
        return said if day is None else _out_of_reach(day, known) or refuse(day, known.calendar)

    return replace(step, refuse=also)


def _out_of_reach(day: date, known: Known) -> Text | None:
    if day <= known.today.day:
        return Text(N_("{day:date} is today: only days that are still to come are set."), day=day)
    if day > known.until:
        words = N_("The System has no calendar of {year} yet; days can be set until {until:date}.")
        return Text(words, year=day.year, until=known.until)
    return None


def _not_worked(day: date, calendar: Calendar) -> Text | None:
    found = calendar.day(day)
    if found.kind is DayKind.HOLIDAY:
        return Text(N_("{day:day} is a day off already: {name}."), day=day, name=found.name)
    if found.kind is DayKind.WEEKEND:
        return Text(N_("{day:day} is a day off of the week already."), day=day)
    return None


def _no_make_up(day: date, calendar: Calendar) -> Text | None:
    found = calendar.day(day)
    if found.kind is DayKind.MAKE_UP:
        return Text(N_("{day:day} is worked already: {name}."), day=day, name=found.name)
    if found.kind is DayKind.WEEKEND:
        return None
    return Text(N_("{day:day} cannot be worked in place of another: please name a free Saturday or Sunday."), day=day)


def _source() -> Step:
    words = Text(
        N_("By which document? Please write its number and date, for example: Notice No. 15/TB-BNV of 10/11/2026.")
    )
    return _words(SOURCE, words, _SOURCE_MOST, _bad_source)


def _words(name: str, words: Text, most: int, refuse: Callable[[str], Text | None]) -> Step:
    def bad(text: str) -> Text | None:
        if visible_length(text) > most or "\n" in text.strip():
            return Text(N_("Please write it on one line, with at most {most} characters."), most=most)
        return refuse(clean(text))

    return Step(name, (words,), least=1, most=_TYPED_MOST, refuse=bad, kept_as=lambda text: " ".join(text.split()))


def _bad_name(text: str) -> Text | None:
    return None if any(each.isalpha() for each in text) else Text(N_("Please write the name in words."))


def _bad_source(typed: str) -> Text | None:
    text = key(typed)
    dated = _DATED.search(text)
    if dated and any(each.isdigit() for each in text[: dated.start()] + text[dated.end() :]):
        return None
    return Text(N_("The number and the date of the document are needed, for example: No. 15/TB-BNV of 10/11/2026."))


def changed(act: CalendarAct, answers: Item, known: Known) -> DaysSet:
    """Return what the desk has set once the answers are taken."""
    own, source = known.own, answers.get(SOURCE, "")
    first = kept(answers.get(FIRST, "")) or known.today.day
    match act:
        case CalendarAct.OFF:
            last = kept(answers.get(LAST, "")) or first
            return own.with_days(days_off(first, last, answers[NAME], source, known.calendar))
        case CalendarAct.SWAP:
            return own.with_days(swapped(first, kept(answers[WORKED]) or first, source, known.named))
        case CalendarAct.DECIDE:
            return own.decided(known.next_year, source)
    return own.undecided() if answers[DAY] == YEAR else own.without(date.fromisoformat(answers[DAY]))


def day_of(act: CalendarAct, answers: Item, known: Known) -> date:
    """Return the day that is looked at once it is done."""
    if act is CalendarAct.DECIDE:
        return date(known.next_year, 1, 1)
    if act is CalendarAct.DROP:
        return date(known.next_year - 1, 1, 1) if answers[DAY] == YEAR else date.fromisoformat(answers[DAY])
    return kept(answers.get(FIRST, "")) or known.today.day


def refused_now(asked: Form, answers: Item) -> tuple[Step, Text] | None:
    """Return the first answer that cannot stand any more, and why: somebody else has set days meanwhile."""
    for step in asked.steps:
        answer = answers.get(step.name, "")
        if step.options and answer not in step.options:
            return step, Text(step.unknown, typed=answer)
        said = step.refuse(answer) if answer else None
        if said:
            return step, said
    return None
