"""What happened to a task: a line for each act, and the questions about it with their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.courses import DOCUMENT, FIGURE, PERCENT, RESULT, TO, WORDS, TaskAct, TaskEvent
from bot.domain.tasks import Task
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.task_work import ShowCourse, ShowTaskWay
from bot.screens.tasks.courses import far

PER_PAGE = 8
_SIMPLE: Mapping[TaskAct, str] = {
    TaskAct.CREATED: N_("assigned"),
    TaskAct.IMPORTED: N_("assigned or changed from a list"),
    TaskAct.DONE: N_("recorded as done from a list"),
    TaskAct.RECEIVED: N_("receipt confirmed"),
    TaskAct.CONFIRMED: N_("result confirmed"),
}
_WORDED: Mapping[TaskAct, str] = {
    TaskAct.CHANGED: N_("changed: {words}"),
    TaskAct.SUSPENDED: N_("suspended: {words}"),
    TaskAct.RESUMED: N_("taken up again: {words}"),
    TaskAct.CANCELLED: N_("no longer followed: {words}"),
    TaskAct.RETURNED: N_("result returned: {words}"),
    TaskAct.EXTENSION_REFUSED: N_("later deadline not granted: {words}"),
    TaskAct.ASKED: N_("question: {words}"),
    TaskAct.REPLIED: N_("answer: {words}"),
}
SHOWN = frozenset({*_SIMPLE, *_WORDED, TaskAct.PROGRESSED, TaskAct.REPORTED}) | {
    TaskAct.EXTENSION_ASKED,
    TaskAct.EXTENSION_GRANTED,
}
"""Acts that have a line; what difficulties it resolves is nobody's business here."""


@dataclass(frozen=True)
class Happened:
    """An act, and the name of whoever did it; None for the Standing Body."""

    event: TaskEvent
    name: str | None


@dataclass(frozen=True)
class Asked:
    """A question, and its answer where there is one."""

    question: Happened
    answer: TaskEvent | None


def line(task: Task, happened: Happened) -> Text:
    """One act: when, who, what."""
    who: object = happened.name if happened.name is not None else Text(N_("Standing Body"))
    msgid = N_("{at:stamp} – {who}: {what}")
    return Text(msgid, at=happened.event.at, who=who, what=what(task, happened.event))


def what(task: Task, event: TaskEvent) -> Text:
    """What was done, without when and by whom."""
    if event.act in _SIMPLE:
        return Text(_SIMPLE[event.act])
    words = _said(event, WORDS)
    if event.act in _WORDED:
        return Text(_WORDED[event.act], words=Excerpt(words))
    return _MADE[event.act](task, event, words)


def _progress(task: Task, event: TaskEvent, words: str) -> Text:
    percent, figure = event.detail.get(PERCENT), event.detail.get(FIGURE)
    how = far(task, percent if isinstance(percent, int) else None, figure if isinstance(figure, int) else None)
    if how is None:
        return Text(N_("progress: {words}"), words=Excerpt(words))
    return Text(N_("progress: {far}. {words}") if words else N_("progress: {far}"), far=how, words=Excerpt(words))


def _report(_task: Task, event: TaskEvent, _words: str) -> Text:
    said = ", ".join(filter(None, (_said(event, DOCUMENT), _said(event, RESULT))))
    return Text(N_("reported as completed: {words}"), words=Excerpt(said))


def _asked(_task: Task, event: TaskEvent, words: str) -> Text:
    day = date.fromisoformat(_said(event, TO))
    return Text(N_("deadline asked to be moved to {day:day}: {words}"), day=day, words=Excerpt(words))


def _granted(_task: Task, event: TaskEvent, words: str) -> Text:
    day = date.fromisoformat(_said(event, TO))
    msgid = N_("deadline moved to {day:day}: {words}") if words else N_("deadline moved to {day:day}")
    return Text(msgid, day=day, words=Excerpt(words))


_MADE: Mapping[TaskAct, Callable[[Task, TaskEvent, str], Text]] = {
    TaskAct.PROGRESSED: _progress,
    TaskAct.REPORTED: _report,
    TaskAct.EXTENSION_ASKED: _asked,
    TaskAct.EXTENSION_GRANTED: _granted,
}


def thread(asked: Asked) -> Sequence[Text]:
    """A question about a task, and the answer."""
    question, answer = asked.question, asked.answer
    said = N_("Question ({name}, {at:stamp}): {words}")
    shown = Text(said, name=question.name or "", at=question.event.at, words=Excerpt(_said(question.event, WORDS)))
    if answer is None:
        return (BLANK, shown, Text(N_("It has not been answered yet.")))
    return (BLANK, shown, Text(N_("Answer ({at:stamp}): {words}"), at=answer.at, words=Excerpt(_said(answer, WORDS))))


def screen(
    task: Task, name: str, events: Sequence[Happened], number: int, lead: tuple[int, int], back: Choice | None = None
) -> Screen:
    """A page of what happened to a task, the newest first; `name`: of which lead, `lead`: how buttons name it."""
    total, pages = len(events), max(1, -(-len(events) // PER_PAGE))
    number = min(number, pages - 1)
    newest = list(reversed(events))[number * PER_PAGE :][:PER_PAGE]
    heading = Text(N_("<b>{code}</b> – what happened ({total:count})"), code=task.code, total=total)
    whose = [Text(N_("{name}"), name=name)] if name else []
    turning = tuple(
        Choice(Text(label), ShowTaskWay(task.id, *lead, to))
        for label, to in ((N_("Previous page"), number - 1), (N_("Next page"), number + 1))
        if 0 <= to < pages
    )
    rows: list[Row] = [turning] if turning else []
    to_task = back or Choice(Text(N_("‹ Back to {code}"), code=task.code), ShowCourse(task.id, *lead))
    return Screen((heading, *whose, *(line(task, each) for each in newest)), (*rows, (to_task,)))


def meanwhile(task: Task, events: Sequence[Happened]) -> Text:
    """What was done while somebody was writing."""
    said = N_("Meanwhile: {line}. Please look at it again before sending.")
    return Text(said, line=line(task, events[-1]))


def _said(event: TaskEvent, name: str) -> str:
    return str(event.detail.get(name, ""))
