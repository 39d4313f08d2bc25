"""What earlier periods leave to a period, as plain data for its papers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import datetime

from bot.domain import questions
from bot.domain.carrying import Said
from bot.domain.following import Followed, is_open, known, reckon, was_open
from bot.domain.periods import Period, data_window
from bot.services.standing import Window, bodies, period_schedule
from storage import difficulties, people, snapshots
from storage.unit import Unit


def carried_over(unit: Unit, window: Window, listed: Collection[str]) -> dict[str, object]:
    """Return the reckoning of a period, and each difficulty of earlier ones that is open or was when it began.

    What the reports of the period say of one is named where they are among the `listed`, by code. All the rest is of
    the whole period, also in an addendum.
    """
    period = window.schedule.period
    since, earlier = papers_before(unit, period), _earlier(unit, period)
    new = difficulties.events_of(unit.db, [d.code for _, report in window.reports for d in report.difficulties])
    shown = [each for each in earlier if was_open(each.events, period, since) or is_open(each.events, period)]
    said = {
        about.code: (report.code, about)
        for _, report in window.reports
        if report.code in listed
        for about in report.said
    }
    seats = people.seats_by_id(unit.db, {each.seat for each in shown})
    ranked = sorted(shown, key=lambda each: seats[each.seat].rank)
    return {
        "reckoning": asdict(reckon([each.events for each in earlier], new.values(), period, since)),
        "carried": [
            {
                "seat": seats[each.seat].code,
                "organisation": seats[each.seat].organisation,
                **_plain(unit, replace(each, events=known(each.events, period))),
                **_statement(*said.get(each.code, (None, None))),
            }
            for each in ranked
        ],
    }


def papers_before(unit: Unit, period: Period) -> datetime:
    """Return when the papers of the period before were made last; where there are none, when it was closed."""
    before = period.previous()
    last = snapshots.last_digest(unit.db, before.iso)
    return last.taken_at if last else period_schedule(unit, before).stop_at


def _earlier(unit: Unit, period: Period) -> list[Followed]:
    of_cadence = bodies(unit, period.cadence)
    seats = [seat.id for body in of_cadence for seat in people.seats_of_body(unit.db, body)]
    return difficulties.earlier(unit.db, seats, period.iso, data_window(period)[0])


def _plain(unit: Unit, each: Followed) -> Mapping[str, object]:
    answers = each.difficulty.answers
    since = each.since
    return {
        "code": each.code,
        questions.FIELD: unit.rules.fields[each.difficulty.field].name.vi,
        questions.PROCEDURE: each.difficulty.procedure,
        "content": answers["content"],
        "report": each.report,
        "times": each.times,
        "since": {"year": since.year, "number": since.number, "cadence": since.cadence.value},
        "state": each.state.value,
        "open": each.is_open,
    }


def _statement(report: str | None, said: Said | None) -> Mapping[str, object]:
    return {
        "said": said.act.value if said else None,
        "words": said.words if said else "",
        "said_in": report,
    }
