"""What the desk can do with tasks: below its notices, on a task's page, in the list of what waits, of who has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.buttons import Verb
from bot.domain.course_acts import is_open_to_desk
from bot.domain.courses import Course, Stage, TaskAct
from bot.domain.task_desk import (
    CHANGES,
    CourseRef,
    TaskDeskAct,
    TaskWaiting,
    WaitingKind,
    newest_of,
    ref_of,
)
from bot.domain.tasks import Task, TaskFilter
from bot.domain.texts import N_, NP_, Choice, Row, Screen, Text, Weight, joined
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.task_desk import (
    ConfirmResult,
    GrantExtension,
    ListReceipts,
    ListWaitingTasks,
    OpenAssigning,
    OpenNextWaiting,
    OpenTaskAct,
    ShowReceipts,
    ShowTaskLinks,
    ShowTaskMenu,
    ShowWaitingTask,
)
from bot.domain.verbs.tasks import ShowTask
from bot.screens.tasks.courses import stage_name, to_files

PER_PAGE, LEADS_SHOWN = 5, 15
_MOST_ON_PAGE = 3
"""So many things that wait are offered one by one on a task's page; the list has the others."""
_HOME = Choice(Text(N_("Main screen")), ShowHome())
ASSIGN = Choice(Text(N_("Assign a task")), OpenAssigning())
_KINDS: Mapping[WaitingKind, str] = {
    WaitingKind.RESULT: N_("result"),
    WaitingKind.EXTENSION: N_("new deadline"),
    WaitingKind.QUESTION: N_("question"),
}
_OPEN: Mapping[WaitingKind, str] = {
    WaitingKind.RESULT: N_("View result{number}"),
    WaitingKind.EXTENSION: N_("View request{number}"),
    WaitingKind.QUESTION: N_("View question{number}"),
}
_CHANGE_LABELS: Mapping[TaskDeskAct, str] = {
    TaskDeskAct.CONTENT: N_("Change content"),
    TaskDeskAct.BASIS: N_("Change basis"),
    TaskDeskAct.LEAD: N_("Change lead"),
    TaskDeskAct.COORDINATING: N_("Change coordinating"),
    TaskDeskAct.WATCHING: N_("Change watching"),
    TaskDeskAct.DEADLINE: N_("Change deadline"),
    TaskDeskAct.REPORTS: N_("Change reports count"),
    TaskDeskAct.PRIORITY: N_("Change priority"),
    TaskDeskAct.TARGET: N_("Change target"),
    TaskDeskAct.NOTE: N_("Change note"),
}


# --- below the notices to the desk


def result_rows(task: Task, course: Course) -> tuple[Row, ...]:
    """What can be done with a result that waits."""
    ref = ref_of(task, course)
    confirm = Choice(Text(N_("Confirm completed")), ConfirmResult(ref), Weight.SEND)
    back = Choice(Text(N_("Return")), OpenTaskAct(TaskDeskAct.RETURN, ref))
    sent = course.completion
    files = [to_files(task, sent)] if sent and sent.files else []
    return ((confirm, back), *([tuple(files)] if files else []), (_task(task), _next(course.newest)))


def extension_rows(task: Task, course: Course) -> tuple[Row, ...]:
    """What can be done with a later deadline that is asked for."""
    ref = ref_of(task, course)
    grant = Choice(Text(N_("Grant")), GrantExtension(ref), Weight.SEND)
    refuse = Choice(Text(N_("Do not grant")), OpenTaskAct(TaskDeskAct.REFUSE, ref))
    other = Choice(Text(N_("Choose another day")), OpenTaskAct(TaskDeskAct.OTHER_DAY, ref))
    return ((grant, refuse), (other, _task(task)))


def question_rows(task: Task, event: int) -> tuple[Row, ...]:
    """What can be done with a question."""
    answer = Choice(Text(N_("Answer")), OpenTaskAct(TaskDeskAct.ANSWER, CourseRef(task.id, 0, 0, event)))
    return ((answer, _task(task)),)


def _task(task: Task) -> Choice:
    return Choice(Text(N_("View task")), ShowTask(task.id, TaskFilter.OPEN, 0))


def _next(event: int) -> Choice:
    return Choice(Text(N_("Open next item")), OpenNextWaiting(event))


def with_next(screen: Screen, following: TaskWaiting | None) -> Screen:
    """Return the page after a decision, with the choice that opens what waits next."""
    if following is None:
        return screen
    opens = ShowWaitingTask(following.task.id, following.event)
    return replace(screen, rows=((Choice(Text(N_("Open next item")), opens),), *screen.rows))


# --- on a task's page


