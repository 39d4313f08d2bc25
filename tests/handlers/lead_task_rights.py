"""Who is served by what leaders look at and say of tasks, by the urging of the desk, and by papers on a task."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.task_figures import TaskBy, TaskView
from bot.domain.verbs.leading_tasks import (
    AskTaskUrged,
    DirectTask,
    ListTaskLeads,
    ListTaskLines,
    OpenTaskLine,
    ShowTaskFigures,
    UrgeTask,
)
from bot.domain.verbs.task_papers import MakeTaskDossier
from tests.handlers.cast import DESK, LEADER, MEMBERS, NOBODY, Served, alike

MAY_PRESS: Mapping[type[Verb], Served] = {
    **dict.fromkeys((ShowTaskFigures, ListTaskLines, ListTaskLeads), alike(LEADER)),
    **dict.fromkeys((OpenTaskLine, AskTaskUrged, DirectTask), (NOBODY, LEADER)),
    UrgeTask: (NOBODY, DESK),
    MakeTaskDossier: (MEMBERS, DESK | LEADER),
}
SERVED: Mapping[str | type[Verb], str] = {
    ShowTaskFigures: "Tình hình nhiệm vụ – đến",
    ListTaskLines: "Nhiệm vụ chưa hoàn thành, quá hạn (",
    ListTaskLeads: "Nhiệm vụ theo cơ quan chủ trì (",
    OpenTaskLine: "{task} – ",
    AskTaskUrged: "{task}",
    DirectTask: "{task} – Ý kiến chỉ đạo",
    UrgeTask: "{task} – ",
    MakeTaskDossier: "{task}",
}


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb that names no task."""
    return [ShowTaskFigures(), ListTaskLines(TaskView(TaskBy.OVERDUE)), ListTaskLeads(0)]


def buttons_of_task(task: int) -> list[Verb]:
    """Return a button of each verb that names a task."""
    return [
        OpenTaskLine(task, TaskView(TaskBy.OVERDUE)),
        AskTaskUrged(task),
        DirectTask(task),
        UrgeTask(task),
        MakeTaskDossier(task),
    ]
