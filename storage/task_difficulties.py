"""Which difficulties tasks resolve."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlite_utils import Database

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


def difficulties_of(db: Database, task: int) -> tuple[str, ...]:
    """Return the codes of the difficulties that a task resolves, in order."""
    return difficulties_of_each(db, [task])[task]


def difficulties_of_each(db: Database, tasks: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Return the codes of the difficulties that each of these tasks resolves, in order; one question for all."""
    found: dict[int, tuple[str, ...]] = dict.fromkeys(tasks, ())
    for row in rows(
        db,
        """SELECT task, difficulty FROM task_difficulties
           WHERE task IN (SELECT value FROM json_each(:tasks)) ORDER BY task, difficulty""",
        tasks=listed(tasks),
    ):
        found[row["task"]] += (row["difficulty"],)
    return found


def tasks_of(db: Database, difficulties: Collection[str]) -> list[int]:
    """Return the ids of the tasks that resolve one of these difficulties, each once, in order."""
    found = rows(
        db,
        """SELECT DISTINCT task FROM task_difficulties WHERE difficulty IN (SELECT value FROM json_each(:codes))
           ORDER BY task""",
        codes=listed(difficulties),
    )
    return [row["task"] for row in found]
