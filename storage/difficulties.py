"""Difficulties of reports, the files in them, and what happened to them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain import questions
from bot.domain.attachments import Attachment, FileKind
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.handling import ENDING
from bot.domain.reports import Difficulty
from storage.rows import insert, instant, iso, listed, one, rows, value
from storage.search import index_difficulty


def add_difficulty(db: Database, report: int, position: int, difficulty: Difficulty) -> None:
    """Store a difficulty of a report with its files, at its place in the report."""
    # Names of columns come from the table of questions, never from people.
    answers = questions.columns()
    names, values = ", ".join(answers), ", ".join(f":{name}" for name in answers)
    difficulty_id = insert(
        db,
        f"""INSERT INTO difficulties (code, report, position, {names})
            VALUES (:code, :report, :position, {values})""",
        code=difficulty.code,
        report=report,
        position=position,
        **difficulty.answers,
    )
    for number, attachment in enumerate(difficulty.attachments, 1):
        _add_attachment(db, difficulty_id, number, attachment)
    index_difficulty(db, difficulty_id, difficulty.searched)


def difficulties_of(db: Database, reports: Collection[int]) -> Mapping[int, tuple[Difficulty, ...]]:
    """Return the difficulties of each of these reports in their order; one question for all, one for all files."""
    found = rows(
        db,
        """SELECT * FROM difficulties WHERE report IN (SELECT value FROM json_each(:reports))
           ORDER BY report, position""",
        reports=listed(reports),
    )
    attachments = _attachments(db, [row["id"] for row in found])
    # An entry for reports without difficulties too: callers index it.
    difficulties: dict[int, tuple[Difficulty, ...]] = dict.fromkeys(reports, ())
    for row in found:
        difficulties[row["report"]] += (_difficulty(row, attachments[row["id"]]),)
    return difficulties


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


def add_event(db: Database, code: str, report: int, event: DifficultyEvent) -> None:
    """Keep what happened to a difficulty in a version of its report."""
    insert(
        db,
        """INSERT INTO difficulty_events (difficulty, report, kind, at, actor, detail)
           VALUES (:code, :report, :kind, :at, :actor, :detail)""",
        code=code,
        report=report,
        kind=event.act.value,
        at=iso(event.at),
        actor=event.actor,
        detail=json.dumps(dict(event.detail), ensure_ascii=False, sort_keys=True),
    )


def waited_for(db: Database) -> list[str]:
    """Return the difficulties of which a result, or what the desk asked, may still wait for an answer."""
    # A partial index finds these two kinds. Whether one waits is a rule over all events; this leaves out the many that
    # have ended.
    found = rows(
        db,
        """SELECT DISTINCT e.difficulty FROM difficulty_events e WHERE e.kind IN ('asked', 'answered')
           AND NOT EXISTS (SELECT 1 FROM difficulty_events l WHERE l.difficulty = e.difficulty AND l.id > e.id
                           AND l.kind IN (SELECT value FROM json_each(:ending)))
           ORDER BY e.difficulty""",
        ending=listed(sorted(ENDING)),
    )
    return [row["difficulty"] for row in found]


def codes_in_report(db: Database, code: str) -> frozenset[str]:
    """Return the difficulties that any version of the report with this code carried."""
    found = rows(
        db,
        "SELECT DISTINCT d.code FROM difficulties d JOIN reports r ON r.id = d.report WHERE r.code = :code",
        code=code,
    )
    return frozenset(row["code"] for row in found)


def events_of(db: Database, codes: Collection[str]) -> Mapping[str, tuple[DifficultyEvent, ...]]:
    """Return what happened, in order, to each of these difficulties; those that are not there are left out."""
    # By number, since several events can be of the same instant.
    found = rows(
        db,
        """SELECT * FROM difficulty_events WHERE difficulty IN (SELECT value FROM json_each(:codes)) ORDER BY id""",
        codes=listed(codes),
    )
    events: dict[str, tuple[DifficultyEvent, ...]] = {}
    for row in found:
        events[row["difficulty"]] = (*events.get(row["difficulty"], ()), _event(row))
    return events


def _event(row: Row) -> DifficultyEvent:
    return DifficultyEvent(DifficultyAct(row["kind"]), instant(row["at"]), row["actor"], json.loads(row["detail"]))


def _difficulty(row: Row, attachments: tuple[Attachment, ...]) -> Difficulty:
    return Difficulty(
        id=row["id"],
        code=row["code"],
        answers={name: row[name] for name in questions.columns()},
        attachments=attachments,
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


def _attachments(db: Database, difficulties: Collection[int]) -> Mapping[int, tuple[Attachment, ...]]:
    found = rows(
        db,
        """SELECT * FROM attachments WHERE difficulty IN (SELECT value FROM json_each(:difficulties))
           ORDER BY difficulty, position""",
        difficulties=listed(difficulties),
    )
    # As above: every difficulty has an entry.
    attachments: dict[int, tuple[Attachment, ...]] = dict.fromkeys(difficulties, ())
    for row in found:
        attachments[row["difficulty"]] += (_attachment(row),)
    return attachments


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
