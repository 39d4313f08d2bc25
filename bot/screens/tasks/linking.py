"""What is told and shown of the difficulties that a task resolves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.handling import Case, DeskAct, newest, open_acts
from bot.domain.task_desk import CourseRef, TaskDeskAct, newest_of
from bot.domain.tasks import Task, TaskFilter, TaskStatus
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.handling import OpenAct
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.task_desk import (
    OpenAssigning,
    OpenLinking,
    OpenTaskAct,
    ShowTaskLinks,
    ShowTasksOfDifficulty,
    UnlinkDifficulty,
)
from bot.domain.verbs.tasks import ShowTask
from bot.screens.difficulties.standing import standing as state_of
from bot.screens.tasks.courses import stage_name
from bot.screens.tasks.listing import due_line, named

_HOME = Choice(Text(N_("Main screen")), ShowHome())


def linked(task: Task, codes: Sequence[str], leads: Sequence[str], at: TaskStatus) -> Screen:
    """Tells a member that a task was assigned by which its difficulties are to be resolved."""
    about = Text(
        N_("A task was assigned to resolve {codes}, which {you} reported: {code}, lead: {leads}."),
        codes=", ".join(codes),
        code=task.code,
        leads=named(leads) if leads else Text(N_("outside the member list")),
    )
    later = Text(N_("The System will tell {you} when the task is completed. Nothing is to be done meanwhile."))
    return Screen((about, due_line(task, at), later), (_view(codes[0]),), silent=True)


def completed(task: Task, codes: Sequence[str]) -> Screen:
    """Tells a member that the task is completed by which its difficulties were to be resolved."""
    about = Text(
        N_("Task {code}, which was assigned to resolve {codes}, was completed on {day:date}."),
        code=task.code,
        codes=", ".join(codes),
        day=task.done_on,
    )
    msgid = N_("The Standing Body considers what this means for {codes} and will tell {you} of the result.")
    later = Text(msgid, codes=", ".join(codes))
    return Screen((about, later), (_view(codes[0]),), silent=True)


def _view(code: str) -> Row:
    return (Choice(Text(N_("View {code}"), code=code), ShowReport(code)),)


def to_record(task: Task, cases: Sequence[Case]) -> Screen:
    """Tells the desk that a task is completed, and that the results of its difficulties are still to be recorded."""
    said = Text(
        N_("<b>{code}</b> is completed. It was assigned to resolve {codes}; their state has not changed by that."),
        code=task.code,
        codes=", ".join(case.code for case in cases),
    )
    ask = Text(N_("Please record the result of each where it is resolved; the members are told of it then."))
    rows = [(_result(case),) for case in cases]
    view = Choice(Text(N_("View task")), ShowTask(task.id, TaskFilter.DONE, 0))
    return Screen((said, ask), (*rows[:4], (view,)))


def _result(case: Case) -> Choice:
    """What records the result of a difficulty; its page where that cannot be done yet."""
    if DeskAct.ANSWERED in open_acts(case.events):
        return Choice(
            Text(N_("Result {code}"), code=case.code), OpenAct(case.code, DeskAct.ANSWERED, newest(case.events))
        )
    return Choice(Text(N_("View {code}"), code=case.code), ShowReport(case.code))


def line(task: Task, at: TaskStatus) -> Text:
    """A task as the page of a difficulty names it, with where it stands."""
    if task.done_on:
        return Text(N_("Task {code}: completed on {day:date}."), code=task.code, day=task.done_on)
    state = stage_name(task.stage)
    if at.due_at is None:
        return Text(N_("Task {code}: {state}."), code=task.code, state=state)
    return Text(N_("Task {code}: {state}, deadline {day:date}."), code=task.code, state=state, day=at.due_at)


def to_tasks(screen: Screen, code: str, count: int) -> Screen:
    """Return the page of a difficulty with the way to its tasks."""
    choice = Choice(Text(N_("Tasks ({count:count})"), count=count), ShowTasksOfDifficulty(code))
    return replace(screen, rows=((choice,), *screen.rows))


def links(task: Task, found: Sequence[tuple[str, Case | None]]) -> Screen:
    """The difficulties that a task resolves."""
    heading = Text(N_("<b>{code}</b> – difficulties that it resolves: {count:count}"), code=task.code, count=len(found))
    lines = [_difficulty(code, case) for code, case in found]
    rows: list[Row] = [
        (
            Choice(Text(N_("View {code}"), code=code), ShowReport(code)),
            Choice(Text(N_("Unlink {code}"), code=code), UnlinkDifficulty(task.id, code)),
        )
        for code, _ in found
    ]
    ref = CourseRef(task.id, 0, 0, newest_of(task))
    rows.append((Choice(Text(N_("Link a difficulty")), OpenTaskAct(TaskDeskAct.LINK, ref)),))
    return Screen((heading, *lines), (*rows, (_task(task),)))


def _difficulty(code: str, case: Case | None) -> Text:
    if case is None:
        return Text(N_("{code}: withdrawn."), code=code)
    content = Excerpt(case.difficulty.answers["content"])
    return Text(N_("{code}, {state}: {content}"), code=code, state=state_of(case.events), content=content)


def _task(task: Task) -> Choice:
    return Choice(Text(N_("View {code}"), code=task.code), ShowTask(task.id, TaskFilter.OPEN, 0))


def tasks_of(case: Case, found: Sequence[tuple[Task, TaskStatus, Sequence[str]]]) -> Screen:
    """The tasks that resolve a difficulty."""
    heading = Text(N_("<b>{code}</b> – tasks that resolve it: {count:count}"), code=case.code, count=len(found))
    lines = [
        part
        for task, at, leads in found
        for part in (line(task, at), *([Text(N_("Lead: {name}"), name=named(leads))] if leads else []))
    ]
    each = [_task(task) for task, _, _ in found]
    links_of = [Choice(Text(N_("Links of {code}"), code=task.code), ShowTaskLinks(task.id)) for task, _, _ in found]
    rows: list[Row] = [tuple(pair) for pair in zip(each, links_of, strict=True)]
    rows.append(
        (
            Choice(Text(N_("Assign a task")), OpenAssigning(case.code)),
            Choice(Text(N_("Link a task")), OpenLinking(case.code)),
        )
    )
    return Screen((heading, *lines), (*rows, (Choice(Text(N_("View {code}"), code=case.code), ShowReport(case.code)),)))


def linked_now(task: Task, codes: Sequence[str]) -> Text:
    """The desk has linked difficulties with a task."""
    msgid = N_("{code}: linked with {codes}; the members who reported them are told.")
    return Text(msgid, code=task.code, codes=", ".join(codes))


def unlinked(task: Task, code: str) -> Text:
    """The desk has taken a link back."""
    return Text(N_("{task}: the link with {code} was taken back; nobody is told."), task=task.code, code=code)
