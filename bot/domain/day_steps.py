"""The questions of forms that a day answers, in figures or in words: one that comes, or the day of a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.calendars import Provisional
from bot.domain.characters import cut
from bot.domain.day_phrases import NotADay, Side, Today, Why
from bot.domain.days import Reading, kept, read
from bot.domain.deadlines import DeadlineKind
from bot.domain.forms import Step
from bot.domain.texts import N_, Text

_TYPED_MOST, _SHOWN = 4000, 60
"""Longer than what is refused by name: no day is offered to be shortened."""
_OF_ONE_DAY = frozenset({DeadlineKind.DAY})
_ENDS = frozenset(
    {DeadlineKind.DAY, DeadlineKind.BEFORE_DAY, DeadlineKind.MONTH, DeadlineKind.QUARTER, DeadlineKind.YEAR}
)


@dataclass(frozen=True)
class _Asked:
    """Which day is asked for, and what of it is kept."""

    today: Today
    kinds: frozenset[DeadlineKind]
    meant: Callable[[Reading], date | None]
    earliest: date | None = None
    latest: date | None = None
    works: bool = False
    """Whether it has to be a working day."""

    def taken(self, text: str) -> Reading | Text:
        """What a text is understood as, or why it cannot be the answer."""
        found = read(text, self.today)
        if isinstance(found, NotADay):
            return refused(found, text, self.today)
        if found.kind not in self.kinds:
            return refused(NotADay(Why.UNKNOWN), text, self.today)
        return self._too_early_or_late(self.day(found)) or found

    def day(self, found: Reading) -> date:
        """The day that is kept."""
        return self.meant(found) or self.today.day

    def _too_early_or_late(self, day: date) -> Text | None:
        if self.earliest and day < self.earliest:
            words = N_("{day:date} is too early: please name a day from {earliest:date} on.")
            return Text(words, day=day, earliest=self.earliest)
        if self.latest and day > self.latest:
            words = N_("{day:date} is too late: please name a day until {latest:date}.")
            return Text(words, day=day, latest=self.latest)
        if self.works and not self.today.calendar.is_working(day):
            return Text(N_("{day:day} is a day off. Please name a working day."), day=day)
        return None


def first_day(name: str, words: Text, today: Today, *, optional: bool = False) -> Step:
    """Return a question for the day from which something holds, today or later."""
    return _step(name, (words,), _Asked(today, _OF_ONE_DAY, lambda found: found.day), optional=optional)


def last_day(name: str, words: Text, today: Today, *, earliest: date, latest: date | None = None) -> Step:
    """Return a question for the last day on which something holds, working or not."""
    return _step(name, (words,), _Asked(today, _ENDS, lambda found: found.last, earliest, latest))


def working_day(name: str, words: Text, today: Today, *, latest: date) -> Step:
    """Return a question for a working day, today or later."""
    asked = _Asked(today, _OF_ONE_DAY, lambda found: found.day, today.day, latest, works=True)
    return _step(name, (words,), asked)


def deadline(name: str, words: tuple[Text, ...], today: Today, *, earliest: date, latest: date) -> Step:
    """Return a question for a deadline that need not be answered: what is kept is the day that counts."""
    return _step(name, words, _Asked(today, _ENDS, lambda found: found.counts, earliest, latest), optional=True)


def day_of_document(name: str, words: Text, today: Today, *, optional: bool = False) -> Step:
    """Return a question for the day of a document, which is not after today."""
    asked = _Asked(replace(today, side=Side.BEHIND), _OF_ONE_DAY, lambda found: found.day)
    return _step(name, (words,), asked, optional=optional)


def _step(name: str, words: tuple[Text, ...], asked: _Asked, *, optional: bool = False) -> Step:
    def refuse(text: str) -> Text | None:
        found = asked.taken(text)
        return found if isinstance(found, Text) else None

    def kept_as(text: str) -> str:
        found = asked.taken(text)
        return text if isinstance(found, Text) else f"{asked.day(found):%d/%m/%Y}"

    def remark(text: str) -> Text | None:
        found = asked.taken(text)
        return None if isinstance(found, Text) else _remark(found, text, asked)

    return Step(
        name, words, optional=optional, least=1, most=_TYPED_MOST, refuse=refuse, kept_as=kept_as, remark=remark
    )


def _remark(found: Reading, typed: str, asked: _Asked) -> Text | None:
    """How a day was understood that was not typed in figures, and which day counts where it is another."""
    day, meant = found.day or asked.today.day, asked.day(found)
    shown = Provisional(meant) if meant != day and asked.today.calendar.is_provisional(meant) else meant
    if found.kind is DeadlineKind.BEFORE_DAY:
        return Text(N_("Before {day:day}: {meant:day} is the last day."), day=day, meant=shown)
    if meant != day:
        return Text(N_("{day:day} is a day off: {meant:day} is the last day."), day=day, meant=shown)
    if found.other:
        words = N_("Today is {today:day}. Understood as {day:day}; where today is meant, please change the answer.")
        return Text(words, today=found.other, day=day)
    return None if kept(typed) == day else Text(N_("Understood as {day:day}."), day=day)


def refused(found: NotADay, text: str, today: Today) -> Text:
    """Return why a text that was typed is no day that can be taken."""
    typed = cut(text, _SHOWN)
    match found.why:
        case Why.NO_SUCH_DAY:
            return Text(N_('"{typed}": there is no such day. A day is written as day/month/year.'), typed=typed)
        case Why.WEEKDAY:
            return Text(
                N_('"{typed}" does not fit: it is {day:day}. Please enter it again.'), typed=typed, day=found.day
            )
        case Why.PAST:
            words = N_("{day:date} has passed. Where a day of another year is meant, please add the year.")
            return Text(words, day=found.day)
        case Why.FUTURE:
            return Text(N_("The day of a document is not after today, and {day:date} is."), day=found.day)
    if today.side is Side.BEHIND:
        words = N_(
            '"{typed}" names no day. It is written as day/month/year, for example {today:date}, or as yesterday.'
        )
    else:
        words = N_(
            '"{typed}" names no day that can be taken. It is written as day/month/year, for example {today:date}, or as'
            " today or tomorrow."
        )
    return Text(words, typed=typed, today=today.day)
