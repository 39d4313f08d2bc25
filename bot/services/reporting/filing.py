"""Storing a report: codes, rows and audit in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain import questions
from bot.domain.amendments import difference
from bot.domain.attachments import Attachment
from bot.domain.carrying import Said
from bot.domain.forms import Draft, Item
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
from bot.domain.stated_courses import Went
from bot.domain.tasks import TaskState
from bot.services.tasks import series
from storage import difficulties, ledgers, people, reports
from storage.rows import maybe_iso_day
from storage.unit import Unit


@dataclass(frozen=True)
class Contents:
    """The difficulties of a report as they were entered."""

    items: Sequence[Item]
    files: Sequence[tuple[Attachment, ...]] = ()
    """Those of each item, as far as there are any."""
    codes: Sequence[str] = ()
    """The code of the difficulty that each item goes on with, as far as there are any; else a new one is given."""
    said: tuple[Said, ...] = ()
    """What is said of difficulties of earlier reports."""


def contents_of(draft: Draft) -> Contents:
    """Return what a draft holds."""
    return Contents(draft.items, draft.files, draft.codes, draft.statements)


def compose(
    unit: Unit,
    seat: Seat,
    person: int,
    period: Period,
    contents: Contents,
    quarterly: Quarterly | None = None,
    amends: Report | None = None,
    endorsed: Endorsement = SENDER_ALONE,
) -> Report:
    """Return the report of a seat for a period, not stored yet; with neither items nor what is
    said of earlier difficulties it says that nothing new arose.

    It is a version of the report that it amends, or of the one that the seat has withdrawn for the period.
    `endorsed`: who stands behind it beside `person`.
    """
    code = amends.code if amends else reports.withdrawn_code(unit.db, seat.id, period.iso)
    found = _difficulties(unit, period, contents, code)
    return Report(
        id=0,
        code=code or report_code(period, ledgers.next_number(unit.db, f"BC-{period.code}")),
        seat=seat.id,
        period=period.iso,
        nil=not contents.items and not contents.said,
        person=person,
        sent_at=unit.now,
        difficulties=found,
        quarterly=quarterly,
        said=contents.said,
        endorsed=endorsed,
    )


def compose_adhoc(
    unit: Unit,
    seat: Seat,
    person: int,
    urgency: Urgency,
    contents: Contents,
    code: str = "",
    endorsed: Endorsement = SENDER_ALONE,
) -> Report:
    """Return an ad hoc report, not stored yet; what is new in it has codes of the month of filing in Viet Nam.

    With a code it is a version of the report that has it.
    """
    month = Period(unit.today.year, unit.today.month)
    found = _difficulties(unit, month, contents, code)
    return Report(
        id=0,
        code=code or adhoc_code(month, ledgers.next_number(unit.db, f"DX-{month.code}")),
        seat=seat.id,
        period="",
        nil=False,
        person=person,
        sent_at=unit.now,
        difficulties=found,
        urgency=urgency,
        endorsed=endorsed,
    )


def changes_nothing(amends: Report | None, contents: Contents, composed: Callable[[], Report]) -> bool:
    """Return whether a version would say what the one it amends says. Gives out no code, as nothing is sent here."""
    if amends is None:
        return False
    known = {difficulty.code for difficulty in amends.difficulties}
    goes_on = len(contents.codes) >= len(contents.items) and known.issuperset(contents.codes[: len(contents.items)])
    return goes_on and difference(amends, composed()).is_nothing


def file_report(unit: Unit, report: Report, amends: Report | None = None) -> Report:
    """Store a report that was composed in this very transaction, with its entry in the audit."""
    stored = reports.add_version(unit.db, report)
    sender = people.person_by_id(unit.db, report.person)
    detail = audited(unit, stored, amends.reference if amends else "")
    verb = AMENDED if amends else SENT
    ledgers.append_audit(unit.db, unit.now, f"person:{sender.code}", verb, f"report:{stored.reference}", detail)
    series.report_moved(unit, stored.seat, stored.period, f"person:{sender.code}")
    return stored


SENT, AMENDED = "report.sent", "report.amended"
"""The verbs of the audit."""


def audited(
    unit: Unit, stored: Report, amends: str = "", hashed: Callable[[Attachment], bool] = lambda _: True
) -> dict[str, object]:
    """Return what the audit covers of a version as it is stored: everything that somebody wrote or chose.

    `amends` names the version before; `hashed` says of which files the hash was known by then.
    """
    detail: dict[str, object] = {"difficulties": [_audited(each, hashed) for each in stored.difficulties]}
    if stored.quarterly:
        detail |= {"opinion": stored.quarterly.opinion, "tasks": [_plain(task) for task in stored.quarterly.tasks]}
    if stored.said:
        detail["carried"] = [{"code": each.code, "act": each.act.value, "words": each.words} for each in stored.said]
    if stored.urgency:
        detail["urgency"] = stored.urgency.value
    if stored.endorsed != SENDER_ALONE:
        detail["endorsed"] = _plain_endorsement(unit, stored.endorsed)
    if amends:
        detail["amends"] = amends
    return detail


def _plain_endorsement(unit: Unit, endorsed: Endorsement) -> dict[str, object]:
    approver = people.person_by_id(unit.db, endorsed.approved_by).code if endorsed.approved_by else None
    # Entries of before it was asked have nothing of it.
    came = {"origin": dict(endorsed.origin.kept)} if endorsed.origin else {}
    return {"via": endorsed.via.value, "approval": endorsed.approval.value, "approved_by": approver, **came}


def _audited(difficulty: Difficulty, hashed: Callable[[Attachment], bool]) -> dict[str, Any]:
    """What the audit covers: every text; of files what a person would know them by, and the hash of their bytes."""
    files = [
        {"name": each.name, "size": each.size, **({"sha256": each.sha256} if each.sha256 and hashed(each) else {})}
        for each in difficulty.attachments
    ]
    # `id` as entries of before have it: they were hashed with it.
    return {"id": 0, "code": difficulty.code, **difficulty.answers, "attachments": files}


def _plain(task: TaskState) -> dict[str, object]:
    plain = {"due_on": maybe_iso_day(task.due_on), "done_on": maybe_iso_day(task.done_on)}
    # What was said of it has an entry to itself, which names the same event.
    said = {"event": task.statement.event} if task.statement else {}
    recorded = {name: value for name, value in task.__dict__.items() if name not in ("statement", "went")}
    return {**recorded, **plain, **said, **_plain_went(task.went)}


def _plain_went(went: Went | None) -> dict[str, object]:
    """How a task went: numbers, and the events that hold what was said; nothing in reports of before it was stated."""
    if went is None:
        return {}
    return {
        "stage": went.stage.value,
        "progress": went.progress.event if went.progress else None,
        "target": went.target,
        "unit": went.unit,
        "extensions": went.extensions,
        "first_due_on": maybe_iso_day(went.first_due_on),
        "asked": went.asked.event if went.asked else None,
        "results": list(went.results),
    }


def _difficulties(unit: Unit, period: Period, contents: Contents, report: str | None) -> tuple[Difficulty, ...]:
    """A code is kept only where it was given in this very report; it stands in a draft, and drafts move."""
    known = difficulties.codes_in_report(unit.db, report) if report else frozenset()
    found = []
    for number, item in enumerate(contents.items):
        code = contents.codes[number] if number < len(contents.codes) else ""
        if code not in known:
            code = difficulty_code(period, ledgers.next_number(unit.db, f"VM-{period.code}"))
        files = contents.files[number] if number < len(contents.files) else ()
        found.append(Difficulty(0, code, questions.kept(item, unit.rules.agencies), files))
    return tuple(found)
