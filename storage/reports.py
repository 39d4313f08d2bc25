"""Reports as versions, the difficulties in them, and snapshots of a period."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from bot.domain.attachments import Attachment, FileKind
from bot.domain.reports import Difficulty, Quarterly, Reception, Report, Urgency
from bot.domain.tasks import Bucket, Part, TaskState
from storage.rows import change, insert, instant, iso, maybe_day, maybe_instant, maybe_iso_day, one, rows, value

_LIVE = "superseded_at IS NULL AND withdrawn_at IS NULL"


@dataclass(frozen=True)
class Frozen:
    """A frozen aggregate of a period: its number, when it was made, and the figures it holds."""

    id: int
    number: int
    taken_at: datetime
    snapshot: dict[str, Any]

    @property
    def told(self) -> frozenset[str]:
        """The codes of the reports it knows of."""
        return frozenset(seat["report"] for seat in self.snapshot["seats"] if seat["report"])


def live_report(db: Database, seat: int, period: str) -> Report | None:
    """Return what a seat has reported for a period."""
    row = one(
        db,
        f"SELECT * FROM reports WHERE seat = :seat AND period = :period AND kind = 'periodic' AND {_LIVE}",
        seat=seat,
        period=period,
    )
    return _report(db, row) if row else None


def last_quarterly(db: Database, seat: int, before: str) -> Report | None:
    """Return the report of a seat for the latest period before this one that states tasks."""
    row = one(
        db,
        f"""SELECT * FROM reports WHERE seat = :seat AND period < :before AND opinion IS NOT NULL AND {_LIVE}
            ORDER BY period DESC LIMIT 1""",
        seat=seat,
        before=before,
    )
    return _report(db, row) if row else None


def tasks_told_done(db: Database, seat: int, before: str) -> frozenset[str]:
    """Return the codes of the tasks that a seat's reports for periods before this one stated as done."""
    found = rows(
        db,
        """SELECT t.code FROM report_tasks t JOIN reports r ON r.id = t.report
            WHERE r.seat = :seat AND r.period < :before AND t.done_on IS NOT NULL
                AND r.superseded_at IS NULL AND r.withdrawn_at IS NULL""",
        seat=seat,
        before=before,
    )
    return frozenset(row["code"] for row in found)


def reports_of_period(db: Database, period: str) -> list[Report]:
    """Return the live reports of a period in the order they came."""
    found = rows(
        db,
        f"SELECT * FROM reports WHERE period = :period AND kind = 'periodic' AND {_LIVE} ORDER BY sent_at, id",
        period=period,
    )
    return [_report(db, row) for row in found]


def report_by_code(db: Database, code: str) -> Report | None:
    """Return the live version of the report with this code."""
    row = one(db, f"SELECT * FROM reports WHERE code = :code AND {_LIVE}", code=code)
    return _report(db, row) if row else None


def report_of_difficulty(db: Database, code: str) -> Report | None:
    """Return the live report that carries the difficulty with this code."""
    row = one(
        db,
        f"SELECT r.* FROM reports r JOIN difficulties d ON d.report = r.id WHERE d.code = :code AND {_LIVE}",
        code=code,
    )
    return _report(db, row) if row else None


def add_report(db: Database, report: Report) -> int:
    """Store the first version of a report with its difficulties; return its id. An ad hoc one waits for acceptance."""
    report_id = insert(
        db,
        """INSERT INTO reports (code, version, seat, kind, period, urgency, nil, by_person, via, sent_at, opinion)
           VALUES (:code, 1, :seat, :kind, :period, :urgency, :nil, :person, 'self', :sent_at, :opinion)""",
        code=report.code,
        seat=report.seat,
        kind="adhoc" if report.urgency else "periodic",
        period=report.period or None,
        urgency=report.urgency.value if report.urgency else None,
        nil=int(report.nil),
        person=report.person,
        sent_at=iso(report.sent_at),
        opinion=report.quarterly.opinion if report.quarterly else None,
    )
    for position, difficulty in enumerate(report.difficulties, 1):
        _add_difficulty(db, report_id, position, difficulty)
    for position, task in enumerate(report.quarterly.tasks if report.quarterly else (), 1):
        _add_task(db, report_id, position, task)
    if report.urgency:
        change(db, "INSERT INTO receptions (report_code) VALUES (:code)", code=report.code)
    return report_id


