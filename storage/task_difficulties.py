"""Which difficulties a task resolves, which tasks have something that waits, and what tasks were assigned by."""

from __future__ import annotations

from collections.abc import Collection

from sqlite_utils import Database

from bot.domain.courses import TaskAct
from storage.rows import change, listed, rows


def link(db: Database, task: int, difficulty: str) -> None:
    """Keep that a task resolves the difficulty with this code; once, however often it is asked for."""
    change(
        db,
        "INSERT OR IGNORE INTO task_difficulties (task, difficulty) VALUES (:task, :difficulty)",
        task=task,
        difficulty=difficulty,
    )


def unlink(db: Database, task: int, difficulty: str) -> None:
    """Keep that it does not."""
    change(db, "DELETE FROM task_difficulties WHERE task = :task AND difficulty = :code", task=task, code=difficulty)


def difficulties_of(db: Database, task: int) -> list[str]:
    """Return the codes of the difficulties that a task resolves, in order."""
    found = rows(db, "SELECT difficulty FROM task_difficulties WHERE task = :task ORDER BY difficulty", task=task)
    return [row["difficulty"] for row in found]


def tasks_of(db: Database, difficulties: Collection[str]) -> list[int]:
    """Return the ids of the tasks that resolve one of these difficulties, each once, in order."""
    found = rows(
        db,
        """SELECT DISTINCT task FROM task_difficulties WHERE difficulty IN (SELECT value FROM json_each(:codes))
           ORDER BY task""",
        codes=listed(difficulties),
    )
    return [row["task"] for row in found]


def tasks_with(db: Database, acts: Collection[TaskAct]) -> list[int]:
    """Return the ids of the tasks to which one of these has ever happened, in order."""
    found = rows(
        db,
        "SELECT DISTINCT task FROM task_events WHERE kind IN (SELECT value FROM json_each(:acts)) ORDER BY task",
        acts=listed([act.value for act in acts]),
    )
    return [row["task"] for row in found]


def latest_bases(db: Database, most: int) -> list[str]:
    """Return the documents that tasks were assigned by last, each once, the newest first."""
    found = rows(
        db,
        "SELECT basis FROM tasks WHERE basis != '' GROUP BY basis ORDER BY max(id) DESC LIMIT :most",
        most=most,
    )
    return [row["basis"] for row in found]
