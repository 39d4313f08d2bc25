"""The one count of tasks that screens, cards and papers state: every course of every task, each in one bucket."""

from __future__ import annotations

from bot.domain.task_figures import CourseLine, TaskFigures, figures_of, lines_of
from bot.services.tasks.courses import status_of_course
from storage import tasks
from storage.unit import Unit


def course_lines(unit: Unit) -> list[CourseLine]:
    """Return every course of every task as it stands now, by the code of its task; nothing of what is cancelled."""
    found = [*tasks.all_tasks(unit.db, done=True), *tasks.all_tasks(unit.db, done=False)]
    in_order = sorted(found, key=lambda task: task.code)
    return lines_of(in_order, lambda task, course: status_of_course(unit, task, course))


def task_figures(unit: Unit) -> TaskFigures:
    """Return how the tasks stand now, counted by their courses."""
    return figures_of(course_lines(unit))
