"""Storing a report: codes, rows and audit in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain import questions
from bot.domain.attachments import Attachment
from bot.domain.forms import Item
from bot.domain.people import Seat
from bot.domain.periods import Period
from bot.domain.reports import (
    SENDER_ALONE,
    Difficulty,
    Endorsement,
    Quarterly,
    Report,
    Urgency,
    adhoc_code,
    difficulty_code,
    report_code,
)
from bot.domain.tasks import TaskState
from storage import ledgers, people, reports
from storage.rows import maybe_iso_day
from storage.unit import Unit


def file_report(
    unit: Unit,
    seat: Seat,
    person: int,
    period: Period,
    items: Sequence[Item],
    files: Sequence[tuple[Attachment, ...]] = (),
    quarterly: Quarterly | None = None,
    endorsed: Endorsement = SENDER_ALONE,
) -> Report:
    """Store the report of a seat for a period; without items it says that nothing new arose.

    `files` are those of each item, as far as there are any; `endorsed`: who stands behind it beside `person`.
    """
    report = Report(
        id=0,
        code=report_code(period, ledgers.next_number(unit.db, f"BC-{period.code}")),
        seat=seat.id,
        period=period.iso,
        nil=not items,
        person=person,
        sent_at=unit.now,
        difficulties=tuple(
            _difficulty(unit, period, item, files[number] if number < len(files) else ())
            for number, item in enumerate(items)
        ),
        quarterly=quarterly,
        endorsed=endorsed,
    )
    return _store(unit, report)


def file_adhoc(
    unit: Unit,
    seat: Seat,
    person: int,
    urgency: Urgency,
    item: Item,
    files: tuple[Attachment, ...],
    endorsed: Endorsement = SENDER_ALONE,
) -> Report:
    """Store an ad hoc report; its codes are of the month of filing in Viet Nam."""
    month = Period(unit.today.year, unit.today.month)
    report = Report(
        id=0,
        code=adhoc_code(month, ledgers.next_number(unit.db, f"DX-{month.code}")),
        seat=seat.id,
        period="",
        nil=False,
        person=person,
        sent_at=unit.now,
        difficulties=(_difficulty(unit, month, item, files),),
        urgency=urgency,
        endorsed=endorsed,
    )
    return _store(unit, report)


def _store(unit: Unit, report: Report) -> Report:
    stored = reports.add_version(unit.db, report)
    sender = people.person_by_id(unit.db, report.person)
    detail: dict[str, object] = {"difficulties": [_audited(difficulty) for difficulty in stored.difficulties]}
    if stored.quarterly:
        detail |= {"opinion": stored.quarterly.opinion, "tasks": [_plain(task) for task in stored.quarterly.tasks]}
    if stored.urgency:
        detail["urgency"] = stored.urgency.value
    if stored.endorsed != SENDER_ALONE:
        detail["endorsed"] = _plain_endorsement(unit, stored.endorsed)
    ledgers.append_audit(
        unit.db, unit.now, f"person:{sender.code}", "report.sent", f"report:{stored.reference}", detail
    )
    return stored


def _plain_endorsement(unit: Unit, endorsed: Endorsement) -> dict[str, object]:
    approver = people.person_by_id(unit.db, endorsed.approved_by).code if endorsed.approved_by else None
    return {"via": endorsed.via.value, "approval": endorsed.approval.value, "approved_by": approver}


def _audited(difficulty: Difficulty) -> dict[str, Any]:
    """What the audit covers: every text, and of files what a person would know them by."""
    files = [{"name": each.name, "size": each.size} for each in difficulty.attachments]
    # `id` as entries of before have it: they were hashed with it.
    return {"id": 0, "code": difficulty.code, **difficulty.answers, "attachments": files}


def _plain(task: TaskState) -> dict[str, object]:
    plain = {"due_on": maybe_iso_day(task.due_on), "done_on": maybe_iso_day(task.done_on)}
    # What was said of it has an entry to itself, which names the same event.
    said = {"event": task.statement.event} if task.statement else {}
    recorded = {name: value for name, value in task.__dict__.items() if name != "statement"}
    return {**recorded, **plain, **said}


def _difficulty(unit: Unit, period: Period, item: Item, attachments: tuple[Attachment, ...]) -> Difficulty:
    return Difficulty(
        id=0,
        code=difficulty_code(period, ledgers.next_number(unit.db, f"VM-{period.code}")),
        answers=questions.kept(item, unit.rules.agencies),
        attachments=attachments,
    )
