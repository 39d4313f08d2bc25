"""How a task went, as a report states it: stage, progress, extensions, and the result that was confirmed.

A seat that leads states its own course; one that takes part the task as a whole. What people said is named by the
event that holds it, so that nothing is copied.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.courses import DOCUMENT, FIGURE, PERCENT, RESULT, TO, WORDS, Course, Extension, Progress, Stage


@dataclass(frozen=True)
class Went:
    """How a task, or one course of it, had gone at an instant. Days are those of Viet Nam."""

    stage: Stage
    progress: Progress | None = None
    """The newest one; of a task with several leads none, since each has its own."""
    target: int | None = None
    unit: str = ""
    """What is counted, and how many of it are to be reached."""
    extensions: int = 0
    first_due_on: date | None = None
    """The day of the first deadline, where a later one was granted."""
    asked: Extension | None = None
    """A later deadline that was asked for and not decided."""
    results: tuple[int, ...] = ()
    """The events that hold the results that were confirmed."""
    result: str = ""
    """What they say."""


def went(stage: Stage, courses: Collection[Course], target: int | None, unit: str, first_due_on: date | None) -> Went:
    """Return how these courses of a task had gone, whose stage together is `stage`.

    `first_due_on` is the day of the deadline of its document, where a later one was granted.
    """
    alone = next(iter(courses)) if len(courses) == 1 else None
    extensions = sum(course.extensions for course in courses)
    asked = [course.asked for course in courses if course.asked]
    ended = [course for course in courses if course.stage is Stage.DONE and course.ended_by and course.result]
    return Went(
        stage=stage,
        progress=alone.progress if alone else None,
        target=target,
        unit=unit,
        extensions=extensions,
        first_due_on=first_due_on,
        asked=asked[0] if asked else None,
        results=tuple(dict.fromkeys(course.ended_by for course in ended)),
        result="; ".join(dict.fromkeys(course.result for course in ended)),
    )


def result_text(detail: Mapping[str, object]) -> str:
    """Return what the event says that holds a result: the document, and what was achieved."""
    return ", ".join(str(detail[name]) for name in (DOCUMENT, RESULT) if detail.get(name))


def progress_of(event: int, at: datetime, detail: Mapping[str, object]) -> Progress:
    """Return the progress that an event holds."""
    percent, figure = detail.get(PERCENT), detail.get(FIGURE)
    return Progress(
        at,
        percent if isinstance(percent, int) else None,
        figure if isinstance(figure, int) else None,
        str(detail.get(WORDS, "")),
        event,
    )


def extension_of(event: int, at: datetime, detail: Mapping[str, object]) -> Extension:
    """Return the later deadline that an event asks for."""
    return Extension(event, at, date.fromisoformat(str(detail[TO])), str(detail.get(WORDS, "")))