def beside(screen: Screen, task: Task, waits: Sequence[TaskWaiting], links: Sequence[str]) -> Screen:
    """Return the page of a task with what the desk knows of it besides, and can do with it."""
    lines = [*([_receipts_line(task)] if not task.ended else []), *([_links_line(links)] if links else [])]
    several = len(waits) > 1
    opens = [
        Choice(
            Text(_OPEN[each.kind], number=Text(N_(" {number}"), number=number) if several else None),
            ShowWaitingTask(task.id, each.event),
        )
        for number, each in enumerate(waits[:_MOST_ON_PAGE], 1)
    ]
    if len(waits) > _MOST_ON_PAGE:
        opens.append(_to_waiting(len(waits)))
    receipts = Choice(Text(N_("View receipts")), ShowReceipts(task.id, 0))
    menu = Choice(Text(N_("Change, suspend, end")), ShowTaskMenu(task.id))
    linked = Choice(Text(N_("Difficulties ({count:count})"), count=len(links)), ShowTaskLinks(task.id))
    rows: list[Row] = [tuple(opens[i : i + 2]) for i in range(0, len(opens), 2)]
    rows += [(receipts, linked)] if not task.ended else [(linked,)]
    rows += [] if task.ended else [(menu,)]
    return replace(screen, lines=(*screen.lines, *lines), rows=(*rows, *screen.rows))


def _receipts_line(task: Task) -> Text:
    return Text(N_("Receipt confirmed: {received:count}/{total:count}"), received=_received(task), total=_leads(task))


def _links_line(links: Sequence[str]) -> Text:
    return Text(N_("It is to resolve: {codes}"), codes=", ".join(links))


def _received(task: Task) -> int:
    return sum(_has_it(course) for course in task.courses)


def _has_it(course: Course) -> bool:
    return course.received_at is not None or course.stage is Stage.DONE


def _leads(task: Task) -> int:
    return len(task.courses)


def menu(task: Task, *, reports: bool) -> Screen:
    """What of a task can be changed, and how it is suspended or ended; `reports` where they may be its results."""
    stage, ref = task.stage, CourseRef(task.id, 0, 0, newest_of(task))
    state = Text(N_("<b>{code}</b> – {state}"), code=task.code, state=stage_name(stage))
    ask = Text(N_("What is to be changed? A reason is asked for; everybody who has a part in the task is told."))
    rows: list[Row] = []
    if is_open_to_desk(TaskAct.CHANGED, stage):
        changes = [
            Choice(Text(_CHANGE_LABELS[act]), OpenTaskAct(act, ref))
            for act in CHANGES
            if reports or act is not TaskDeskAct.REPORTS
        ]
        rows += [tuple(changes[i : i + 2]) for i in range(0, len(changes), 2)]
    ends = [
        Choice(Text(label), OpenTaskAct(act, ref))
        for act, of, label in (
            (TaskDeskAct.SUSPEND, TaskAct.SUSPENDED, N_("Suspend")),
            (TaskDeskAct.RESUME, TaskAct.RESUMED, N_("Resume")),
            (TaskDeskAct.CANCEL, TaskAct.CANCELLED, N_("Cancel task")),
        )
        if is_open_to_desk(of, stage)
    ]
    rows += [tuple(ends)] if ends else []
    view = Choice(Text(N_("View {code}"), code=task.code), ShowTask(task.id, TaskFilter.OPEN, 0))
    return Screen((state, ask), (*rows, (view, _HOME)))


def beside_list(screen: Screen) -> Screen:
    """Return a page of tasks with what the desk can do there."""
    receipts = Choice(Text(N_("View receipts")), ListReceipts(0))
    return replace(screen, rows=(*screen.rows[:-1], (ASSIGN, receipts), *screen.rows[-1:]))


# --- who has confirmed receipt


@dataclass(frozen=True)
class Page:
    """A page of a list, by its number from 0."""

    number: int
    pages: int
    total: int


def receipts(task: Task, names: Sequence[str], page: Page) -> Screen:
    """Who has confirmed that they have a task: a page of its leads; `names` are those of all of them."""
    heading = Text(
        N_("<b>{code}</b> – receipt confirmed: {received:count}/{total:count}"),
        code=task.code,
        received=_received(task),
        total=_leads(task),
    )
    here = slice(page.number * LEADS_SHOWN, (page.number + 1) * LEADS_SHOWN)
    lines = [_receipt(name, course) for name, course in zip(names[here], task.courses[here], strict=True)]
    turning = _turning(page, lambda number: ShowReceipts(task.id, number))
    view = Choice(Text(N_("View {code}"), code=task.code), ShowTask(task.id, TaskFilter.OPEN, 0))
    others = Choice(Text(N_("Other tasks")), ListReceipts(0))
    return Screen((heading, *lines), (*turning, (view, others)))


def _receipt(name: str, course: Course) -> Text:
    who = name or Text(N_("outside the member list"))
    if course.received_at:
        return Text(N_("• {name}: {at:stamp}"), name=who, at=course.received_at)
    if course.stage is Stage.DONE:
        return Text(N_("• {name}: completed"), name=who)
    return Text(N_("• {name}: <b>not confirmed</b>"), name=who)


