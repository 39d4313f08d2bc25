"""People who have joined, in the base of a program that does not run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Database

from bot.clock import SANDBOX_START
from bot.domain.people import Caller, Honorific, Person
from storage import people
from storage.database import Writer, migrate, open_for_writing


def join(data: Path, *user_ids: int) -> None:
    """Link the phones with these accounts, each to a person of its own."""
    migrate(data / "bot.db")
    writer = Writer(open_for_writing(data / "bot.db"))
    writer.write_now(lambda db: _link(db, user_ids))
    writer.close()


def _link(db: Database, user_ids: Sequence[int]) -> None:
    for key in map(str, user_ids):
        person = people.put_person(db, Person(0, key, f"Người {key}", "", Honorific.NONE, "vi", ""))
        people.link_account(db, Caller("telegram", key, key), person, SANDBOX_START)
