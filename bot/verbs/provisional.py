"""What `doctor` says of years whose days off nobody has decided yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.domain.periods import Period
from bot.domain.provisional import Step, Unsure, unsure_days
from bot.domain.texts import N_, Text, joined
from storage.unit import Unit

_AHEAD = timedelta(days=365)
_STEPS: Mapping[Step, str] = {
    Step.OPENING: N_("Reminder that {period} is open: {day:date}, may become {others}"),
    Step.DUE: N_("Deadline of {period}: {day:date}, may become {others}"),
    Step.DIGEST: N_("Aggregate of {period}: {day:date}, may become {others}"),
    Step.STOP: N_("Close of {period}: {day:date}, may become {others}"),
}


def lines(unit: Unit) -> Iterator[Text]:
    """Return for the next twelve months which days off are computed, and which days of periods depend on that."""
    calendar, until = unit.rules.calendar, unit.today + _AHEAD
    ahead = [unit.today + timedelta(days=n) for n in range(_AHEAD.days + 1)]
    for year in sorted({day.year for day in ahead if calendar.is_provisional(day)}):
        days = [day for day in ahead if day.year == year]
        yield Text(N_("Calendar of {year}: provisional, no decision about days off is recorded"), year=year)
        named = [
            Text(N_("{day:date} ({name})"), day=d, name=calendar.day(d).name) for d in days if calendar.day(d).feast
        ]
        yield from _listed(N_("Days off that a decision lays: {days}"), named)
        yield from _listed(
            N_("Working days that may become days off: {days}"),
            _dates(d for d in days if calendar.is_working(d) and calendar.may_change(d)),
        )
    if calendar.is_provisional(until):
        found = list(unsure_days(_periods(unit, until), unit.rules.profile.periods, calendar, unit.today, until))
        yield from map(_line, found)
        if not found:
            yield Text(N_("No deadline of the next 12 months depends on a decision about days off"))


def _periods(unit: Unit, until: date) -> Iterator[Period]:
    """Every period that is open now or begins before a day."""
    for cadence in dict.fromkeys(body.cadence for body in unit.rules.profile.bodies.values()):
        # The one before can still be open.
        period, last = Period.containing(unit.today, cadence).previous(), Period.containing(until, cadence)
        while period <= last:
            yield period
            period = period.next()


def _line(unsure: Unsure) -> Text:
    return Text(_STEPS[unsure.step], period=unsure.period, day=unsure.day, others=joined(_dates(unsure.others), ", "))


def _listed(msgid: str, days: Sequence[Text]) -> Iterator[Text]:
    if days:
        yield Text(msgid, days=joined(days, ", "))


def _dates(days: Iterable[date]) -> list[Text]:
    return [Text(N_("{day:date}"), day=day) for day in days]
