"""Which difficulties tasks resolve."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlite_utils import Database

from storage.rows import listed, rows


def difficulties_of(db: Database, tasks: Collection[int]) -> Mapping[int, tuple[str, ...]]:
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
