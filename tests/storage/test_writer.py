"""The Writer: what is acknowledged is on the disk, and nobody pays for somebody else's mistake."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from storage import inbox, ledgers
from storage.database import BATCH, Work, Writer, migrate, open_for_reading, open_for_writing
from storage.inbox import Arrival
from tests.world import START


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "bot.db"
    migrate(path)
    return path


@pytest.fixture
def db(path: Path) -> Database:
    return open_for_writing(path)


@pytest.fixture
def writer(db: Database) -> Iterator[Writer]:
    writer = Writer(db)
    yield writer
    writer.close()


@pytest.fixture
def on_disk(path: Path) -> Iterator[Database]:
    """A second connection: what it sees has been committed."""
    reading = open_for_reading(path)
    yield reading
    reading.close()


@asynccontextmanager
async def serving(writer: Writer) -> AsyncIterator[asyncio.Task[None]]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(writer.run())
        yield task
        task.cancel()


def names(on_disk: Database) -> set[str]:
    return {row[0] for row in on_disk.conn.execute("SELECT name FROM meta")}


async def write_together(writer: Writer, *works: Work[Any]) -> list[Any]:
    """Return what each caller was answered, errors included."""
    return await asyncio.gather(*(writer.write(work) for work in works), return_exceptions=True)


class Keep:
    """A piece of work that keeps one fact, and may fail after having done so."""

    def __init__(self, name: str, content: str = "x", error: BaseException | None = None) -> None:
        self.name, self.content, self.error = name, content, error
        self.runs = 0

    def __call__(self, db: Database) -> str:
        self.runs += 1
        ledgers.put_fact(db, self.name, self.content)
        if self.error:
            raise self.error
        return self.name


def break_commit(db: Database) -> None:
    """Break a reference in a way that SQLite only looks at when it commits."""
    db.conn.execute("PRAGMA defer_foreign_keys=ON")
    db.conn.execute("INSERT INTO consents (account, version, at) VALUES (999, 'x', 'x')")


async def test_work_that_waits_together_is_committed_together(writer: Writer, db: Database, on_disk: Database) -> None:
    statements: list[str] = []
    db.conn.set_trace_callback(statements.append)

    async with serving(writer):
        await asyncio.gather(*(writer.write(Keep(f"n{i}")) for i in range(BATCH + 1)))

    assert statements.count("COMMIT") == 2
    assert len(names(on_disk)) == BATCH + 1


async def test_a_caller_is_answered_only_when_its_work_is_on_disk(writer: Writer, on_disk: Database) -> None:
    async with serving(writer):
        for i in range(5):
            answer = await writer.write(Keep(f"n{i}"))

            assert answer in names(on_disk)


async def test_an_exception_undoes_its_own_work_only(writer: Writer, on_disk: Database) -> None:
    works = [Keep("a"), Keep("b", error=ValueError("no")), Keep("c")]

    async with serving(writer):
        answers = await write_together(writer, *works)

    assert answers[0] == "a"
    assert isinstance(answers[1], ValueError)
    assert answers[2] == "c"
    assert names(on_disk) == {"a", "c"}
    assert [work.runs for work in works] == [1, 1, 1]


async def test_a_disk_that_fills_up_takes_only_what_did_not_fit(
    writer: Writer, db: Database, on_disk: Database
) -> None:
    pages = db.conn.execute("PRAGMA page_count").fetchone()[0]
    db.conn.execute(f"PRAGMA max_page_count={pages + 3}")
    works = [Keep(f"n{i}", "z" * (60_000 if i == 5 else 5)) for i in range(10)]

    async with serving(writer):
        answers = await write_together(writer, *works)
        acknowledged = {answer for answer in answers if isinstance(answer, str)}

        assert acknowledged == names(on_disk) == {f"n{i}" for i in range(10)} - {"n5"}
        assert isinstance(answers[5], sqlite3.OperationalError)
        assert not db.conn.in_transaction

        db.conn.execute(f"PRAGMA max_page_count={pages + 1000}")
        await writer.write(works[5])

    assert "n5" in names(on_disk)
    assert on_disk.conn.execute("PRAGMA quick_check").fetchone()[0] == "ok"


async def test_a_commit_that_fails_is_not_acknowledged_and_the_innocent_run_again_alone(
    writer: Writer, db: Database, on_disk: Database
) -> None:
    works: list[Work[Any]] = [Keep("a"), break_commit, Keep("c")]

    async with serving(writer):
        answers = await write_together(writer, *works)

    assert answers[0] == "a"
    assert isinstance(answers[1], sqlite3.IntegrityError)
    assert answers[2] == "c"
    assert names(on_disk) == {"a", "c"}
    assert on_disk.conn.execute("SELECT count(*) FROM consents").fetchone()[0] == 0
    assert not db.conn.in_transaction


async def test_a_base_held_by_somebody_else_is_said_once_to_all_who_wait(
    writer: Writer, path: Path, on_disk: Database
) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    works = [Keep(f"n{i}") for i in range(20)]

    async with serving(writer):
        began = asyncio.get_running_loop().time()
        answers = await write_together(writer, *works)
        took = asyncio.get_running_loop().time() - began
        other.close()
        again = await writer.write(Keep("again"))

    assert all(isinstance(answer, sqlite3.OperationalError) for answer in answers)
    assert took < 1.0
    assert again == "again"
    assert names(on_disk) == {"again"}


async def test_a_caller_that_gave_up_does_not_disturb_the_others(writer: Writer, on_disk: Database) -> None:
    given_up = asyncio.ensure_future(writer.write(Keep("a")))  # noqa: TID251 - awaited below
    other = asyncio.ensure_future(writer.write(Keep("b")))  # noqa: TID251
    await asyncio.sleep(0)
    given_up.cancel()

    async with serving(writer):
        answer = await other

    assert given_up.cancelled()
    assert answer == "b"
    assert "b" in names(on_disk)


@pytest.mark.parametrize("commits", [True, False], ids=["the commit succeeds", "the commit fails"])
async def test_a_writer_cancelled_while_the_disk_flushes_lets_the_commit_end_first(
    writer: Writer, db: Database, on_disk: Database, commits: bool
) -> None:
    flush = threading.Event()
    writer._committer.submit(flush.wait)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(writer.run())
        caller = group.create_task(writer.write(Keep("a") if commits else break_commit))
        while not db.conn.in_transaction:
            await asyncio.sleep(0)

        task.cancel()
        await asyncio.sleep(0)
        still_waiting = not task.done()
        flush.set()
        await asyncio.wait([task], timeout=5)
        caller.cancel()

    assert still_waiting
    assert task.cancelled()
    assert not db.conn.in_transaction
    assert names(on_disk) == ({"a"} if commits else set())


def test_a_verb_writes_in_a_transaction_of_its_own(writer: Writer, on_disk: Database) -> None:
    assert writer.write_now(Keep("a")) == "a"
    assert names(on_disk) == {"a"}


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt()])
def test_what_fails_in_a_verb_leaves_nothing(
    writer: Writer, db: Database, on_disk: Database, error: BaseException
) -> None:
    with pytest.raises(type(error)):
        writer.write_now(Keep("a", error=error))

    assert names(on_disk) == set()
    assert not db.conn.in_transaction


def test_a_commit_that_fails_in_a_verb_leaves_nothing(writer: Writer, db: Database, on_disk: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        writer.write_now(break_commit)

    assert on_disk.conn.execute("SELECT count(*) FROM consents").fetchone()[0] == 0
    assert not db.conn.in_transaction


CANARY = "chim hoang yen 7Q2X"


def files_with(directory: Path, text: str) -> set[str]:
    return {path.name for path in directory.iterdir() if text.encode() in path.read_bytes()}


async def test_what_was_blanked_is_gone_from_the_disk_after_a_checkpoint(
    writer: Writer, path: Path, on_disk: Database
) -> None:
    async with serving(writer):
        await writer.write(lambda db: inbox.take_in(db, "telegram", [Arrival("1", "hash", "101", CANARY)], START))
        await writer.checkpoint()
        before = files_with(path.parent, CANARY)

        await writer.write(lambda db: inbox.end(db, 1, START))
        await writer.checkpoint()

    assert before == {"bot.db"}
    assert files_with(path.parent, CANARY) == set()


async def test_a_checkpoint_waits_for_the_commit_that_is_under_way(
    writer: Writer, db: Database, path: Path, on_disk: Database
) -> None:
    flush = threading.Event()
    async with serving(writer), asyncio.TaskGroup() as group:
        writer._committer.submit(flush.wait)
        writing = group.create_task(writer.write(Keep("a", CANARY)))
        while not db.conn.in_transaction:
            await asyncio.sleep(0)

        cutting = group.create_task(writer.checkpoint())
        await asyncio.sleep(0)
        flush.set()
        await asyncio.gather(writing, cutting)

    assert names(on_disk) == {"a"}
    assert path.with_name("bot.db-wal").stat().st_size == 0
