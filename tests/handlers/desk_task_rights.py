"""Who is served by what the desk does with tasks, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlite_utils import Database

from bot.domain.buttons import Verb
from bot.domain.courses import RESULT, TO, WORDS, Course, Lead, TaskAct
from bot.domain.task_desk import CourseRef, TaskDeskAct, ref_of
from bot.domain.tasks import Task
from bot.domain.verbs.task_desk import (
    ConfirmResult,
    GrantExtension,
    ListReceipts,
    ListWaitingTasks,
    OpenAssigning,
    OpenLinking,
    OpenNextWaiting,
    OpenTaskAct,
    ShowReceipts,
    ShowTaskLinks,
    ShowTaskMenu,
    ShowTasksOfDifficulty,
    ShowWaitingTask,
    UnlinkDifficulty,
)
from storage import task_difficulties, task_events, tasks
from tests.handlers.cast import DESK, NOBODY, Served, alike
from tests.world import World

TASKS = {"HIEPHOIA": "NV-26-938", "HIEPHOIB": "NV-26-960"}
"""By the seat that leads them, those that wait for the desk; what the members press on is of others."""
_LIKE = {"NV-26-938": "NV-26-038", "NV-26-960": "NV-26-060"}
MAY_PRESS: Mapping[type[Verb], Served] = {
    **dict.fromkeys((OpenAssigning, ListWaitingTasks, OpenNextWaiting, ListReceipts), alike(DESK)),
    **dict.fromkeys((ShowWaitingTask, ShowReceipts, ShowTaskMenu), (NOBODY, DESK)),
    **dict.fromkeys((ShowTasksOfDifficulty, ShowTaskLinks, OpenLinking, UnlinkDifficulty), (NOBODY, DESK)),
    **dict.fromkeys((OpenTaskAct, GrantExtension, ConfirmResult), (NOBODY, DESK)),
}
SERVED: Mapping[str | type[Verb], str] = {
    OpenAssigning: "Nhiệm vụ được giao tại văn bản nào?",
    ListWaitingTasks: "Nhiệm vụ chờ Cơ quan thường trực xử lý",
    OpenNextWaiting: " – Hiệp hội",
    ListReceipts: "Chưa xác nhận đã nhận",
    ShowWaitingTask: " – Hiệp hội",
    ShowReceipts: " – xác nhận đã nhận: ",
    ShowTaskMenu: " – chờ xác nhận",
    ShowTasksOfDifficulty: "{difficulty} – nhiệm vụ để tháo gỡ",
    ShowTaskLinks: " – vướng mắc được tháo gỡ",
    OpenLinking: "{difficulty} – gắn với nhiệm vụ đã giao",
    UnlinkDifficulty: ": đã bỏ gắn với {difficulty}",
    OpenTaskAct: " – trả lại kết quả",
    GrantExtension: ": đã ghi nhận",
    ConfirmResult: ": đã ghi nhận",
}


def begin_tasks(world: World, db: Database) -> None:
    """Let each lead have asked for a later deadline and reported a result, of a task that resolves each difficulty."""
    for code, like in _LIKE.items():
        known = tasks.task_by_code(db, like)
        assert known is not None
        task = tasks.task_by_id(db, tasks.put_task(db, replace(known, code=code)))
        assert task is not None
        (lead,) = task.leads
        asked = {TO: date(2026, 12, 31).isoformat(), WORDS: "Chờ ý kiến."}
        for act, detail in ((TaskAct.EXTENSION_ASKED, asked), (TaskAct.REPORTED, {RESULT: "Đã ban hành."})):
            task_events.add_event(db, task.id, act, world.clock.now(), "test", detail, lead)
        for (difficulty,) in db.conn.execute("SELECT code FROM difficulties").fetchall():
            task_difficulties.link(db, task.id, difficulty)


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb that names nothing anybody owns."""
    return [OpenAssigning(), ListWaitingTasks(0), OpenNextWaiting(0), ListReceipts(0)]


def buttons_of_task(world: World, difficulty: str, seat: int) -> list[Verb]:
    """Return a button of each verb that names a task which a seat leads, or a difficulty."""
    code = world.read.conn.execute("SELECT code FROM seats WHERE id = ?", [seat]).fetchone()[0]
    task = tasks.task_by_code(world.read, TASKS[code])
    assert task is not None
    course = task.course_of(Lead(seat))
    assert course is not None
    return [*_of_course(task, course), *_of_task(task.id, difficulty)]


def _of_course(task: Task, course: Course) -> list[Verb]:
    ref: CourseRef = ref_of(task, course)
    waiting = course.completion.event if course.completion else 0
    acts: list[Verb] = [OpenTaskAct(TaskDeskAct.RETURN, ref), GrantExtension(ref), ConfirmResult(ref)]
    return [*acts, ShowWaitingTask(task.id, waiting)]


def _of_task(task: int, difficulty: str) -> list[Verb]:
    named: list[Verb] = [ShowReceipts(task, 0), ShowTaskMenu(task), ShowTaskLinks(task)]
    if difficulty:
        named += [ShowTasksOfDifficulty(difficulty), OpenLinking(difficulty), UnlinkDifficulty(task, difficulty)]
    return named
