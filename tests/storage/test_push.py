"""Who waits to be rung is found without reading conversations or sessions through."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.domain.ringing import Nudged
from storage import push, web_messages, web_sessions
from storage.database import migrate
from storage.push import Subscription
from storage.web_sessions import NewSession
from tests.storage.test_plans import Recording, unwanted

NOW = datetime(2026, 11, 16, 1, 15, tzinfo=UTC)
SUBSCRIPTION = Subscription("https://push.example.vn/a", "p", "a")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "bot.db"
    migrate(path)
    connection = sqlite3.connect(path, factory=Recording, isolation_level=None)
    connection.row_factory = sqlite3.Row
    with closing(connection):
        yield Database(connection, execute_plugins=False)


def add(db: Database, session: str = "s", user: str = "a") -> None:
    web_sessions.add(db, NewSession(session, web_messages.CHANNEL, user, session, "x", "", "vi"), NOW)


def test_nothing_of_it_is_read_from_end_to_end(base: Database) -> None:
    Recording.seen.clear()
    add(base)
    push.subscribe(base, "s", SUBSCRIPTION, NOW)
    web_messages.add(base, "a", {"runs": []}, NOW, rings=True)
    (waiting,) = push.waiting(base, NOW - timedelta(minutes=10))
    assert push.claim(base, waiting, NOW)
    push.take_back(base, waiting)
    push.is_subscribed(base, "s")
    push.note(base, NOW.date(), Nudged.SENT, NOW)
    push.outcomes(base, NOW.date())
    push.forget(base, "s", SUBSCRIPTION.endpoint)
    push.unsubscribe(base, "s")

    assert unwanted(base.conn, dict(Recording.seen)) == []


def test_a_browser_that_was_claimed_is_claimed_by_nobody_else(base: Database) -> None:
    add(base)
    push.subscribe(base, "s", SUBSCRIPTION, NOW)
    web_messages.add(base, "a", {"runs": []}, NOW, rings=True)
    (waiting,) = push.waiting(base, NOW - timedelta(minutes=10))

    assert push.claim(base, waiting, NOW)
    assert not push.claim(base, waiting, NOW)
    assert push.waiting(base, NOW - timedelta(minutes=10)) == []


def test_what_is_opened_between_being_found_and_being_claimed_rings_nobody(base: Database) -> None:
    add(base)
    push.subscribe(base, "s", SUBSCRIPTION, NOW)
    number = web_messages.add(base, "a", {"runs": []}, NOW, rings=True)
    (waiting,) = push.waiting(base, NOW - timedelta(minutes=10))
    web_messages.open_all(base, "a", number, NOW)

    assert not push.claim(base, waiting, NOW)


def test_a_browser_that_told_another_address_meanwhile_is_not_forgotten_for_the_old_one(base: Database) -> None:
    add(base)
    push.subscribe(base, "s", SUBSCRIPTION, NOW)
    push.subscribe(base, "s", Subscription("https://push.example.vn/b", "p", "a"), NOW)

    push.forget(base, "s", SUBSCRIPTION.endpoint)

    assert push.is_subscribed(base, "s")


def test_a_session_that_has_ended_is_not_subscribed(base: Database) -> None:
    add(base)
    web_sessions.end(base, "s", NOW)

    push.subscribe(base, "s", SUBSCRIPTION, NOW)

    assert push.count(base) == 0
