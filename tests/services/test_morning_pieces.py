"""A morning of many people is made a few cards at a time: answers are let through, and nobody gets two."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.operations import Pause, Piece, paused
from bot.domain.periods import Cadence
from bot.runtime.ticks import Tick, at
from bot.services import reminding
from bot.services.desk.morning import OWED, open_schedules
from bot.services.reminding.sending import AT_A_TIME
from bot.services.standing import bodies, ledger
from scripts.bench.office import fill
from storage import due_rows, people, seat_requests
from tests.filed import file_report
from tests.runtime.ticking import ticker
from tests.world import World

PEOPLE = 30
MORNING = datetime(2026, 11, 16, 8, 30, tzinfo=VN)


def office(world: World) -> Tick:
    """Plan for many people a week before they are told in one morning; return what tells them."""
    world.write_now(lambda db: fill(world.unit(db), PEOPLE, 2))
    world.write_now(lambda db: reminding.plan_now(world.unit(db)))
    world.clock.set(MORNING)
    return Tick("morning", at(hour=8, minute=30), reminding.send_morning)


def cards(world: World) -> list[int]:
    """Return how many cards every account that got any got."""
    counted = world.read.conn.execute("SELECT count(*) FROM outbox WHERE dedupe_key LIKE 'card:%' GROUP BY account")
    return [row[0] for row in counted]


async def test_answers_are_let_through_between_the_cards_of_a_morning(empty_world: World) -> None:
    tick, seen = office(empty_world), list[int]()

    def look(db: Database) -> None:
        seen.append(db.conn.execute("SELECT count(*) FROM outbox WHERE dedupe_key LIKE 'card:%'").fetchone()[0])

    async with asyncio.TaskGroup() as group:
        writing = group.create_task(empty_world.writer.run())
        morning = group.create_task(ticker(empty_world, tick).run_ticks(MORNING))
        while not morning.done():
            await empty_world.writer.write(look)
        writing.cancel()

    sent = cards(empty_world)
    assert len(sent) > 2 * AT_A_TIME
    assert set(sent) == {1}
    assert max(after - before for before, after in zip([0, *seen], seen, strict=False)) <= AT_A_TIME


_FEW = ("json_each", "period", "CONSTANT ROW", "reminder_rules", "calendar_days", "reminder_overrides", "preferences",
        "seat_requests", "tick_failures")  # fmt: skip
"""What may be gone through from one end to the other: what a statement was given, and what there is little of."""


async def test_no_statement_of_a_morning_goes_through_a_table_from_one_end_to_the_other(empty_world: World) -> None:
    tick, ran = office(empty_world), list[str]()
    empty_world.db.conn.set_trace_callback(ran.append)
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(empty_world.writer.run())
        await ticker(empty_world, tick).run_ticks(MORNING)
        writing.cancel()
    empty_world.db.conn.set_trace_callback(None)

    asked = {sql for sql in ran if sql.lstrip().startswith(("SELECT", "WITH", "UPDATE", "DELETE"))}
    steps = [
        (row["detail"], sql) for sql in asked for row in empty_world.read.conn.execute(f"EXPLAIN QUERY PLAN {sql}")
    ]

    assert len(cards(empty_world)) > 2 * AT_A_TIME
    assert len(steps) > 100
    assert [step for step in steps if step[0].startswith("SCAN") and not any(few in step[0] for few in _FEW)] == []


async def test_a_morning_that_is_cut_off_goes_on_where_it_was(empty_world: World) -> None:
    tick = office(empty_world)
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(empty_world.writer.run())
        morning = group.create_task(ticker(empty_world, tick).run_ticks(MORNING))
        while not cards(empty_world):
            await asyncio.sleep(0)
        morning.cancel()
        await asyncio.wait([morning])
        cut = len(cards(empty_world))
        empty_world.clock.set(MORNING + timedelta(minutes=5))

        await ticker(empty_world, tick).run_ticks(empty_world.clock.now())
        writing.cancel()

    sent = cards(empty_world)
    assert cut < len(sent)
    assert set(sent) == {1}


def test_who_owes_a_report_is_counted_in_one_statement_as_the_list_of_them_says(still_world: World) -> None:
    world, unit = still_world, still_world.unit()
    world.write_now(lambda db: fill(world.unit(db), 6, 0))
    schedule = next(each for each in open_schedules(unit) if each.period.cadence is Cadence.MONTH)
    period, (seat, *others) = schedule.period, people.seats_of_body(world.read, "hoi_dong_tu_van")
    chi = people.person_by_code(world.read, "CHI")
    assert chi is not None

    def settle(db: Database) -> None:
        file_report(world.unit(db), seat, chi.id, period, (), ())
        seat_requests.excuse(db, others[0].id, period.iso, "Lý do", chi.id, unit.now)
        seat_requests.excuse(db, seat.id, period.iso, "Lý do", chi.id, unit.now)
        db.conn.execute("UPDATE seats SET valid_to = ? WHERE id = ?", [period.last_day.isoformat(), others[1].id])
        db.conn.execute("UPDATE seats SET valid_from = '2027-01-01' WHERE id = ?", [others[2].id])

    world.write_now(settle)
    world.clock.set(schedule.due_at + timedelta(days=1))

    listed = sum(row.state in OWED for row in ledger(world.unit(), schedule))
    of, ran = bodies(world.unit(), period.cadence), list[str]()
    world.read.conn.set_trace_callback(ran.append)
    counted = due_rows.count_owing(world.read, of, period.iso, period.last_day)
    world.read.conn.set_trace_callback(None)

    assert listed == counted == len(others) - 3 > 2
    assert len(ran) == 1


def test_pieces_are_paused_after_so_many_and_not_twice_at_one_place() -> None:
    piece = Piece("x", lambda: ())

    found = list(paused([piece, Pause.HERE, piece, piece, piece, Pause.HERE, piece], 2))

    assert ["." if each is piece else "|" for each in found] == list(".|..|.|.")
