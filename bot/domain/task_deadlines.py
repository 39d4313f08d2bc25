"""The deadline of a task as people say it: what is kept of it, and how it was understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.calendars import Provisional
from bot.domain.characters import key
from bot.domain.day_phrases import NotADay, Today
from bot.domain.day_steps import refused
from bot.domain.days import Reading, read
from bot.domain.deadlines import DeadlineKind, Recurrence, due_on
from bot.domain.forms import Step
from bot.domain.texts import N_, Text

NO_DEADLINE = "không có thời hạn"
_NONE = frozenset({"khong", "khong han", "khong co", "none", "no"})
_TYPED_MOST = 4000
_PREFIXES = {
    DeadlineKind.BEFORE_DAY: "trước ngày ",
    DeadlineKind.MONTH: "tháng ",
    DeadlineKind.QUARTER: "quý ",
    DeadlineKind.YEAR: "năm ",
    DeadlineKind.DAY: "",
}
_RECURRING = re.compile("(?:ngày ([0-9]{1,2}) )?hằng (tháng|quý)")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stated:
    """A deadline as a task has it: see `bot.domain.deadlines.due_on`."""

    kind: DeadlineKind
    deadline: str = ""
    recurrence: Recurrence = Recurrence.NONE

    def last(self, today: date) -> date | None:
        """Return the last day it names; of one that recurs the first that is not before `today`."""
        return due_on(self.kind, self.deadline, self.recurrence, today)


def stated(kept: str) -> Stated:
    """Return the deadline that an answer holds which is kept, or that `spelt` made. Raises ValueError for another."""
    if kept == NO_DEADLINE:
        return Stated(DeadlineKind.NONE)
    if recurring := _RECURRING.fullmatch(kept):
        each = Recurrence.MONTHLY if recurring[2] == "tháng" else Recurrence.QUARTERLY
        return Stated(DeadlineKind.RECURRING, recurring[1] or "", each)
    kind = next(kind for kind, prefix in _PREFIXES.items() if kept.startswith(prefix))
    found = Stated(kind, kept.removeprefix(_PREFIXES[kind]))
    found.last(date.min)
    return found


def spelt(kind: DeadlineKind, deadline: str, recurrence: Recurrence) -> str:
    """Return a deadline in the words that are kept: the same on every day, and read again as what it is."""
    if kind is DeadlineKind.NONE:
        return NO_DEADLINE
    if kind is DeadlineKind.RECURRING:
        each = "hằng tháng" if recurrence is Recurrence.MONTHLY else "hằng quý"
        return f"ngày {deadline} {each}" if deadline else each
    return _PREFIXES[kind] + deadline


def deadline_step(name: str, words: tuple[Text, ...], today: Today) -> Step:
    """Return the question for the deadline of a task: a day, a month, a quarter, a year, what recurs, or none."""
    return Step(
        name,
        words,
        least=1,
        most=_TYPED_MOST,
        quick=(NO_DEADLINE,),
        takes_no=True,
        refuse=lambda text: _why_not(text, today),
        kept_as=lambda text: _kept(text, today),
        remark=lambda text: _remark(text, today),
    )


def ends_before(kept: str) -> tuple[date, date] | None:
    """Return the two days that "before a day" can mean, the cautious one first; None for another deadline."""
    try:
        found = stated(kept)
    except ValueError:
        return None
    last = found.last(date.min) if found.kind is DeadlineKind.BEFORE_DAY else None
    return (last, last + _ONE_DAY) if last else None


def _read(text: str, today: Today) -> Reading | NotADay:
    return Reading(DeadlineKind.NONE, None, None) if key(text).strip(" .") in _NONE else read(text, today)


def _why_not(text: str, today: Today) -> Text | None:
    found = _read(text, today)
    return refused(found, text, today) if isinstance(found, NotADay) else None


def _kept(text: str, today: Today) -> str:
    found = _read(text, today)
    return text if isinstance(found, NotADay) else spelt(found.kind, found.deadline, found.recurrence)


def _remark(text: str, today: Today) -> Text | None:
    """How a deadline was understood, with both days where the one that counts is another."""
    found = _read(text, today)
    if isinstance(found, NotADay):
        return None
    if found.day is None or found.counts is None:
        return Text(N_("Understood as: no deadline."))
    shown = Provisional(found.counts) if today.calendar.is_provisional(found.counts) else found.counts
    if found.kind is DeadlineKind.BEFORE_DAY:
        return Text(N_("Before {day:day}: {meant:day} is the last day."), day=found.day, meant=shown)
    if found.counts != found.day:
        return Text(N_("{day:day} is a day off: {meant:day} is the last day."), day=found.day, meant=shown)
    if found.kind is DeadlineKind.RECURRING:
        return Text(N_("Understood as recurring, the first time on {day:day}."), day=found.day)
    if found.other:
        words = N_("Today is {today:day}. Understood as {day:day}; where today is meant, please change the answer.")
        return Text(words, today=found.other, day=found.day)
    return Text(N_("Understood as {day:day}."), day=found.day)
