"""Difficulties of reports, and the files in them."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain import questions
from bot.domain.attachments import Attachment, FileKind
from bot.domain.reports import Difficulty
from storage.rows import insert, one, rows, value


def add_difficulty(db: Database, report: int, position: int, difficulty: Difficulty) -> None:
    """Store a difficulty of a report with its files, at its place in the report."""
    answers = questions.columns()
    names, values = ", ".join(answers), ", ".join(f":{name}" for name in answers)
    difficulty_id = insert(
        db,
        f"""INSERT INTO difficulties (code, report, position, {names}, folded)
            VALUES (:code, :report, :position, {values}, :folded)""",
        code=difficulty.code,
        report=report,
        position=position,
        folded=difficulty.folded,
        **difficulty.answers,
    )
    for number, attachment in enumerate(difficulty.attachments, 1):
        _add_attachment(db, difficulty_id, number, attachment)


def difficulties_of(db: Database, report: int) -> tuple[Difficulty, ...]:
    """Return the difficulties of a report in their order."""
    found: Sequence[Row] = rows(
        db, "SELECT * FROM difficulties WHERE report = :report ORDER BY position", report=report
    )
    return tuple(_difficulty(db, row) for row in found)


def difficulty_by_id(db: Database, difficulty: int) -> Difficulty | None:
    """Return a difficulty of a live report."""
    row = one(
        db,
        """SELECT d.* FROM difficulties d JOIN reports r ON r.id = d.report
           WHERE d.id = :id AND r.superseded_at IS NULL AND r.withdrawn_at IS NULL""",
        id=difficulty,
    )
    return _difficulty(db, row) if row else None


def attachment_by_id(db: Database, attachment: int) -> Attachment | None:
    """Return a file of a report."""
    row = one(db, "SELECT * FROM attachments WHERE id = :id", id=attachment)
    return _attachment(row) if row else None


def last_field(db: Database, seat: int) -> str:
    """Return the field of the difficulty a seat sent last, or an empty string."""
    found = value(
        db,
        """SELECT d.field FROM difficulties d JOIN reports r ON r.id = d.report WHERE r.seat = :seat
           ORDER BY d.id DESC LIMIT 1""",
        seat=seat,
    )
    return str(found or "")


def _difficulty(db: Database, row: Row) -> Difficulty:
    return Difficulty(
        id=row["id"],
        code=row["code"],
        answers={name: row[name] for name in questions.columns()},
        attachments=_attachments(db, row["id"]),
    )


def _add_attachment(db: Database, difficulty: int, position: int, attachment: Attachment) -> None:
    insert(
        db,
        """INSERT INTO attachments (difficulty, position, channel, file_ref, kind, name, size, mime, caption)
           VALUES (:difficulty, :position, :channel, :file_ref, :kind, :name, :size, :mime, :caption)""",
        difficulty=difficulty,
        position=position,
        channel=attachment.channel,
        file_ref=attachment.ref,
        kind=attachment.kind.value,
        name=attachment.name,
        size=attachment.size,
        mime=attachment.mime,
        caption=attachment.caption,
    )


def _attachments(db: Database, difficulty: int) -> tuple[Attachment, ...]:
    found = rows(
        db, "SELECT * FROM attachments WHERE difficulty = :difficulty ORDER BY position", difficulty=difficulty
    )
    return tuple(_attachment(row) for row in found)


def _attachment(row: Row) -> Attachment:
    return Attachment(
        channel=row["channel"],
        ref=row["file_ref"],
        kind=FileKind(row["kind"]),
        name=row["name"],
        size=row["size"],
        mime=row["mime"],
        caption=row["caption"],
        id=row["id"],
    )
