"""The reports that were sent: members list those of their seats, the desk those of everybody."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.people import Actor
from bot.domain.reports import Report
from bot.domain.searching import PAGE, LookupList, pages
from bot.screens import report_lists as wording
from bot.screens.report_lists import Entry
from bot.services.reply import Reply
from bot.services.standing import beside
from bot.services.tasks.listing import sees_all
from storage import filed, people, receptions, reports
from storage.unit import Unit


def show(unit: Unit, actor: Actor, which: LookupList, page: int) -> Reply:
    """A page of the reports, the newest first: all, or the ad hoc ones; one that is not there any more is the last."""
    people.set_open_draft(unit.db, actor.account, None)
    every = sees_all(actor)
    seats = None if every else [seat.id for seat in actor.seats]
    ids = filed.listed_ids(unit.db, seats, adhoc=which is LookupList.ADHOC)
    number = min(page, pages(len(ids)) - 1)
    here = ids[number * PAGE : (number + 1) * PAGE]
    entries = _entries(unit, here, name_members=every or len(actor.seats) > 1)
    return Reply(wording.sent(which, entries, number, pages(len(ids)), sees_all=every))


def _entries(unit: Unit, ids: Sequence[int], *, name_members: bool) -> list[Entry]:
    found = sorted(reports.reports_by_id(unit.db, ids), key=lambda report: report.id, reverse=True)
    seats = people.seats_by_id(unit.db, {report.seat for report in found})
    taken = receptions.receptions(unit.db, [report.code for report in found])
    by = {code: each.accepted_by for code, each in taken.items() if each.accepted_by is not None}
    officers = people.persons_by_id(unit.db, by.values())

    adhoc = beside(unit, [report for report in found if report.nil])

    def entry(report: Report) -> Entry:
        officer = by.get(report.code)
        return Entry(
            report,
            seats[report.seat].organisation if name_members else "",
            officers[officer].full_name if officer is not None else "",
            adhoc.get(report.code, ()),
        )

    return [entry(report) for report in found]
