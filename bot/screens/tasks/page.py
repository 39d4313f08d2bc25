"""The page of a task: what it says, how it goes with its leads, and what the reader can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.courses import Course, Stage, TaskAct
from bot.domain.people import Seat
from bot.domain.task_forms import TaskForm
from bot.domain.tasks import Part, Statement, Task, TaskFilter, TaskStatus
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.task_work import (
    ChooseCourse,
    OpenTaskForm,
    ReceiveTask,
    ShowCourse,
    ShowTaskWay,
    UndoTaskAct,
)
from bot.domain.verbs.tasks import ShowTask, StateTask
from bot.screens.tasks.courses import (
    PRIORITY,
    completion_lines,
    extensions_line,
    far,
    progress_line,
    stage_name,
    to_files,
)
from bot.screens.tasks.listing import HOME, due_line, parts, state, statement_lines
from bot.screens.tasks.papers import dossier
from bot.screens.tasks.way import Asked, thread

LEADS_SHOWN = 5
"""Of the leads of a task; the others are counted."""
COURSES_PER_PAGE = 6


@dataclass(frozen=True)
class Named:
    """A course, the name of its lead, and how buttons name that: a seat by its id, an agency by its place."""

    course: Course
    name: str
    lead: tuple[int, int]


@dataclass(frozen=True)
class Acts:
    """What the reader can do: with which course, and where several are his, that he chooses one."""

    lead: tuple[int, int] = (0, 0)
    open: frozenset[TaskAct] = frozenset()
    undo: bool = False
    asks: bool = False
    """Whether he can ask about it."""
    choose: bool = False
    in_name: str = ""
    """The agency in whose name it would be."""


@dataclass(frozen=True)
class View:
    """A task as somebody sees it; `task` has the courses that are his, `leads` all of them where they are several.

    `said` are the reader's seats that may say what became of it in a report: what they said is shown to them alone.
    """

    task: Task
    standing: TaskStatus
    names: Mapping[Part, Sequence[str]]
    said: Sequence[tuple[Seat, Statement | None]]
    back: Choice
    acts: Acts = Acts()
    leads: Sequence[Named] = ()
    shown: Named | None = None
    """The one course that is shown in full."""
    inside: bool = False
    """Whether the reader sees what its lead and the desk say to each other."""
    asked: Asked | None = None
    """The newest question of the reader's own seat, or of the course."""
    happened: int = 0
    """How many acts there are to look at; 0 for who does not see them."""


def detail(view: View) -> Screen:
    """One task."""
    task, standing = view.task, view.standing
    in_name = [Text(N_("What is entered here is recorded in the name of {name}."), name=view.acts.in_name)]
    lines = [
        Text(N_("<b>{code}</b> – {title}"), code=task.code, title=Excerpt(task.title)),
        # A sub-task has no document.
        *([Text(N_("Assigned by: {basis}"), basis=Excerpt(task.basis))] if task.basis else []),
        *parts(view.names),
        *([Text(N_("Assigned on: {day:date}"), day=task.assigned_on)] if task.assigned_on else []),
        *([PRIORITY] if task.priority else []),
        *([target_line(task)] if task.target is not None else []),
        due_line(task, standing),
        state(task, standing),
        *(course_lines(task, view.shown, inside=view.inside, named=bool(view.leads)) if view.shown else []),
        *([Text(N_("Result: {result}"), result=Excerpt(task.result))] if task.result else []),
        *(lead_lines(view.leads) if view.leads else []),
        *([BLANK, Text(N_("Note: {note}"), note=Excerpt(task.note))] if task.note else []),
        *(thread(view.asked) if view.asked else ()),
        *(in_name if view.acts.in_name else []),
        *(line for seat, statement in view.said if statement for line in _said(seat, statement)),
    ]
    states = [_state_row(task, *each, several=len(view.said) > 1) for each in view.said]
    own_rows = (*_act_rows(view), *states, *_look_rows(view))
    return Screen(tuple(lines), (*own_rows, (view.back,), (HOME,)))


def target_line(task: Task) -> Text:
    """How much is to be reached."""
    return Text(N_("To be reached: {target:number} {unit}."), target=task.target, unit=task.unit)


def course_lines(task: Task, shown: Named, *, inside: bool, named: bool) -> Sequence[Text]:
    """How a course goes: its stage and progress, and for those inside what is asked and why it was returned."""
    course = shown.course
    if course.stage is Stage.CANCELLED:
        return ()
    how = far(task, course.progress.percent, course.progress.figure) if course.progress else None
    stage = [] if course.stage is Stage.DONE else [_stage(course, how, shown.name if named else "")]
    update = [progress_line(task, course.progress)] if course.progress and course.stage is not Stage.DONE else []
    return (*stage, *update, *(_inside(course) if inside else ()), *_put_off(course))


def _stage(course: Course, how: Text | None, name: str) -> Text:
    stage = stage_name(course.stage)
    reached = Text(N_("{stage}, {far}"), stage=stage, far=how) if how else stage
    if name:
        return Text(N_("Progress of {name}: {stage}"), name=name, stage=reached)
    return Text(N_("Progress: {stage}"), stage=reached)


def _inside(course: Course) -> Sequence[Text]:
    asked = course.asked
    waiting = N_("A later deadline is asked for: {day:day}. The present one is in force until it is granted.")
    sent = completion_lines(course.completion) if course.completion and course.stage is not Stage.DONE else []
    return (
        *sent,
        *([Text(N_("Why it was returned: {words}"), words=Excerpt(course.returned))] if course.returned else []),
        *([Text(waiting, day=asked.to)] if asked else []),
    )


def _put_off(course: Course) -> Sequence[Text]:
    return (extensions_line(course),) if course.extensions else ()


