"""Notices that officers turn into tasks: what was read of each, and what was decided of its lines."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.notice_lines import (
    Chosen,
    Decision,
    Line,
    NoticeImport,
    Passage,
    ReadNotice,
    as_plain,
    chosen_of_plain,
    passage_of_plain,
)
from bot.domain.traces import Traces
from storage.rows import change, insert, instant, iso, listed, maybe_day, maybe_instant, maybe_iso_day, one, rows

_FORGOTTEN = Chosen("")


def add_import(
    db: Database, person: int, name: str, read: ReadNotice, basis: str, now: datetime, *, supplements: bool
) -> int:
    """Keep that a notice was read; return the number of the import."""
    return insert(
        db,
        """INSERT INTO notice_imports
               (person, name, sign, stated, basis, sha256, supplements, begun_at, touched_at)
           VALUES (:person, :name, :sign, :stated, :basis, :sha256, :supplements, :now, :now)""",
        person=person,
        name=name,
        sign=read.sign,
        stated=maybe_iso_day(read.stated),
        basis=basis,
        sha256=read.sha256,
        supplements=supplements,
        now=iso(now),
    )


def add_line(db: Database, notice: int, place: int, passage: Passage, chosen: Chosen, decision: Decision) -> int:
    """Keep a line of an import; return its number."""
    return insert(
        db,
        """INSERT INTO notice_lines (notice, place, passage, mark, chosen, decision)
           VALUES (:notice, :place, :passage, :mark, :chosen, :decision)""",
        notice=notice,
        place=place,
        passage=_json(passage),
        mark=passage.mark,
        chosen=_json(chosen),
        decision=decision.value,
    )


def import_by_id(db: Database, notice: int) -> NoticeImport | None:
    """Return an import, whatever became of it."""
    row = one(db, "SELECT * FROM notice_imports WHERE id = :id", id=notice)
    return _import(row) if row else None


def line_by_id(db: Database, line: int) -> Line | None:
    """Return a line."""
    row = one(db, "SELECT * FROM notice_lines WHERE id = :id", id=line)
    return _line(row) if row else None


def lines_of(db: Database, notice: int) -> list[Line]:
    """Return the lines of an import in their order."""
    return [_line(row) for row in rows(db, "SELECT * FROM notice_lines WHERE notice = :id ORDER BY place", id=notice)]


def under_way(db: Database) -> list[NoticeImport]:
    """Return the imports that have not ended, the one that was begun first first."""
    return [
        _import(row)
        for row in rows(
            db, "SELECT * FROM notice_imports INDEXED BY notice_imports_open WHERE ended_at IS NULL ORDER BY id"
        )
    ]


def same(db: Database, sign: str, sha256: str) -> list[NoticeImport]:
    """Return the imports of the same notice, by its number or by its text, oldest first."""
    found = rows(
        db,
        """SELECT * FROM notice_imports WHERE sha256 = :sha256 OR (sign <> '' AND sign = :sign COLLATE NOCASE)
           ORDER BY id""",
        sha256=sha256,
        sign=sign,
    )
    return [_import(row) for row in found]


def assigned_marks(db: Database, notices: Collection[int]) -> frozenset[str]:
    """Return by what the passages are known that became tasks in these imports."""
    found = rows(
        db,
        "SELECT mark FROM notice_lines WHERE task <> '' AND notice IN (SELECT value FROM json_each(:notices))",
        notices=listed(notices),
    )
    return frozenset(row["mark"] for row in found)


def tasks_of(db: Database, notices: Collection[int]) -> list[str]:
    """Return the codes of the tasks that came from these imports, in their order."""
    found = rows(
        db,
        """SELECT task FROM notice_lines WHERE task <> '' AND notice IN (SELECT value FROM json_each(:notices))
           ORDER BY notice, place""",
        notices=listed(notices),
    )
    return [row["task"] for row in found]


def save_line(db: Database, line: Line, now: datetime) -> None:
    """Keep what was decided of a line, or changed in it; its import has been touched."""
    change(
        db,
        """UPDATE notice_lines SET chosen = :chosen, decision = :decision, rev = :rev, settled = :settled,
               task = :task, fault = :fault, reports = :reports, decided_at = :now WHERE id = :id""",
        id=line.id,
        chosen=_json(line.chosen),
        decision=line.decision.value,
        rev=line.rev,
        settled=line.settled,
        task=line.task,
        fault=line.fault,
        reports=line.reports,
        now=iso(now),
    )
    change(db, "UPDATE notice_imports SET touched_at = :now WHERE id = :id", id=line.notice, now=iso(now))


def set_basis(db: Database, notice: int, basis: str, now: datetime) -> None:
    """Change which document assigns the tasks of an import."""
    change(
        db, "UPDATE notice_imports SET basis = :basis, touched_at = :now WHERE id = :id", id=notice, basis=basis,
        now=iso(now),
    )  # fmt: skip


def go_on(db: Database, notice: int, now: datetime) -> None:
    """Keep that a notice is imported again on purpose."""
    change(db, "UPDATE notice_imports SET supplements = 0, touched_at = :now WHERE id = :id", id=notice, now=iso(now))


def end(db: Database, notice: int, now: datetime) -> None:
    """End an import."""
    change(db, "UPDATE notice_imports SET ended_at = :now WHERE id = :id AND ended_at IS NULL", id=notice, now=iso(now))


def forget_texts(db: Database, before: datetime, now: datetime) -> int:
    """Delete the words of imports that ended, or were touched last, before an instant; return how many.

    Numbers, days, hashes and the codes of tasks stay: by them the same notice is known again. What was left lying
    ends by it.
    """
    found = rows(
        db,
        """SELECT id FROM notice_imports
           WHERE forgotten_at IS NULL AND coalesce(ended_at, touched_at) < :before""",
        before=iso(before),
    )
    ids = listed(row["id"] for row in found)
    change(
        db,
        """UPDATE notice_imports SET forgotten_at = :now, name = '', basis = '', ended_at = coalesce(ended_at, :now)
           WHERE id IN (SELECT value FROM json_each(:ids))""",
        ids=ids,
        now=iso(now),
    )
    change(
        db,
        """UPDATE notice_lines SET passage = '', chosen = :chosen
           WHERE notice IN (SELECT value FROM json_each(:ids))""",
        ids=ids,
        chosen=_json(_FORGOTTEN),
    )
    return len(found)


def remove_words(db: Database, copies: Traces) -> None:
    """Delete what repeats words that were removed: the lines, which become no tasks any more, and what names them."""
    for row in rows(db, "SELECT id, passage, chosen FROM notice_lines WHERE passage <> ''"):
        held = [json.loads(row["passage"]), json.loads(row["chosen"])]
        if copies.without(held, "") != held:
            _forget_words(db, row["id"])
    for row in rows(db, "SELECT id, name, basis FROM notice_imports"):
        kept = {name: "" if copies.are_in(row[name]) else row[name] for name in ("name", "basis")}
        change(db, "UPDATE notice_imports SET name = :name, basis = :basis WHERE id = :id", id=row["id"], **kept)


def _forget_words(db: Database, line: int) -> None:
    change(
        db,
        """UPDATE notice_lines SET passage = '', chosen = :chosen, rev = rev + 1,
               decision = CASE WHEN task = '' THEN :dropped ELSE decision END WHERE id = :id""",
        id=line,
        chosen=_json(_FORGOTTEN),
        dropped=Decision.DROPPED.value,
    )


def _json(value: Passage | Chosen) -> str:
    return json.dumps(as_plain(value), ensure_ascii=False, sort_keys=True)


def _import(row: Row) -> NoticeImport:
    return NoticeImport(
        id=row["id"],
        person=row["person"],
        name=row["name"],
        sign=row["sign"],
        stated=maybe_day(row["stated"]),
        basis=row["basis"],
        sha256=row["sha256"],
        supplements=bool(row["supplements"]),
        begun_at=instant(row["begun_at"]),
        touched_at=instant(row["touched_at"]),
        ended_at=maybe_instant(row["ended_at"]),
        forgotten=row["forgotten_at"] is not None,
    )


def _line(row: Row) -> Line:
    return Line(
        id=row["id"],
        notice=row["notice"],
        place=row["place"],
        passage=passage_of_plain(json.loads(row["passage"])) if row["passage"] else None,
        chosen=chosen_of_plain(json.loads(row["chosen"])),
        decision=Decision(row["decision"]),
        rev=row["rev"],
        settled=bool(row["settled"]),
        task=row["task"],
        fault=row["fault"],
        reports=None if row["reports"] is None else bool(row["reports"]),
    )
