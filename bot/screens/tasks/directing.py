"""What a leader says of a task: on its page, to the desk, to whoever said it; and the urging of what is overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.courses import URGE, WORDS, TaskEvent
from bot.domain.tasks import Task, TaskFilter, TaskStatus
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, Weight, joined
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.leading_tasks import AskTaskUrged, DirectTask, UrgeTask
from bot.domain.verbs.task_desk import OpenAssigning
from bot.domain.verbs.tasks import ShowTask
from bot.screens.tasks.listing import days_overdue, named

_SHOWN = 2
"""Of what leaders said, the last ones."""
_HOME = Choice(Text(N_("Main screen")), ShowHome())


def beside(screen: Screen, said: Sequence[TaskEvent], names: Mapping[str, str], urged: datetime | None) -> Screen:
    """Return the page of a task with what leaders said of it, and when it was urged last."""
    lines = [_said(event, names) for event in said[-_SHOWN:]]
    last = [Text(N_("Urged last at {at:stamp}"), at=urged)] if urged else []
    return replace(screen, lines=(*screen.lines, *([BLANK] if lines or last else []), *lines, *last))


def with_rows(screen: Screen, *rows: Row) -> Screen:
    """Return the page of a task with these choices first."""
    return replace(screen, rows=(*rows, *screen.rows))


def _said(event: TaskEvent, names: Mapping[str, str]) -> Text:
    who = names.get(event.actor.removeprefix("person:"), "")
    if event.detail.get(URGE):
        return Text(N_("The leader asked that it be urged ({who}, {at:stamp})"), who=who, at=event.at)
    msgid = N_("Opinion of the leader ({who}, {at:stamp}): {words}")
    return Text(msgid, who=who, at=event.at, words=Excerpt(str(event.detail[WORDS])))


def of_leader(task: Task, *, late: bool) -> Row:
    """What a leader can say of a task."""
    urge = Choice(Text(N_("Have it urged")), AskTaskUrged(task.id), Weight.SEND)
    return (Choice(Text(N_("Give an opinion")), DirectTask(task.id)), *((urge,) if late else ()))


def of_desk(task: Task) -> Row:
    """What the desk can do about what is overdue."""
    return (Choice(Text(N_("Urge the lead")), UrgeTask(task.id), Weight.SEND),)


def _see(task: Task) -> Choice:
    return Choice(Text(N_("View {code}"), code=task.code), ShowTask(task.id, TaskFilter.OPEN, 0))


# --- to the leader


def heading(task: Task) -> Text:
    """What the form of an opinion is about."""
    return Text(N_("<b>{code}</b> – Opinion of the leader: {title}"), code=task.code, title=Excerpt(task.title))


def noted(task: Task, at: datetime, *, told: bool) -> Screen:
    """An opinion, or that a task is to be urged, is recorded."""
    msgid = N_("The opinion on {code} was recorded at {at:stamp} and sent to the Standing Body.")
    if not told:
        msgid = N_(
            "The opinion on {code} was recorded at {at:stamp}. No officer can be reached through the system at present;"
            " it stands on the page of the task."
        )
    return Screen((Text(msgid, code=task.code, at=at),), ((_see(task), _HOME),))


def not_late(task: Task) -> Text:
    """What is in time is not urged."""
    return Text(N_("{code} is not overdue; nothing was recorded."), code=task.code)


def asked_before(task: Task, at: datetime) -> Text:
    """A second press of a leader."""
    msgid = N_("{code}: it was asked for at {at:stamp} that this be urged; the Standing Body has it.")
    return Text(msgid, code=task.code, at=at)


def ended(task: Task) -> Text:
    """Nothing can be said of a task that has ended."""
    return Text(N_("{code} has ended. No opinion is recorded on it now."), code=task.code)


# --- to the desk


def to_desk(task: Task, event: TaskEvent, who: str, *, late: bool) -> Screen:
    """Tells an officer what a leader said of a task."""
    msgid = N_("<b>Opinion of the leader on {code}</b> ({who}, {at:stamp})")
    said = Text(msgid, code=task.code, who=who, at=event.at)
    what = Text(N_("It is to be urged."))
    if not event.detail.get(URGE):
        what = Text(N_("{words}"), words=Excerpt(str(event.detail[WORDS])))
    about = Text(N_("Task: {title}"), title=Excerpt(task.title))
    urge: Row = (*(of_desk(task) if late else ()), _see(task))
    turn = Choice(Text(N_("Turn into a task")), OpenAssigning(task.code, event.id))
    return Screen((said, what, about), (urge,) if event.detail.get(URGE) else (urge, (turn,)))


def urged(task: Task, names: Sequence[str], alone: Sequence[str]) -> Text:
    """What the desk is told after urging: who was, and whom nobody can be reached of."""
    told = [Text(N_("{code}: urged {names}."), code=task.code, names=named(names))] if names else []
    msgid = N_("{code}: nobody can be reached of {names}.")
    return joined([*told, *([Text(msgid, code=task.code, names=named(alone))] if alone else [])], " ")


def urged_before(task: Task) -> Text:
    """Nobody is left to be urged today."""
    return Text(N_("{code}: those whose part is overdue were urged today already."), code=task.code)


# --- to those who lead


def urging(task: Task, standing: TaskStatus, agency: str) -> Screen:
    """Urges those who lead a task, or follow it in the name of an agency."""
    msgid = N_('Task {code} "{title}"{agency} is overdue by {days}. Deadline: {due:full}.')
    said = Text(
        msgid,
        code=task.code,
        title=Excerpt(task.title),
        agency=Text(N_(" (in the name of {name})"), name=agency) if agency else None,
        days=days_overdue(standing),
        due=standing.due_at,
    )
    ask = N_(
        "The Standing Body urges it. {You} are asked to report the result, or to say what the cause of the delay is and"
        " when it will be completed."
    )
    return Screen((Text(N_("Dear {dear},")), said, Text(ask)), ((_see(task),),))
