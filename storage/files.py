"""Files that were fetched from a channel, and how far the fetching is: a row before each call and after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from storage import file_store
from storage.rows import change, insert, instant, iso, one, rows, value

_IS_OPEN = "state IN ('queued', 'fetching')"
"""What the index of open jobs has as its condition: repeated, so that no job that has ended is looked at."""


@dataclass(frozen=True)
class Fetch:
    """A file that is to be fetched for a purpose, on behalf of an account."""

    id: int
    purpose: str
    account: int
    channel: str
    file_ref: str
    name: str
    mime: str
    attempts: int
    file: int | None = None
    """The kept file that it is for, where it is for one."""


@dataclass(frozen=True)
class StoredFile:
    """A file as it is stored: its hash, its path below the directory of files, its size in bytes."""

    sha256: str
    path: str
    size: int
    mime: str


def add_fetch(
    db: Database,
    purpose: str,
    account: int,
    channel: str,
    file_ref: str,
    name: str,
    mime: str,
    now: datetime,
    file: int | None = None,
) -> int:
    """Ask for a file to be fetched; return the number of the job."""
    return insert(
        db,
        """INSERT INTO fetches (purpose, account, channel, file_ref, name, mime, next_at, created_at, file)
           VALUES (:purpose, :account, :channel, :file_ref, :name, :mime, :now, :now, :file)""",
        purpose=purpose,
        account=account,
        channel=channel,
        file_ref=file_ref,
        name=name,
        mime=mime,
        now=iso(now),
        file=file,
    )


def due(db: Database, now: datetime) -> Fetch | None:
    """Return the job that is due first."""
    row = one(
        db,
        f"""SELECT * FROM fetches WHERE {_IS_OPEN} AND state = 'queued' AND next_at <= :now
            ORDER BY next_at, id LIMIT 1""",
        now=iso(now),
    )
    if row is None:
        return None
    return Fetch(
        row["id"], row["purpose"], row["account"], row["channel"], row["file_ref"], row["name"], row["mime"],
        row["attempts"], row["file"],
    )  # fmt: skip


def next_after(db: Database, after: datetime) -> datetime | None:
    """Return when, later than `after`, a job is tried again."""
    sql = f"SELECT min(next_at) FROM fetches WHERE {_IS_OPEN} AND state = 'queued' AND next_at > :after"
    found = value(db, sql, after=iso(after))
    return instant(str(found)) if found else None


def any_queued(db: Database) -> bool:
    """Return whether a job waits, due or not."""
    return one(db, f"SELECT 1 FROM fetches WHERE {_IS_OPEN} AND state = 'queued'") is not None


def claim(db: Database, fetch: int) -> bool:
    """Take a job, and count the attempt; return False where somebody else was first."""
    return (
        change(
            db,
            "UPDATE fetches SET state = 'fetching', attempts = attempts + 1 WHERE id = :id AND state = 'queued'",
            id=fetch,
        )
        > 0
    )


def recover(db: Database, now: datetime) -> None:
    """What was being fetched when the program ended is fetched again; its attempt counts."""
    sql = f"UPDATE fetches SET state = 'queued', next_at = :now WHERE {_IS_OPEN} AND state = 'fetching'"
    change(db, sql, now=iso(now))


def retry_at(db: Database, fetch: int, at: datetime) -> None:
    """Try a job again later."""
    change(db, "UPDATE fetches SET state = 'queued', next_at = :at WHERE id = :id", id=fetch, at=iso(at))


def end_fetch(db: Database, fetch: int, now: datetime, sha256: str | None) -> None:
    """End a job: stored under a hash, or failed. The identifier by which it was fetched is forgotten."""
    change(
        db,
        """UPDATE fetches SET state = :state, ended_at = :now, sha256 = :sha256, file_ref = '', name = ''
           WHERE id = :id""",
        id=fetch,
        state="stored" if sha256 else "failed",
        now=iso(now),
        sha256=sha256,
    )


def put_file(db: Database, file: StoredFile, now: datetime) -> None:
    """Keep where a file is stored; the same content is one file."""
    change(
        db,
        """INSERT INTO files (sha256, path, size, mime, stored_at) VALUES (:sha256, :path, :size, :mime, :now)
           ON CONFLICT (sha256) DO NOTHING""",
        sha256=file.sha256,
        path=file.path,
        size=file.size,
        mime=file.mime,
        now=iso(now),
    )


_UNWANTED = """NOT EXISTS (SELECT 1 FROM requests r WHERE r.file = files.sha256 AND r.ended_at IS NULL)
               AND NOT EXISTS (SELECT 1 FROM kept_files k WHERE k.sha256 = files.sha256)
               AND NOT EXISTS (SELECT 1 FROM web_messages w WHERE w.file_sha256 = files.sha256)"""


def unwanted(db: Database) -> list[StoredFile]:
    """Return the files that nothing needs any more."""
    found = rows(db, f"SELECT * FROM files WHERE loose = 1 AND {_UNWANTED}")
    return [StoredFile(row["sha256"], row["path"], row["size"], row["mime"]) for row in found]


def any_held(db: Database) -> bool:
    """Return whether a file that something let go, or that has just come, is needed all the same."""
    return one(db, f"SELECT 1 FROM files WHERE loose = 1 AND NOT ({_UNWANTED}) LIMIT 1") is not None


def hold(db: Database) -> None:
    """Look no more at the files that are needed, until something lets them go."""
    change(db, f"UPDATE files SET loose = 0 WHERE loose = 1 AND NOT ({_UNWANTED})")


def known_paths(db: Database) -> frozenset[str]:
    """Return the path of every file that is stored."""
    return frozenset(row["path"] for row in rows(db, "SELECT path FROM files"))


def forget_file(db: Database, sha256: str) -> None:
    """Forget a file that has been deleted, unless something needs it again meanwhile."""
    change(db, f"DELETE FROM files WHERE sha256 = :sha256 AND {_UNWANTED}", sha256=sha256)


def delete_unwanted(db: Database, directory: Path) -> None:
    """Delete the files below `directory` that nothing needs any more, at once: what was removed may not lie there.

    The files first, as always: a row without its file is tried again, the reverse is not.
    """
    for file in unwanted(db):
        file_store.remove(directory / file_store.FILES, file.path)
        forget_file(db, file.sha256)


def purge_fetches(db: Database, ended_before: datetime) -> int:
    """Delete jobs that ended before an instant; return how many."""
    return change(db, "DELETE FROM fetches WHERE ended_at < :before", before=iso(ended_before))
