"""A part of a unit of work that may fail alone."""

from __future__ import annotations

import sqlite3

import pytest

from storage import ledgers
from storage.unit import Unit
from tests.world import World


def test_what_a_part_raises_undoes_that_part_alone(empty_world: World) -> None:
    def lose(unit: Unit) -> None:
        ledgers.put_fact(unit.db, "lost", "")
        raise ZeroDivisionError

    def work(unit: Unit) -> tuple[Exception | None, ...]:
        ledgers.put_fact(unit.db, "before", "")
        failed = unit.attempt(lambda: lose(unit))
        done = unit.attempt(lambda: ledgers.put_fact(unit.db, "after", ""))
        return failed, done

    failed, done = empty_world.write_now(lambda db: work(empty_world.unit(db)))

    assert isinstance(failed, ZeroDivisionError)
    assert done is None
    assert [ledgers.fact(empty_world.read, name) for name in ("before", "lost", "after")] == ["", None, ""]


def test_a_part_with_which_the_whole_transaction_ended_is_not_passed_over(empty_world: World) -> None:
    def full(unit: Unit) -> None:
        unit.db.conn.execute("ROLLBACK")  # as SQLite does of itself where the disk is full
        raise sqlite3.OperationalError("database or disk is full")

    def work(unit: Unit) -> None:
        ledgers.put_fact(unit.db, "before", "")
        unit.attempt(lambda: full(unit))
        ledgers.put_fact(unit.db, "after", "")

    with pytest.raises(sqlite3.OperationalError):
        empty_world.write_now(lambda db: work(empty_world.unit(db)))

    assert [ledgers.fact(empty_world.read, name) for name in ("before", "after")] == [None, None]
