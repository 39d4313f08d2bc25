"""The results of tasks in a quarter's snapshot, as every file shows them: by member, and task by task.

A task that several members state counts for each of them. Snapshots of months, and of quarters frozen before
tasks were in them, have no such part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain import questions
from bot.domain.questions import Question
from bot.domain.tasks import Bucket, Part
from bot.domain.texts import N_, Text
from bot.exports import stated_courses
from bot.exports.cells import Cell
from bot.exports.figures import as_written
from bot.exports.wording import vietnamese
from bot.screens.names import BUCKET_NAMES, PART_NAMES

BUCKETS: Mapping[Bucket, str] = {
    Bucket.DONE_ON_TIME: N_("Task column: done on time"),
    Bucket.DONE_LATE: N_("Task column: done late"),
    Bucket.OPEN_IN_TIME: N_("Task column: not done, in time"),
    Bucket.OPEN_OVERDUE: N_("Task column: not done, overdue"),
    Bucket.NO_DEADLINE: N_("Task column: no deadline"),
}
"""Every task is in one of them; in the order of the columns."""

_MEMBER_HEADS = (N_("Annex column: number"), N_("Annex column: member"), N_("Task column: total"), *BUCKETS.values())
_TASK_HEADS = (
    N_("Annex column: number"),
    N_("Annex column: member"),
    N_("Member column: report code"),
    N_("Task column: code"),
    N_("Task column: title"),
    N_("Task column: part"),
    N_("Task column: deadline"),
    N_("Task column: state"),
    N_("Task column: done on"),
)
_OPINION_HEADS = (
    N_("Annex column: number"),
    N_("Annex column: member"),
    N_("Member column: report code"),
    N_("Opinion column: text"),
)


@dataclass(frozen=True)
class Results:
    """The counts of a quarter: `stated` is the sum of `buckets`, `different` the tasks behind them."""

    members: int
    stated: int
    different: int
    buckets: Mapping[Bucket, int]


def results(snapshot: Mapping[str, Any]) -> Results:
    """Return the counts that every file of `snapshot` states."""
    tasks = snapshot["tasks"]
    counts = Counter(task["bucket"] for task in tasks)
    return Results(
        members=len({task["seat"] for task in tasks}),
        stated=len(tasks),
        different=len({task["code"] for task in tasks}),
        buckets={bucket: counts[bucket.value] for bucket in BUCKETS},
    )


def member_heads() -> list[str]:
    """Return the headings of the table by member."""
    return [_label(msgid) for msgid in _MEMBER_HEADS]


def member_rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return the counts of every member that stated a task, in the order of the snapshot, and their sum."""
    names = {task["seat"]: task["organisation"] for task in snapshot["tasks"]}
    counts = Counter((task["seat"], task["bucket"]) for task in snapshot["tasks"])
    rows: list[list[Cell]] = []
    for number, (seat, name) in enumerate(names.items(), 1):
        of_seat = [counts[seat, bucket.value] for bucket in BUCKETS]
        rows.append([number, name, sum(of_seat), *of_seat])
    total = results(snapshot)
    return [*rows, ["", _label(N_("Task column: total")), total.stated, *total.buckets.values()]]


def said(snapshot: Mapping[str, Any]) -> Sequence[Question]:
    """Return what members said of tasks: the questions that at least one task has an answer to.

    None in a snapshot that was frozen before there were any, so that its files stay what they were.
    """
    return [each for each in questions.STATEMENT if any(each.name in task for task in snapshot["tasks"])]


def task_heads(snapshot: Mapping[str, Any]) -> list[str]:
    """Return the headings of the list of tasks."""
    went = stated_courses.heads() if stated_courses.are_in(snapshot) else []
    return [*(_label(msgid) for msgid in (*_TASK_HEADS, *(question.head for question in said(snapshot)))), *went]


def task_rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return one row for every task a member stated, in the order of the snapshot."""
    with_courses = stated_courses.are_in(snapshot)
    return [
        [
            number,
            task["organisation"],
            task["report"],
            task["code"],
            task["title"],
            _label(PART_NAMES[Part(task["part"])]),
            _day(task["due_on"]),
            _label(BUCKETS[Bucket(task["bucket"])]),
            _day(task["done_on"]),
            *(task.get(question.name, "") for question in said(snapshot)),
            *(stated_courses.cells(task) if with_courses else []),
        ]
        for number, task in enumerate(snapshot["tasks"], 1)
    ]


def statements(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield how tasks went, and what members said of them: a line that names the task, then these, in the order of the
    snapshot."""
    told = [(task, [*stated_courses.lines(task), *_answers(task)]) for task in snapshot["tasks"]]
    for number, (task, lines) in enumerate(((task, lines) for task, lines in told if lines), 1):
        named = Text(
            N_("{number}. {member}, {code} – {title} ({part}; {state}{due}):"),
            number=number,
            member=task["organisation"],
            code=task["code"],
            title=task["title"],
            part=Text(PART_NAMES[Part(task["part"])]),
            state=Text(BUCKET_NAMES[Bucket(task["bucket"])]),
            due=Text(N_("; due {day}"), day=_day(task["due_on"])) if task["due_on"] else None,
        )
        yield vietnamese(named), lines


def _answers(task: Mapping[str, Any]) -> list[str]:
    answered = [question for question in questions.STATEMENT if question.name in task]
    return [vietnamese(Text(each.line, **{each.name: task[each.name]})) for each in answered]


def opinion_heads() -> list[str]:
    """Return the headings of the list of paragraphs."""
    return [_label(msgid) for msgid in _OPINION_HEADS]


def opinion_rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return one row for every free paragraph, in the order of the snapshot."""
    return [
        [number, opinion["organisation"], opinion["report"], as_written(snapshot, opinion["text"])]
        for number, opinion in enumerate(snapshot["opinions"], 1)
    ]


def _day(iso: str | None) -> Cell:
    return date.fromisoformat(iso) if iso else ""


def _label(msgid: str) -> str:
    return vietnamese(Text(msgid))
