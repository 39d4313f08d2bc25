"""Difficulties of earlier reports that a report goes on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.carrying import Carried, taken_up
from bot.domain.following import Followed, known
from bot.domain.periods import Period, data_window
from bot.domain.reports import Report
from storage import difficulties, reports
from storage.unit import Unit


def followed(unit: Unit, seat: int, period: Period) -> Mapping[str, Followed]:
    """Return by code what a seat sent before `period`, periodic and ad hoc, as the reports up to then leave it."""
    found = difficulties.earlier(unit.db, [seat], period.iso, data_window(period)[0])
    return {each.code: replace(each, events=known(each.events, period)) for each in found}


def carried(unit: Unit, seat: int, period: Period, sent: Mapping[str, Followed] | None = None) -> Sequence[str]:
    """Return the codes of the difficulties that a report of a seat for `period` begins with: those still open.

    What the seat has sent for the period by now does not count, since this report would take its place. `sent`: what
    `followed` returned, where it is known already.
    """
    own = reports.live_report(unit.db, seat, period.iso)
    code = own.code if own else ""
    found = (followed(unit, seat, period) if sent is None else sent).values()
    before = [replace(each, events=[event for event in each.events if event.report != code]) for each in found]
    return [each.code for each in before if each.is_open]


def statements(unit: Unit, report: Report) -> tuple[Carried, ...]:
    """Return the difficulties that an amendment of a periodic report begins with, and what the report says of them."""
    said = {about.code: about for about in taken_up(report.said)}
    codes = carried(unit, report.seat, Period.parse(report.period)) if report.period else ()
    return tuple(said.get(code, Carried(code)) for code in codes)
