"""The words that the desk keeps to use again."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.acting_forms import HANDLING
from bot.domain.handling import DeskAct
from bot.domain.saved_replies import SavedReply
from storage.rows import change, insert, iso, one, rows


def add(db: Database, act: DeskAct, name: str, words: str, person: int, now: datetime) -> int:
    """Keep words for an act under a name; return their number."""
    number = insert(
        db,
        """INSERT INTO saved_replies (act, name, words, by_person, saved_at)
           VALUES (:act, :name, :words, :person, :now)""",
        act=act.value,
        name=name,
        words=words,
        person=person,
        now=iso(now),
    )
    _outdate(db, act)
    return number


def of_act(db: Database, act: DeskAct) -> list[SavedReply]:
    """Return what is kept for an act, in the order in which it was saved."""
    return [_reply(row) for row in rows(db, "SELECT * FROM saved_replies WHERE act = :act ORDER BY id", act=act.value)]


def by_id(db: Database, number: int) -> SavedReply | None:
    """Return one by its number; None where it is not there any more."""
    row = one(db, "SELECT * FROM saved_replies WHERE id = :id", id=number)
    return _reply(row) if row else None


def rename(db: Database, reply: SavedReply, name: str) -> None:
    """Give one another name."""
    change(db, "UPDATE saved_replies SET name = :name WHERE id = :id", id=reply.id, name=name)


def delete(db: Database, reply: SavedReply) -> None:
    """Delete one."""
    change(db, "DELETE FROM saved_replies WHERE id = :id", id=reply.id)
    _outdate(db, reply.act)


def _outdate(db: Database, act: DeskAct) -> None:
    """The open forms of an act offer its words by number: what their screens offer now is another list."""
    change(
        db,
        """UPDATE drafts SET rev = rev + 1 WHERE closed_at IS NULL AND kind = :kind
           AND substr(subject, instr(subject, ':') + 1) = :act""",
        kind=HANDLING,
        act=act.value,
    )


def _reply(row: Row) -> SavedReply:
    return SavedReply(row["id"], DeskAct(row["act"]), row["name"], row["words"])
