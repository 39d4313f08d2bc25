"""The form in which the desk assigns a task: what it asks, and how each answer is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.characters import clean, cut, key
from bot.domain.codes import read_code
from bot.domain.day_phrases import Today
from bot.domain.day_steps import last_day
from bot.domain.forms import Draft, Form, Item, Step
from bot.domain.periods import Cadence
from bot.domain.series import is_reported, may_count_reports
from bot.domain.task_deadlines import deadline_step, ends_before, stated
from bot.domain.task_parts import Directory, outside_of, parts_step
from bot.domain.texts import N_, Text

ASSIGNING = "task_assigning"
"""The kind of its drafts; their subject is empty, or names what they were begun from."""
BASIS, CONTENT, LEAD, COORDINATING, WATCHING = "basis", "content", "lead", "coordinating", "watching"
DEADLINE, LAST, PRIORITY, TARGET, NOTE, RESOLVES = "deadline", "last", "priority", "target", "note", "resolves"
REPORTS = "reports"
YES, NO = "yes", "no"
_LONGEST = 1000
_UNIT_LONGEST = 100
_TARGET_BELOW = 10**9
_TARGET = re.compile(r"([^0-9]*)([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(.*)", re.DOTALL)
_YES, _NO = frozenset({"co", "yes", "1", "trong tam", "priority"}), frozenset({"khong", "no", "2", "0"})
_SHOWN = 60


@dataclass(frozen=True)
class Known:
    """What the form knows: the day, who can be named, the latest bases, which difficulties are there, and how often
    the seats of each body report."""

    today: Today
    directory: Directory
    bases: tuple[str, ...] = ()
    is_difficulty: Callable[[str], bool] = lambda _code: True
    cadences: Mapping[str, Cadence] = field(default_factory=dict)


@dataclass(frozen=True)
class Prefill:
    """What a form is opened with: a `subject` that tells it from others, and answers by the names of its questions."""

    subject: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


def assigning_form(known: Known, draft: Draft) -> Form:
    """Return the form, with what else is asked because of the answers of a draft.

    One that was begun from a difficulty has that first, answered already: it is not asked for on the way.
    """
    names = (BASIS, CONTENT, LEAD, COORDINATING, WATCHING)
    before = (RESOLVES, *names) if draft.subject else names
    after = (PRIORITY, TARGET, NOTE) if draft.subject else (PRIORITY, TARGET, NOTE, RESOLVES)
    steps = (
        *(step_of(name, known) for name in before),
        *deadline_steps(known, draft),
        *_reports_steps(known, draft),
        *(step_of(name, known) for name in after),
    )
    return Form(steps, items_max=1, becomes=lambda changed: assigning_form(known, changed), keeps=False)


def deadline_steps(known: Known, draft: Draft) -> tuple[Step, ...]:
    """Return the question for the deadline; where "before a day" is said, also which day is the last."""
    asked = step_of(DEADLINE, known)
    item: Item = draft.items[0] if draft.items else {}
    ends = ends_before(item.get(DEADLINE, ""))
    return (asked, _last_step(ends, known.today)) if ends else (asked,)


def _last_step(ends: tuple[date, date], today: Today) -> Step:
    cautious, literal = today.calendar.previous_working(ends[0]), ends[1]
    words = (
        Text(N_('It says "before {day:date}". Until when is it followed?'), day=literal),
        Text(N_("Without an answer: until the end of {day:date}."), day=cautious),
    )
    asked = last_day(LAST, words[0], today, earliest=today.day)
    return Step(
        LAST,
        words,
        optional=True,
        least=1,
        most=asked.most,
        quick=tuple(f"{day:%d/%m/%Y}" for day in (cautious, literal)),
        refuse=asked.refuse,
        kept_as=asked.kept_as,
        remark=asked.remark,
    )


def reports_counted(known: Known, item: Item) -> bool:
    """Return whether periodic reports are the results of the task that the answers of a form describe."""
    answer = item.get(REPORTS)
    return _reports_may_count(known, item) and (answer == YES if answer else is_reported(item.get(CONTENT, "")))


def _reports_may_count(known: Known, item: Item) -> bool:
    leads = known.directory.named(item.get(LEAD, ""))
    try:
        recurrence = stated(item.get(DEADLINE, "")).recurrence
    except ValueError:
        return False  # not answered yet
    seats = [seat for each in leads for seat in each.seats]
    return not outside_of(leads) and may_count_reports(recurrence, [known.cadences.get(seat.body) for seat in seats])


def _reports_steps(known: Known, draft: Draft) -> tuple[Step, ...]:
    item: Item = draft.items[0] if draft.items else {}
    if not _reports_may_count(known, item):
        return ()
    proposed = is_reported(item.get(CONTENT, ""))
    without = N_("Without an answer: they count.") if proposed else N_("Without an answer: they do not count.")
    asked = _reports((YES, NO) if proposed else (NO, YES))
    # Optional: a deadline that comes to recur at the review sends nobody through the form again.
    return (replace(asked, words=(*asked.words, Text(without)), optional=True),)


def _reports(options: tuple[str, ...]) -> Step:
    words = Text(N_("Does the periodic report of each member count as the result of each period?"))
    return Step(
        REPORTS,
        (words,),
        options=options,
        find=lambda text: _numbered(text, options) or _yes_or_no(text),
        takes_no=True,
    )


def _numbered(text: str, options: tuple[str, ...]) -> tuple[str, ...]:
    said = clean(text).strip(" .")
    return tuple(option for number, option in enumerate(options, 1) if said == str(number))


def step_of(name: str, known: Known, *, optional: bool = True) -> Step:
    """Return a question by its name; `optional` where difficulties need not be named."""
    return _resolves(known, optional=optional) if name == RESOLVES else _STEPS[name](known)


def _basis(known: Known) -> Step:
    asked = N_("By which document is it assigned? For example: Notice No. 437/TB-VPCP of 02/11/2026.")
    return Step(BASIS, (Text(asked),), least=3, most=_LONGEST, quick=known.bases)


def _content(_known: Known) -> Step:
    return Step(CONTENT, (Text(N_("What is to be done?")),), least=3, most=_LONGEST, extendable=True)


def _lead(known: Known) -> Step:
    words = (
        Text(N_("Who leads? Type names or codes; several stand on lines of their own or between semicolons.")),
        Text(N_("A body stands for all its members. Who has no seat is followed in its name.")),
    )
    return parts_step(LEAD, words, known.directory, lead=True)


def _coordinating(known: Known) -> Step:
    return parts_step(COORDINATING, (Text(N_("Who takes part?")),), known.directory, lead=False)


def _watching(known: Known) -> Step:
    return parts_step(WATCHING, (Text(N_("Who watches the task?")),), known.directory, lead=False)


def _deadline(known: Known) -> Step:
    words = (
        Text(N_("Until when? As it is said: 25/11; thứ Sáu tuần sau; hết quý III; trước ngày 25;")),
        Text(N_("10 ngày làm việc; hằng tháng; không.")),
    )
    return deadline_step(DEADLINE, words, known.today)


def _priority(_known: Known) -> Step:
    return Step(PRIORITY, (Text(N_("Is it a priority task?")),), options=(YES, NO), find=_yes_or_no, takes_no=True)


def _target(_known: Known) -> Step:
    words = Text(N_("What is counted, if anything? For example: 342 recommendations; 20 %."))
    return Step(TARGET, (words,), optional=True, least=1, most=200, refuse=_no_target, kept_as=_kept_target)


def _note(_known: Known) -> Step:
    words = Text(N_("A note, if any. Everybody who has a part reads it."))
    return Step(NOTE, (words,), optional=True, least=3, most=_LONGEST)


def _resolves(known: Known, *, optional: bool) -> Step:
    return Step(
        RESOLVES,
        (Text(N_("Which difficulties does it resolve? Type their codes, for example VM-2611-031.")),),
        optional=optional,
        least=3,
        most=_LONGEST,
        refuse=lambda text: _no_difficulties(text, known),
        kept_as=lambda text: "; ".join(codes_in(text)),
    )


_STEPS: Mapping[str, Callable[[Known], Step]] = {
    BASIS: _basis,
    CONTENT: _content,
    LEAD: _lead,
    COORDINATING: _coordinating,
    WATCHING: _watching,
    DEADLINE: _deadline,
    PRIORITY: _priority,
    TARGET: _target,
    NOTE: _note,
    REPORTS: lambda _known: _reports((YES, NO)),
}


def target_of(text: str) -> tuple[int | None, str]:
    """Return how many of what are to be reached: (342, "phản ánh, kiến nghị"); nothing for a text without a number."""
    found = _TARGET.fullmatch(clean(text))
    if not found:
        return None, ""
    number = int(found[2].replace(".", ""))
    unit = clean(found[3]) or clean(found[1])
    return (number, unit) if 0 < number < _TARGET_BELOW and len(unit) <= _UNIT_LONGEST else (None, "")


def codes_in(text: str) -> list[str]:
    """Return what was typed as codes, each once, as codes are written where they are some."""
    pieces = (clean(piece) for line in text.splitlines() for part in line.split(";") for piece in part.split(","))
    return list(dict.fromkeys(read_code(piece) or piece for piece in pieces if piece))


def _yes_or_no(text: str) -> tuple[str, ...]:
    said = key(text).strip(" .")
    return (YES,) if said in _YES else (NO,) if said in _NO else ()


def _no_target(text: str) -> Text | None:
    if target_of(text)[0] is None:
        return Text(N_('"{typed}" names no whole number above 0 of what is counted.'), typed=cut(text, _SHOWN))
    return None


def _kept_target(text: str) -> str:
    number, unit = target_of(text)
    return f"{number} {unit}".strip()


def _no_difficulties(text: str, known: Known) -> Text | None:
    unknown = next((code for code in codes_in(text) if not known.is_difficulty(code)), None)
    if unknown is None:
        return None
    return Text(N_('There is no difficulty "{code}" that is followed.'), code=cut(unknown, _SHOWN))