def receipts_of_all(found: Sequence[tuple[Task, Sequence[str]]], page: Page) -> Screen:
    """A page of the tasks that not all who lead them have confirmed to have; with the names of those."""
    if not found:
        return Screen((Text(N_("Everybody has confirmed to have the tasks they lead.")),), ((ASSIGN,), (_HOME,)))
    first = page.number * PER_PAGE + 1
    heading = Text(
        N_("<b>Receipt not confirmed</b> ({first}–{last}/{total})"),
        first=first,
        last=first + len(found) - 1,
        total=page.total,
    )
    lines = [_unconfirmed(number, task, names) for number, (task, names) in enumerate(found, first)]
    views = [Choice(Text(N_("View {code}"), code=task.code), ShowReceipts(task.id, 0)) for task, _ in found]
    rows: list[Row] = [tuple(views[i : i + 2]) for i in range(0, len(views), 2)]
    return Screen((heading, *lines), (*rows, *_turning(page, ListReceipts), (_HOME,)))


def _unconfirmed(number: int, task: Task, names: Sequence[str]) -> Text:
    shown = [Text(N_("{name}"), name=name) for name in names[:_MOST_ON_PAGE]]
    others = len(names) - len(shown)
    if others:
        shown.append(Text(NP_("{count:count} other member", "{count:count} other members", by="count"), count=others))
    return Text(
        N_("{number}. {code} – confirmed {received:count}/{total:count}; not yet: {names}"),
        number=number,
        code=task.code,
        received=_received(task),
        total=_leads(task),
        names=joined(shown, "; "),
    )


# --- what waits


def _to_waiting(count: int) -> Choice:
    return Choice(Text(N_("What waits ({count:count})"), count=count), ListWaitingTasks(0))


def counted(found: Sequence[TaskWaiting]) -> Text:
    """How much waits for the desk, by kind, for the main screen."""
    numbers = [(kind, sum(each.kind is kind for each in found)) for kind in WaitingKind]
    shown = [Text(_COUNTED[kind], count=number) for kind, number in numbers if number]
    return Text(N_("Tasks waiting for the Standing Body: {what}."), what=joined(shown, ", "))


_COUNTED: Mapping[WaitingKind, str] = {
    WaitingKind.RESULT: N_("results {count:count}"),
    WaitingKind.EXTENSION: N_("new deadlines {count:count}"),
    WaitingKind.QUESTION: N_("questions {count:count}"),
}


def home_rows(count: int) -> list[Row]:
    """What the desk can choose on its main screen."""
    return [(ASSIGN, _to_waiting(count))] if count else [(ASSIGN,)]


def waiting(found: Sequence[tuple[TaskWaiting, str]], page: Page) -> Screen:
    """A page of what waits, the oldest first, each with the name of who did it."""
    receipts = Choice(Text(N_("View receipts")), ListReceipts(0))
    if not found:
        return Screen((Text(N_("Nothing waits for the Standing Body on tasks.")),), ((ASSIGN, receipts), (_HOME,)))
    first = page.number * PER_PAGE + 1
    heading = Text(
        N_("<b>Waiting for the Standing Body</b> ({first}–{last}/{total})"),
        first=first,
        last=first + len(found) - 1,
        total=page.total,
    )
    lines = [_waiting(number, each, name) for number, (each, name) in enumerate(found, first)]
    opens = [
        Choice(Text(N_("Choose {number}"), number=number), ShowWaitingTask(each.task.id, each.event))
        for number, (each, _) in enumerate(found, first)
    ]
    rows: list[Row] = [tuple(opens[i : i + 3]) for i in range(0, len(opens), 3)]
    return Screen((heading, *lines), (*rows, *_turning(page, ListWaitingTasks), (ASSIGN, receipts), (_HOME,)))


def _waiting(number: int, each: TaskWaiting, name: str) -> Text:
    return Text(
        N_("{number}. {code} – {kind}, {name}, {at:stamp}"),
        number=number,
        code=each.task.code,
        kind=Text(_KINDS[each.kind]),
        name=name,
        at=each.at,
    )


def _turning(page: Page, verb: Callable[[int], Verb]) -> list[Row]:
    before = (Choice(Text(N_("Previous page")), verb(page.number - 1)),) if page.number else ()
    after = (Choice(Text(N_("Next page")), verb(page.number + 1)),) if page.number + 1 < page.pages else ()
    return [(*before, *after)] if before or after else []


# --- what is said of what was done


def done_meanwhile(task: Task) -> Text:
    """What a button was about does not wait any more."""
    return Text(
        N_("{code}: this was decided meanwhile; it stands at: {state}. Nothing was changed."),
        code=task.code,
        state=stage_name(task.stage),
    )
