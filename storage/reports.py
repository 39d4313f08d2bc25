"""Reports as versions, with what they say of tasks."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.reports import Quarterly, Report, Urgency
from bot.domain.tasks import Bucket, Part, TaskState
from storage.difficulties import add_difficulty, difficulties_of
from storage.rows import change, insert, instant, iso, maybe_day, maybe_iso_day, one, rows

_LIVE = "superseded_at IS NULL AND withdrawn_at IS NULL"


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
        add_difficulty(db, report_id, position, difficulty)
    for position, task in enumerate(report.quarterly.tasks if report.quarterly else (), 1):
        _add_task(db, report_id, position, task)
    if report.urgency:
        change(db, "INSERT INTO receptions (report_code) VALUES (:code)", code=report.code)
    return report_id


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


def report_of_attachment(db: Database, attachment: int) -> Report | None:
    """Return the report that carries a file."""
    row = one(
        db,
        """SELECT r.* FROM reports r JOIN difficulties d ON d.report = r.id JOIN attachments a ON a.difficulty = d.id
           WHERE a.id = :id""",
        id=attachment,
    )
    return _report(db, row) if row else None


def excused_seats(db: Database, period: str) -> frozenset[int]:
    """Return the seats that need not report for a period."""
    return frozenset(row["seat"] for row in rows(db, "SELECT seat FROM excuses WHERE period = :period", period=period))


def _report(db: Database, row: Row) -> Report:
    return Report(
        id=row["id"],
        code=row["code"],
        seat=row["seat"],
        period=row["period"] or "",
        nil=bool(row["nil"]),
        person=row["by_person"],
        sent_at=instant(row["sent_at"]),
        difficulties=difficulties_of(db, row["id"]),
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
