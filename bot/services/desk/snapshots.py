"""The state of a period as plain data, from which its files are built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from bot.clock import VN
from bot.domain import questions
from bot.domain.attachments import Attachment
from bot.domain.calendars import Provisional
from bot.domain.periods import Cadence, Schedule
from bot.domain.profiles import Office
from bot.domain.reports import Difficulty, Report, Via
from bot.exports import template_sha256
from bot.exports.wording import vietnamese
from bot.screens.reporting.attachments import described
from bot.screens.reporting.signing import came_by, member_of
from bot.screens.summary import STATE_NAMES
from bot.services.desk.agencies import by_agency
from bot.services.desk.carried import Lines, carried_over, directed, lines_of, weighed
from bot.services.desk.classifying import as_classified, classified, conflicts
from bot.services.desk.task_rows import courses_of_paper
from bot.services.desk.task_states import went
from bot.services.desk.trends import trend
from bot.services.desk.weights import behind
from bot.services.desk.worded import as_worded
from bot.services.standing import AdhocRow, LedgerRow, Window
from storage import wordings
from storage.rows import iso, maybe_iso_day
from storage.unit import Unit

PROVISIONAL, DIGEST, ADDENDUM = "provisional", "digest", "addendum"
"""What a snapshot is: made on request, the frozen one of a period, and what came after that."""


def make_snapshot(
    unit: Unit, window: Window, kind: str = PROVISIONAL, *, added: Window | None = None
) -> dict[str, object]:
    """Return the state of a period as plain data: every figure and row a document shows.

    With `added`, a part of the window, what is listed is that part: an addendum. The ledger is of the whole window
    nevertheless, and `after` says what the period has come to.
    Difficulties stand by the rank of their member, those that it sent ad hoc behind those of its periodic report.
    Those of earlier periods stand apart: see `carried_over`. All stand as the desk has classified them.
    """
    schedule, window = window.schedule, classified(unit, window)
    period, listed = schedule.period, window if added is None else classified(unit, added)
    lines = lines_of(unit, window)
    difficulties = _difficulties(unit, listed, lines)
    body = next(b for b in unit.rules.profile.bodies.values() if b.cadence is period.cadence)
    return {
        "schema": questions.schema(),
        "kind": kind,
        "taken_at": iso(unit.now),
        "template": template_sha256(),
        "period": _period(schedule),
        "body": {"code": body.code, "name": body.name.vi, "short": body.short.vi},
        "office": office_of(unit.rules.profile.office),
        "ledger": _figures(window.rows),
        "seats": [_seat(window, row) for row in window.rows],
        "adhoc": [_adhoc(row) for row in listed.adhoc],
        "fields": _fields(unit, listed),
        "agencies": by_agency(unit, listed),
        "difficulties": [{"number": number, **difficulty} for number, difficulty in enumerate(difficulties, 1)],
        "provisions": _named(listed, lambda difficulty: difficulty.provisions),
        "procedures": _named(listed, lambda difficulty: difficulty.procedure_codes),
        **carried_over(unit, window, _codes(listed), lines),
        **conflicts(unit, listed, [each for each, went in lines.earlier if went.terms]),
        **directed(lines, [str(each["code"]) for each in difficulties]),
        **_versions(window),
        **_provisional(window.schedule),
        **(trend(unit, period) | courses_of_paper(unit, body.code) if added is None else {}),
        **(
            {}
            if added is None
            else {"added": [r.code for _, r in listed.reports], "after": _after(unit, window, lines)}
        ),
        **(_quarterly(listed.rows) if period.cadence is Cadence.QUARTER else {}),
    }


def _period(schedule: Schedule) -> Mapping[str, object]:
    period = schedule.period
    return {
        "code": period.code,
        "year": period.year,
        "number": period.number,
        "cadence": period.cadence.value,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "due_at": iso(schedule.due_at),
        "digest_at": iso(schedule.digest_at),
        "stop_at": iso(schedule.stop_at),
    }


def office_of(office: Office) -> Mapping[str, object]:
    """Return what papers say of the office that makes them."""
    return {
        "parent": office.parent,
        "issuer": office.issuer,
        "sign": office.sign,
        "place": office.place,
        "addressee": office.addressee,
        "standing_body": office.standing_body.vi,
        "signatory": list(office.signatory),
        "recipients": list(office.recipients),
    }


def _codes(window: Window) -> list[str]:
    return [report.code for _, report in window.reports]


def _provisional(schedule: Schedule) -> dict[str, object]:
    """The days of a period that were reckoned with days off nobody has decided yet; nothing where there are none."""
    instants = (schedule.due_at, schedule.digest_at, schedule.stop_at)
    days = [at.astimezone(VN).date().isoformat() for at in instants if isinstance(schedule.stated(at), Provisional)]
    return {"provisional_days": days} if days else {}


def _versions(window: Window) -> dict[str, object]:
    """Which version each report is that has had others before; nothing where none has."""
    found = {report.code: report.version for _, report in window.reports if report.version > 1}
    return {"versions": found} if found else {}


def _amended(report: Report) -> dict[str, object]:
    """Which version was sent when, where it amends an earlier one; nothing where it does not."""
    if not report.is_amendment:
        return {}
    return {"amended": {"version": report.version, "at": iso(report.sent_at)}}


def by_field(unit: Unit, window: Window) -> list[tuple[str, int]]:
    """Return how many difficulties each field has, most first; of equal counts in the order of the list of fields."""
    counts = Counter(d.field for _, report in window.reports for d in report.difficulties)
    places = {code: place for place, code in enumerate(unit.rules.fields)}
    return sorted(counts.items(), key=lambda pair: (-pair[1], places[pair[0]]))


def _fields(unit: Unit, window: Window) -> list[dict[str, object]]:
    return [
        {"code": code, "name": unit.rules.fields[code].name.vi, "count": count}
        for code, count in by_field(unit, window)
    ]


def _after(unit: Unit, window: Window, lines: Lines) -> dict[str, object]:
    """What the digest and its addenda come to together."""
    return {
        "reports": sum(bool(row.report and row.report.difficulties) for row in window.rows),
        "adhoc": len(window.adhoc),
        "difficulties": sum(len(report.difficulties) for _, report in window.reports),
        "fields": _fields(unit, window),
        "agencies": by_agency(unit, window),
        "lines": [
            {"code": difficulty.code, "report": report.code, "state": lines.new[difficulty.code].now.value}
            for _, report in window.reports
            for difficulty in report.difficulties
        ],
    }


def _figures(rows: Sequence[LedgerRow]) -> Mapping[str, int]:
    counts = Counter(row.state for row in rows)
    return {"due": len(rows), **{state.value: counts[state] for state in STATE_NAMES}}


def _seat(window: Window, row: LedgerRow) -> dict[str, object]:
    return {
        "rank": row.seat.rank,
        "code": row.seat.code,
        "organisation": row.seat.organisation,
        "state": row.state.value,
        "report": row.report.code if row.report else None,
        "sent_at": iso(row.report.filed_at) if row.report else None,
        **(_amended(row.report) if row.report else {}),
        "sender": vietnamese(row.sender) if row.sender else None,
        **(_entered(row.report) if row.report else {}),
        "difficulties": len(row.report.difficulties) if row.report else 0,
        "adhoc": [sent.report.code for sent in window.adhoc_of(row.seat)],
        "represented": row.represented,
        **({"reason": row.reason} if row.reason else {}),
    }


def _entered(report: Report) -> Mapping[str, object]:
    """That the desk entered a report in the member's place; snapshots of what members sent stay as they were."""
    return {"entered": True} if report.endorsed.via is Via.PROXY else {}


