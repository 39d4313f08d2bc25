"""Who is next in the outbox: as one statement over all that is open would have it, however it is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from storage import line, outbox
from storage.database import migrate
from storage.rows import iso
from tests.world import START

NOW = START
EARLIER, LATER = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)
ORACLE = """SELECT id FROM outbox WHERE id IN (
        SELECT min(id) FROM outbox WHERE channel = :channel AND state IN ('queued', 'sending', 'retry', 'unknown')
            AND (state <> 'queued' OR next_at <= :now) GROUP BY address, lane)
    AND state IN ('queued', 'retry', 'unknown') AND next_at <= :now ORDER BY lane DESC, id LIMIT :most"""
"""The rule, read from everything that is open."""


@dataclass(frozen=True)
class Row:
    """What decides about a message."""

    channel: str
    address: str
    lane: str
    state: str
    is_due: bool


ROWS = st.lists(
    st.builds(
        Row,
        st.sampled_from(["telegram", "telegram", "other"]),
        st.sampled_from(["1", "2", "3", "4"]),
        st.sampled_from(["interactive", "bulk", "bulk"]),
        st.sampled_from(["queued", "queued", "sending", "retry", "unknown", "sent"]),
        st.sampled_from([True, True, False]),
    ),
    max_size=30,
)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A base of the present schema without a row."""
    path: Path = tmp_path_factory.mktemp("line") / "bot.db"
    migrate(path)
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def filled(schema: sqlite3.Connection, messages: list[Row]) -> Database:
    """Return a base in memory with these messages."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.backup(connection)
    connection.row_factory = sqlite3.Row
    for number, each in enumerate(messages):
        connection.execute(
            """INSERT INTO outbox (dedupe_key, channel, address, lane, kind, state, next_at, created_at, body)
               VALUES (?, ?, ?, ?, 'send', ?, ?, ?, '{}')""",
            [
                str(number), each.channel, each.address, each.lane, each.state,
                iso(EARLIER if each.is_due else LATER), iso(EARLIER),
            ],
        )  # fmt: skip
    return Database(connection)


@settings(max_examples=150)
@given(
    messages=ROWS, few=st.sampled_from([0, 4, 64]), looked_at=st.sampled_from([0, 1, 3, 500]), most=st.integers(0, 6)
)
def test_the_first_of_every_chat_and_lane_come_in_order(
    schema: sqlite3.Connection, messages: list[Row], few: int, looked_at: int, most: int
) -> None:
    with (
        closing(filled(schema, messages)) as db,
        patch.object(line, "_FEW", few),
        patch.object(line, "_LOOKED_AT", looked_at),
    ):
        found = [row["id"] for row in line.firsts(db, "telegram", NOW, most)]

        expected = db.conn.execute(ORACLE, {"channel": "telegram", "now": iso(NOW), "most": most}).fetchall()
        assert found == [row["id"] for row in expected]


@settings(max_examples=50)
@given(messages=ROWS)
def test_the_next_that_waits_is_the_earliest_of_both_lanes(schema: sqlite3.Connection, messages: list[Row]) -> None:
    with closing(filled(schema, messages)) as db:
        waiting = [m for m in messages if m.channel == "telegram" and m.state in ("queued", "retry", "unknown")]

        times = [EARLIER if each.is_due else LATER for each in waiting]
        assert outbox.next_at(db, "telegram") == min(times, default=None)
        assert outbox.next_after(db, "telegram", NOW) == (LATER if LATER in times else None)


# --- however many wait


def steps(db: Database) -> int:
    """Return how much SQLite does for a look for what may be sent: calls of its machine, by the hundred."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    db.conn.set_progress_handler(step, 100)
    outbox.sendable(db, "telegram", NOW, (), 64)
    outbox.next_at(db, "telegram")
    db.conn.set_progress_handler(None, 0)
    return count


@pytest.mark.parametrize("chats", [1, 20, 10**6])
def test_a_look_costs_the_same_with_ten_times_as_many_in_the_queue(schema: sqlite3.Connection, chats: int) -> None:
    def queue(size: int) -> Database:
        return filled(schema, [Row("telegram", str(number % chats), "bulk", "queued", True) for number in range(size)])

    with closing(queue(600)) as little, closing(queue(6000)) as much:
        assert steps(much) <= steps(little) * 1.5
