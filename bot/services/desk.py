"""What the secretariat gets and asks for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.members import Actor, Role
from bot.domain.operations import BULK, STORED_FILE, Operation, Send, SendFile
from bot.domain.periods import Cadence, Period, Schedule, SeatState
from bot.domain.reports import Report
from bot.domain.screens import Screen, Text
from bot.domain.wording import desk as wording
from bot.domain.wording.attachments import names
from bot.domain.wording.quarterly import total_lines
from bot.errors import BotError
from bot.exports import NAMES, build_in_child, file_name
from bot.exports.snapshot import canonical, sha256
from bot.exports.wording import vietnamese
from bot.services.answer import Answer
from bot.services.standing import LedgerRow, accepting_now, ledger, period_schedule
from storage import people, reports
from storage.rows import iso, maybe_iso_day
from storage.unit import Unit

SNAPSHOT_SCHEMA = 1
PROVISIONAL, DIGEST, ADDENDUM = "provisional", "digest", "addendum"
"""What a snapshot is: made on request, the frozen one of a period, and what came after that."""
_BUILD_SECONDS = 120


def to_desk(unit: Unit, screen: Screen, key: str) -> tuple[Operation, ...]:
    """Return a message to everybody of the secretariat who can be reached, once each per key."""
    return tuple(
        Send(to, screen, lane=BULK, key=f"{key}:{to.account}")
        for to in people.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today)
    )


def files_to_desk(unit: Unit, report: Report, lane: str) -> tuple[Operation, ...]:
    """Return every file of a report, each a message of its own, to everybody of the secretariat who can be reached."""
    listed = [
        (difficulty, attachment, name)
        for difficulty in report.difficulties
        for attachment, name in zip(difficulty.attachments, names(difficulty.attachments), strict=True)
    ]
    return tuple(
        SendFile(
            to,
            f"{STORED_FILE}{attachment.id}",
            attachment.name,
            wording.attachment_caption(report.code, difficulty.code, name, attachment.caption),
            lane,
            key=f"desk:{report.code}:1:file:{attachment.id}:{to.account}",
        )
        for to in people.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today)
        for difficulty, attachment, name in listed
    )


def view(unit: Unit, difficulty_id: int, part: str | None) -> Answer:
    """Show a difficulty in full, or one text of it."""
    difficulty = reports.difficulty_by_id(unit.db, difficulty_id)
    if difficulty is None or (part and part not in wording.PARTS):
        raise BotError("stale")
    if part:
        return Answer(kept=wording.difficulty_part(difficulty, part), aside=True)
    return Answer(kept=wording.difficulty_in_full(unit.rules.fields, difficulty), aside=True)


def aggregate(unit: Unit, actor: Actor, period_code: str | None) -> Answer:
    """Show a period as it stands and send its files. Freezes nothing."""
    open_ = accepting_now(unit, Cadence.MONTH)
    schedule = _asked_for(unit, period_code) if period_code else open_[0]
    rows = ledger(unit, schedule)
    snapshot = make_snapshot(unit, schedule, rows)
    number = reports.add_snapshot(unit.db, schedule.period.iso, unit.now, canonical(snapshot), sha256(snapshot))
    caption = wording.file_caption(schedule.period, unit.now, sha256(snapshot))
    files = tuple(
        SendFile(actor.to, f"make:{name}:{PROVISIONAL}:{number}", file_name(name, snapshot), caption) for name in NAMES
    )
    return Answer(_summary(unit, schedule, rows, [*(s.period for s in open_), *_quarters(unit)]), notices=files)


def _quarters(unit: Unit) -> list[Period]:
    """The quarters that are open, where anybody has to report by quarter."""
    return [open_.period for open_ in accepting_now(unit, Cadence.QUARTER) if ledger(unit, open_)]


def make_file(db: Database, reference: str) -> Callable[[], bytes]:
    """Return what builds the file `make:NAME:KIND:NUMBER` of a stored snapshot.

    Raises BotError("export_failed") where the snapshot is gone.
    """
    _, name, kind, number = reference.split(":")
    body_of = reports.snapshot_body if kind == PROVISIONAL else reports.digest_body
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
        "schema": SNAPSHOT_SCHEMA,
        "kind": kind,
        "taken_at": iso(unit.now),
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
        **(_quarterly(listed) if period.cadence is Cadence.QUARTER else {}),
    }


def _asked_for(unit: Unit, period_code: str) -> Schedule:
    try:
        return period_schedule(unit, Period.parse(period_code))
    except BotError as error:
        raise BotError("stale") from error


def members_by_state(rows: list[LedgerRow]) -> Mapping[SeatState, list[str]]:
    """Return the organisations in each state, by rank."""
    members: dict[SeatState, list[str]] = defaultdict(list)
    for row in rows:
        members[row.state].append(row.seat.organisation)
    return members


def _summary(unit: Unit, schedule: Schedule, rows: list[LedgerRow], open_: list[Period]) -> Screen:
    members = members_by_state(rows)
    fields = [(Text("{field}", field=unit.rules.fields[code].name), count) for code, count in by_field(rows)]
    others = [period for period in open_ if period != schedule.period]
    return wording.aggregate(
        schedule.period,
        unit.now,
        schedule.due_at,
        members,
        fields,
        others,
        _adhoc(unit, schedule.period),
        tasks_stated(rows),
    )


def tasks_stated(rows: list[LedgerRow]) -> Sequence[Text]:
    """Return what is said of the tasks in the reports of these rows; nothing where they state none."""
    return total_lines([row.report.quarterly for row in rows if row.report and row.report.quarterly])


def _adhoc(unit: Unit, period: Period) -> list[str]:
    """The codes of what the period's bodies sent ad hoc inside its data window, days of Viet Nam."""
    since = datetime.combine(period.first_day, time(), VN)
    until = datetime.combine(period.last_day + timedelta(days=1), time(), VN)
    bodies = [body.code for body in unit.rules.profile.bodies.values() if body.cadence is period.cadence]
    return [code for body in bodies for code in reports.adhoc_codes(unit.db, body, since, until)]


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


def by_field(rows: list[LedgerRow]) -> list[tuple[str, int]]:
    """Return how many difficulties each field has, most first."""
    counts = Counter(d.field for row in rows if row.report for d in row.report.difficulties)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _difficulties(unit: Unit, schedule: Schedule, rows: list[LedgerRow]) -> list[dict[str, object]]:
    return [
        {
            "code": difficulty.code,
            "report": row.report.code,
            "seat": row.seat.code,
            "organisation": row.seat.organisation,
            "field": unit.rules.fields[difficulty.field].name.vi,
            "procedure": difficulty.procedure,
            "legal": difficulty.legal,
            "content": difficulty.content,
            "proposal": difficulty.proposal,
            "sent_at": iso(row.report.sent_at),
            "late": row.report.sent_at > schedule.due_at,
            "files": [vietnamese(name) for name in names(difficulty.attachments)],
        }
        for row in rows
        if row.report
        for difficulty in row.report.difficulties
    ]


def _quarterly(rows: list[LedgerRow]) -> dict[str, object]:
    """The tasks as each report stated them, and the paragraphs."""
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