def lead_lines(leads: Sequence[Named]) -> Sequence[Text]:
    """How many of several leads have received it and are done, and where each stands."""
    received = sum(each.course.received_at is not None or each.course.stage is Stage.DONE for each in leads)
    done = sum(each.course.stage is Stage.DONE for each in leads)
    counted = Text(
        N_("Of {total:count} leads: received {received:count}, completed {done:count}."),
        total=len(leads),
        received=received,
        done=done,
    )
    each_line = N_("• {name}: {stage}")
    shown = [Text(each_line, name=each.name, stage=stage_name(each.course.stage)) for each in leads[:LEADS_SHOWN]]
    others = len(leads) - LEADS_SHOWN
    more = Text(NP_("• and {count:count} other lead", "• and {count:count} other leads", by="count"), count=others)
    return (counted, *shown, *([more] if others > 0 else []))


def _said(seat: Seat, statement: Statement) -> Sequence[Text]:
    msgid = N_("Entered by {organisation} at {at:stamp}:")
    heading = Text(msgid, organisation=seat.organisation, at=statement.at)
    return (BLANK, heading, *statement_lines(statement))


def _state_row(task: Task, seat: Seat, statement: Statement | None, *, several: bool) -> Row:
    label = N_("Change the result{member}") if statement else N_("Give the result{member}")
    member = Text(N_(" – {member}"), member=seat.code) if several else None
    return (Choice(Text(label, member=member), StateTask(seat.id, task.id)),)


def receive(task: Task, lead: tuple[int, int] = (0, 0)) -> Choice:
    """The choice that confirms receipt; without a lead that of whoever presses."""
    return Choice(Text(N_("Confirm receipt")), ReceiveTask(task.id, *lead))


_FORMS = {
    TaskForm.PROGRESS: N_("Update progress"),
    TaskForm.RESULT: N_("Report completion"),
    TaskForm.EXTENSION: N_("Change the deadline"),
    TaskForm.QUESTION: N_("Send a question"),
}


def open_form(task: Task, form: TaskForm, lead: tuple[int, int] = (0, 0), label: str = "") -> Choice:
    """The choice that opens a form; without a lead that of whoever presses."""
    return Choice(Text(label or _FORMS[form]), OpenTaskForm(task.id, form, *lead))


COMPLETE_RESULT, GIVE_OPINION = N_("Complete the result"), N_("Give an opinion")


def _act_rows(view: View) -> Sequence[Row]:
    task, acts = view.task, view.acts
    again = view.shown is not None and view.shown.course.stage is Stage.AGAIN
    offered: list[Choice] = []
    if TaskAct.PROGRESSED in acts.open:
        offered.append(open_form(task, TaskForm.PROGRESS, acts.lead))
    if TaskAct.REPORTED in acts.open:
        offered.append(open_form(task, TaskForm.RESULT, acts.lead, COMPLETE_RESULT if again else ""))
    if TaskAct.EXTENSION_ASKED in acts.open and view.standing.due_at is not None:
        offered.append(open_form(task, TaskForm.EXTENSION, acts.lead))
    if acts.asks:
        offered.append(open_form(task, TaskForm.QUESTION, acts.lead))
    rows: list[Row] = [(receive(task, acts.lead),)] if TaskAct.RECEIVED in acts.open else []
    rows += [tuple(offered[i : i + 2]) for i in range(0, len(offered), 2)]
    if acts.undo:
        rows.append((Choice(Text(N_("Undo")), UndoTaskAct(task.id, *acts.lead)),))
    return rows


def _look_rows(view: View) -> Sequence[Row]:
    task, shown = view.task, view.shown
    looked: list[Choice] = []
    if view.inside and shown and shown.course.completion and shown.course.completion.files:
        looked.append(to_files(task, shown.course.completion))
    if view.happened:
        label = Text(N_("View history ({count:count})"), count=view.happened)
        looked.append(Choice(label, ShowTaskWay(task.id, *view.acts.lead, 0)))
    looked.append(dossier(task))
    choose = (Choice(Text(N_("Choose a lead")), ChooseCourse(task.id, 0)),)
    return (*(tuple(looked[i : i + 2]) for i in range(0, len(looked), 2)), *([choose] if view.acts.choose else ()))


def choose_course(task: Task, courses: Sequence[Named], page: int) -> Screen:
    """Which of several leads it is about."""
    pages = max(1, -(-len(courses) // COURSES_PER_PAGE))
    page = min(page, pages - 1)
    first = page * COURSES_PER_PAGE
    shown = list(enumerate(courses[first : first + COURSES_PER_PAGE], first + 1))
    heading = Text(N_("<b>{code}</b> – which lead? ({total:count})"), code=task.code, total=len(courses))
    msgid = N_("{number}. {name}: {stage}")
    lines = [Text(msgid, number=n, name=each.name, stage=stage_name(each.course.stage)) for n, each in shown]
    chosen = [Choice(Text(N_("Choose {number}"), number=n), ShowCourse(task.id, *each.lead)) for n, each in shown]
    turning = tuple(
        Choice(Text(label), ChooseCourse(task.id, to))
        for label, to in ((N_("Previous page"), page - 1), (N_("Next page"), page + 1))
        if 0 <= to < pages
    )
    rows = [tuple(chosen[i : i + 3]) for i in range(0, len(chosen), 3)]
    return Screen((heading, *lines), (*rows, *([turning] if turning else []), (to_task(task),)))


def to_task(task: Task) -> Choice:
    """The choice that leads back to the page of a task."""
    return Choice(Text(N_("‹ Back to {code}"), code=task.code), ShowTask(task.id, TaskFilter.OPEN, 0))
