"""Files that go with the result of a difficulty or of a task; the event of the result names them by number."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.attachments import Attachment
from storage.difficulties import attachment_of
from storage.rows import insert, listed, one, rows

_FILES = "SELECT f.*, k.state, k.why, k.sha256, k.altered FROM result_files f LEFT JOIN kept_files k ON k.id = f.file"


def add(db: Database, code: str, attachments: Sequence[Attachment]) -> list[int]:
    """Keep files for a result of the difficulty or task with this code; return their numbers."""
    return [
        insert(
            db,
            """INSERT INTO result_files (subject, channel, file_ref, kind, name, size, mime, caption, file)
               VALUES (:code, :channel, :ref, :kind, :name, :size, :mime, :caption, :file)""",
            code=code,
            channel=each.channel,
            ref=each.ref,
            kind=each.kind.value,
            name=each.name,
            size=each.size,
            mime=each.mime,
            caption=each.caption,
            file=each.file or None,
        )
        for each in attachments
    ]


def by_id(db: Database, numbers: Collection[int]) -> Mapping[int, Attachment]:
    """Return these files by number, in order; those that are not there any more are left out."""
    found = rows(db, f"{_FILES} WHERE f.id IN (SELECT value FROM json_each(:ids)) ORDER BY f.id", ids=listed(numbers))
    return {row["id"]: attachment_of(row) for row in found}


def code_of(db: Database, number: int) -> str:
    """Return the code for whose result a file was sent; empty where the file is not there any more."""
    row = one(db, "SELECT subject FROM result_files WHERE id = :id", id=number)
    return str(row["subject"]) if row else ""


def with_bytes(db: Database, file: int) -> Sequence[tuple[str, Attachment]]:
    """Return what is made of a kept file: for which difficulty or task, and the file."""
    found: list[Row] = rows(db, f"{_FILES} WHERE f.file = :file ORDER BY f.id", file=file)
    return [(row["subject"], attachment_of(row)) for row in found]
