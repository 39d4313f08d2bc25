"""The forms in which a lead works on its task: what each asks, and what can be tapped in place of typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from bot.domain.attachments import FILES_MAX, SIZE_MAX
from bot.domain.courses import DATED, DOCUMENT, FILES, RESULT, TO, WORDS, Course, TaskAct
from bot.domain.day_phrases import Today
from bot.domain.day_steps import day_of_document, deadline
from bot.domain.deadlines import DeadlineKind, counted_on
from bot.domain.forms import Draft, Form, Step
from bot.domain.progress_words import Said, read_progress
from bot.domain.texts import N_, Text

TASK_WORK = "task_work"
"""The kind of its drafts; their subject is `TaskSubject`, and they are of no seat where the desk works for an agency
that has none."""
PROGRESS = "progress"
QUICK = ("25%", "50%", "75%", "90%")
_ONE_DAY, _LONGEST = timedelta(days=1), timedelta(days=731)
_QUICK_DAYS = (7, 14)


class TaskForm(StrEnum):
    """What a form is for; the value stands in buttons."""

    PROGRESS = "p"
    RESULT = "d"
    EXTENSION = "e"
    QUESTION = "q"


ACTS: Mapping[TaskForm, TaskAct] = {
    TaskForm.PROGRESS: TaskAct.PROGRESSED,
    TaskForm.RESULT: TaskAct.REPORTED,
    TaskForm.EXTENSION: TaskAct.EXTENSION_ASKED,
    TaskForm.QUESTION: TaskAct.ASKED,
}
"""What becomes of each."""


@dataclass(frozen=True)
class TaskSubject:
    """What a draft is about: a task by its code, and the agency in whose name, empty for a course of the seat."""

    code: str
    form: TaskForm
    agency: str = ""

    def __str__(self) -> str:
        return f"{self.code}:{self.form.value}:{self.agency}"

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """Return what a draft is about."""
        code, form, agency = draft.subject.split(":", 2)
        return cls(code, TaskForm(form), agency)


@dataclass(frozen=True)
class Known:
    """What decides what is asked: the course as it is now, None for a question; days are those of Viet Nam."""

    today: Today
    course: Course | None = None
    target: int | None = None
    unit: str = ""
    due_on: date | None = None
    overdue: bool = False


def task_form(form: TaskForm, known: Known, draft: Draft) -> Form:
    """Return a form, with what else is asked because of the answers of a draft."""
    return Form(_STEPS[form](known, draft), items_max=1, becomes=lambda changed: task_form(form, known, changed))


def said_progress(known: Known, draft: Draft) -> Said:
    """Return how far a draft says that a task is, with the word why where the figure is lower than before."""
    item = draft.items[0] if draft.items else {}
    said = read_progress(item.get(PROGRESS, ""), known.target)
    return replace(said, words=said.words or item.get(WORDS, ""))


def falls(course: Course, percent: int | None, figure: int | None) -> bool:
    """Return whether a figure is lower than the last that was said, which asks for a word why."""
    last = course.progress
    if last is None:
        return False
    return any(
        new is not None and old is not None and new < old
        for new, old in ((percent, last.percent), (figure, last.figure))
    )


def quick_days(known: Known) -> tuple[tuple[int, date], ...]:
    """Return the later deadlines that can be tapped, each with how many days it lies behind the present one or today;
    what falls on a day off is moved to the next working day."""
    base = max(known.due_on or known.today.day, known.today.day)
    days = [(days, base + timedelta(days=days)) for days in _QUICK_DAYS]
    return tuple((number, counted_on(DeadlineKind.DAY, day, known.today.calendar)) for number, day in days)


def _progress(known: Known, draft: Draft) -> tuple[Step, ...]:
    said = read_progress(draft.items[0].get(PROGRESS, ""), known.target) if draft.items else Said()
    asked = Step(
        PROGRESS,
        _asked_progress(known),
        least=1,
        most=2000,
        quick=QUICK if known.target is None else (),
        refuse=lambda text: _too_far(read_progress(text, known.target), known),
    )
    if known.course is None or said.words or said.full or not falls(known.course, said.percent, said.figure):
        return (asked,)
    why = Text(N_("The figure is lower than the last one. Why?"))
    return asked, Step(WORDS, (why,), least=3, most=2000)


def _asked_progress(known: Known) -> tuple[Text, ...]:
    if known.target is None:
        return (
            Text(N_("Please choose a figure or type it, for example: 80% waiting for an opinion of the legal office.")),
        )
    return (
        Text(N_("To be reached: {target:number} {unit}."), target=known.target, unit=known.unit),
        Text(
            N_("Please type how much has been reached, for example: {half:number}/{target:number}, or 50%."),
            half=known.target // 2,
            target=known.target,
        ),
    )


def _too_far(said: Said, known: Known) -> Text | None:
    if said.too_far:
        return Text(N_("Progress is 0 to 100 per cent. Please enter it again."))
    if said.other_target is not None:
        msgid = N_("{target:number} {unit} are to be reached, not {other:number}. Please enter it again.")
        return Text(msgid, target=known.target, unit=known.unit, other=said.other_target)
    return None


def _result(known: Known, draft: Draft) -> tuple[Step, ...]:
    answers = draft.items[0] if draft.items else {}
    document = Text(N_("The number and symbol of the document that shows the result, if there is one."))
    dated = Text(N_("Of which day is the document? For example 30/11/2026."))
    # A day without a document says nothing.
    days = (day_of_document(DATED, dated, known.today, optional=True),) if answers.get(DOCUMENT) else ()
    return (
        Step(RESULT, (Text(N_("Please enter what was achieved.")),), least=3, most=2000, extendable=True),
        Step(DOCUMENT, (document,), optional=True, least=3, most=200),
        *days,
        _FILES,
    )


def _extension(known: Known, _draft: Draft) -> tuple[Step, ...]:
    latest = max(known.due_on or known.today.day, known.today.day)
    words = N_("Until which day is it to be moved? A day can be typed, for example 30/11/2026 or next Friday.")
    why = N_("Please give the reason for moving the deadline (required) and what has been done.")
    if known.overdue:
        words = N_("By which day will it be completed? A day can be typed, for example 30/11/2026 or next Friday.")
        why = N_("Please explain why the deadline was missed (required) and what has been done.")
    asked = deadline(TO, (Text(words),), known.today, earliest=latest + _ONE_DAY, latest=latest + _LONGEST)
    days = tuple(f"{day:%d/%m/%Y}" for _, day in quick_days(known))
    return (
        replace(asked, optional=False, quick=days),
        Step(WORDS, (Text(why),), least=3, most=2000, extendable=True),
    )


def _question(_known: Known, _draft: Draft) -> tuple[Step, ...]:
    asked = Text(N_("Please enter the question. The Standing Body answers in working hours."))
    return (Step(WORDS, (asked,), least=3, most=2000, extendable=True),)


_STEPS: Mapping[TaskForm, Callable[[Known, Draft], tuple[Step, ...]]] = {
    TaskForm.PROGRESS: _progress,
    TaskForm.RESULT: _result,
    TaskForm.EXTENSION: _extension,
    TaskForm.QUESTION: _question,
}
_FILES = Step(
    FILES,
    (
        Text(
            N_(
                "Send photos or files that show the result (at most {most:count} files, each of at most {size:number}"
                " MB)."
            ),
            most=FILES_MAX,
            size=SIZE_MAX // 2**20,
        ),
    ),
    optional=True,
    files_max=FILES_MAX,
)
