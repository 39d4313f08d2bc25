"""Storing a report: codes, rows and audit in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.forms import Item
from bot.domain.members import Seat
from bot.domain.periods import Period
from bot.domain.reports import Difficulty, Report, Urgency, adhoc_code, difficulty_code, report_code
from storage import ledgers, people, reports
from storage.unit import Unit


def file_report(unit: Unit, seat: Seat, person: int, period: Period, items: Sequence[Item]) -> Report:
    """Store the report of a seat for a period; without items it says that nothing new arose."""
    report = Report(
        id=0,
        code=report_code(period, ledgers.next_number(unit.db, f"BC-{period.code}")),
        seat=seat.id,
        period=period.iso,
        nil=not items,
        person=person,
        sent_at=unit.now,
        difficulties=tuple(_difficulty(unit, period, item) for item in items),
    )
    return _store(unit, report)


def file_adhoc(unit: Unit, seat: Seat, person: int, urgency: Urgency, item: Item) -> Report:
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
        difficulties=(_difficulty(unit, month, item),),
        urgency=urgency,
    )
    return _store(unit, report)


def _store(unit: Unit, report: Report) -> Report:
    reports.add_report(unit.db, report)
    stored = reports.report_by_code(unit.db, report.code)
    assert stored is not None
    sender = people.person_by_id(unit.db, report.person)
    detail = {"difficulties": [replace(d, id=0).__dict__ for d in stored.difficulties]}
    ledgers.append_audit(unit.db, unit.now, f"person:{sender.code}", "report.sent", f"report:{stored.code}:1", detail)
    return stored


def _difficulty(unit: Unit, period: Period, item: Item) -> Difficulty:
    return Difficulty(
        id=0,
        code=difficulty_code(period, ledgers.next_number(unit.db, f"VM-{period.code}")),
        field=item["field"],
        procedure=item.get("procedure", ""),
        content=item["content"],
        legal=item.get("legal", ""),
        proposal=item["proposal"],
    )