def _came(report: Report) -> Mapping[str, object]:
    """How a report came that the desk entered; nothing of any other."""
    return {"came": vietnamese(came_by(report.endorsed.origin))} if report.endorsed.origin else {}


def _adhoc(row: AdhocRow) -> dict[str, object]:
    assert row.report.urgency is not None
    return {
        "code": row.report.code,
        "urgency": row.report.urgency.value,
        "seat": row.seat.code,
        "organisation": row.seat.organisation,
        "sent_at": iso(row.report.filed_at),
        **_amended(row.report),
        "sender": vietnamese(row.sender),
        **_entered(row.report),
        "accepted": row.accepted,
        "difficulties": [difficulty.code for difficulty in row.report.difficulties],
    }


def _difficulties(unit: Unit, window: Window, lines: Lines) -> list[dict[str, object]]:
    codes = [difficulty.code for _, report in window.reports for difficulty in report.difficulties]
    stand, worded = behind(unit, codes, window.mark), wordings.wordings_of(unit.db, codes)
    return [
        {
            "code": difficulty.code,
            "report": report.code,
            "seat": seat.code,
            "organisation": vietnamese(member_of(report, seat.organisation)),
            **difficulty.answers,
            **as_worded(worded, difficulty),
            questions.FIELD: unit.rules.fields[difficulty.field].name.vi,
            **as_classified(unit, difficulty),
            "sent_at": iso(report.filed_at),
            **_amended(report),
            **_timeliness(window, report),
            **_came(report),
            "state": lines.new[difficulty.code].now.value,
            **lines.merged(difficulty.code),
            **lines.outcomes[difficulty.code],
            **lines.results(difficulty.code),
            "members": stand[difficulty.code].weight,
            **weighed(stand[difficulty.code]),
            "files": [vietnamese(name) for name in described(difficulty.attachments)],
            **_hashes(difficulty.attachments),
        }
        for seat, report in window.reports
        for difficulty in report.difficulties
    ]


def _hashes(attachments: Sequence[Attachment]) -> dict[str, object]:
    """Of each file, empty where its bytes are not here; nothing where none are."""
    hashes = [each.sha256 for each in attachments]
    return {"file_hashes": hashes} if any(hashes) else {}


def _named(window: Window, what: Callable[[Difficulty], Sequence[str]]) -> list[dict[str, object]]:
    """What the difficulties name, with their codes: what most of them do first, then in the order of the annex."""
    found: dict[str, list[str]] = {}
    for _, report in window.reports:
        for difficulty in report.difficulties:
            for each in what(difficulty):
                found.setdefault(each, []).append(difficulty.code)
    # Sorted once more by how many: what is equal stays as it came.
    ranked = sorted(found.items(), key=lambda pair: -len(pair[1]))
    return [{"name": name, "difficulties": codes} for name, codes in ranked]


def _timeliness(window: Window, report: Report) -> dict[str, object]:
    """An ad hoc report is due on no day, so that it is never late."""
    late = report.urgency is None and report.filed_at > window.schedule.due_at
    return {"late": late, "adhoc": report.urgency.value if report.urgency else None}


def _quarterly(rows: Sequence[LedgerRow]) -> dict[str, object]:
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
                **went(task.went),
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
