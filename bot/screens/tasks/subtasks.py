"""Sub-tasks: the list of a task's, their own page, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.domain.characters import cut
from bot.domain.courses import Course, Stage, TaskAct
from bot.domain.people import Seat
from bot.domain.tasks import Task, TaskFilter, TaskStatus
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.verbs.subtasks import ConfirmSubtask, ListSubtasks, OpenSubtask, OpenSubtaskAct, SubtaskAct
from bot.domain.verbs.tasks import ShowTask
from bot.screens.tasks.contacts import back_to
from bot.screens.tasks.courses import completion_lines, stage_name
from bot.screens.tasks.listing import TITLE_LENGTH, due_line

_SHOWN = 10
"""Of the sub-tasks of a task, those that are not done first."""


def count_line(done: int, total: int) -> Text:
    """How many sub-tasks of a task are done; that ends nothing."""
    return Text(N_("Sub-tasks done: {done:count}/{total:count}"), done=done, total=total)


def rows_of_parent(task: Task, leading: Sequence[Seat], total: int, *, several: bool) -> Sequence[Row]:
    """The choices on the page of a task of whoever leads it: its sub-tasks, and a new one."""
    new: list[Row] = []
    for seat in leading:
        member = Text(N_(" – {member}"), member=seat.code) if several else None
        new.append((Choice(Text(N_("Assign part{member}"), member=member), OpenSubtask(task.id, seat.id)),))
    listed: list[Row] = [(Choice(Text(N_("View sub-tasks")), ListSubtasks(task.id)),)] if total else []
    return [*listed, *new]


def listed(task: Task, found: Sequence[tuple[Task, str, Text]]) -> Screen:
    """The sub-tasks of a task: each with whose it is and how it stands."""
    done = sum(each.stage is Stage.DONE for each, *_ in found)
    heading = Text(N_("<b>Sub-tasks of {code}</b>"), code=task.code)
    in_order = sorted(found, key=lambda each: each[0].stage is Stage.DONE)[:_SHOWN]
    lines = [
        Text(
            N_("{number}. {code} – {name}, {how} – {title}"),
            number=number,
            code=each.code,
            name=name,
            how=how,
            title=cut(each.title, TITLE_LENGTH),
        )
        for number, (each, name, how) in enumerate(in_order, 1)
    ]
    views = [
        Choice(Text(N_("View {code}"), code=each.code), ShowTask(each.id, TaskFilter.OPEN, 0)) for each, *_ in in_order
    ]
    rows = [tuple(views[i : i + 2]) for i in range(0, len(views), 2)]
    return Screen((heading, count_line(done, len(found)), *lines), (*rows, (back_to(task),)))


def own_lines(parent: Task, assigner: str, name: str, subtask: Task) -> Sequence[Text]:
    """What the page of a sub-task says of whose part it is, and of its result."""
    course = subtask.courses[0]
    return [
        Text(N_("Part of task {code}: {title}"), code=parent.code, title=Excerpt(parent.title)),
        Text(N_("Assigned by {organisation}, to {name}."), organisation=assigner, name=name),
        Text(N_("Progress: {stage}"), stage=stage_name(course.stage)),
        *(completion_lines(course.completion) if course.completion and course.stage is not Stage.DONE else []),
        *([Text(N_("It was returned: {reason}"), reason=Excerpt(course.returned))] if course.returned else []),
    ]


def deciding_rows(subtask: Task, is_open: Callable[[TaskAct], bool]) -> Sequence[Row]:
    """What whoever assigned a sub-task can do to it."""
    newest = subtask.courses[0].newest
    decide: list[Choice] = []
    if is_open(TaskAct.CONFIRMED):
        decide.append(Choice(Text(N_("Confirm result")), ConfirmSubtask(subtask.id, newest), Weight.SEND))
    if is_open(TaskAct.RETURNED):
        decide.append(Choice(Text(N_("Return it")), OpenSubtaskAct(subtask.id, SubtaskAct.RETURN, newest)))
    cancel = Choice(Text(N_("No longer needed")), OpenSubtaskAct(subtask.id, SubtaskAct.CANCEL, newest))
    return [*([tuple(decide)] if decide else []), *([(cancel,)] if is_open(TaskAct.CANCELLED) else [])]


def parent_row(parent: Task) -> Row:
    """The choice that leads to the task a sub-task is part of."""
    return (Choice(Text(N_("View {code}"), code=parent.code), ShowTask(parent.id, TaskFilter.OPEN, 0)),)


# --- the forms


SEND = Text(N_("Assign part"))
CONFIRM = {SubtaskAct.RETURN: Text(N_("Return it")), SubtaskAct.CANCEL: Text(N_("No longer needed"))}
_HEADINGS: Mapping[SubtaskAct, str] = {
    SubtaskAct.RETURN: N_("<b>{code}</b> – return the result of a sub-task"),
    SubtaskAct.CANCEL: N_("<b>{code}</b> – sub-task no longer needed"),
}


def new_heading(parent: Task) -> Text:
    """What the form is about."""
    msgid = N_("<b>Sub-task of {code}</b> – {title}")
    return Text(msgid, code=parent.code, title=Excerpt(parent.title))


def act_heading(subtask: Task, act: SubtaskAct) -> Text:
    """What the form is about."""
    return Text(_HEADINGS[act], code=subtask.code)


def new_lines(words: str, name: str, due: date | None) -> Sequence[Text]:
    """What will be assigned."""
    return (
        Text(N_("Content: {words}"), words=Excerpt(words)),
        Text(N_("To: {name}"), name=name),
        Text(N_("Deadline: {day:date}"), day=due) if due else Text(N_("Deadline: none")),
    )


def reason_lines(words: str) -> Sequence[Text]:
    """What will be read."""
    return (Text(N_("Reason: {words}"), words=Excerpt(words)),)


# --- what is told


def done(subtask: Task, name: str) -> Text:
    """A sub-task is assigned."""
    return Text(N_("Sub-task {code} is assigned to {name}."), code=subtask.code, name=name)


def decided(subtask: Task) -> Text:
    """A decision is kept and told."""
    return Text(N_("{code}: recorded, and told to whoever works on it."), code=subtask.code)


def assigned(subtask: Task, parent: Task, standing: TaskStatus, assigner: str) -> Screen:
    """A new sub-task, to whoever is to do it."""
    msgid = N_("{organisation} assigns sub-task <b>{code}</b>: {title}")
    return _told(
        subtask,
        Text(N_("Dear {dear},")),
        Text(msgid, organisation=assigner, code=subtask.code, title=Excerpt(subtask.title)),
        Text(N_("Part of task {code}: {title}"), code=parent.code, title=Excerpt(parent.title)),
        due_line(subtask, standing),
        Text(N_("The result goes to {organisation}, which confirms it."), organisation=assigner),
    )


def result_to_assigner(subtask: Task, parent: Task, course: Course, name: str) -> Screen:
    """A sub-task is reported as done, to whoever assigned it."""
    assert course.completion is not None
    msgid = N_("{name} reports sub-task <b>{code}</b> of {parent} as completed: {title}")
    said = Text(msgid, name=name, code=subtask.code, parent=parent.code, title=Excerpt(subtask.title))
    return _told(subtask, said, *completion_lines(course.completion))


def confirmed(subtask: Task) -> Screen:
    """The result of a sub-task is enough."""
    return _told(subtask, Text(N_("Sub-task {code} is confirmed as completed."), code=subtask.code))


def _returned(subtask: Task, words: str) -> Screen:
    asked = Text(N_("Please complete the result of sub-task {code}."), code=subtask.code)
    return _told(subtask, asked, *reason_lines(words))


def _cancelled(subtask: Task, words: str) -> Screen:
    ended = Text(N_("Sub-task {code} is no longer needed."), code=subtask.code)
    return _told(subtask, ended, *reason_lines(words))


TOLD: Mapping[SubtaskAct, Callable[[Task, str], Screen]] = {
    SubtaskAct.RETURN: _returned,
    SubtaskAct.CANCEL: _cancelled,
}
"""What is told of an act that needs a reason."""


def _told(subtask: Task, *lines: Text) -> Screen:
    see = Choice(Text(N_("View details")), ShowTask(subtask.id, TaskFilter.OPEN, 0))
    return Screen(lines, ((see,),))
