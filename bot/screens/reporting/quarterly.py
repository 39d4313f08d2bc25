"""What a quarterly report shows beside its difficulties: the seat's tasks and the free paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from bot.domain.characters import cut
from bot.domain.forms import Act, Draft
from bot.domain.periods import Period
from bot.domain.questions import ReportPart
from bot.domain.reports import Quarterly, Report
from bot.domain.tasks import Bucket, TaskState
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Screen, Text, joined
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.tasks import ListReportTasks, ShowStatement
from bot.screens.names import BUCKET_NAMES, PART_NAMES
from bot.screens.reporting import written
from bot.screens.reporting.acts import back, choice, save
from bot.screens.reporting.answers import NOT_GIVEN
from bot.screens.reporting.went import went_lines
from bot.screens.tasks.listing import TITLE_LENGTH, statement_lines

_TASKS_SHOWN = 10
"""One screen has room for so many, whatever else stands on it; the others are counted."""

WHAT_IT_HOLDS = Text(
    N_(
        "The quarterly report holds your tasks as the system has recorded them, with the results you give,"
        " difficulties if there are any, and a general opinion."
    )
)
SENT_ALL_THE_SAME = Text(N_("The tasks and the opinion below are sent all the same."))


def closing_screen(draft: Draft, period: Period) -> Screen:
    """The question for the free paragraph; it may be skipped."""
    entered = (BLANK, Text(N_("Entered: {answer}"), answer=Excerpt(draft.closing))) if draft.closing else ()
    keep = ((choice(draft, Text(N_("Keep this answer")), Act.KEEP),),) if draft.closing else ()
    return Screen(
        (
            Text(N_("<b>Report for {period}</b>"), period=period),
            Text(N_("Please enter initiatives, good practice or general proposals (optional).")),
            *entered,
            *written.kept_lines(draft),
        ),
        (
            (choice(draft, Text(N_("Skip")), Act.SKIP), back(draft)),
            *keep,
            *written.kept_rows(draft, None),
            (save(draft),),
        ),
    )


def change_closing(draft: Draft) -> Choice:
    """The choice that leads to the free paragraph from the screens after it."""
    return choice(draft, Text(N_("Change opinion") if draft.closing else N_("Add an opinion")), Act.CHANGE_CLOSING)


def give_results(draft: Draft) -> Choice:
    """The choice that leads to what can be said of each task."""
    return Choice(Text(N_("Give results of tasks")), ListReportTasks(draft.id, 0))


_Views = Callable[[TaskState], Choice | None]


def _no_view(_task: TaskState) -> None:
    """What is still being written is viewed where it is written."""


def unsaved_lines(codes: Sequence[str]) -> Sequence[Text]:
    """The tasks whose result was entered and not saved."""
    if not codes:
        return ()
    msgid = N_("Not in the report, as the result has been entered and not saved: {codes}.")
    return (Text(msgid, codes=", ".join(codes)),)


def task_lines(tasks: Sequence[TaskState], view: _Views = _no_view) -> Sequence[Text]:
    """The tasks by bucket, then each with what was said of it, as far as there is room."""
    if not tasks:
        return (Text(N_("<b>Tasks assigned</b>: none is recorded.")),)
    counts = Counter(task.bucket for task in tasks)
    named = [
        Text(N_("{bucket} {count:count}"), bucket=Text(BUCKET_NAMES[bucket]), count=counts[bucket])
        for bucket in Bucket
        if counts[bucket]
    ]
    heading = Text(
        N_("<b>Tasks assigned</b> ({total:count}): {buckets}."), total=len(tasks), buckets=joined(named, "; ")
    )
    others = len(tasks) - _TASKS_SHOWN
    rest = (
        [
            Text(
                NP_(
                    "{count:count} other task also stands in the report.",
                    "{count:count} other tasks also stand in the report.",
                    by="count",
                ),
                count=others,
            )
        ]
        if others > 0
        else []
    )
    shown = enumerate(tasks[:_TASKS_SHOWN], 1)
    return (heading, *(line for number, task in shown for line in numbered(number, task, view(task))), *rest)


def numbered(number: int, task: TaskState, view: Choice | None = None) -> Sequence[Text]:
    """A task in one line, then how it went and what was said of it; `view` is the choice offered where that was cut."""
    said = statement_lines(task.statement, view) if task.statement else ()
    return (_line(number, task), *went_lines(task.went), *said)


def _line(number: int, task: TaskState) -> Text:
    return Text(
        N_("{number}. {code} – {part}, {state}{due} – {title}"),
        number=number,
        code=task.code,
        part=Text(PART_NAMES[task.part]),
        state=state(task),
        due=Text(N_(", due {day:date}"), day=task.due_on) if task.due_on else None,
        title=Excerpt(cut(task.title, TITLE_LENGTH)),
    )


def state(task: TaskState) -> Text:
    """Where a task stood, with the day on which it was done."""
    bucket = Text(BUCKET_NAMES[task.bucket])
    if task.done_on is None:
        return bucket
    return Text(N_("{bucket}, {day:date}") if task.due_on else N_("done, {day:date}"), bucket=bucket, day=task.done_on)


def opinion_line(opinion: str, view: Choice | None = None) -> Text:
    """The free paragraph, or that there is none."""
    return Text(N_("General opinion: {opinion}"), opinion=Excerpt(opinion, view) if opinion else NOT_GIVEN)


def summary(tasks: Sequence[TaskState]) -> Text:
    """How many tasks a report states, and how many of them are overdue."""
    overdue = sum(task.bucket is Bucket.OPEN_OVERDUE for task in tasks)
    if not overdue:
        return Text(N_("Tasks: {total:count}."), total=len(tasks))
    return Text(N_("Tasks: {total:count}, of them overdue: {overdue:count}."), total=len(tasks), overdue=overdue)


def total_of(buckets: Sequence[Bucket]) -> Sequence[Text]:
    """What an aggregate says of the tasks, from where each stood; one that several members state counts for each."""
    if not buckets:
        return ()
    msgid = N_("Tasks stated by members, each for every member: {total:count}, of them overdue: {overdue:count}.")
    return (Text(msgid, total=len(buckets), overdue=buckets.count(Bucket.OPEN_OVERDUE)),)


def receipt_lines(stated: Quarterly) -> Sequence[Text]:
    """What the receipt says."""
    received = (Text(N_("General opinion: received with the report.")),) if stated.opinion else ()
    said = [task.code for task in stated.tasks if task.statement]
    msgid = N_("Results entered: {count:count} ({codes}).")
    results = (Text(msgid, count=len(said), codes=Excerpt(", ".join(said))),) if said else ()
    return (summary(stated.tasks), *results, *received)


def notice_lines(report: Report) -> Sequence[Text]:
    """What an officer reads with a new report: of the tasks those of which something was said."""
    if report.quarterly is None:
        return ()
    view, said = _views(report), [task for task in report.quarterly.tasks if task.statement]
    lines = [line for n, task in enumerate(said[:_TASKS_SHOWN], 1) for line in numbered(n, task, view(task))]
    msgid = N_("Results entered for other tasks, in the report as well: {count:count}.")
    rest = (Text(msgid, count=len(said) - _TASKS_SHOWN),) if len(said) > _TASKS_SHOWN else ()
    return (summary(report.quarterly.tasks), *lines, *rest, _opinion_of(report))


def report_lines(report: Report) -> Sequence[Text]:
    """What a report shows that has been sent."""
    return (*task_lines(report.quarterly.tasks, _views(report)), _opinion_of(report)) if report.quarterly else ()


def _views(report: Report) -> _Views:
    stated = report.quarterly.tasks if report.quarterly else ()
    places = {task.code: place for place, task in enumerate(stated, 1)}

    def view(task: TaskState) -> Choice:
        shown = ShowStatement(report.code, places[task.code], report.version)
        return Choice(Text(N_("View {code}"), code=task.code), shown)

    return view


def statement(report: Report, task: TaskState, remark: Sequence[Text] = ()) -> Screen:
    """What a report says of a task, alone and in full; `remark` says what became of the version it is of."""
    assert task.statement is not None
    heading = Text(N_("<b>{code}</b> – {title}"), code=task.code, title=Excerpt(task.title))
    return Screen((Text(N_("<b>{code}</b>"), code=report.code), *remark, heading, *statement_lines(task.statement)))


def _opinion_of(report: Report) -> Text:
    assert report.quarterly is not None
    view = Choice(Text(N_("View opinion")), ShowReport(report.code, ReportPart.OPINION, report.version))
    return opinion_line(report.quarterly.opinion, view)


def opinion(report: Report, remark: Sequence[Text] = ()) -> Screen:
    """The free paragraph of a report alone; `remark` says what became of the version it is of."""
    assert report.quarterly is not None
    return Screen((Text(N_("<b>{code}</b>"), code=report.code), *remark, opinion_line(report.quarterly.opinion)))
