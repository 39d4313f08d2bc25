"""What has had its time goes a part at a time where there is very much of it, and all of it goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlite_utils import Database

from bot.domain.operations import Pause, Piece
from bot.services import reminding
from bot.services.upkeep import housekeeping
from bot.services.upkeep.housekeeping import KEYS_FOR, OUTBOX_FOR, REMINDERS_FOR
from scripts.bench.office import fill
from storage.rows import iso
from tests.world import World

MANY = 50
FEW = 7


def ended(world: World, db: Database) -> None:
    """Updates and messages of which some have had their time."""
    at = world.clock.now()
    for number in range(MANY):
        old = number % 5 != 0
        for table, kept_for in (("inbox", KEYS_FOR), ("outbox", OUTBOX_FOR)):
            when = iso(at - kept_for - timedelta(seconds=number + 1) if old else at)
            db.execute(*row_of(table, number, when))


def row_of(table: str, number: int, when: str) -> tuple[str, dict[str, object]]:
    values: dict[str, object] = {"number": f"{table}{number}", "at": when}
    if table == "inbox":
        sql = """INSERT INTO inbox (channel, update_id, raw_hash, received_at, next_at, state, ended_at)
                 VALUES ('telegram', :number, '', :at, :at, 'done', :at)"""
    else:
        sql = """INSERT INTO outbox (dedupe_key, channel, address, lane, kind, state, created_at, next_at, ended_at)
                 VALUES (:number, 'telegram', '1', 'bulk', 'send', 'sent', :at, :at, :at)"""
    return sql, values


def most_at_once(world: World, table: str) -> int:
    """Clean up; return how many rows of a table went between two pauses at most."""

    def work(db: Database) -> int:
        gone = [0]
        for piece in housekeeping.clean_up(world.unit(db)):
            before = world.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            if isinstance(piece, Pause):
                gone.append(0)
            else:
                assert isinstance(piece, Piece)
                piece.work()
                gone[-1] += before - world.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        return max(gone)

    return int(world.writer.write_now(work))


@pytest.mark.parametrize("table", ["inbox", "outbox"])
def test_of_very_many_rows_so_many_go_between_two_pauses_until_all_are_gone(
    empty_world: World, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    monkeypatch.setattr(housekeeping, "AT_MOST", FEW)
    empty_world.write_now(lambda db: ended(empty_world, db))

    assert most_at_once(empty_world, table) == FEW
    assert empty_world.count(table) == MANY // 5


def test_reminders_are_looked_through_a_part_at_a_time(empty_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "LOOKED_THROUGH", FEW)
    empty_world.write_now(lambda db: fill(empty_world.unit(db), 4, 4))
    empty_world.write_now(lambda db: reminding.plan_now(empty_world.unit(db)))
    day = empty_world.unit().today + timedelta(days=20)
    gone = empty_world.count("reminders", f"due_on < '{day}'")
    left = empty_world.count("reminders") - gone
    assert gone > FEW
    assert left > FEW
    empty_world.clock.set(empty_world.clock.now() + timedelta(days=20) + REMINDERS_FOR)

    assert 0 < most_at_once(empty_world, "reminders") <= FEW
    assert empty_world.count("reminders") == left
