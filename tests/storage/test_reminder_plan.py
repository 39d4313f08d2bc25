"""Occurrences of reminders follow a plan that changes: a day off that is decided moves what is not sent yet."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.reminder_rules import Kind, before
from bot.domain.reminders import Due, Occurrence, OccurrenceState
from storage import reminders
from tests.world import START, World

TODAY = START.date()
DUE = Due(Kind.TASK, "NV-26-001", 1, 1, date(2026, 11, 30))


def on(day: int) -> Occurrence:
    return Occurrence(before(7), DUE, date(2026, 11, day))


def days(world: World) -> list[int]:
    return [occurrence.send_on.day for occurrence in reminders.unsent(world.read, TODAY)]


def planned(world: World, *occurrences: Occurrence) -> None:
    world.write_now(
        lambda db: reminders.put_plan(
            db, {each.key: (each.mark, each.due, each.send_on) for each in occurrences}, 0, TODAY, START
        )
    )


def ended(world: World, occurrence: Occurrence, state: OccurrenceState) -> None:
    world.write_now(lambda db: reminders.mark(db, [occurrence], state, START))


def test_an_occurrence_whose_day_turns_out_to_be_off_moves(still_world: World) -> None:
    planned(still_world, on(23))

    planned(still_world, on(20))

    assert days(still_world) == [20]


def test_one_that_moves_into_the_past_is_still_sent(still_world: World) -> None:
    planned(still_world, on(17))

    planned(still_world, on(13))

    assert days(still_world) == [13]


@pytest.mark.parametrize("state", [OccurrenceState.SENT, OccurrenceState.QUEUED, OccurrenceState.SKIPPED])
def test_what_was_sent_is_on_its_way_or_was_skipped_is_not_planned_anew(
    still_world: World, state: OccurrenceState
) -> None:
    planned(still_world, on(23))
    ended(still_world, on(23), state)

    planned(still_world, on(20))

    (row,) = still_world.read.conn.execute("SELECT send_on, state FROM reminders WHERE subject = 'NV-26-001'")
    assert tuple(row) == ("2026-11-23", state.value)


def test_what_was_superseded_is_planned_again_on_its_new_day(still_world: World) -> None:
    planned(still_world, on(23))
    ended(still_world, on(23), OccurrenceState.SUPERSEDED)

    planned(still_world, on(24))

    assert days(still_world) == [24]
