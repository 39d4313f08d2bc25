"""The desk's card of an afternoon, on working days on which something has changed since the last one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from bot.clock import VN
from bot.domain import triage
from bot.domain.operations import Operation, Piece, Topic, TopicKind
from bot.domain.periods import Period, Schedule, SeatState
from bot.domain.texts import N_, Text
from bot.domain.triage import QueueGroup
from bot.screens import daily as wording
from bot.screens.daily import Figures, PeriodFigures
from bot.services.beside import OverPapers, reckoned
from bot.services.desk import queue
from bot.services.desk.cards import notice
from bot.services.desk.notices import Waiting, to_desk
from bot.services.standing import accepting_now, ledger
from bot.services.tasks.figures import task_figures
from storage import filed, ledgers, releases
from storage.rows import instant, iso
from storage.unit import Unit

AT = time(16, 45)
_FACT = "daily_card"
"""When the last card was made, and what it said of everything that no passing of time changes."""
_NIL = (SeatState.NIL, SeatState.NIL_LATE)
_SENT = (SeatState.REPORTED, SeatState.REPORTED_LATE, *_NIL)


def send(unit: Unit) -> Iterable[Piece]:
    """Send the card, at its hour or later on the same day; what did not leave on its day is in the next one."""
    if unit.rules.calendar.is_working(unit.today) and unit.now.astimezone(VN).time() >= AT:
        yield Piece(Text(N_("the desk's card of the afternoon")), partial(_send, unit))


def _send(unit: Unit) -> Sequence[Operation]:
    last = ledgers.fact(unit.db, _FACT)
    before: dict[str, Any] = json.loads(last) if last else {"at": iso(_day_before(unit)), "said": {}}
    since = instant(before["at"])
    if last and since.astimezone(VN).date() == unit.today:
        return ()  # one a day, however often this is tried
    found = reckoned(unit, FiguresOf(since), exactly=True)
    said = _said(found)
    if not found.periodic + found.adhoc and said.items() <= before["said"].items():
        return ()
    ledgers.put_fact(unit.db, _FACT, json.dumps({"at": iso(unit.now), "said": said}))
    screen = wording.card(unit.today, since, found)
    topic = Topic(TopicKind.DAILY, {"day": unit.today.isoformat()})
    over = datetime.combine(unit.today + timedelta(days=1), time(), VN)
    key = f"daily:{unit.today.isoformat()}"
    return (*to_desk(unit, screen, key, topic, Waiting(expires_at=over)), *notice(unit, screen, key, topic, over))


def _day_before(unit: Unit) -> datetime:
    day = unit.rules.calendar.previous_working(unit.today - timedelta(days=1))
    return datetime.combine(day, AT, VN)


def _said(found: Figures) -> dict[str, str]:
    """What a card says of what people did: neither how long something has waited, nor what the calendar makes late.

    Nor that a period has begun in which nobody has reported, or has ended.
    """
    periods = {each.period.iso: f"{each.due}, {each.sent}, {each.nil}" for each in found.periods if each.sent}
    return {"waiting": str(found.waiting), "tasks": str(found.tasks)} | periods


@dataclass(frozen=True)
class FiguresOf(OverPapers):
    """The work of counting what the card says of everything since the last one."""

    since: datetime

    def __call__(self, unit: Unit) -> Figures:
        """Count it."""
        return _figures(unit, self.since)


def _figures(unit: Unit, since: datetime) -> Figures:
    periodic, adhoc = filed.counts_since(unit.db, since)
    items = queue.items(unit)
    waiting_since = queue.waiting_since(items)
    counted = task_figures(unit)
    cadences = dict.fromkeys(body.cadence for body in unit.rules.profile.bodies.values())
    running = [schedule for cadence in cadences for schedule in accepting_now(unit, cadence)[:1]]
    periods = [each for schedule in running if (each := _period(unit, schedule))]
    return Figures(
        periodic=periodic,
        adhoc=adhoc,
        waiting=triage.counts(items)[QueueGroup.NEW],
        oldest=triage.working_days(waiting_since, unit.now, unit.rules.calendar) if waiting_since else 0,
        periods=sorted(periods, key=lambda each: each.period.cadence.value),
        tasks=counted.open,
        soon=counted.soon,
        overdue=counted.overdue,
        to_release=[Period.parse(each.period) for each in releases.all_waiting(unit.db)],
    )


def _period(unit: Unit, schedule: Schedule) -> PeriodFigures | None:
    counted = Counter(row.state for row in ledger(unit, schedule))
    due = sum(counted.values())
    sent, nil = (sum(counted[state] for state in states) for states in (_SENT, _NIL))
    return PeriodFigures(schedule.period, due, sent, nil) if due else None
