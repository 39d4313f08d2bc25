"""What can be done to the course of a task, or to the task as a whole, in the state it is in; and what taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.domain.courses import AT_WORK, ENDED, Course, Stage, TaskAct, TaskEvent, in_force, of_course

UNDO_WITHIN = timedelta(minutes=10)
"""How long somebody can take back what is cheap."""
_OPEN_IN: Mapping[TaskAct, frozenset[Stage]] = {
    TaskAct.RECEIVED: frozenset({Stage.NEW}),
    TaskAct.PROGRESSED: AT_WORK,
    TaskAct.REPORTED: AT_WORK,
    TaskAct.EXTENSION_ASKED: AT_WORK,
    TaskAct.CONFIRMED: frozenset({Stage.WAITING}),
    TaskAct.RETURNED: frozenset({Stage.WAITING}),
    TaskAct.FULFILLED: AT_WORK | {Stage.WAITING, Stage.SUSPENDED},
    TaskAct.PASSED: AT_WORK | {Stage.WAITING, Stage.SUSPENDED},
    TaskAct.EXTENSION_GRANTED: AT_WORK | {Stage.WAITING, Stage.SUSPENDED},
    TaskAct.EXTENSION_REFUSED: AT_WORK | {Stage.WAITING, Stage.SUSPENDED},
}
_DECIDES_EXTENSION = (TaskAct.EXTENSION_GRANTED, TaskAct.EXTENSION_REFUSED)
CHEAP = frozenset({TaskAct.RECEIVED, TaskAct.PROGRESSED})
"""What whoever did it takes back by himself for `UNDO_WITHIN`, as long as nothing followed in the course."""


def is_open_to(act: TaskAct, course: Course) -> bool:
    """Return whether this can be done to a course now."""
    if act is TaskAct.EXTENSION_ASKED and course.asked:
        return False
    if act in _DECIDES_EXTENSION and course.asked is None:
        return False
    return course.stage in _OPEN_IN[act]


def is_open_to_desk(act: TaskAct, stage: Stage) -> bool:
    """Return whether the desk can do this to a whole task whose courses are folded to `stage`."""
    match act:
        case TaskAct.CHANGED:
            return stage not in ENDED
        case TaskAct.SUSPENDED:
            return stage not in ENDED and stage is not Stage.SUSPENDED
        case TaskAct.RESUMED:
            return stage is Stage.SUSPENDED
        case TaskAct.CANCELLED:
            return stage not in ENDED
    raise ValueError(act)


def to_undo(course: Course, events: Iterable[TaskEvent], actor: str, now: datetime) -> TaskEvent | None:
    """Return what `actor` can take back of a course now: his own newest act in it, if it is cheap and fresh."""
    own = of_course(course.lead, in_force(events))
    last = own[-1] if own else None
    if last is None or last.act not in CHEAP or last.actor != actor or now - last.at > UNDO_WITHIN:
        return None
    return last
