"""Drafts that were submitted for approval."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.approving import Submission, SubmissionEnd
from bot.domain.forms import Draft
from bot.domain.reports import ADHOC, REPORT
from storage.rows import change, insert, instant, iso, listed, maybe_instant, one, rows

_WAITING = "ended_at IS NULL"


def submission(db: Database, submission: int) -> Submission | None:
    """Return a submission, whatever became of it."""
    row = one(db, "SELECT * FROM submissions WHERE id = :id", id=submission)
    return _submission(row) if row else None


def waiting_of_draft(db: Database, draft: int) -> Submission | None:
    """Return the submission by which a draft waits, None where it does not."""
    row = one(db, f"SELECT * FROM submissions WHERE draft = :draft AND {_WAITING}", draft=draft)
    return _submission(row) if row else None


def last_of_draft(db: Database, draft: int) -> Submission | None:
    """Return the last submission of a draft, whatever became of it."""
    row = one(db, "SELECT * FROM submissions WHERE draft = :draft ORDER BY id DESC LIMIT 1", draft=draft)
    return _submission(row) if row else None


def waiting_for(db: Database, seat: int, period: str) -> Submission | None:
    """Return the periodic report of a seat that waits for approval, None where there is none."""
    return next((each for each in waiting(db, [seat]) if each.kind == REPORT and each.subject == period), None)


def waiting_to_amend(db: Database, report: str) -> list[Submission]:
    """Return the submissions by which drafts wait that were taken up from a report."""
    found = rows(
        db,
        f"""SELECT s.* FROM submissions s INDEXED BY submissions_waiting JOIN drafts d ON d.id = s.draft
            WHERE json_extract(d.answers, '$.report') = :report AND s.{_WAITING} ORDER BY s.id""",
        report=report,
    )
    return [_submission(row) for row in found]


def waiting(db: Database, seats: Collection[int] | None = None) -> list[Submission]:
    """Return what waits for approval, of these seats or of all, the longest first."""
    wanted = "" if seats is None else "AND seat IN (SELECT value FROM json_each(:seats))"
    given = {} if seats is None else {"seats": listed(seats)}
    found = rows(db, f"SELECT * FROM submissions WHERE {_WAITING} {wanted} ORDER BY submitted_at, id", **given)
    return [_submission(row) for row in found]


def seats_waiting(db: Database, period: str) -> frozenset[int]:
    """Return the seats whose report for a period waits for approval."""
    return frozenset(each.seat for each in waiting(db) if each.kind == REPORT and each.subject == period)


def add_submission(db: Database, draft: Draft, content: str, now: datetime, *, nil: bool) -> Submission:
    """Have a draft wait for approval; nobody has it open from now on."""
    number = insert(
        db,
        """INSERT INTO submissions (draft, seat, kind, subject, by_person, nil, submitted_at, content)
           VALUES (:draft, :seat, :kind, :subject, :by, :nil, :now, :content)""",
        draft=draft.id,
        seat=draft.seat,
        kind=draft.kind,
        subject=draft.subject,
        by=draft.person,
        nil=int(nil),
        now=iso(now),
        content=content,
    )
    # What its screens offered is out of date, on whichever account. There is one ad hoc draft without a subject at a
    # time: one that waits must not keep its writer from another, which may be urgent.
    change(
        db,
        "UPDATE drafts SET rev = rev + 1, subject = CASE kind WHEN :adhoc THEN :apart ELSE subject END WHERE id = :id",
        id=draft.id,
        adhoc=ADHOC,
        apart=str(draft.id),
    )
    change(db, "UPDATE accounts SET open_draft = NULL WHERE open_draft = :id", id=draft.id)
    added = submission(db, number)
    assert added is not None
    return added


def end_submission(
    db: Database, submission: int, end: SubmissionEnd, now: datetime, by: int | None = None, reason: str = ""
) -> None:
    """Have a submission wait no longer; `by` is the person who ended it, None where that was the clock."""
    change(
        db,
        f"""UPDATE submissions SET outcome = :end, ended_at = :now, ended_by = :by, reason = :reason
            WHERE id = :id AND {_WAITING}""",
        id=submission,
        end=end.value,
        now=iso(now),
        by=by,
        reason=reason,
    )


def note_reminded(db: Database, submission: int, now: datetime) -> None:
    """Keep that whoever submitted a report had its approval reminded of."""
    change(db, "UPDATE submissions SET reminded_at = :now WHERE id = :id", id=submission, now=iso(now))


def note_stranded(db: Database, submission: int, at: datetime | None) -> None:
    """Keep since when it is told that nobody can approve a submission; None where somebody can again."""
    change(db, "UPDATE submissions SET stranded_at = :at WHERE id = :id", id=submission, at=iso(at) if at else None)


def _submission(row: Row) -> Submission:
    return Submission(
        id=row["id"],
        draft=row["draft"],
        seat=row["seat"],
        kind=row["kind"],
        subject=row["subject"],
        person=row["by_person"],
        nil=bool(row["nil"]),
        at=instant(row["submitted_at"]),
        content=row["content"],
        reminded_at=maybe_instant(row["reminded_at"]),
        stranded_at=maybe_instant(row["stranded_at"]),
        end=SubmissionEnd(row["outcome"]) if row["outcome"] else None,
        ended_at=maybe_instant(row["ended_at"]),
        ended_by=row["ended_by"],
        reason=row["reason"],
    )
