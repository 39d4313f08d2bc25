"""The forms in which the desk acts on a task: what each is called, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.task_desk import TaskDeskAct
from bot.domain.tasks import Task, TaskStatus
from bot.domain.texts import N_, Excerpt, Text
from bot.screens.tasks.courses import stage_name
from bot.screens.tasks.listing import due_line

_NAMES: Mapping[TaskDeskAct, str] = {
    TaskDeskAct.RETURN: N_("return the result"),
    TaskDeskAct.OTHER_DAY: N_("grant another day"),
    TaskDeskAct.REFUSE: N_("do not grant the new deadline"),
    TaskDeskAct.ANSWER: N_("answer the question"),
    TaskDeskAct.SUSPEND: N_("suspend"),
    TaskDeskAct.RESUME: N_("resume"),
    TaskDeskAct.CANCEL: N_("follow no longer"),
    TaskDeskAct.CONTENT: N_("change the content"),
    TaskDeskAct.BASIS: N_("change the basis"),
    TaskDeskAct.LEAD: N_("change who leads"),
    TaskDeskAct.COORDINATING: N_("change who takes part"),
    TaskDeskAct.WATCHING: N_("change who watches"),
    TaskDeskAct.DEADLINE: N_("change the deadline"),
    TaskDeskAct.REPORTS: N_("change how reports count"),
    TaskDeskAct.PRIORITY: N_("change the priority"),
    TaskDeskAct.TARGET: N_("change what is counted"),
    TaskDeskAct.NOTE: N_("change the note"),
    TaskDeskAct.LINK: N_("link with difficulties"),
}
_SEND: Mapping[TaskDeskAct, str] = {
    TaskDeskAct.RETURN: N_("Return"),
    TaskDeskAct.OTHER_DAY: N_("Grant"),
    TaskDeskAct.REFUSE: N_("Do not grant"),
    TaskDeskAct.ANSWER: N_("Send answer"),
    TaskDeskAct.SUSPEND: N_("Suspend"),
    TaskDeskAct.RESUME: N_("Resume"),
    TaskDeskAct.CANCEL: N_("Cancel task"),
    TaskDeskAct.LINK: N_("Link"),
}
_CHANGE = N_("Record change")


def heading(task: Task, act: TaskDeskAct) -> Text:
    """What is being done to which task."""
    return Text(N_("<b>{code}</b> – {act}"), code=task.code, act=Text(_NAMES[act]))


def send_label(act: TaskDeskAct) -> Text:
    """What does it."""
    return Text(_SEND.get(act, _CHANGE))


def about(task: Task, at: TaskStatus, name: str, question: str) -> list[Text]:
    """What an act is about: the task, whose course of it, the question that is answered."""
    return [
        Text(N_("Task: {title}"), title=Excerpt(task.title)),
        *([Text(N_("Lead: {name}"), name=name)] if name else []),
        due_line(task, at),
        *([Text(N_("Question: {words}"), words=Excerpt(question))] if question else []),
    ]


def meanwhile(task: Task) -> Text:
    """Something was done to a task since the form was opened; nothing is done before that is read."""
    msgid = N_(
        "Something was done to {code} meanwhile; it stands at: {state}. Nothing was changed. Please check again."
    )
    return Text(msgid, code=task.code, state=stage_name(task.stage))


def left(task: Task) -> Text:
    """The form was left."""
    return Text(
        N_("Nothing was done with {code}. What was entered is kept; choose the same act to go on."), code=task.code
    )


def done_before(code: str, _at: object) -> Text:
    """A second press of the last button."""
    return Text(N_("{code}: this was recorded already. It need not be chosen again."), code=code)


def linking_heading(code: str) -> Text:
    """Tasks that are assigned are linked with a difficulty."""
    return Text(N_("<b>{code}</b> – link with tasks"), code=code)


LINKING_ASKED = Text(N_("Which tasks resolve it? Type their codes, for example NV-26-045."))
LINK = Text(N_("Link"))


def no_task(code: str) -> Text:
    """What was typed is no code of a task."""
    return Text(N_('There is no task "{code}".'), code=code)


def difficulty_left(code: str) -> Text:
    """The form that links a difficulty was left."""
    return Text(N_("Nothing was done with {code}. What was entered is kept; choose the same act to go on."), code=code)
