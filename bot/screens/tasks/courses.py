"""How a course of a task stands, in words."""

from __future__ import annotations

from bot.domain.courses import Completion, Course, Progress, Stage
from bot.domain.deadlines import Recurrence
from bot.domain.tasks import Bucket, Task, TaskStatus
from bot.domain.texts import N_, NP_, Choice, Excerpt, Text, joined
from bot.domain.verbs.task_work import SendTaskFiles
from bot.screens.names import STAGE_NAMES

PRIORITY = Text(N_("Priority task."))
"""That a task is one of those that matter most."""


def stage_name(stage: Stage) -> Text:
    """Return the name of a state."""
    return Text(STAGE_NAMES[stage])


def how_often(task: Task) -> Text:
    """Return how often a recurring task comes."""
    return Text(N_("every month") if task.recurrence is Recurrence.MONTHLY else N_("every quarter"))


def series_state(task: Task) -> Text:
    """Return how a recurring task stands: it makes occurrences, or makes none for now or any more."""
    if task.stage in (Stage.NEW, Stage.RECEIVED):
        return Text(N_("recurring task, {often}"), often=how_often(task))
    return Text(N_("recurring task, {often}, {state}"), often=how_often(task), state=stage_name(task.stage))


def percent(number: int) -> Text:
    """Return how far something is, such as 80%."""
    return Text(N_("{number:number}%"), number=number)


def reached(task: Task, figure: int) -> Text:
    """Return how much of what is counted has been reached."""
    return Text(N_("{figure:number}/{target:number} {unit}"), figure=figure, target=task.target, unit=task.unit)


def far(task: Task, number: int | None, figure: int | None) -> Text | None:
    """Return how far a lead is, in per cent, in what is counted, or in both; None where no number was said."""
    parts = [
        *([percent(number)] if number is not None else []),
        *([reached(task, figure)] if figure is not None and task.target is not None else []),
    ]
    return joined(parts, ", ") if parts else None


def progress_line(task: Task, progress: Progress) -> Text:
    """The newest progress with its day, as a page of a task shows it."""
    how = far(task, progress.percent, progress.figure)
    if not progress.words:
        return Text(N_("Latest update ({day:date}): {far}"), day=progress.at, far=how)
    if how is None:
        return Text(N_("Latest update ({day:date}): {words}"), day=progress.at, words=Excerpt(progress.words))
    msgid = N_("Latest update ({day:date}): {far}. {words}")
    return Text(msgid, day=progress.at, far=how, words=Excerpt(progress.words))


def completion_lines(completion: Completion) -> list[Text]:
    """The result that was reported: what was achieved, the document and its day, how many files."""
    document = Text(N_("Document: {document}"), document=Excerpt(completion.document))
    if completion.dated:
        msgid = N_("Document: {document}, of {day:date}")
        document = Text(msgid, document=Excerpt(completion.document), day=completion.dated)
    files = NP_("{count:count} file is attached.", "{count:count} files are attached.", by="count")
    return [
        *([Text(N_("Result: {result}"), result=Excerpt(completion.result))] if completion.result else []),
        *([document] if completion.document else []),
        *([Text(files, count=len(completion.files))] if completion.files else []),
    ]


def to_files(task: Task, completion: Completion) -> Choice:
    """Return the choice that sends the files of a result."""
    label = Text(N_("View files ({count:count})"), count=len(completion.files))
    return Choice(label, SendTaskFiles(task.id, completion.event))


def extensions_line(course: Course) -> Text:
    """How often the deadline of a course was put off."""
    return Text(N_("Deadline changed so far: {count:count} times"), count=course.extensions)


def punctual(standing: TaskStatus) -> Text:
    """Whether what was done, or waits to be confirmed, was in time."""
    late = standing.bucket in (Bucket.DONE_LATE, Bucket.OPEN_OVERDUE)
    if standing.due_at is None:
        return Text(N_("no deadline"))
    return Text(N_("late") if late else N_("on time"))
