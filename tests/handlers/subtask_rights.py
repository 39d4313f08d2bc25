"""Who is served by sub-tasks and by the contact for a task, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.verbs.subtasks import (
    AskContact,
    ConfirmSubtask,
    ListSubtasks,
    OpenSubtask,
    OpenSubtaskAct,
    PassContact,
    SubtaskAct,
)
from tests.handlers.cast import MEMBERS, NOBODY, OF_SEAT_B, Served, alike

MAY_PRESS: Mapping[type[Verb], Served] = {
    ListSubtasks: (MEMBERS, NOBODY),
    # An reports alone for a seat that leads alone: there is nobody whom he could give a part to.
    OpenSubtask: (OF_SEAT_B, NOBODY),
    AskContact: (MEMBERS, NOBODY),
    PassContact: (MEMBERS, NOBODY),
    # There is no sub-task yet: `test_subtasks.py` has some.
    **dict.fromkeys((ConfirmSubtask, OpenSubtaskAct), alike(NOBODY)),
}
SERVED: Mapping[str | type[Verb], str] = {
    ListSubtasks: "Việc con của {task}",
    OpenSubtask: "Việc con của {task} – ",
    AskContact: "Chuyển nhiệm vụ {task} cho đầu mối khác",
    PassContact: "{task} – ",
}
OVER_THE_BUTTON: frozenset[type[Verb]] = frozenset({PassContact})
"""What serves with a remark over the button."""


def buttons_of_task(seat: int, task: int) -> list[Verb]:
    """What is offered about the parts of a task and who is told of it."""
    return [
        ListSubtasks(task),
        OpenSubtask(task, seat),
        ConfirmSubtask(task, 0),
        OpenSubtaskAct(task, SubtaskAct.RETURN, 0),
        AskContact(task, seat),
        PassContact(task, seat, 0),
    ]
