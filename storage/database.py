"""Opening the database, and the one Writer through which every change goes."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from bot.errors import BotError
from storage import to_plan
from storage.causes import primary, told
from storage.migrations import KNOWN, MIGRATIONS

T = TypeVar("T")
Work = Callable[[Database], T]
"""A synchronous piece of writing. It neither begins nor commits; what it raises undoes it alone."""

BATCH = 64
"""So many pieces share one flush; with a bound nobody waits for a batch that keeps growing."""
_BUSY_SECONDS = 0.5
"""How long the loop may stand still where somebody else holds the file."""
_CUT = "PRAGMA wal_checkpoint(TRUNCATE)"
# What is put aside, and what a connection keeps for itself, would lie in a file elsewhere on the disk.
_IN_MEMORY = "PRAGMA temp_store=MEMORY"
_ANEW = (_IN_MEMORY, "VACUUM")
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def migrate(path: Path, *, check: bool = True) -> list[str]:
    """Bring the database at `path` to the present schema, creating it; return the names applied.

    Without `check` a file in which no step is missing is not read through: who opens it checks it beside what else
    there is to do (`storage.checking`), and writes nothing before that has ended.

    Raises BotError("database_damaged") where the file fails its check, "schema_newer", "already_running" where
    somebody else holds the file, "disk_full".
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # before SQLite, which would make it readable to all
    connection = _connect(path)
    try:
        # Plugins that happen to be installed beside the library have no business on our connections.
        db = Database(connection, execute_plugins=False)
        names = pending(db)
        check = check or bool(names)
        # Before anything is written into it.
        if check and not is_sound(db):
            raise BotError("database_damaged", path=str(path))
        connection.execute("PRAGMA journal_mode=WAL")
        # Rebuilding a table would fire its ON DELETE actions; the check below replaces enforcement.
        connection.execute("PRAGMA foreign_keys=OFF")
        # A step unknown here is a later version's: what the tables mean may have changed.
        if _is_newer(db):
            raise BotError("schema_newer", path=str(path))
        MIGRATIONS.apply(db)
        if names:
            to_plan.forget_basis(db)
        if check and not is_joined(db):
            raise BotError("database_damaged", path=str(path))
        return names
    except sqlite3.Error as error:
        raise told(error, path) or error from error
    finally:
        connection.close()


