"""Who is served by what is done to tasks in the chat, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.task_forms import TaskForm
from bot.domain.verbs.task_work import (
    ChooseCourse,
    ChooseTasks,
    ListBases,
    OpenTaskForm,
    ReceiveTask,
    SendTaskFiles,
    ShowCourse,
    ShowTaskWay,
    UndoTaskAct,
)
from tests.handlers.cast import DESK, LEADER, MEMBERS, NOBODY, READERS, Served, alike

MAY_PRESS: Mapping[type[Verb], Served] = {
    ReceiveTask: (MEMBERS, NOBODY),
    UndoTaskAct: (MEMBERS, NOBODY),
    OpenTaskForm: (MEMBERS, NOBODY),
    **dict.fromkeys((ChooseCourse, ShowCourse, ShowTaskWay), (MEMBERS, DESK | LEADER)),
    SendTaskFiles: alike(NOBODY),  # `test_task_leads.py` has a result with files
    ChooseTasks: alike(READERS),
    ListBases: alike(READERS),
}
"""Pressed in this order: what was received is taken back."""
SERVED: Mapping[str | type[Verb], str] = {
    ReceiveTask: "nhận nhiệm vụ {task} lúc",
    UndoTaskAct: "{task}: ",
    OpenTaskForm: "{task} – tiến độ hiện nay?",
    ChooseCourse: "{task} – chọn cơ quan chủ trì",
    ShowCourse: "{task} – ",
    ShowTaskWay: "{task} – quá trình thực hiện",
    ChooseTasks: "Nhiệm vụ – chọn danh sách",
    ListBases: "Nhiệm vụ đang thực hiện theo văn bản giao",
}


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb that names nothing anybody owns."""
    return [ChooseTasks(), ListBases(0)]


def buttons_of_task(seat: int, task: int) -> list[Verb]:
    """Return a button of each verb that names a task which a seat leads."""
    return [
        ReceiveTask(task, seat, 0),
        UndoTaskAct(task, seat, 0),
        OpenTaskForm(task, TaskForm.PROGRESS, seat, 0),
        ChooseCourse(task, 0),
        ShowCourse(task, seat, 0),
        ShowTaskWay(task, seat, 0, 0),
        SendTaskFiles(task, 1),
    ]
