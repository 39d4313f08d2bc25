"""The courses of all tasks and their figures, as everything that counts tasks takes them."""

from __future__ import annotations

from bot.domain.courses import Stage
from bot.domain.task_figures import Followed, TaskFigures, count
from bot.domain.tasks import Task
from bot.services.tasks.courses import status_of_course
from storage import tasks
from storage.unit import Unit


def followed(unit: Unit) -> tuple[list[Followed], list[Task]]:
    """Return every course by the code of its task and in the order of its leads, and the tasks that were cancelled."""
    found = tasks.every_task(unit.db)
    cancelled = [task for task in found if task.stage is Stage.CANCELLED]
    courses = [
        Followed(task, course, status_of_course(unit, task, course))
        for task in found
        if task.stage is not Stage.CANCELLED
        for course in task.courses
    ]
    return courses, cancelled


def figures(unit: Unit) -> TaskFigures:
    """Return how the courses of all tasks stand now."""
    courses, cancelled = followed(unit)
    return count(courses, number_of(cancelled))


def number_of(cancelled: list[Task]) -> int:
    """Return how many courses these tasks have."""
    return sum(len(task.courses) for task in cancelled)