def reception(db: Database, code: str) -> Reception:
    """Return what became of an ad hoc report, which must exist."""
    row = one(db, "SELECT * FROM receptions WHERE report_code = :code", code=code)
    assert row is not None
    return Reception(maybe_instant(row["accepted_at"]), row["accepted_by"], maybe_instant(row["escalated_at"]))


def accept(db: Database, code: str, person: int, now: datetime) -> bool:
    """Record who accepts an ad hoc report; return False where somebody did before."""
    changed = change(
        db,
        """UPDATE receptions SET accepted_at = :now, accepted_by = :person
           WHERE report_code = :code AND accepted_at IS NULL""",
        code=code,
        person=person,
        now=iso(now),
    )
    return changed > 0


def mark_escalated(db: Database, code: str, now: datetime) -> None:
    """Record that the leaders were told of an ad hoc report nobody accepted."""
    change(db, "UPDATE receptions SET escalated_at = :now WHERE report_code = :code", code=code, now=iso(now))


def unaccepted(db: Database, urgency: Urgency) -> list[Report]:
    """Return the live ad hoc reports nobody accepted and no leader was told of, in the order they came."""
    found = rows(
        db,
        f"""SELECT r.* FROM receptions c JOIN reports r ON r.code = c.report_code
            WHERE c.accepted_at IS NULL AND c.escalated_at IS NULL AND r.urgency = :urgency AND {_LIVE}
            ORDER BY r.sent_at, r.id""",
        urgency=urgency.value,
    )
    return [_report(db, row) for row in found]


def adhoc_codes(db: Database, body: str, since: datetime, until: datetime) -> list[str]:
    """Return the codes of the live ad hoc reports of a body's seats sent from `since` to before `until`."""
    found = rows(
        db,
        f"""SELECT r.code FROM reports r JOIN seats s ON s.id = r.seat
            WHERE r.kind = 'adhoc' AND s.body = :body AND r.sent_at >= :since AND r.sent_at < :until AND {_LIVE}
            ORDER BY r.sent_at, r.id""",
        body=body,
        since=iso(since),
        until=iso(until),
    )
    return [row["code"] for row in found]


def difficulty_by_id(db: Database, difficulty: int) -> Difficulty | None:
    """Return a difficulty of a live report."""
    row = one(
        db,
        f"SELECT d.* FROM difficulties d JOIN reports r ON r.id = d.report WHERE d.id = :id AND r.{_LIVE}",
        id=difficulty,
    )
    return _difficulty(db, row) if row else None


def attachment_by_id(db: Database, attachment: int) -> Attachment | None:
    """Return a file of a report."""
    row = one(db, "SELECT * FROM attachments WHERE id = :id", id=attachment)
    return _attachment(row) if row else None


def report_of_attachment(db: Database, attachment: int) -> Report | None:
    """Return the report that carries a file."""
    row = one(
        db,
        """SELECT r.* FROM reports r JOIN difficulties d ON d.report = r.id JOIN attachments a ON a.difficulty = d.id
           WHERE a.id = :id""",
        id=attachment,
    )
    return _report(db, row) if row else None


def last_field(db: Database, seat: int) -> str:
    """Return the field of the difficulty a seat sent last, or an empty string."""
    found = value(
        db,
        """SELECT d.field FROM difficulties d JOIN reports r ON r.id = d.report WHERE r.seat = :seat
           ORDER BY d.id DESC LIMIT 1""",
        seat=seat,
    )
    return str(found or "")


def excused_seats(db: Database, period: str) -> frozenset[int]:
    """Return the seats that need not report for a period."""
    return frozenset(row["seat"] for row in rows(db, "SELECT seat FROM excuses WHERE period = :period", period=period))


def add_snapshot(db: Database, period: str, taken_at: datetime, body: bytes, sha256: str) -> int:
    """Keep a provisional aggregate until its files have been sent; return its id."""
    return insert(
        db,
        """INSERT INTO snapshots (period, kind, taken_at, body, sha256)
           VALUES (:period, 'provisional', :taken_at, :body, :sha256)""",
        period=period,
        taken_at=iso(taken_at),
        body=body.decode(),
        sha256=sha256,
    )


def snapshot_body(db: Database, snapshot: int) -> bytes | None:
    """Return the canonical JSON of a snapshot."""
    found = value(db, "SELECT body FROM snapshots WHERE id = :id", id=snapshot)
    return None if found is None else str(found).encode()


