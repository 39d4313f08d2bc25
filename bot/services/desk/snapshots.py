"""The state of a period as plain data, and the files that are built from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from sqlite_utils import Database

from bot.clock import VN
from bot.domain import questions
from bot.domain.calendars import Provisional
from bot.domain.periods import Cadence, Schedule
from bot.errors import BotError
from bot.exports import build_in_child, template_sha256
from bot.exports.wording import vietnamese
from bot.screens import desk as wording
from bot.screens.reporting.attachments import described
from bot.services.standing import LedgerRow
from storage import snapshots
from storage.rows import iso, maybe_iso_day
from storage.unit import Unit

PROVISIONAL, DIGEST, ADDENDUM = "provisional", "digest", "addendum"
"""What a snapshot is: made on request, the frozen one of a period, and what came after that."""
_BUILD_SECONDS = 120
"""Less than the sender bears for a whole message."""


def make_file(db: Database, reference: str) -> Callable[[], bytes]:
    """Return what builds the file `make:NAME:KIND:NUMBER` of a stored snapshot.

    Raises BotError("export_failed") where the snapshot is gone.
    """
    _, name, kind, number = reference.split(":")
    # Digests and their addenda are frozen in one table.
    body_of = snapshots.snapshot_body if kind == PROVISIONAL else snapshots.digest_body
    snapshot = body_of(db, int(number))
    if snapshot is None:
        raise BotError("export_failed")
    return lambda: build_in_child(name, snapshot, _BUILD_SECONDS)


def make_snapshot(
    unit: Unit,
    schedule: Schedule,
    rows: list[LedgerRow],
    kind: str = PROVISIONAL,
    *,
    added: list[LedgerRow] | None = None,
) -> dict[str, object]:
    """Return the state of a period as plain data: every figure and row a document shows.

    With `added`, what is listed is what those of the rows reported: an addendum.
    """
    office, period = unit.rules.profile.office, schedule.period
    body = next(b for b in unit.rules.profile.bodies.values() if b.cadence is period.cadence)
    listed = rows if added is None else added
    return {
        "schema": questions.schema(),
        "kind": kind,
        "taken_at": iso(unit.now),
        "template": template_sha256(),
        "period": {
            "code": period.code,
            "year": period.year,
            "number": period.number,
            "cadence": period.cadence.value,
            "first_day": period.first_day.isoformat(),
            "last_day": period.last_day.isoformat(),
            "due_at": iso(schedule.due_at),
            "digest_at": iso(schedule.digest_at),
            "stop_at": iso(schedule.stop_at),
        },
        "body": {"code": body.code, "name": body.name.vi},
        "office": {
            "parent": office.parent,
            "issuer": office.issuer,
            "sign": office.sign,
            "place": office.place,
            "addressee": office.addressee,
            "standing_body": office.standing_body.vi,
            "signatory": list(office.signatory),
            "recipients": list(office.recipients),
        },
        "ledger": _figures(rows),
        "seats": [_seat(row) for row in rows],
        "fields": [
            {"code": code, "name": unit.rules.fields[code].name.vi, "count": count} for code, count in by_field(listed)
        ],
        "difficulties": [
            {"number": number, **difficulty}
            for number, difficulty in enumerate(_difficulties(unit, schedule, listed), 1)
        ],
        **_provisional(schedule),
        **(_quarterly(listed) if period.cadence is Cadence.QUARTER else {}),
    }


def _provisional(schedule: Schedule) -> dict[str, object]:
    """The days of a period that were reckoned with days off nobody has decided yet; nothing where there are none."""
    instants = (schedule.due_at, schedule.digest_at, schedule.stop_at)
    days = [at.astimezone(VN).date().isoformat() for at in instants if isinstance(schedule.stated(at), Provisional)]
    return {"provisional_days": days} if days else {}


def by_field(rows: list[LedgerRow]) -> list[tuple[str, int]]:
    """Return how many difficulties each field has, most first."""
    counts = Counter(d.field for row in rows if row.report for d in row.report.difficulties)
    # Of equal counts the code decides, so that the same figures are the same bytes.
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _figures(rows: list[LedgerRow]) -> Mapping[str, int]:
    counts = Counter(row.state for row in rows)
    return {"due": len(rows), **{state.value: counts[state] for state in wording.STATE_NAMES}}


def _seat(row: LedgerRow) -> dict[str, object]:
    return {
        "rank": row.seat.rank,
        "code": row.seat.code,
        "organisation": row.seat.organisation,
        "state": row.state.value,
        "report": row.report.code if row.report else None,
        "sent_at": iso(row.report.sent_at) if row.report else None,
        "sender": row.sender or None,
        "difficulties": len(row.report.difficulties) if row.report else 0,
    }


def _difficulties(unit: Unit, schedule: Schedule, rows: list[LedgerRow]) -> list[dict[str, object]]:
    return [
        {
            "code": difficulty.code,
            "report": row.report.code,
            "seat": row.seat.code,
            "organisation": row.seat.organisation,
            **difficulty.answers,
            questions.FIELD: unit.rules.fields[difficulty.field].name.vi,
            "sent_at": iso(row.report.sent_at),
            "late": row.report.sent_at > schedule.due_at,
            "files": [vietnamese(name) for name in described(difficulty.attachments)],
        }
        for row in rows
        if row.report
        for difficulty in row.report.difficulties
    ]


def _quarterly(rows: list[LedgerRow]) -> dict[str, object]:
    """The tasks as each report stated them, with what was said of them, and the paragraphs."""
    stated = [(row, row.report.code, row.report.quarterly) for row in rows if row.report and row.report.quarterly]
    return {
        "tasks": [
            {
                "seat": row.seat.code,
                "organisation": row.seat.organisation,
                "report": code,
                "code": task.code,
                "title": task.title,
                "part": task.part.value,
                "due_on": maybe_iso_day(task.due_on),
                "done_on": maybe_iso_day(task.done_on),
                "bucket": task.bucket.value,
                **(task.statement.answers if task.statement else {}),
            }
            for row, code, quarterly in stated
            for task in quarterly.tasks
        ],
        "opinions": [
            {"seat": row.seat.code, "organisation": row.seat.organisation, "report": code, "text": quarterly.opinion}
            for row, code, quarterly in stated
            if quarterly.opinion
        ],
    }
