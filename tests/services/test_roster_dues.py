"""From which period on a seat of the roster owes a report."""

from __future__ import annotations

from bot.domain.periods import Period, SeatState
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import ledger, period_schedule, window
from tests.world import World


def test_seats_of_a_first_roster_owe_the_oldest_period_that_is_still_open(still_world: World) -> None:
    unit = still_world.unit()

    rows = ledger(unit, period_schedule(unit, Period(2026, 11)))

    assert {row.seat.code: row.state for row in rows} == {"HIEPHOIA": SeatState.OPEN, "HIEPHOIB": SeatState.OPEN}


def test_seats_of_a_first_roster_owe_nothing_for_a_period_that_is_closed(still_world: World) -> None:
    unit = still_world.unit()

    assert ledger(unit, period_schedule(unit, Period(2026, 10))) == []


def test_nobody_is_due_for_a_period_that_has_not_begun_and_the_figures_add_up(still_world: World) -> None:
    unit = still_world.unit()
    schedule = period_schedule(unit, Period(2027, 5))

    rows = ledger(unit, schedule)
    figures = make_snapshot(unit, window(unit, schedule))["ledger"]

    assert rows == []
    assert isinstance(figures, dict)
    assert figures.pop("due") == sum(figures.values()) == 0