def add_digest(db: Database, period: str, number: int, taken_at: datetime, body: bytes, sha256: str) -> int:
    """Freeze an aggregate of a period: number 0 is the digest, the others are its addenda. Return its id."""
    return insert(
        db,
        """INSERT INTO digests (period, number, taken_at, body, sha256)
           VALUES (:period, :number, :taken_at, :body, :sha256)""",
        period=period,
        number=number,
        taken_at=iso(taken_at),
        body=body.decode(),
        sha256=sha256,
    )


def last_digest(db: Database, period: str) -> Frozen | None:
    """Return the newest frozen aggregate of a period, or None."""
    found = rows(db, "SELECT * FROM digests WHERE period = :period ORDER BY number DESC LIMIT 1", period=period)
    return _frozen(found[0]) if found else None


def digest(db: Database, period: str, number: int) -> Frozen:
    """Return a frozen aggregate of a period by its number; there must be one."""
    row = one(db, "SELECT * FROM digests WHERE period = :period AND number = :number", period=period, number=number)
    assert row is not None
    return _frozen(row)


def _frozen(row: Row) -> Frozen:
    return Frozen(row["id"], row["number"], instant(row["taken_at"]), json.loads(row["body"]))


def digest_body(db: Database, digest: int) -> bytes | None:
    """Return the canonical JSON of a frozen aggregate."""
    found = value(db, "SELECT body FROM digests WHERE id = :id", id=digest)
    return None if found is None else str(found).encode()


def purge_snapshots(db: Database, taken_before: datetime) -> int:
    """Delete provisional aggregates older than this instant; return how many."""
    return change(
        db, "DELETE FROM snapshots WHERE kind = 'provisional' AND taken_at < :before", before=iso(taken_before)
    )


def _add_difficulty(db: Database, report: int, position: int, difficulty: Difficulty) -> None:
    difficulty_id = insert(
        db,
        """INSERT INTO difficulties (code, report, position, field, procedure, content, legal, proposal, folded)
           VALUES (:code, :report, :position, :field, :procedure, :content, :legal, :proposal, :folded)""",
        code=difficulty.code,
        report=report,
        position=position,
        field=difficulty.field,
        procedure=difficulty.procedure,
        content=difficulty.content,
        legal=difficulty.legal,
        proposal=difficulty.proposal,
        folded=difficulty.folded,
    )
    for number, attachment in enumerate(difficulty.attachments, 1):
        _add_attachment(db, difficulty_id, number, attachment)


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


def _report(db: Database, row: Row) -> Report:
    return Report(
        id=row["id"],
        code=row["code"],
        seat=row["seat"],
        period=row["period"] or "",
        nil=bool(row["nil"]),
        person=row["by_person"],
        sent_at=instant(row["sent_at"]),
        difficulties=_difficulties(db, row["id"]),
        urgency=Urgency(row["urgency"]) if row["urgency"] else None,
        quarterly=None if row["opinion"] is None else Quarterly(_tasks(db, row["id"]), row["opinion"]),
    )


def _add_task(db: Database, report: int, position: int, task: TaskState) -> None:
    change(
        db,
        """INSERT INTO report_tasks (report, position, code, title, part, due_on, done_on, bucket)
           VALUES (:report, :position, :code, :title, :part, :due_on, :done_on, :bucket)""",
        report=report,
        position=position,
        code=task.code,
        title=task.title,
        part=task.part.value,
        due_on=maybe_iso_day(task.due_on),
        done_on=maybe_iso_day(task.done_on),
        bucket=task.bucket.value,
    )


def _tasks(db: Database, report: int) -> tuple[TaskState, ...]:
    return tuple(
        TaskState(
            code=row["code"],
            title=row["title"],
            part=Part(row["part"]),
            due_on=maybe_day(row["due_on"]),
            done_on=maybe_day(row["done_on"]),
            bucket=Bucket(row["bucket"]),
        )
        for row in rows(db, "SELECT * FROM report_tasks WHERE report = :report ORDER BY position", report=report)
    )


def _difficulties(db: Database, report: int) -> tuple[Difficulty, ...]:
    found: Sequence[Row] = rows(
        db, "SELECT * FROM difficulties WHERE report = :report ORDER BY position", report=report
    )
    return tuple(_difficulty(db, row) for row in found)


def _difficulty(db: Database, row: Row) -> Difficulty:
    return Difficulty(
        id=row["id"],
        code=row["code"],
        field=row["field"],
        procedure=row["procedure"],
        content=row["content"],
        legal=row["legal"],
        proposal=row["proposal"],
        attachments=_attachments(db, row["id"]),
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
