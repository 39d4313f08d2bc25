"""The bytes of what members attached: asked for as a file arrives, and then stored, refused or lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.attachments import FileState, Kept, Refusal
from storage.rows import change, insert, instant, iso, listed, one, rows


@dataclass(frozen=True)
class Use:
    """A file in a report: the number of the attachment, and the code and the version of the report."""

    attachment: int
    code: str
    version: int


@dataclass(frozen=True)
class Known:
    """A file as an operator knows it: its hash, its place below the directory, its size, its difficulty and name.

    Of the result of a task `difficulty` is the code of that. Without one it stands in a draft, which is nobody's
    business but its writer's.
    """

    sha256: str
    path: str
    size: int
    difficulty: str
    name: str


def add(db: Database, now: datetime) -> int:
    """Keep in mind that a file has arrived whose bytes are to be fetched; return its number."""
    return insert(db, "INSERT INTO kept_files (received_at) VALUES (:now)", now=iso(now))


def by_id(db: Database, files: Collection[int]) -> Mapping[int, Kept]:
    """Return what has become of these files; those that are not there are left out."""
    if not files:
        return {}
    found = rows(db, "SELECT * FROM kept_files WHERE id IN (SELECT value FROM json_each(:files))", files=listed(files))
    return {row["id"]: kept_of(row) for row in found}


def kept_of(row: Row) -> Kept:
    """Return what has become of a file; the columns are those of `kept_files`."""
    why = Refusal(row["why"]) if row["why"] else None
    return Kept(FileState(row["state"]), why, row["sha256"] or "", bool(row["altered"]))


def end(db: Database, file: int, kept: Kept, now: datetime) -> bool:
    """Keep what became of a file that was waited for; return False where nobody waits for it any more."""
    return (
        change(
            db,
            """UPDATE kept_files SET state = :state, why = :why, sha256 = :sha256, altered = :altered, ended_at = :now
               WHERE id = :id AND state = 'waiting'""",
            id=file,
            state=kept.state.value,
            why=kept.why.value if kept.why else None,
            sha256=kept.sha256 or None,
            altered=int(kept.altered),
            now=iso(now),
        )
        > 0
    )


def live_uses(db: Database, file: int) -> list[Use]:
    """Return where a file stands in reports that have neither been withdrawn nor followed by another version."""
    found = rows(
        db,
        """SELECT a.id, r.code, r.version FROM attachments a JOIN difficulties d ON d.id = a.difficulty
               JOIN reports r ON r.id = d.report
           WHERE a.file = :file AND r.superseded_at IS NULL AND r.withdrawn_at IS NULL ORDER BY a.id""",
        file=file,
    )
    return [Use(row["id"], row["code"], row["version"]) for row in found]


def forget_unused(db: Database) -> int:
    """Forget the files that stand in no report and in no draft any more, and fetch them no longer; return how many.

    Their bytes are deleted with the next look at the directory, as those that nothing names.
    """
    in_drafts = rows(
        db,
        """SELECT DISTINCT j.value AS file FROM drafts d, json_tree(d.answers, '$.files') j
           WHERE json_array_length(d.answers, '$.files') > 0 AND j.key = 'file'""",
    )
    unused = rows(
        db,
        """SELECT id FROM kept_files k WHERE NOT EXISTS (SELECT 1 FROM attachments a WHERE a.file = k.id)
               AND NOT EXISTS (SELECT 1 FROM result_files r WHERE r.file = k.id)
               AND id NOT IN (SELECT value FROM json_each(:used))""",
        used=listed(row["file"] for row in in_drafts),
    )
    gone = listed(row["id"] for row in unused)
    # One that is being fetched at this moment ends as a job that nobody waits for.
    change(db, "DELETE FROM fetches WHERE file IN (SELECT value FROM json_each(:gone)) AND state = 'queued'", gone=gone)
    return change(db, "DELETE FROM kept_files WHERE id IN (SELECT value FROM json_each(:gone))", gone=gone)


def stored(db: Database) -> list[Known]:
    """Return every file whose bytes are stored, each once, by the difficulty or task that had it first."""
    found = rows(
        db,
        """SELECT f.sha256, f.path, f.size, coalesce(d.code, r.subject, '') AS difficulty,
                  coalesce(a.name, r.name, '') AS name, min(coalesce(a.id, 0))
           FROM kept_files k JOIN files f ON f.sha256 = k.sha256
               LEFT JOIN attachments a ON a.file = k.id LEFT JOIN difficulties d ON d.id = a.difficulty
               LEFT JOIN result_files r ON r.file = k.id
           GROUP BY f.sha256 ORDER BY difficulty, f.sha256""",
    )
    return [Known(row["sha256"], row["path"], row["size"], row["difficulty"], row["name"]) for row in found]


def oldest_waiting(db: Database) -> tuple[int, datetime | None]:
    """Return how many files are waited for, and since when the one that has been for longest."""
    row = one(db, "SELECT count(*) AS count, min(received_at) AS since FROM kept_files WHERE state = 'waiting'")
    assert row is not None
    return row["count"], instant(row["since"]) if row["since"] else None


def not_kept_since(db: Database, since: datetime) -> Mapping[FileState, int]:
    """Return how many files were refused or lost since an instant."""
    found = rows(
        db,
        "SELECT state, count(*) AS count FROM kept_files WHERE ended_at >= :since AND state <> 'stored' GROUP BY state",
        since=iso(since),
    )
    return {FileState(row["state"]): row["count"] for row in found}