def is_sound(db: Database) -> bool:
    """Return whether the file passes SQLite's own check. One that is merely locked raises sqlite3.OperationalError."""
    try:
        return bool(db.conn.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.DatabaseError as error:
        if primary(error) in _DAMAGE:
            return False
        raise


def is_joined(db: Database) -> bool:
    """Return whether every row that names another has it: what SQLite's own check of the file does not look at."""
    return db.conn.execute("PRAGMA foreign_key_check").fetchone() is None


def pending(db: Database) -> list[str]:
    """Return the names of the schema's steps that are missing."""
    return [migration.name for migration in MIGRATIONS.pending(db)]


def open_for_writing(path: Path) -> Database:
    """Return the only writing connection. Its transactions belong to the `Writer`."""
    connection = _connect(path)
    # FULL: a receipt leaves after the commit, which therefore has to be on the disk. secure_delete: what was blanked
    # must not stay readable in the file.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(_IN_MEMORY)
    return Database(connection, execute_plugins=False)


def open_for_reading(path: Path) -> Database:
    """Return a connection that cannot write."""
    connection = _connect(path, mode="ro")
    connection.execute("PRAGMA query_only=ON")
    connection.execute(_IN_MEMORY)
    return Database(connection, execute_plugins=False)


@contextmanager
def reading(path: Path) -> Iterator[Database]:
    """Open the base beside a program that may be running.

    Raises BotError("schema_older"), ("schema_newer"), ("database_damaged"), whenever that shows.
    """
    try:
        with closing(open_for_reading(path)) as db:
            if pending(db):
                raise BotError("schema_older", path=str(path))
            if _is_newer(db):
                raise BotError("schema_newer", path=str(path))
            yield db
    except sqlite3.Error as error:
        raise told(error, path) or error from error


@contextmanager
def savepoint(db: Database) -> Iterator[None]:
    """Undo what is done inside where that fails, and nothing else; within a transaction."""
    # Always the same name, which nests: a statement that never changes is compiled once.
    connection = db.conn
    connection.execute("SAVEPOINT piece")
    try:
        yield
    except BaseException:
        # SQLite may have ended the whole transaction with it.
        if connection.in_transaction:
            connection.execute("ROLLBACK TO piece")
            connection.execute("RELEASE piece")
        raise
    connection.execute("RELEASE piece")


def attempt(db: Database, work: Callable[[], T]) -> tuple[T | None, Exception | None]:
    """Run `work` in a savepoint; return its result, or what it raised, which undoes it alone.

    What it raised is raised on where SQLite has ended the whole transaction with it (disk full, input/output error).
    """
    try:
        with savepoint(db):
            return work(), None
    except Exception as error:
        if not db.conn.in_transaction:
            raise
        return None, error


@contextmanager
def one_instant(db: Database) -> Iterator[None]:
    """See the base as it is now, whatever is written meanwhile; for a connection that only reads."""
    # Deferred: the view is fixed by the first read that follows.
    db.conn.execute("BEGIN")
    try:
        yield
    finally:
        _roll_back(db.conn)


@contextmanager
def one_transaction(db: Database) -> Iterator[None]:
    """Do all of it or nothing, on a copy in memory, which has no `Writer`."""
    db.conn.execute("BEGIN")
    try:
        yield
    except BaseException:
        _roll_back(db.conn)
        raise
    db.conn.execute("COMMIT")


def _is_newer(db: Database) -> bool:
    return bool({applied.name for applied in MIGRATIONS.applied(db)} - KNOWN)


def _connect(path: Path, mode: str = "rwc") -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    # No BEGIN is put in for us, since transactions are the Writer's; and its COMMIT runs in another thread.
    connection = sqlite3.connect(
        uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    connection.row_factory = sqlite3.Row
    return connection


@dataclass
class _Pending:
    work: Work[Any]
    answer: asyncio.Future[Any]


class Writer:
    """The only owner of the only writing connection.

    Work that waits is run together: BEGIN IMMEDIATE, each piece in a savepoint of its own on the loop's thread,
    COMMIT off the loop so that it goes on while the disk flushes; only then are the callers answered.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: asyncio.Queue[_Pending] = asyncio.Queue()
        self._committer = ThreadPoolExecutor(1, thread_name_prefix="commit")
        # A checkpoint between the BEGIN and the COMMIT of a batch would fail.
        self._turn = asyncio.Lock()
        self._began: float | None = None

    @property
    def busy_seconds(self) -> float:
        """For how long the present batch has been written; 0 where none is."""
        return 0.0 if self._began is None else time.monotonic() - self._began

    async def write(self, work: Work[T]) -> T:
        """Run `work` and return its result once it is on disk; raise what it raised."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait(_Pending(work, answer))
        return await answer

    def write_now(self, work: Work[T]) -> T:
        """Run `work` in a transaction of its own without a loop; for command-line verbs and start-up."""
        connection = self._db.conn
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(self._db)
            connection.execute("COMMIT")
        # An interrupt as well: a verb that is stopped leaves nothing half done.
        except BaseException:
            _roll_back(connection)
            raise
        return result

    async def checkpoint(self) -> bool:
        """Write the log back and cut it, so that what was blanked is gone from the disk too.

        Return False where somebody who reads the base, or writes it, kept it from being cut.
        """
        async with self._turn:
            [[busy, *_]] = await self._off_loop(_CUT)
        return not busy

    async def write_anew(self) -> None:
        """Write the whole base anew from its rows, so that nothing is left where rows once were."""
        async with self._turn:
            for statement in _ANEW:
                await self._off_loop(statement)

    def write_anew_now(self) -> bool:
        """As `write_anew` and then `checkpoint`, without a loop."""
        for statement in _ANEW:
            self._db.conn.execute(statement).fetchall()
        [[busy, *_]] = self._db.conn.execute(_CUT).fetchall()
        return not busy

    async def run(self) -> None:
        """Serve callers until cancelled."""
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < BATCH and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            self._began = time.monotonic()
            async with self._turn:
                await self._transact(batch)
            self._began = None

    def close(self) -> None:
        """Close the connection. Nothing may be waiting any more."""
        self._committer.shutdown()
        self._db.close()

    async def _transact(self, batch: list[_Pending]) -> None:
        connection = self._db.conn
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            # Somebody else holds the base. Nothing has been run, and each alone would only wait once more.
            for pending in batch:
                _answer(pending.answer, None, error)
            return
        try:
            results = self._run(batch)
            await self._off_loop("COMMIT")
        except Exception as error:
            _roll_back(connection)
            if len(batch) == 1:
                _answer(batch[0].answer, None, error)
                return
            # Whose fault it was is not known, and what the others wrote is gone with it: each runs again alone.
            for pending in batch:
                await self._transact([pending])
            return
        except BaseException:
            # The program ends: a batch that was not committed goes, one that was stays; nobody waits for either.
            _roll_back(connection)
            raise
        for pending, (result, failure) in zip(batch, results, strict=True):
            _answer(pending.answer, result, failure)

    def _run(self, batch: list[_Pending]) -> list[tuple[Any, Exception | None]]:
        if len(batch) == 1:
            return [(batch[0].work(self._db), None)]  # what it raises undoes the transaction, which is its own
        return [attempt(self._db, partial(pending.work, self._db)) for pending in batch]

    async def _off_loop(self, statement: str) -> list[Any]:
        def execute() -> list[Any]:
            return self._db.conn.execute(statement).fetchall()  # a checkpoint left unread would bar the next savepoint

        running = asyncio.get_running_loop().run_in_executor(self._committer, execute)
        try:
            # Cancelling would only end the waiting, not the thread.
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.wait([running])  # the connection is in the other thread's hands until then
            running.exception()  # nobody is left to be told
            raise


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _answer(future: asyncio.Future[Any], result: Any, failure: Exception | None) -> None:
    if future.done():
        return  # its caller was cancelled
    if failure is None:
        future.set_result(result)
    else:
        future.set_exception(failure)
