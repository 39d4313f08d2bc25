"""What is told of a task: to whoever acted, to those who lead it or take part, to the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from bot.domain.courses import DOCUMENT, WORDS, Course, TaskAct
from bot.domain.series import BY_REPORT
from bot.domain.task_forms import TaskForm
from bot.domain.tasks import Part, Task, TaskFilter, TaskStatus
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.tasks import ShowTask
from bot.screens.names import PART_NAMES
from bot.screens.tasks import desk
from bot.screens.tasks.courses import PRIORITY, completion_lines, extensions_line, far, progress_line, punctual
from bot.screens.tasks.listing import due_line, named
from bot.screens.tasks.page import COMPLETE_RESULT, GIVE_OPINION, open_form, receive, target_line
from bot.screens.tasks.series import reports_counted, reports_not_counted


def _see(task: Task) -> Choice:
    return Choice(Text(N_("View details")), ShowTask(task.id, TaskFilter.OPEN, 0))


def _told(task: Task, *lines: Text) -> Screen:
    return Screen(tuple(lines), ((_see(task),),))


def _to_decide(rows: Sequence[Row], *lines: Text) -> Screen:
    return Screen(tuple(lines), tuple(rows))


# --- to whoever acted


def received(task: Task, name: str, at: datetime) -> Text:
    """The receipt of a task is recorded."""
    return Text(N_("Recorded: {name} has received task {code} at {at:stamp}."), name=name, code=task.code, at=at)


def progressed(task: Task, percent: int | None, figure: int | None, words: str, at: datetime) -> Text:
    """Progress is recorded, as it was said."""
    how = far(task, percent, figure)
    if how is None:
        return Text(N_('{code} is updated: "{words}" ({at:stamp}).'), code=task.code, words=Excerpt(words), at=at)
    if not words:
        return Text(N_("{code} is updated: {far} ({at:stamp})."), code=task.code, far=how, at=at)
    msgid = N_('{code} is updated: {far}, "{words}" ({at:stamp}).')
    return Text(msgid, code=task.code, far=how, words=Excerpt(words), at=at)


def taken_back(task: Task) -> Text:
    """What was recorded last is taken back."""
    return Text(N_("{code}: the last update was taken back."), code=task.code)


def result_sent(task: Task, at: datetime) -> Screen:
    """A result is on its way to the desk."""
    msgid = N_(
        "The result of {code} was sent at {at:stamp}. State: waiting for confirmation. Meanwhile the System does not"
        " remind of it."
    )
    return _told(task, Text(msgid, code=task.code, at=at))


def extension_sent(task: Task, course: Course, before: TaskStatus, at: datetime) -> Screen:
    """A later deadline is asked for; the old one is in force."""
    assert course.asked is not None
    asked = Text(
        N_("The request to move the deadline of {code} to {day:day} was sent at {at:stamp}."),
        code=task.code,
        day=course.asked.to,
        at=at,
    )
    still = N_("The old deadline is in force until the request is granted: {due:full}.")
    if before.overdue:
        still = N_(
            "The Standing Body considers the explanation. The first deadline is kept for the figures: {due:full}."
        )
    return _told(task, asked, Text(still, due=before.due_at))


def question_sent(task: Task, at: datetime) -> Screen:
    """A question is on its way to the desk."""
    msgid = N_("The question about {code} was sent at {at:stamp}. The answer comes in working hours.")
    return _told(task, Text(msgid, code=task.code, at=at))


def decided(task: Task) -> Text:
    """A decision of the desk is kept and told."""
    return Text(N_("{code}: recorded, and told to those concerned."), code=task.code)


def assigned_by_desk(task: Task) -> Text:
    """A task is assigned."""
    return Text(N_("{code} is assigned, and told to those concerned."), code=task.code)


# --- to those who lead it or take part


def assigned(task: Task, standing: TaskStatus, part: Part, leads: Sequence[str]) -> Screen:
    """A new task, to those who hold a seat that has this part in it."""
    who = Text(N_("Part: {part}."), part=Text(PART_NAMES[part]))
    if part is not Part.LEAD and leads:
        who = Text(N_("Part: {part}. Lead: {leads}."), part=Text(PART_NAMES[part]), leads=named(leads))
    opinion = open_form(task, TaskForm.QUESTION, label=GIVE_OPINION)
    rows: tuple[Row, ...] = ((receive(task), _see(task)), (opinion,)) if part is Part.LEAD else ((_see(task), opinion),)
    lines = (
        Text(N_("Dear {dear},")),
        Text(N_("The Standing Body assigns task <b>{code}</b>: {title}"), code=task.code, title=Excerpt(task.title)),
        Text(N_("Assigned by: {basis}"), basis=Excerpt(task.basis)),
        who,
        due_line(task, standing),
        *([PRIORITY] if task.priority else []),
        *([target_line(task)] if task.target is not None else []),
        *([Text(N_("Please confirm that the task has been received."))] if part is Part.LEAD else []),
    )
    return Screen(lines, rows)


def confirmed(task: Task, course: Course, standing: TaskStatus, today: date) -> Screen:
    """A result is confirmed."""
    return _told(
        task,
        Text(
            N_(
                "Task {code} is confirmed as completed, {how} (result sent on {sent:date}, confirmed on"
                " {confirmed:date})."
            ),
            code=task.code,
            how=punctual(standing),
            sent=course.done_on,
            confirmed=today,
        ),
    )


def returned(task: Task, reason: str, standing: TaskStatus) -> Screen:
    """A result is returned; the deadline stays."""
    asked = Text(N_("The Standing Body asks to complete the result of task {code}."), code=task.code)
    lines = (Text(N_("Dear {dear},")), asked, _reason(reason), *_due_stays(standing))
    later: tuple[Row, ...] = ((open_form(task, TaskForm.EXTENSION),),) if standing.due_at else ()
    return Screen(lines, ((open_form(task, TaskForm.RESULT, label=COMPLETE_RESULT), _see(task)), *later))


def extension_granted(task: Task, standing: TaskStatus, words: str) -> Screen:
    """A later deadline is in force."""
    granted = N_("The request to move the deadline of task {code} is granted. New deadline: {due:full}.")
    opinion = [Text(N_("Opinion: {words}"), words=Excerpt(words))] if words else []
    return _told(task, Text(granted, code=task.code, due=standing.due_at), *opinion)


def extension_refused(task: Task, standing: TaskStatus, words: str) -> Screen:
    """The old deadline stays in force."""
    refused = Text(N_("The request to move the deadline of task {code} is not granted."), code=task.code)
    lines = (refused, Text(N_("Opinion: {words}"), words=Excerpt(words)), *_due_stays(standing))
    return Screen(lines, ((open_form(task, TaskForm.PROGRESS), open_form(task, TaskForm.QUESTION)), (_see(task),)))


def answered(task: Task, question: str, words: str) -> Screen:
    """The answer to a question about a task."""
    return _told(
        task,
        Text(N_("The Standing Body answers the question about task {code}."), code=task.code),
        Text(N_("Question: {words}"), words=Excerpt(question)),
        Text(N_("Answer: {words}"), words=Excerpt(words)),
    )


def changed(task: Task, after: Task, before: TaskStatus, standing: TaskStatus, reason: str, at: datetime) -> Screen:
    """What a task says was changed by the desk."""
    lines = [Text(N_("Task {code} was changed by the Standing Body at {at:stamp}."), code=task.code, at=at)]
    if after.title != task.title:
        lines.append(Text(N_("Content now: {title}"), title=Excerpt(after.title)))
    if after.basis != task.basis:
        lines.append(Text(N_("Assigned by: {basis}"), basis=Excerpt(after.basis)))
    if standing.due_at != before.due_at:
        lines.append(_moved(before, standing))
    if after.fulfilled_by != task.fulfilled_by:
        lines.append(reports_counted() if after.fulfilled_by == BY_REPORT else reports_not_counted())
    if (after.seats, after.outside) != (task.seats, task.outside):
        lines.append(Text(N_("Those who lead it or take part were changed: see the details.")))
    return _told(task, *lines, _reason(reason))


def no_part_any_more(task: Task, reason: str) -> Screen:
    """A seat has no part in a task any more."""
    msgid = N_("Task {code}: your organisation has no part in it any more.")
    return Screen((Text(msgid, code=task.code), _reason(reason)))


def suspended(task: Task, detail: Mapping[str, str], _standing: TaskStatus, today: date) -> Screen:
    """A task is suspended."""
    msgid = N_(
        "Task {code} is suspended from {day:date}. Its deadline does not pass meanwhile, and nobody is reminded."
    )
    return _told(task, Text(msgid, code=task.code, day=today), _reason(detail[WORDS]))


def resumed(task: Task, detail: Mapping[str, str], standing: TaskStatus, today: date) -> Screen:
    """A suspended task goes on."""
    msgid = N_("Task {code} goes on from {day:date}.")
    return _told(task, Text(msgid, code=task.code, day=today), _reason(detail[WORDS]), due_line(task, standing))


def cancelled(task: Task, detail: Mapping[str, str], _standing: TaskStatus, today: date) -> Screen:
    """A task is followed no longer."""
    ended = Text(N_("Task {code} is no longer followed from {day:date}."), code=task.code, day=today)
    document = detail[DOCUMENT]
    named_by = [Text(N_("Document: {document}"), document=Excerpt(document))] if document else []
    return _told(task, ended, _reason(detail[WORDS]), *named_by)


OF_WHOLE: Mapping[TaskAct, Callable[[Task, Mapping[str, str], TaskStatus, date], Screen]] = {
    TaskAct.SUSPENDED: suspended,
    TaskAct.RESUMED: resumed,
    TaskAct.CANCELLED: cancelled,
}
"""What is told of an act on a whole task."""


# --- to colleagues of whoever acted


def result_to_colleagues(task: Task, course: Course, name: str) -> Screen:
    """A colleague has reported a result."""
    assert course.completion is not None
    said = Text(N_("{name} has reported task {code} as completed."), name=name, code=task.code)
    return _told(task, said, *completion_lines(course.completion))


def extension_to_colleagues(task: Task, course: Course, before: TaskStatus, name: str) -> Screen:
    """A colleague has asked for a later deadline."""
    said = Text(N_("{name} has asked to move the deadline of task {code}."), name=name, code=task.code)
    return _told(task, said, _asked(course, before))


# --- to the desk


def result_to_desk(task: Task, course: Course, standing: TaskStatus, name: str, *, in_name: bool) -> Screen:
    """A lead has reported a result, which is to be confirmed or returned."""
    completion = course.completion
    assert completion is not None
    msgid = N_("<b>{code}</b> – {name} reports it as completed ({at:stamp}, {how})")
    if in_name:
        msgid = N_("<b>{code}</b> – reported as completed in the name of {name} ({at:stamp}, {how})")
    heading = Text(msgid, code=task.code, name=name, at=completion.at, how=punctual(standing))
    again = [Text(N_("It was returned before: {reason}"), reason=Excerpt(course.returned))] if course.returned else []
    return _to_decide(desk.result_rows(task, course), heading, _title(task), *completion_lines(completion), *again)


def extension_to_desk(task: Task, course: Course, before: TaskStatus, name: str) -> Screen:
    """A lead asks for a later deadline."""
    assert course.asked is not None
    msgid = N_("<b>{code}</b> – {name} asks to move the deadline")
    if before.overdue:
        msgid = N_("<b>{code}</b> – {name} explains why it is overdue and asks for a new deadline")
    progress = [progress_line(task, course.progress)] if course.progress else []
    heading = Text(msgid, code=task.code, name=name)
    lines = (heading, _title(task), _asked(course, before), *progress, extensions_line(course))
    return _to_decide(desk.extension_rows(task, course), *lines)


def question_to_desk(task: Task, event: int, name: str, words: str) -> Screen:
    """Somebody asks about a task."""
    heading = Text(N_("<b>{code}</b> – {name} asks:"), code=task.code, name=name)
    said = Text(N_("{words}"), words=Excerpt(words))
    return _to_decide(desk.question_rows(task, event), heading, said, _title(task))


def _title(task: Task) -> Text:
    return Text(N_("Task: {title}"), title=Excerpt(task.title))


def _asked(course: Course, before: TaskStatus) -> Text:
    assert course.asked is not None
    msgid = N_("From {due:full} to {day:day}. Reason: {words}")
    return Text(msgid, due=before.due_at, day=course.asked.to, words=Excerpt(course.asked.words))


def _moved(before: TaskStatus, standing: TaskStatus) -> Text:
    if standing.due_at is None:
        return Text(N_("It has no deadline any more."))
    if before.due_at is None:
        return Text(N_("New deadline: {due:full}."), due=standing.due_at)
    return Text(N_("Deadline from {before:full} to {due:full}."), before=before.due_at, due=standing.due_at)


def _reason(words: str) -> Text:
    return Text(N_("Reason: {words}"), words=Excerpt(words))


def _due_stays(standing: TaskStatus) -> list[Text]:
    return [Text(N_("The deadline stays: {due:full}."), due=standing.due_at)] if standing.due_at else []
